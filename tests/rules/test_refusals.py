"""What does not fit is refused when the law is read, with file, rule and parameter, and says what to write instead."""

from __future__ import annotations

from datetime import date

import pytest

from alatau.rules import (
    age_on,
    any_of,
    benefit,
    cases,
    ceil_to_unit,
    count_of,
    highest,
    indicator,
    measure,
    months,
    only,
    rule,
    share,
    total,
)
from alatau.rules.errors import RuleContentError
from tests.rules.laws import MEASURES, book_of, parameter, sources


def person(function, unit="flag"):
    return rule(level="person", unit=unit)(function)


def family(function, unit="flag"):
    return rule(level="family", unit=unit)(function)


def refused(*functions, given=None):
    with pytest.raises(RuleContentError) as error:
        book_of(*MEASURES, *functions, given=given)
    assert error.value.sentence()
    return error.value


def uses_if(f, g):
    """Ask with if."""
    return f if f else g


def uses_and(f, g):
    """Ask with and."""
    return f and g


def divides(price, n):
    """Divide."""
    return price / n


def loops(price):
    """Loop."""
    return [each for each in price]  # noqa: C416 - what the engine has to refuse


def names_method(price):
    """Call a method."""
    return price.sum()


def asks_in(kind):
    """Ask with in."""
    return "red" in kind


def adds_text(price, kind):
    """Add what cannot be added."""
    return price + kind


def adds_money_to_counts(price, n):
    """Add two units."""
    return price + n > 0


def writes_amount(price):
    """Write an amount of money in a rule."""
    return price > 5000


def multiplies_money(price, cost):
    """Multiply money by money."""
    return price * cost > 0


def reduces_own_value(price):
    """Add up one value."""
    return total(price) > 0


def divides_by_nothing(day):
    """Divide by zero."""
    return share(1, of=0) > 0


@pytest.mark.parametrize(
    ("function", "words", "parameter_name"),
    [
        (uses_if, "cases(...)", "f"),
        (uses_and, "&, |, ~", "f"),
        (divides, "share(a, of=b)", "price"),
        (loops, "total(...)", "price"),
        (names_method, "price.sum is not an operation", "price"),
        (asks_in, ".is_one_of(...)", "kind"),
        (adds_text, "both have to be of one kind", "price"),
        (adds_money_to_counts, "they count different things", "price"),
        (writes_amount, "name the amount as a legal parameter", "price"),
        (multiplies_money, "one side of a product has to be no money", "price"),
        (reduces_own_value, "use it directly", "price"),
        (divides_by_nothing, "divide by something else", ""),
    ],
)
def test_operation_that_is_not_the_engines_is_refused_with_what_to_write(function, words, parameter_name):
    error = refused(person(function))
    assert words in str(error)
    assert error.facts["parameter"] == parameter_name
    assert f"file test_refusals.py, line {error.facts['line']}, rule {function.__name__}" in str(error)


def test_label_that_a_column_never_has_is_refused():
    @measure(register="things", unit="flag")
    def has_purple(kind):
        """Something is purple."""
        return any_of(kind == "purple")

    assert "kind is never 'purple'; it is one of red, green, blue" in str(refused(has_purple))


def test_missing_input_is_refused_by_its_name():
    @rule(level="person", unit="flag")
    def lost(nowhere):
        """Read what is not there."""
        return nowhere

    error = refused(lost)
    assert (error.facts["rule"], error.facts["parameter"]) == ("lost", "nowhere")


def test_rules_that_read_each_other_are_refused():
    @rule(level="person", unit="flag")
    def hen(egg):
        """Comes out of an egg."""
        return egg

    @rule(level="person", unit="flag")
    def egg(hen):
        """Comes out of a hen."""
        return hen

    assert "reads itself in a circle" in str(refused(hen, egg))


def test_names_of_columns_that_hold_names_are_no_inputs():
    @measure(register="things", unit="text")
    def secret(subject_name):
        """Read what no rule reads."""
        return only(subject_name)

    assert "is no column of things that rules may read" in str(refused(secret))


