"""Which versions and values count on two dates, and how plans are kept."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from alatau.rules import cases, ceil_to_unit, compiled, count_of, of, rule, total
from alatau.rules.compiled import compile_book
from alatau.rules.evaluate import evaluate
from alatau.rules.interpret import Facts, Interpretation
from alatau.rules.states import UNKNOWN, Reason, Unknown, Why
from tests.rules.laws import DAY, MEASURES, PARAMETERS, book_of, parameter, sources, version


@rule(level="person", unit="tiyn")
def fee(index, rate):
    """A fee."""
    return ceil_to_unit(index * rate)


def doubled(**days):
    @rule(level="person", unit="tiyn", **days)
    def fee(index, rate):
        """Twice the fee."""
        return ceil_to_unit(index * rate * 2)

    return fee


def fee_of(book, *, on=DAY, known=None):
    law = book.on(on, known=known)
    return Interpretation(law, Facts({0: {}})).value_of("fee", 0)


def test_version_that_was_known_later_counts_from_then_on():
    book = book_of(fee, doubled(known_from="2026-06-01"))
    assert fee_of(book, known=date(2026, 5, 31)) == 69400
    assert fee_of(book, known=date(2026, 6, 1)) == fee_of(book) == 138700


def test_value_that_was_corrected_later_counts_from_then_on():
    rows = [parameter("index", "50", known_from=date(2026, 6, 1)), *PARAMETERS]
    book = book_of(fee, given=sources(rows))
    assert fee_of(book, known=date(2026, 5, 31)) == 69400
    assert fee_of(book) == 80200


def test_reform_stands_in_front_of_the_law():
    book = book_of(fee)
    reform = book.with_changes(versions=[version(doubled(valid_from="2027-01-01"))])
    assert fee_of(reform) == fee_of(book)
    assert fee_of(reform, on=date(2027, 1, 1)) == 138700
    given = sources()
    dearer = type(given)(
        registers=given.registers,
        parameters=given.parameters.with_rows([parameter("rate", "20", "MCI")]),
        relations=given.relations,
    )
    assert fee_of(book.with_changes(sources=dearer)) == 86500


def test_plan_is_built_once_and_bound_to_each_day(settings, tmp_path, monkeypatch):
    settings.ALATAU_HOME = tmp_path
    monkeypatch.setattr(compiled, "_kept", {})
    book = book_of(*MEASURES, fee, doubled_by_age())
    first = compile_book(book, on=DAY)
    [kept] = (tmp_path / "cache" / "rules").iterdir()
    monkeypatch.setattr(compiled, "_kept", {})
    monkeypatch.setattr(compiled, "compile_law", lambda *_given, **_more: 1 / 0)
    assert compile_book(book, on=DAY).digest == first.digest
    assert "DATE '2026-03-02'" in compile_book(book, on=date(2026, 3, 2)).phases[0].text
    kept.write_bytes(b"torn")
    monkeypatch.setattr(compiled, "_kept", {})
    monkeypatch.undo()
    assert compile_book(book, on=DAY).digest == first.digest


def doubled_by_age():
    from alatau.rules import age_on

    @rule(level="person", unit="flag")
    def is_grown_up(born, day, grown_up_at):
        """Grown up."""
        return age_on(born, on=day) >= grown_up_at

    return is_grown_up


def test_unknown_says_which_register_and_which_table_it_comes_from():
    @rule(level="person", unit="tiyn")
    def gift_for(n, gift, index):
        """A gift by number."""
        return ceil_to_unit(index * gift[n])

    @rule(level="person", unit="flag")
    def wants(f, gift_for):
        """Wants it."""
        return f & (gift_for > 0)

    law = book_of(*MEASURES, gift_for, wants).on(DAY)
    facts = Facts({0: {"n": 0}, 1: {"n": UNKNOWN, "f": True}})
    found = Interpretation(law, facts)
    assert found.value_of("wants", 0) == Unknown(
        frozenset({Reason(Why.REGISTER, "things"), Reason(Why.NO_RATE, "gift")})
    )
    assert isinstance(found.value_of("wants", 1), Unknown)


def test_amounts_that_nobody_has_become_unknown_and_stop_nobody_else():
    @rule(level="family", unit="tiyn")
    def all_of_it(price):
        """All prices."""
        return total(price)

    law = book_of(*MEASURES, all_of_it).on(DAY)
    rich = Facts({number: {"price": 10**17 - 1} for number in range(3)})
    [first, second] = evaluate(law, [rich, Facts({0: {"price": 5}})], want=["all_of_it"])
    assert (first.family["all_of_it"], second.family["all_of_it"]) == (UNKNOWN, 5)
    assert Interpretation(law, rich).value_of("all_of_it") == Unknown(frozenset({Reason(Why.TOO_LARGE, "all_of_it")}))


def test_family_and_relatives_are_read_in_turn():
    @rule(level="family", unit="people")
    def flagged(f):
        """Members with the flag."""
        return count_of(f)

    @rule(level="person", unit="people")
    def flagged_kids(kids, f):
        """Kids with the flag."""
        return count_of(of(kids, f))

    @rule(level="person", unit="people")
    def share_of_flags(flagged, flagged_kids):
        """Both."""
        return cases((flagged > 1, flagged + flagged_kids), otherwise=0)

    @rule(level="family", unit="people")
    def most(share_of_flags, flagged):
        """All of it, of those families that have one."""
        return total(share_of_flags, where=flagged > 0)

    law = book_of(*MEASURES, flagged, flagged_kids, share_of_flags, most).on(DAY)
    facts = Facts({0: {"f": True}, 1: {"f": True}}, pairs={"kids": {0: [{"f": True}, {"f": False}]}})
    [answers] = evaluate(law, [facts], want=["share_of_flags", "most"])
    assert [answers.people[0]["share_of_flags"], answers.people[1]["share_of_flags"]] == [3, 2]
    assert answers.family["most"] == 5 == Interpretation(law, facts).value_of("most") == Fraction(5)
