"""The account mapper: link an identity to a financial address, update, unlink and resolve it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alatau.core.clock import read_clocks
from alatau.money.compat.enrol import (
    EnrolError,
    Modality,
    Reason,
    end_enrolment,
    enrol,
    identify,
    look_up,
    strip_prefix,
)
from alatau.money.compat.govstack.shapes import seal_facts, unseal_facts
from alatau.money.payouts.routes import has_said
from alatau.money.payouts.values import RouteKind

if TYPE_CHECKING:
    from alatau.money.compat.door import Given
    from alatau.money.compat.g2p.envelope import Envelope
    from alatau.money.models import HandedRequest
    from alatau.money.payouts.values import Route

ACTIONS = ("link", "update", "unlink", "resolve")
MODALITIES = {
    "account:": Modality.BANK,
    "acct:": Modality.BANK,
    "iban:": Modality.BANK,
    "mobile:": Modality.MOBILE,
    "tel:": Modality.MOBILE,
    "msisdn:": Modality.MOBILE,
    "voucher:": Modality.VOUCHER,
    "wallet:": Modality.WALLET,
}
CODES = {
    Reason.NOBODY: "rjct.id.invalid",
    Reason.PERSON_CHOSE: "rjct.id.invalid",
    Reason.PERSON_DECIDES: "rjct.id.invalid",
    Reason.NOT_ENROLLED: "rjct.id.invalid",
}
#: These two messages know no code for a wrong identity or address.
POOR, POOR_CODE = ("update", "unlink"), "rjct.reference_id.invalid"


def act_on(action: str, envelope: Envelope) -> dict[str, str]:
    """Do each item of a message in the caller's transaction, and return the facts of the answer, sealed."""
    items = envelope.message.items(f"{action}_request")
    seen: set[str] = set()
    told = []
    for item in items:
        reference = item.text("reference_id", most=99)
        if not reference or reference in seen:
            code = "rjct.reference_id.duplicate" if reference else "rjct.reference_id.invalid"
            told.append(_reject(item, code, "Each item needs a reference of its own"))
            continue
        seen.add(reference)
        told.append(_resolve(item, envelope) if action == "resolve" else _change(action, item, envelope))
    return seal_facts({"items": told, "transaction_id": envelope.transaction_id})


def say_mapped(row: HandedRequest) -> tuple[str, dict[str, Any], int]:
    """Return the action, the message and the count of a mapper's answer."""
    action = row.kind.partition(".")[2]
    facts = unseal_facts(row.facts)
    message = {
        "transaction_id": facts["transaction_id"],
        "correlation_id": str(row.id),
        f"{action}_response": facts["items"],
    }
    return f"on-{action}", message, len(facts["items"])


def modality_of(address: str) -> Modality:
    """Return how an address is paid, by what stands before it; a number alone leads to a wallet."""
    lower = address.strip().lower()
    return next((kind for prefix, kind in MODALITIES.items() if lower.startswith(prefix)), Modality.WALLET)


def _change(action: str, item: Given, envelope: Envelope) -> dict[str, str]:
    identity, address = item.text("id", most=99), item.text("fa", most=99)
    try:
        if action == "unlink":
            end_enrolment(identity, institution=envelope.institution, at=envelope.at)
        else:
            _check_state(action, identity, envelope)
            enrol(
                identity,
                modality=modality_of(address),
                address=address,
                institution=envelope.institution,
                at=envelope.at,
            )
    except EnrolError as error:
        code = POOR_CODE if action in POOR else CODES.get(error.reason, "rjct.fa.invalid")
        return _reject(item, code, error.reason.value) | _show(action, identity, address)
    return _head(item, "succ") | _show(action, identity, address)


def _show(action: str, identity: str, address: str) -> dict[str, str]:
    """Return what an answer repeats of its item: the file asks for the address where it describes the id alone."""
    told = {"fa": address} if action in ("link", "update") else {}
    return told | ({"id": identity} if action != "link" else {})


def _check_state(action: str, identity: str, envelope: Envelope) -> None:
    """Refuse to update what was never linked. Raises: EnrolError."""
    if action == "update" and not has_said(identify(identity, institution=envelope.institution, at=envelope.at)):
        raise EnrolError(Reason.NOT_ENROLLED)


def _resolve(item: Given, envelope: Envelope) -> dict[str, str]:
    identity = item.text("id", most=99)
    if not identity:
        return _reject(item, "rjct.resolve_type.not_supported", "Ask by an id: an address alone tells nobody's account")
    try:
        route = look_up(identity, institution=envelope.institution, at=envelope.at)
    except EnrolError:
        return _head(item, "succ") | {"id": identity, "status_reason_code": "succ.id.not_found"}
    if route is None:
        return _head(item, "succ") | {"id": identity, "status_reason_code": "succ.id.inactive"}
    shown = {} if item.text("scope") == "yes_no" else {"fa": _say_address(identity, route)}
    return _head(item, "succ") | {"id": identity, "status_reason_code": "succ.id.active"} | shown


def _say_address(identity: str, route: Route) -> str:
    """Return an address that `disburse` takes; of a bank account no more than its end."""
    if route.kind is RouteKind.BANK:
        return f"account:{route.shown}@{route.bank_code or 'bank'}"
    word = "voucher" if route.kind is RouteKind.VOUCHER else "wallet"
    return f"{word}:{strip_prefix(identity)}@alatau"


def _head(item: Given, status: str) -> dict[str, str]:
    return {"reference_id": item.text("reference_id", most=99), "timestamp": _time(), "status": status}


def _reject(item: Given, code: str, words: str) -> dict[str, str]:
    return _head(item, "rjct") | {"status_reason_code": code, "status_reason_message": words}


def _time() -> str:
    return read_clocks().wall_at.isoformat()