@pytest.mark.parametrize(
    ("decorate", "words"),
    [
        (rule(level="person", unit=""), "has no unit"),
        (rule(level="town", unit="flag"), "write 'person' or 'family'"),
        (rule(level="person", unit="category"), "is a category without labels"),
        (measure(register="nowhere", unit="flag"), "reads the register 'nowhere'"),
        (benefit("B", level="person", unit="flag", law=" "), "is a benefit without law"),
        (indicator("I", level="person", unit="flag"), "is an indicator without source"),
        (rule(level="person", unit="flag", valid_from="tomorrow"), "write a day as 2026-01-31"),
        (rule(level="person", unit="flag", valid_from="2026-01-01", valid_until="2026-01-01"), "ends before it begins"),
        (rule(level="person", unit="flag", verification="perhaps"), "write one of sourced"),
        (rule(level="person", unit="tiyn"), "its unit is tiyn, and its value is a flag"),
        (rule(level="person", unit="text"), "its unit is text, and its value is a flag"),
    ],
)
def test_declaration_that_says_too_little_is_refused(decorate, words):
    def declared(day):
        """Something."""
        return day > day

    assert words in str(refused(decorate(declared)))


def test_sum_that_is_not_rounded_by_name_is_refused():
    def product(index, rate):
        """A product."""
        return index * rate

    def rounded(index, rate):
        """A product, rounded."""
        return ceil_to_unit(index * rate)

    assert "a sum that is not rounded" in str(refused(person(product, "tiyn")))
    assert book_of(person(rounded, "tiyn")).names == ("rounded",)


def test_members_have_to_be_reduced_in_a_familys_rule():
    def first(f):
        """A member's value."""
        return f

    def some(f):
        """One of them."""
        return any_of(f)

    assert "any_of(flag)" in str(refused(family(first)))
    assert book_of(*MEASURES, family(some)).on(date(2026, 1, 1)).rules["some"].node.type.can_be_unknown


def test_per_month_and_once_are_two_units():
    def monthly(price):
        """A sum a month."""
        return ceil_to_unit(price / months(3))

    assert "its value is in tiyn/month" in str(refused(person(monthly, "tiyn")))


def test_versions_of_one_name_may_not_share_a_day():
    def version(**days):
        @rule(level="person", unit="flag", **days)
        def held(f):
            """A rule with versions."""
            return f

        return held

    early, late = version(valid_until="2025-01-01"), version(valid_from="2025-01-01")
    book = book_of(*MEASURES, early, late)
    assert book.on(date(2024, 12, 31)).rules["held"].version is not book.on(date(2025, 1, 1)).rules["held"].version
    assert "is declared twice for one day" in str(refused(early, version()))


def test_rule_whose_parameter_is_not_in_force_is_left_out_with_the_reason():
    def taxed(price, levy):
        """A levy."""
        return ceil_to_unit(price * levy)

    def is_taxed(taxed):
        """Whether there is a levy."""
        return taxed > 0

    given = sources([parameter("levy", "0.1", "ratio", valid_from=date(2026, 1, 1))])
    book = book_of(*MEASURES, person(taxed, "tiyn"), person(is_taxed), given=given)
    assert dict(book.on(date(2025, 12, 31)).left_out) == {
        "taxed": "the parameter levy has no value",
        "is_taxed": "taxed is not in force",
    }
    assert book.on(date(2026, 1, 1)).left_out == {}


def test_other_persons_value_may_not_hang_on_their_family():
    from alatau.rules import of

    def kids_of_family(f):
        """A family's value."""
        return count_of(f)

    def is_one_of_many(kids_of_family):
        """A person's value that hangs on the family's."""
        return kids_of_family > 3

    def has_kid_of_many(kids, is_one_of_many):
        """Reads it of another person."""
        return any_of(of(kids, is_one_of_many))

    error = refused(family(kids_of_family, "people"), person(is_one_of_many), person(has_kid_of_many))
    assert "hangs on that person's family or relations" in str(error)


def test_more_figures_than_are_computed_exactly_are_refused():
    def far(price, r):
        """Multiply over and over."""
        return ceil_to_unit(price * r * r * r)

    assert "round in between" in str(refused(person(far, "tiyn")))


def test_highest_of_flags_and_ages_of_numbers_are_refused():
    assert "compares numbers, days or codes" in str(refused(family(highest_flag, "flag")))
    assert "where a day is needed" in str(refused(person(age_of_number, "flag")))


def highest_flag(f):
    """Highest flag."""
    return highest(f)


def age_of_number(n, day):
    """Age of a number."""
    return cases((age_on(n, on=day) > 3, True), otherwise=False)
