"""Who may see a person's payments: the person, and an official with right, purpose and case, who leaves a look."""

from __future__ import annotations

from uuid import uuid4

import pytest

from alatau.core.clock import read_clocks
from alatau.core.errors import NotFoundError
from alatau.core.models import JournalContents
from alatau.money.wallet.look import PAYMENTS, access_payments
from tests.money.wallet.purses import purse, send, tenge
from tests.people import official, resident

pytestmark = pytest.mark.usefixtures("city")


def look(who, **chosen):
    asked = {"purpose": "case", "case_id": uuid4(), "at": read_clocks(), **chosen}
    return access_payments(resident("aigerim").person_id, by=who.actor, **asked)


def test_official_without_right_or_case_sees_no_payment():
    send("aigerim", purse("bolat"), 800)
    for who, chosen in ((official("yerlan"), {}), (official("dana"), {"case_id": None}), (resident("emma"), {})):
        with pytest.raises(NotFoundError):
            look(who, **chosen)


def test_official_with_right_purpose_and_case_sees_payments():
    send("aigerim", purse("bolat"), 800)
    assert look(official("dana"))[0].amount == -tenge(800)
    line = JournalContents.objects.filter(line__action="access.person.looked").get()
    assert (line.subject_id, line.body["data"]) == (resident("aigerim").person_id, [PAYMENTS])


def test_person_reads_their_own_payments_without_a_case():
    send("aigerim", purse("bolat"), 800)
    assert look(resident("aigerim"), purpose="own", case_id=None)[0].other == "Болат"
