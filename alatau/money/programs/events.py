"""Which events of money a holder's program may hear of."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alatau.messages.webhooks.event_types import declare_event_type

RECEIVED, SENT = "money.payment.received", "money.payment.sent"
#: What a payment's event says. Who paid is not among it.
FIELDS = (
    *("account_id", "transfer_id", "entry", "amount", "balance", "currency", "kind", "purpose", "reference"),
    "mark_id",
)
#: All events that a program may choose.
EVENTS = (RECEIVED, SENT, "money.account.opened", "money.account.status_changed", "money.mark.set", "money.mark.ended")

declare_event_type(
    RECEIVED, name=_("Money came to an account"), about="Money came to an account.", fields=FIELDS, ordered=True
)
declare_event_type(SENT, name=_("Money left an account"), about="Money left an account.", fields=FIELDS, ordered=True)
declare_event_type(
    "money.account.opened",
    name=_("An account was opened"),
    about="An account was opened.",
    fields=("account_id", "kind", "currency", "mark_id"),
)
declare_event_type(
    "money.account.status_changed",
    name=_("An account was frozen, released or closed"),
    about="An account was frozen, released or closed.",
    fields=("account_id", "status", "reason"),
)
declare_event_type(
    "money.mark.set",
    name=_("A condition was put on money"),
    about="A condition was put on money.",
    fields=("mark_id", "parent_id", "purpose"),
)
declare_event_type(
    "money.mark.ended",
    name=_("A mark was ended before its time"),
    about="A mark was ended before its time.",
    fields=("mark_id", "ended_with"),
)
