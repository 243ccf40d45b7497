"""A statement begins and ends with what was there, and each entry between has its balance, in every form."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from alatau.core.clock import read_clocks
from alatau.money.iso20022.kinds import MessageKind
from alatau.money.iso20022.read import read_message
from alatau.money.statements.camt import stream_camt
from alatau.money.statements.entries import stream_lines
from alatau.money.statements.errors import PeriodError, StatementLongError
from alatau.money.statements.letter import issue_statement
from alatau.money.statements.make import make_statement
from alatau.money.statements.table import stream_table
from alatau.money.values import HolderId, HolderKind, new_transfer_id
from alatau.papers.verify import verify_file
from tests.money.wallet.purses import firm, pot, purse, send, tenge
from tests.money.wallet.test_pages import browser, text
from tests.people import resident

pytestmark = pytest.mark.usefixtures("city")


def today():
    return read_clocks().city_day


def made(who="aigerim", **days):
    holder = HolderId(resident(who).person_id) if who in {"aigerim", "bolat"} else firm(who)
    return make_statement(holder, **{"first_day": today(), "last_day": today(), "at": read_clocks(), **days})


def test_statement_opens_closes_and_runs_without_a_gap():
    send("aigerim", purse("bolat"), 800, reference="Кітап")
    send("bolat", purse("aigerim"), 300)
    free, marked = made().sections
    balance = free.opening
    for line in stream_lines(free):
        balance = balance + line.amount
        assert line.balance == balance
    assert balance == free.closing == free.opening + free.came - free.went
    assert (marked.name, marked.closing) == ("School meals", tenge(18_000))


def test_day_before_the_first_payment_is_empty():
    yesterday = today() - timedelta(days=1)
    (free,) = made(first_day=yesterday, last_day=yesterday).sections
    assert (free.opening, free.closing, free.count) == (tenge(0), tenge(0), 0)


@pytest.mark.parametrize(("first", "last"), [(1, 0), (0, 1), (-366, 0)])
def test_days_that_make_no_statement_are_refused(first, last):
    with pytest.raises(PeriodError):
        made(first_day=today() + timedelta(days=first), last_day=today() + timedelta(days=last))


def test_shop_reads_what_came_and_not_from_which_person():
    send("aigerim", purse("sary_arka_nan"), 800)
    (free,) = made("sary_arka_nan").sections
    line = [*stream_lines(free)][-1]
    assert (line.amount, line.other) == (tenge(800), "")


def test_table_is_read_by_any_program_and_runs_nothing():
    send("aigerim", purse("bolat"), 800, reference="=1+1")
    rows = [*csv.DictReader(io.StringIO("".join(stream_table(made())).lstrip("\ufeff")))]
    paid = next(row for row in rows if row["Went"])
    assert (paid["Went"], paid["What for"], paid["Currency"]) == ("800.00", "'=1+1", "KZT")
    assert Decimal(rows[1]["Balance"]) == Decimal(rows[0]["Balance"]) + Decimal(rows[1]["Came"])


def test_camt_is_valid_and_says_the_same_as_the_ledger():
    send("aigerim", purse("bolat"), 800, reference="<Кітап> & co")
    statement = made()
    data = b"".join(stream_camt(statement, owner="Айгерім", made_at=read_clocks().wall_at))
    message = read_message(data)
    assert message.kind is MessageKind.STATEMENT
    free, marked = message.body.list("Stmt")
    amounts = [
        Decimal(entry.text("Amt")) * (1 if entry.text("CdtDbtInd") == "CRDT" else -1) for entry in free.list("Ntry")
    ]
    opening, closing = [Decimal(balance.text("Amt")) for balance in free.list("Bal")]
    assert opening + sum(amounts) == closing == statement.sections[0].closing.as_decimal()
    assert marked.text("Acct/Nm") == "School meals"


def test_letter_is_signed_listed_and_issued_once():
    once, actor = uuid4(), resident("aigerim").actor
    facts = {"kind": HolderKind.PERSON, "request_id": once, "by": actor, "at": read_clocks()}
    pdf = issue_statement(made(), **facts)
    assert issue_statement(made(), **facts) == pdf
    assert verify_file(pdf).verdict.name == "OURS"


def test_letter_of_a_firm_opens_to_who_speaks_for_it():
    till = browser("nurlan", "sary_arka_nan")
    form = {"request_id": uuid4(), "first": today().isoformat(), "last": today().isoformat()}
    answer = till.post(reverse("money:statement_letter"), form)
    assert answer.content.startswith(b"%PDF")


def test_letter_that_would_be_a_book_is_refused(monkeypatch):
    monkeypatch.setattr("alatau.money.statements.letter.LINES_MOST", 0)
    with pytest.raises(StatementLongError):
        issue_statement(
            made(), kind=HolderKind.PERSON, request_id=uuid4(), by=resident("aigerim").actor, at=read_clocks()
        )


def test_entries_are_read_page_by_page(monkeypatch):
    monkeypatch.setattr("alatau.money.statements.entries.PAGE", 2)
    for each in range(5):
        send("aigerim", purse("bolat"), 100 + each)
    free = made().sections[0]
    numbers = [line.number for line in stream_lines(free)]
    assert numbers == [*range(free.after + 1, free.last + 1)]


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["aigerim", "bolat"]), st.integers(1, 500)), max_size=8))
def test_a_split_period_equals_the_whole(payments):
    for who, whole in payments:
        send(who, purse("bolat" if who == "aigerim" else "aigerim"), whole, id=new_transfer_id())
    whole = made(first_day=today() - timedelta(days=3)).sections[0]
    before = made(first_day=today() - timedelta(days=3), last_day=today() - timedelta(days=1)).sections[0]
    after = made().sections[0]
    assert (before.opening, before.closing, after.closing) == (whole.opening, after.opening, whole.closing)
    assert (before.count + after.count, before.came + after.came) == (whole.count, whole.came)


@pytest.mark.parametrize("language", ["kk", "ru", "en", "ar"])
def test_statement_opens_in_each_language(language):
    from django.conf import settings as ours

    client = browser("aigerim")
    client.cookies[ours.LANGUAGE_COOKIE_NAME] = language
    answer = client.get(reverse("money:statement"))
    assert answer.status_code == 200
    assert len(answer.content) < 150_000


def test_page_hands_out_each_form_under_a_name_that_tells_nothing():
    client, days = browser("aigerim"), {"first": today().isoformat(), "last": today().isoformat()}
    table = client.get(reverse("money:statement_table"), days)
    camt = client.get(reverse("money:statement_camt"), days)
    assert b"Opening balance" in b"".join(table.streaming_content)
    assert etree.fromstring(b"".join(camt.streaming_content)) is not None
    assert "Айгерім" not in table["Content-Disposition"]


def test_days_in_the_wrong_order_are_asked_again():
    answer = browser("aigerim").get(reverse("money:statement"), {"first": today().isoformat(), "last": "2020-01-01"})
    assert answer.status_code == 422
    assert "Choose other days" in text(answer)


def test_pots_of_a_holder_stand_apart():
    send("aigerim", purse("school_canteen"), 900, source=pot("aigerim"))
    free, marked = made().sections
    assert (free.went, marked.went) == (tenge(0), tenge(900))
