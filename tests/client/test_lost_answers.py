"""Calls that are lost on their way are sent again under the same id, and never made twice."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import alatau.client
from alatau.client import MoneyClient, NewTransfer, NoAnswerError, TooManyTriesError, TransferRefusedError, new_id
from alatau.client.shapes import read, write
from alatau.client.values import Transfer, Verdict
from tests.money.ledger import balance_of
from tests.money.programs import client_of

NEW = NewTransfer(debit_id=UUID(int=1), credit_id=UUID(int=2), amount=5)


@pytest.fixture(autouse=True)
def waits(monkeypatch):
    """What the client would have slept, in seconds."""
    slept: list[float] = []
    monkeypatch.setattr("alatau.client.calls.time.sleep", slept.append)
    return slept


def answering(*answers):
    """Return a client whose city gives these answers in turn, and the requests that it got."""
    left, got = list(answers), []

    def handle(request):
        got.append(request)
        answer = left.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return MoneyClient("http://city", "key", tries=len(answers), transport=httpx.MockTransport(handle)), got


def accepted():
    return httpx.Response(200, json={"id": str(NEW.id), "verdict": "accepted"})


@pytest.mark.parametrize(
    "loss",
    [httpx.ConnectError("refused"), httpx.ReadTimeout("late"), httpx.Response(503), httpx.Response(502, text="<html>")],
)
def test_lost_call_is_sent_again_with_the_same_body(loss):
    client, got = answering(loss, accepted())
    assert client.send(NEW).is_accepted
    assert got[0].content == got[1].content


def test_wait_that_the_city_asks_for_is_kept_within_bounds(waits):
    client, _ = answering(
        httpx.Response(503, headers={"Retry-After": "3"}),
        httpx.Response(503, headers={"Retry-After": "999"}),
        accepted(),
    )
    client.send(NEW)
    assert waits == [3.0, 10.0]


def test_unanswered_call_says_that_nobody_knows(waits):
    client, got = answering(*[httpx.ConnectError("refused")] * 3)
    with pytest.raises(NoAnswerError):
        client.send(NEW)
    assert (len(got), len(waits)) == (3, 2)


def test_refusals_are_not_sent_again():
    told = {"code": "money.day_limit", "detail": "Enough.", "facts": {"transfer_id": str(NEW.id)}}
    client, got = answering(httpx.Response(422, json=told), accepted())
    with pytest.raises(TransferRefusedError, match=r"money\.day_limit"):
        client.send(NEW)
    assert len(got) == 1


def test_answer_of_a_proxy_is_still_a_refusal():
    client, _ = answering(httpx.Response(429, text="slow down"))
    with pytest.raises(TooManyTriesError) as refused:
        client.find_payee("+7 700 000 00 01")
    assert (refused.value.code, refused.value.detail) == ("", "Too Many Requests")


def test_new_secret_is_not_asked_for_twice():
    client, got = answering(httpx.ConnectError("refused"), accepted())
    with pytest.raises(NoAnswerError):
        client.rotate_webhook(new_id())
    assert len(got) == 1


def test_transfer_whose_answer_was_lost_is_made_once(payer, payee):
    new = NewTransfer(debit_id=payer.account_id, credit_id=payee.account_id, amount=70)
    city = client_of(payer)._caller._http._transport

    class Losing(httpx.BaseTransport):
        lost = 0

        def handle_request(self, request):
            answer = city.handle_request(request)
            self.lost += 1
            if self.lost < 3:
                message = "the answer was lost"
                raise httpx.ReadTimeout(message)
            return answer

    with MoneyClient("http://127.0.0.1", payer.key, transport=Losing()) as money:
        assert money.send(new).is_accepted
    assert balance_of(payee.account_id) == 70


@given(st.builds(NewTransfer, debit_id=st.uuids(), amount=st.integers(), reference=st.text(max_size=50)))
def test_body_of_a_transfer_says_what_was_asked_and_nothing_empty(new):
    body = write(new)
    assert (body["debit_id"], body["amount"], body["reference"]) == (str(new.debit_id), new.amount, new.reference)
    assert None not in body.values()


def test_fields_of_a_newer_city_are_passed_over():
    told = {"id": str(NEW.id), "verdict": "refused", "code": "money.day_limit", "mood": "calm", "have": None}
    assert read(Verdict, told).code == "money.day_limit"
    assert Transfer.__doc__


def test_client_stands_without_the_rest_of_the_program():
    program = "import sys, alatau.client; print(sorted(m for m in sys.modules if m.startswith(('django', 'ninja'))))"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
    folder = Path(alatau.client.__file__).parent
    imported = {
        (node.module or "").split(".")[0]
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
    }
    assert imported - set(sys.stdlib_module_names) <= {"alatau", "httpx"}
