"""G2P Connect: the mapper and disbursements, at once and told back, signed both ways."""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.content import content
from alatau.core.values import Moment
from alatau.money.compat.g2p import signature
from alatau.money.compat.g2p.signature import is_signed, list_public_keys, sign_message
from alatau.money.models import PayeeRoute, PayoutBatch, PayoutLine
from alatau.money.payouts.work import check_batch, pay_batch
from tests.compat.ministry import hearing, open_ministry, tell_all
from tests.money.ledger import balance_of
from tests.money.payouts.budget import PROGRAMME, approve, now, purse
from tests.people import load_people, resident

OWN = "token:HH-12@ministry"


def envelope(action, message, *, sender_uri="", message_id="M-1"):
    header = {
        "version": "1.0.0", "message_id": message_id, "message_ts": now().wall_at.isoformat(), "action": action,
        "sender_id": "ministry", "total_count": 1, "sender_uri": sender_uri,
    }  # fmt: skip
    return {"signature": "", "header": header, "message": message}


def ask(ministry, path, message, **chosen):
    action = path.rpartition("/")[2]
    return ministry.send("POST", path, envelope(action, message, **chosen), standard="g2p")


def mapped(ministry, action, *items, transaction="T-1"):
    requests = [
        {"reference_id": str(number), "timestamp": now().wall_at.isoformat(), **item}
        for number, item in enumerate(items, 1)
    ]
    message = {"transaction_id": transaction, f"{action}_request": requests}
    return ask(ministry, f"mapper/sync/{action}", message).json()["message"][f"{action}_response"]


def bank():
    return f"account:{content().account_numbers.synthesise(4)}@halyk"


def disbursement(reference, amount="10.50", **chosen):
    payee = f"token:{resident('aigerim').number}@iin"
    return {
        "reference_id": reference, "payer_fa": f"{PROGRAMME}@treasury", "payee_fa": payee, "amount": amount,
        "note": "Support", **chosen,
    }  # fmt: skip


def disburse(ministry, *lines, transaction="T-9", path="disburse/sync/disburse", **chosen):
    return ask(ministry, path, {"transaction_id": transaction, "disbursements": list(lines)}, **chosen)


def pay_all():
    for batch in PayoutBatch.objects.all():
        check_batch(batch.id)
        approve(batch.id, now())
        pay_batch(batch.id)


def test_identity_is_linked_resolved_updated_and_unlinked(ministry):
    assert mapped(ministry, "link", {"id": OWN, "fa": bank()})[0]["status"] == "succ"
    (found,) = mapped(ministry, "resolve", {"id": OWN, "scope": "details"})
    assert (found["status_reason_code"], found["fa"]) == ("succ.id.active", f"account:{bank()[-10:-6]}@bank")
    assert mapped(ministry, "update", {"id": OWN, "fa": "voucher:x@food"}, transaction="T-2")[0]["status"] == "succ"
    assert mapped(ministry, "unlink", {"id": OWN}, transaction="T-3")[0]["status"] == "succ"
    (gone,) = mapped(ministry, "resolve", {"id": OWN}, transaction="T-4")
    assert gone["status_reason_code"] == "succ.id.inactive"


def test_items_that_cannot_be_done_are_rejected_one_by_one(ministry):
    told = mapped(
        ministry,
        "link",
        {"id": OWN, "fa": "account:KZ00@x"},
        {"reference_id": "1", "id": OWN, "fa": bank()},
        {"reference_id": "", "id": OWN, "fa": bank()},
    )
    assert [each["status_reason_code"] for each in told] == [
        "rjct.fa.invalid",
        "rjct.reference_id.duplicate",
        "rjct.reference_id.invalid",
    ]
    assert mapped(ministry, "update", {"id": "token:HH-99@m", "fa": bank()})[0]["status"] == "rjct"
    assert not PayeeRoute.objects.exists()


def test_yes_or_no_shows_no_address_and_an_address_alone_tells_nothing(ministry):
    mapped(ministry, "link", {"id": OWN, "fa": bank()})
    told = mapped(ministry, "resolve", {"id": OWN, "scope": "yes_no"}, {"fa": bank()})
    assert "fa" not in told[0]
    assert told[1]["status_reason_code"] == "rjct.resolve_type.not_supported"


def test_disbursement_is_paid_after_a_person_approved_and_each_line_has_a_status(ministry):
    wallet = purse("aigerim", now())
    lines = [
        disbursement("1"),
        disbursement("2", payee_fa=f"token:{resident('bolat').number}@iin"),
        disbursement("1"),
        disbursement("4", "-3"),
        disbursement("5", payer_fa="other@treasury"),
        disbursement("6", currency_code="USD"),
        disbursement("7", scheduled_timestamp="2199-01-01T00:00:00+00:00"),
    ]
    disburse(ministry, *lines)
    pay_all()
    codes = {each["reference_id"]: each.get("status_reason_code", each["status"]) for each in status(ministry, "T-9")}
    assert codes == {
        "1": "succ",
        "2": "rjct.payee_fa.invalid",
        "4": "rjct.amount.invalid",
        "5": "rjct.payer_fa.invalid",
        "6": "rjct.currency_code.invalid",
        "7": "rjct.schedule_ts.invalid",
    }
    assert balance_of(wallet) == 10_50


