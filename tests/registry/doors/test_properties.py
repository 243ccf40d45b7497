"""What must hold for any row, reader, figure and list."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from alatau.registry.correct import write_value
from alatau.registry.declare import list_registers
from alatau.registry.present.chart import HEIGHT, WIDTH, draw_bars
from alatau.registry.present.narrow import ORDERS, Narrowing, narrow
from alatau.registry.present.say import say_value
from alatau.registry.present.states import Freshness, Quality, RegisterState, judge_freshness
from alatau.registry.present.unfold import PLACING, Reader, ReaderKind, Seen, is_closed_to_others, judge_column
from alatau.registry.rows.types import read_value
from alatau.registry.values import NEVER_UNFOLDED, ColumnType, PersonalClass

registers = st.sampled_from(list_registers())
columns = registers.flatmap(lambda register: st.sampled_from([*register.columns.values()]))
readers = st.builds(
    Reader, kind=st.sampled_from(ReaderKind), is_protected=st.booleans(), contested=st.sampled_from(["", "wage"])
)


@given(columns, readers)
def test_what_never_unfolds_is_closed_to_every_other_person(column, reader):
    is_other = reader.kind is not ReaderKind.SUBJECT and column.name != reader.contested
    if column.personal_class in NEVER_UNFOLDED and is_other:
        assert judge_column(column, reader=reader) is not Seen.OPEN


@given(columns, st.sampled_from(ReaderKind))
def test_protected_address_is_open_to_nobody(column, kind):
    places = column.type in PLACING and column.personal_class is not PersonalClass.ORDINARY
    reader = Reader(kind=kind, is_protected=True, contested=column.name)
    if places:
        assert judge_column(column, reader=reader) is Seen.PROTECTED


@given(registers)
def test_register_that_tells_mostly_what_never_unfolds_is_closed_whole(register):
    told = [each for each in register.columns.values() if each.personal_class is not PersonalClass.IDENTITY]
    closed = sum(each.personal_class in NEVER_UNFOLDED for each in told)
    assert is_closed_to_others(register) == (closed > len(told) - closed)


@given(st.lists(st.one_of(st.none(), st.decimals(0, 10**9, places=2)), max_size=20))
def test_bars_stay_inside_their_drawing(values):
    chart = draw_bars(values, [str(value) for value in values])
    assert len(chart.bars) == sum(value is not None for value in values)
    for bar in chart.bars:
        assert 0 <= bar.y <= bar.y + bar.height == HEIGHT
        assert 0 <= bar.x <= bar.x + bar.width <= WIDTH


def _state(register, rows, day, quality):
    return RegisterState(
        register=register,
        freshness=judge_freshness(register, day, today=date(2026, 6, 1)),
        last_day=day,
        last_at=None,
        rows=rows,
        waiting_rows=0,
        loads=1,
        quality=quality,
        in_quarantine=rows % 3,
    )


qualities = st.builds(
    Quality,
    read=st.integers(0, 9),
    accepted=st.integers(0, 9),
    quarantined=st.integers(0, 9),
    unchanged=st.integers(0, 9),
    unlinked=st.integers(0, 9),
)
states = st.builds(
    _state,
    registers,
    st.integers(0, 9),
    st.one_of(st.none(), st.dates(date(2025, 1, 1), date(2026, 6, 1))),
    st.one_of(st.none(), qualities),
)
orders = st.sampled_from([f"{sign}{name}" for sign in ("", "-") for name in [*ORDERS, "name", "unheard"]])


@given(st.lists(states, max_size=12), orders, st.sampled_from(["", *Freshness]))
def test_narrowing_keeps_whatever_fits_in_any_order(found, order, freshness):
    kept = narrow(found, Narrowing(order=order, freshness=freshness), language="kk")
    assert sorted(map(id, kept)) == sorted(id(each) for each in found if freshness in ("", each.freshness))


VALUES = {
    ColumnType.AMOUNT: st.integers(-(10**14), 10**14),
    ColumnType.WHOLE_NUMBER: st.integers(-(10**14), 10**14),
    ColumnType.DECIMAL: st.integers(-(10**12), 10**12).map(lambda units: Decimal(units).scaleb(-4)),
    ColumnType.DAY: st.dates(date(1800, 1, 1), date(2999, 12, 31)),
    ColumnType.MONTH: st.dates(date(1800, 1, 1), date(2999, 12, 31)).map(lambda day: day.replace(day=1)),
    ColumnType.YES_NO: st.booleans(),
    ColumnType.MOMENT: st.integers(0, 4 * 10**9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
}


@given(columns.filter(lambda column: column.type in VALUES), st.data())
def test_value_is_sent_back_as_the_register_reads_it_and_can_be_said(column, data):
    value = data.draw(VALUES[column.type])
    assert read_value(column, write_value(column, value)) == value
    assert say_value(column, value).strip()
