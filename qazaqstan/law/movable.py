"""Movable property: cars, commercial vehicles, farm machinery."""

from __future__ import annotations

from alatau.rules import any_of, cases, count_of, indicator, measure, only, rule, total
from qazaqstan.law.sources import BOTH

MACHINERY = ("none", "one", "two_and_more")


@measure(register="vehicles", unit="cars")
def cars_of_person(category):
    """Passenger cars registered to the person."""
    return count_of(where=category == "car")


@measure(register="vehicles", unit="flag")
def has_commercial_vehicle_of_own(category):
    """A bus or a lorry is registered to the person."""
    return any_of(category.is_one_of("bus", "truck"))


@indicator("FC025", level="family", unit="cars", domain="movable", **BOTH)
def passenger_cars(cars_of_person):
    """Passenger cars registered to members of the family."""
    return total(cars_of_person)


@indicator("FC026", level="family", unit="flag", domain="movable", **BOTH)
def has_commercial_vehicle(has_commercial_vehicle_of_own):
    """A bus or a lorry is registered to a member of the family."""
    return any_of(has_commercial_vehicle_of_own)


@measure(register="farm_machinery", unit="objects")
def machines_of_person():
    """Farm machines registered to the person."""
    return count_of()


@measure(register="farm_machinery", unit="number")
def kinds_of_machines(kind):
    """Kinds of farm machines that the person has."""
    return count_of(kind, distinct=True)


@measure(register="farm_machinery", unit="text")
def kind_of_machines(kind):
    """Kind of the person's farm machines, where they are all of one."""
    return only(kind)


@rule(level="family", unit="objects")
def machines(machines_of_person):
    """Farm machines of the family."""
    return total(machines_of_person)


@indicator("FC027", level="family", unit="category", labels=MACHINERY, domain="movable", **BOTH)
def farm_machinery_kinds(machines, kinds_of_machines, kind_of_machines):
    """Whether the family has no farm machine, machines of one kind, or of two kinds and more."""
    # Members whose machines differ share no kind, which `only` says by being unknown.
    are_many = any_of(kinds_of_machines > 1) | only(kind_of_machines).is_unknown()
    return cases((machines == 0, "none"), (are_many, "two_and_more"), otherwise="one")
