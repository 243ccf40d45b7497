"""`alatau card`: compute the cards of all families, show one, and say what a figure is made of."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table

from alatau.access.read import list_roles_of
from alatau.access.staff import find_staff
from alatau.core.clock import read_clocks
from alatau.core.errors import NotFoundError
from alatau.core.values import Actor, ActorKind, PersonId, system_actor
from alatau.family.errors import DayNotReadableError
from alatau.family.planning import plan_cards
from alatau.family.read import access_card, compare_days, explain_figure
from alatau.family.run.run import run_cards
from alatau.family.runs import get_current_run, list_runs
from alatau.family.spread import measure_spread
from alatau.family.tell import (
    STEPS,
    facts_of_report,
    print_card,
    print_explained,
    print_history,
    print_spread,
    say_report,
)
from alatau.family.values import EngineKind
from alatau.family.wire import write_wire
from alatau.registry.ingest.tell import showing_progress

if TYPE_CHECKING:
    from alatau.core.values import Moment

commands = typer.Typer(help="The cards of families.", no_args_is_help=True)

BY = system_actor("family.command_line")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Day = Annotated[str, typer.Option(help="Day whose law and facts count, as 2026-03-01; today without it.")]
Staff = Annotated[str, typer.Option("--by", help="Sign-in of the official who looks.")]
Purpose = Annotated[str, typer.Option(help="Lawful reason to look, for example social_support.")]
Case = Annotated[str, typer.Option(help="The case that the look belongs to.")]
Person = Annotated[UUID, typer.Argument(help="Id of somebody of the family.")]


@commands.command("run")
def run(
    on: Day = "",
    known: Annotated[str, typer.Option(help="What was known at the end of this day; now without it.")] = "",
    engine: Annotated[EngineKind, typer.Option(help="What computes.")] = EngineKind.DUCKDB,
    as_json: AsJson = False,
) -> None:
    """Compute and publish the cards of all families; the same command finishes a run that was killed."""
    at = read_clocks()
    with showing_progress(is_quiet=as_json, steps=STEPS) as progress:
        report = run_cards(
            plan_cards,
            by=BY,
            at=at,
            on=_read_day(on),
            known=_end_of(_read_day(known), at=at),
            engine=engine,
            progress=progress,
        )
    typer.echo(json.dumps(facts_of_report(report), indent=2) if as_json else say_report(report))


@commands.command("runs")
def show_runs() -> None:
    """List the runs, the newest first."""
    table = Table("Run", "Day", "Known", "Engine", "State", "Families", box=None, pad_edge=False)
    for each in list_runs():
        known = f"{each.question.known.number:,}"
        table.add_row(str(each.id), each.day.isoformat(), known, each.engine, each.state, f"{each.families:,}")
    Console().print(table)


@commands.command("spread")
def spread(
    kind: Annotated[str, typer.Argument(help="indicator, status, need or benefit.")] = "indicator",
    as_json: AsJson = False,
) -> None:
    """Print the part of each figure that is unknown; exits with 1 when one is the same for everybody."""
    found = measure_spread(get_current_run(), kind=kind)
    if as_json:
        typer.echo(json.dumps([asdict(each) for each in found], indent=2))
    else:
        print_spread(found, Console())
    raise typer.Exit(0 if all(each.is_telling for each in found) else 1)


@commands.command("show")
def show(person: Person, by: Staff, purpose: Purpose, case: Case = "", on: Day = "", as_json: AsJson = False) -> None:
    """Show the card of somebody's family; the look is in the journal before."""
    at = read_clocks()
    card = access_card(
        PersonId(person), by=_staff(by, at=at), at=at, purpose=purpose, case_id=_read_id(case), on=_read_day(on)
    )
    if as_json:
        typer.echo(write_wire(card))
    else:
        print_card(card, Console())


@commands.command("explain")
def explain(
    name: Annotated[str, typer.Argument(help="Name or code of a figure, for example FC095.")],
    person: Annotated[UUID, typer.Option("--person", help="Id of somebody of the family.")],
    by: Staff,
    purpose: Purpose,
    of: Annotated[str, typer.Option(help="Id of the person whose figure it is; the family's without it.")] = "",
    case: Case = "",
    on: Day = "",
    as_json: AsJson = False,
) -> None:
    """Say what a figure is made of: a tree of rules whose leaves are rows of registers and numbers of the law."""
    at = read_clocks()
    owner = _read_id(of)
    explained = explain_figure(
        PersonId(person),
        name,
        of=PersonId(owner) if owner else None,
        by=_staff(by, at=at),
        at=at,
        purpose=purpose,
        case_id=_read_id(case),
        on=_read_day(on),
    )
    if as_json:
        typer.echo(write_wire(explained))
    else:
        print_explained(explained, Console())


@commands.command("diff")
def diff(
    person: Person,
    since: Annotated[str, typer.Option(help="The earlier day, as 2026-03-01.")],
    by: Staff,
    purpose: Purpose,
    until: Annotated[str, typer.Option(help="The later day; today without it.")] = "",
    case: Case = "",
    as_json: AsJson = False,
) -> None:
    """Say what changed on somebody's card between two days, and which rows of registers changed it."""
    at = read_clocks()
    history = compare_days(
        PersonId(person),
        since=_read_day(since) or at.city_day,
        until=_read_day(until),
        by=_staff(by, at=at),
        at=at,
        purpose=purpose,
        case_id=_read_id(case),
    )
    if as_json:
        typer.echo(write_wire(history))
    else:
        print_history(history, Console())


def _staff(login: str, *, at: Moment) -> Actor:
    user_id = find_staff(login)
    if user_id is None:
        raise NotFoundError
    return Actor(kind=ActorKind.STAFF, user_id=user_id, roles=list_roles_of(user_id, at=at))


def _read_day(given: str) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError as error:
        raise DayNotReadableError(given=given[:20]) from error


def _end_of(day: date | None, *, at: Moment) -> datetime | None:
    """Return the last instant of a day of the world; of today, now."""
    return None if day is None else min(datetime.combine(day, time.max, tzinfo=UTC), at.wall_at)


def _read_id(given: str) -> UUID | None:
    try:
        return UUID(given) if given else None
    except ValueError as error:
        raise NotFoundError from error