def status(ministry, transaction):
    question = {
        "reference_id": "s", "txn_type": "disburse", "attribute_type": "transaction_id", "attribute_value": transaction,
    }  # fmt: skip
    message = {"transaction_id": "S-1", "txnstatus_request": question}
    answer = ask(ministry, "disburse/sync/txn/status", message).json()
    return answer["message"]["txnstatus_response"]["txn_status"]["disbursements_status"]


def test_asked_for_later_the_result_is_told_back_once_in_a_signed_envelope(db):
    load_people()
    with hearing() as (address, told):
        ministry = open_ministry(callbacks=(address,))
        purse("aigerim", now())
        answer = disburse(ministry, disbursement("1"), path="disburse", sender_uri=address + "on-disburse").json()
        assert answer["message"]["ack_status"] == "ACK"
        pay_all()
        tell_all()
        tell_all()
    ((path, body, _headers),) = told
    assert (path, body["header"]["action"]) == ("/answers/on-disburse", "on-disburse")
    assert body["message"]["disbursements_status"][0]["status"] == "succ"
    key = list_public_keys()[0]["x"]
    assert is_signed(body["signature"], body["header"], body["message"], key=key, at=now())


def test_search_finds_lines_of_a_payee_or_a_programme(ministry):
    disburse(ministry, disbursement("1"), disbursement("2", payee_fa=f"token:{resident('bolat').number}@iin"))
    for number, (kind, value, count) in enumerate(
        (("payee_fa", disbursement("1")["payee_fa"], 1), ("payer_fa", f"{PROGRAMME}@t", 2), ("payer_fa", "x@t", 1))
    ):
        criterion = {"reference_id": "s", "request_type": "disburse", "attribute_type": kind, "attribute_value": value}
        message = {"transaction_id": f"F-{number}", "search_criteria": [criterion]}
        answer = ask(ministry, "disburse/sync/search", message).json()
        assert len(answer["message"]["disbursements_status"]) == count


def test_same_transaction_is_taken_once_and_other_lines_under_it_are_refused(ministry):
    body = envelope("disburse", {"transaction_id": "T", "disbursements": [disbursement("1")]})
    for _ in range(2):
        ministry.send("POST", "disburse", body, standard="g2p")
    assert PayoutLine.objects.count() == 1
    body["message"]["disbursements"] = [disbursement("1", "11.00")]
    answer = ministry.send("POST", "disburse", body, standard="g2p")
    assert (answer.status_code, answer.json()["message"]["ack_status"]) == (409, "NACK")


def test_message_of_a_system_with_a_key_must_be_signed_by_it(db):
    load_people()
    private = Ed25519PrivateKey.generate()
    public = urlsafe_b64encode(private.public_key().public_bytes_raw()).decode()
    ministry = open_ministry(public_key=public)
    body = envelope("link", {"transaction_id": "T", "link_request": [{"reference_id": "1", "id": OWN, "fa": bank()}]})
    assert ministry.send("POST", "mapper/link", body, standard="g2p").status_code == 403
    body["signature"] = sign_with(private, body["header"], body["message"])
    assert ministry.send("POST", "mapper/link", body, standard="g2p").status_code == 200
    body["message"]["transaction_id"] = "other"
    assert ministry.send("POST", "mapper/link", body, standard="g2p").status_code == 403


def sign_with(private, header, message, *, expires_in=60):
    created = int(now().wall_at.timestamp())
    digest = signature._digest(header, message, is_sorted=False)
    text = signature._text(created, created + expires_in, digest)
    made = b64encode(private.sign(text)).decode()
    return f'Signature: created="{created}", expires="{created + expires_in}", signature="{made}"'


def test_signature_ends_with_its_time(alatau_home, moment):
    line = sign_message({"a": 1}, {"b": 2}, at=moment)
    key = list_public_keys()[0]["x"]
    assert is_signed(line, {"a": 1}, {"b": 2}, key=key, at=moment)
    late = type(moment)(city_at=moment.city_at, wall_at=moment.wall_at + timedelta(minutes=11))
    assert not is_signed(line, {"a": 1}, {"b": 2}, key=key, at=late)


LINES = st.one_of(
    st.text(max_size=120),
    st.from_regex(r'created="[0-9]{1,12}", expires="[0-9]{1,12}", signature="[A-Za-z0-9+/=]{0,90}"', fullmatch=True),
)


@given(line=LINES, key=st.text(max_size=60))
def test_whatever_comes_as_a_signature_is_judged_without_failing(line, key):
    wall_at = datetime(2026, 3, 10, tzinfo=UTC)
    assert not is_signed(line, {"a": 1}, {"b": 2}, key=key, at=Moment(city_at=wall_at, wall_at=wall_at))


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"header": 1, "message": {}}', '{"header": {}, "message": {}}'])
def test_envelope_that_cannot_be_read_is_refused_and_never_fails(ministry, body):
    answer = ministry.send("POST", "mapper/link", body, standard="g2p")
    assert (answer.status_code, answer.json()["message"]["ack_status"]) == (400, "NACK")


def test_unknown_system_and_unknown_action_are_refused(ministry):
    assert ask(ministry, "mapper/sync/steal", {"transaction_id": "T"}).status_code == 400
    ministry.key = "wrong"
    answer = ask(ministry, "mapper/sync/link", {"transaction_id": "T"})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (401, "err.request.unauthorized")
