"""An outside authority's time stamps: in the signature when the settings name one, and no letter without it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from alatau.papers.errors import TimeStampError
from alatau.papers.models import Document
from alatau.papers.values import SealLevel, Verdict
from alatau.papers.verify import verify_file
from tests.papers.stage import issue, pdf_of
from tests.papers.stamps import stamping

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

    from alatau.core.values import Moment

pytestmark = pytest.mark.django_db


def test_letter_carries_the_time_of_an_outside_authority(moment: Moment, settings: SettingsWrapper) -> None:
    with stamping(at=moment.wall_at + timedelta(seconds=2)) as address:
        settings.ALATAU_TIME_STAMPS_URL = address
        document = issue(moment)
    assert document.level == SealLevel.T
    assert b"Outside Time".hex().encode() in pdf_of(document).lower()
    assert verify_file(pdf_of(document)).verdict is Verdict.OURS


def test_changed_file_with_a_time_stamp_is_still_noticed(moment: Moment, settings: SettingsWrapper) -> None:
    with stamping(at=moment.wall_at) as address:
        settings.ALATAU_TIME_STAMPS_URL = address
        pdf = bytearray(pdf_of(issue(moment)))
    pdf[len(pdf) // 3] ^= 1
    assert verify_file(bytes(pdf)).verdict is Verdict.CHANGED


@pytest.mark.parametrize("answers", [b"", b"<html>", b"\x30\x03\x02\x01\x00"])
def test_nonsense_from_the_authority_issues_nothing(moment: Moment, settings: SettingsWrapper, answers: bytes) -> None:
    with stamping(at=moment.wall_at, answers=answers) as address:
        settings.ALATAU_TIME_STAMPS_URL = address
        with pytest.raises(TimeStampError):
            issue(moment)
    assert not Document.objects.exists()


def test_unreachable_authority_issues_nothing_and_says_so(moment: Moment, settings: SettingsWrapper) -> None:
    settings.ALATAU_TIME_STAMPS_URL = "http://127.0.0.1:9"
    with pytest.raises(TimeStampError) as refusal:
        issue(moment)
    assert "Nothing was issued." in refusal.value.sentence()
    assert not Document.objects.exists()
