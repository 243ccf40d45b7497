"""Values come over the socket, and out of a table's field, as they went in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from alatau.family.card import Explained, Figure, ParameterLeaf, RowLeaf, Seen
from alatau.family.models import ChangedCard
from alatau.family.packed import pack_family, unpack_family
from alatau.family.stored import StoredFamily
from alatau.family.values import State
from alatau.family.wire import read_wire, write_wire
from tests.family.town import AIGERIM, OURS

if TYPE_CHECKING:
    from uuid import UUID

days = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1))
figures_values = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(), days, st.decimals(allow_nan=False, allow_infinity=False)
)
ids = st.uuids()


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    return Figure(
        name=draw(st.text()),
        key=draw(st.text()),
        kind="indicator",
        domain="",
        unit=draw(st.text()),
        state=draw(st.sampled_from(State)),
        seen=draw(st.sampled_from(Seen)),
        value=draw(figures_values.filter(lambda value: not isinstance(value, int) or value.bit_length() < 63)),
        silent=tuple(draw(st.lists(st.text(), max_size=3))),
    )


@given(figure=figures(), person=st.none() | ids, value=figures_values, day=days)
def test_explanations_come_over_the_wire_as_they_went_in(
    figure: Figure, person: UUID | None, value: Any, day: date
) -> None:
    row = RowLeaf(
        register_key="births",
        load=1,
        line=2,
        inbox_id=person,
        valid_from=day,
        valid_until=None,
        columns={"born_on": day, "amount": Decimal("1.5")},
    )
    number = ParameterLeaf(name="mci", value=Decimal(4325), unit="KZT", valid_from=day, source="Law")
    below = Explained(figure=figure, person_id=None, doc="", law="", source="", rows=(row,))
    whole = Explained(
        figure=figure, person_id=person, doc="d", law="l", source="s", inputs=(below, below), parameters=(number,)
    )
    assert read_wire(Explained, write_wire(whole)) == whole


@given(values=st.dictionaries(st.text(min_size=1), figures_values, max_size=6), others=st.lists(ids, max_size=3))
def test_a_family_comes_out_of_its_field_as_it_went_in(values: dict[str, Any], others: list[UUID]) -> None:
    people = [{"person": each, "family": OURS, **values} for each in (AIGERIM, *others)]
    family = StoredFamily(family=OURS, row={"family": OURS, **values}, people=people, measures=people)
    found = unpack_family(ChangedCard(family=OURS, card=pack_family(family)))
    assert (found.row, [*found.people], [*found.measures], [*found.pairs]) == (family.row, people, people, [])
