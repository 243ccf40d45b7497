"""Whatever the registers say, however wrong: on each day everybody who lives here is in exactly one family."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.registry.people.town import Town

FIRST = date(1950, 1, 1)
who = st.sampled_from(["a", "b", "c", "d", "e", "f"])
days = st.integers(0, 120).map(lambda steps: (FIRST + timedelta(days=steps * 230)).isoformat())
homes = st.sampled_from(["X", "Y"])
maybe = st.none() | who


def fact(what: str, **parts: st.SearchStrategy[str | None]) -> st.SearchStrategy[tuple[str, dict[str, str | None]]]:
    """Return facts of a kind, drawn without regard to sense."""
    return st.tuples(st.just(what), st.fixed_dictionaries(parts))


facts = st.one_of(
    fact("birth", child=who, mother=maybe, father=maybe, born=days),
    fact("marriage", one=maybe, other=maybe, day=days),
    fact("divorce", one=who, other=who, day=days),
    fact("death", person=who, day=days | st.none(), reported=days),
    fact("residence", person=who, place=homes, since=days, until=days | st.none()),
    fact("temporary_residence", person=who, place=homes, since=days, until=days | st.none()),
    fact("guardianship", child=who, guardian=who, since=days, until=days | st.none()),
    fact("adoption", child=who, parent=who, day=days),
    fact("studies", person=who, since=days, until=days | st.none()),
    fact("departure", person=who, day=days),
)


# A town takes a quarter of a second: what fails is shown as it was drawn.
@settings(max_examples=15, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(
    born=st.fixed_dictionaries(dict.fromkeys("abcdef", days)),
    told=st.lists(facts, max_size=25),
    joins=st.booleans(),
)
def test_everybody_alive_is_in_one_family(
    born: dict[str, str], told: list[tuple[str, dict[str, str | None]]], joins: bool
) -> None:
    town = Town()
    town.rules = type(town.rules)(law="Tiny Act 7", co_residents_join=joins)
    for name, birthday in born.items():
        town.person(name, birthday)
    for what, parts in told:
        town.tell(what, **parts)
    rows = town.compute(("present", "membership"))
    here, spans = _spans(rows["present"]), _spans(rows["membership"])
    for person in here.keys() | spans.keys():
        assert _joined(spans.get(person, [])) == _joined(here.get(person, []))


def _spans(rows: list[dict[str, date]]) -> dict[int, list[tuple[date, date]]]:
    found: dict[int, list[tuple[date, date]]] = {}
    for row in rows:
        found.setdefault(int(str(row["p"])), []).append((row["d1"], row["d2"]))
    return {person: sorted(spans) for person, spans in found.items()}


def _joined(spans: list[tuple[date, date]]) -> list[tuple[date, date]]:
    """Return spans that touch as one; spans that overlap are a fault."""
    joined: list[tuple[date, date]] = []
    for begin, end in spans:
        assert begin < end
        assert not joined or joined[-1][1] <= begin, "two families on one day"
        if joined and joined[-1][1] == begin:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((begin, end))
    return joined
