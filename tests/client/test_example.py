"""The example of the how-to is the program that readers copy: it pays, and never twice."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from alatau.client import MoneyClient, NewTransfer
from tests.money.ledger import balance_of
from tests.money.programs import client_of

EXAMPLE = Path(__file__).parents[2] / "docs" / "how-to" / "pay_an_invoice.py"


@pytest.fixture
def example(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return runpy.run_path(str(EXAMPLE))


def test_example_pays_and_forgets_what_it_kept(example, payer, payee, tmp_path):
    with client_of(payer) as money:
        left = example["pay_invoice"](money, pay_to=payee.account_id, tiyn=300, invoice="2026-17")
    assert (left.units, balance_of(payee.account_id)) == (700, 300)
    assert not (tmp_path / "payment.json").exists()


def test_what_the_example_keeps_pays_once_after_a_lost_answer(example, payer, payee, tmp_path):
    city = client_of(payer)._caller._http._transport

    def losing(request):
        answer = city.handle_request(request)
        return httpx.Response(502) if request.method == "POST" else answer

    with MoneyClient("http://127.0.0.1", payer.key, tries=1, transport=httpx.MockTransport(losing)) as money:
        example["pay_invoice"](money, pay_to=payee.account_id, tiyn=300, invoice="2026-17")
    kept = json.loads((tmp_path / "payment.json").read_text(encoding="utf-8"))
    again = NewTransfer(
        id=UUID(kept["id"]), debit_id=payer.account_id, credit_id=UUID(kept["pay_to"]), amount=kept["tiyn"],
        purpose="invoice", reference="2026-17",
    )  # fmt: skip
    with client_of(payer) as money:
        assert money.send(again).is_accepted
    assert balance_of(payee.account_id) == 300
