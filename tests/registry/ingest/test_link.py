"""Numbers are looked up once each: normal forms, the mistyped, those of firms where people may stand too."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest
from pyarrow import parquet

from alatau.core.content import content
from alatau.registry.values import ColumnType, PersonalClass
from tests.registry.ingest.stage import FIRM, NUMBERS, believed, column, ingest, known_person, quarantined, wages

pytestmark = pytest.mark.usefixtures("as_worker")
PHONE, ACCOUNT = content().phone_numbers.synthesise(7), content().account_numbers.synthesise(7)
PLACE = content().place_codes.synthesise(3)


def _owners():
    """Return a register whose subject is a person or a firm, with one column of every kind of number."""
    columns = [
        column("owner", ColumnType.PERSON_OR_ORGANISATION_NUMBER, personal_class=PersonalClass.IDENTITY),
        column("thing", ColumnType.TEXT, is_required=True),
        column("phone", ColumnType.PHONE_NUMBER),
        column("account", ColumnType.ACCOUNT_NUMBER),
        column("place", ColumnType.PLACE_CODE),
    ]
    return replace(
        wages(), key="owners", subject="owner", identity=("thing",), columns={each.name: each for each in columns}
    )


def _ingest(tmp_path, rows):
    names = ("owner", "thing", "phone", "account", "place")
    table = pa.table({name: [row[place] for row in rows] for place, name in enumerate(names)})
    parquet.write_table(table, tmp_path / "owners.parquet")
    return ingest(tmp_path / "owners.parquet", _owners())


def test_column_for_both_tells_people_from_firms(tmp_path):
    person = known_person()
    report = _ingest(
        tmp_path, [(NUMBERS[0], "a", "", "", ""), (FIRM, "b", None, None, None), (NUMBERS[1], "c", "", "", "")]
    )
    assert (report.counts.accepted, report.counts.unlinked) == (3, 1)
    assert believed(_owners(), "thing", "subject", "owner_person", "owner", "owner_unlinked") == [
        ("a", str(person), person, None, None),
        ("b", FIRM, None, FIRM, None),
        ("c", None, None, None, NUMBERS[1]),
    ]


def test_numbers_are_kept_in_their_normal_form(tmp_path):
    spelled = f"8 ({PHONE[2:5]}) {PHONE[5:]}"
    _ingest(tmp_path, [(FIRM, "a", spelled, ACCOUNT.lower(), f" {PLACE} "), (FIRM, "b", PHONE, ACCOUNT, PLACE)])
    assert believed(_owners(), "phone", "account", "place") == [(PHONE, ACCOUNT, PLACE)] * 2


def test_mistyped_numbers_of_every_kind_wait_in_quarantine(tmp_path):
    report = _ingest(tmp_path, [("1", "a", "12", "KZ00", "999999999"), (FIRM, "b", "", "", "")])
    assert (report.counts.accepted, report.counts.quarantined) == (1, 1)
    assert quarantined(_owners()) == [(1, name, "number_malformed") for name in ("account", "owner", "phone", "place")]


def test_phones_and_accounts_lie_in_the_private_part_alone(tmp_path, alatau_home):
    _ingest(tmp_path, [(FIRM, "a", PHONE, ACCOUNT, PLACE)])
    for path in alatau_home.glob("lake/owners/part=rows/**/*.parquet"):
        assert not {"phone", "account"} & {*parquet.read_schema(path).names}
