"""An offer in the reader's words: what, how much, why they, and what they can do about it now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from alatau.access.words import declare_data
from alatau.core.content import content
from alatau.core.money import Amount
from alatau.family.present.say import name_rule, say_word, tell_how
from alatau.services.offers.values import ANSWERABLE, Status, Step

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from alatau.services.offers.values import OfferView, StepView

#: What representatives and desks read, as the person finds it in the list of who looked.
OFFERS = "offers"
declare_data(OFFERS, gettext_lazy("what the city offers you"))

#: Shape and word of each status that a person meets.
FACES: dict[Status, tuple[str, _StrPromise]] = {
    Status.OFFERED: ("new", pgettext_lazy("offer", "Waits for your answer")),
    Status.SILENT: ("new", pgettext_lazy("offer", "Waits for your answer")),
    Status.REMINDED: ("new", pgettext_lazy("offer", "Waits for your answer")),
    Status.ACCEPTED: ("waiting", pgettext_lazy("offer", "Waits for others of your family")),
    Status.ACCOUNT_NEEDED: ("new", pgettext_lazy("offer", "Choose an account")),
    Status.PERSON_ASKED: ("taken", pgettext_lazy("offer", "An official looks into it")),
    Status.DISPUTED: ("taken", pgettext_lazy("offer", "An official looks into it")),
    Status.REFUSED: ("ended", pgettext_lazy("offer", "You said no")),
    Status.DECIDED: ("granted", pgettext_lazy("offer", "Granted")),
    Status.FULFILLED: ("granted", pgettext_lazy("offer", "Granted")),
    Status.CLOSED: ("ended", pgettext_lazy("offer", "Over")),
    Status.LAPSED: ("ended", pgettext_lazy("offer", "No longer yours")),
}
#: The person's own answer is awaited: these stand first.
NEEDS_YOU = frozenset({Status.OFFERED, Status.SILENT, Status.REMINDED, Status.ACCOUNT_NEEDED})


@dataclass(frozen=True, kw_only=True)
class Told:
    """An offer as its card says it."""

    view: OfferView
    name: str
    why: str
    amount: Amount | None
    rhythm: str
    face: str
    word: str

    @property
    def needs_you(self) -> bool:
        """Tell whether the person is asked."""
        return self.view.status in NEEDS_YOU

    @property
    def can_accept(self) -> bool:
        """Tell whether a yes is taken."""
        return self.view.status in ANSWERABLE

    @property
    def can_dispute(self) -> bool:
        """Tell whether the person can say that it is not right."""
        return self.view.status in ANSWERABLE | {Status.REFUSED}

    @property
    def can_take_up(self) -> bool:
        """Tell whether the person can think better of their no."""
        return self.view.status is Status.REFUSED


def tell_offer(view: OfferView) -> Told:
    """Return an offer in the reader's language."""
    face, word = FACES.get(view.status, ("waiting", ""))
    return Told(
        view=view,
        name=name_rule(view.benefit_key),
        why=tell_how(view.benefit_key) or _("By your registered data this right is yours."),
        amount=None if view.amount is None else Amount(view.amount, content().currency),
        rhythm=say_word("paid", view.paid) if view.paid else "",
        face=face,
        word=str(word),
    )


def in_order(told: list[Told]) -> list[Told]:
    """Return what needs the person first, the newest before the older."""
    return sorted(told, key=lambda each: (not each.needs_you, -each.view.opened_at.timestamp()))


#: What officials read of each step.
STEPS: dict[Step, _StrPromise] = {
    Step.DETECTED: pgettext_lazy("offer step", "The card gives the right"),
    Step.CHECKED: pgettext_lazy("offer step", "Checked against the card"),
    Step.OFFERED: pgettext_lazy("offer step", "The person was told"),
    Step.ACCEPTED: pgettext_lazy("offer step", "A yes came"),
    Step.REFUSED: pgettext_lazy("offer step", "A no came"),
    Step.SILENT: pgettext_lazy("offer step", "No answer in time"),
    Step.REMINDED: pgettext_lazy("offer step", "Reminded"),
    Step.PERSON_ASKED: pgettext_lazy("offer step", "Handed to an official"),
    Step.ACCOUNT_NEEDED: pgettext_lazy("offer step", "An account is missing"),
    Step.DECIDED: pgettext_lazy("offer step", "Granted"),
    Step.FULFILLED: pgettext_lazy("offer step", "Served"),
    Step.CLOSED: pgettext_lazy("offer step", "Over"),
    Step.DISPUTED: pgettext_lazy("offer step", "The person says that it is not right"),
    Step.CONFIRMED: pgettext_lazy("offer step", "Found right"),
    Step.TAKEN_UP: pgettext_lazy("offer step", "Taken up after a no"),
    Step.LAPSED: pgettext_lazy("offer step", "The right is gone"),
}
#: Why an official was asked.
REASONS: dict[str, _StrPromise] = {
    "unknown": pgettext_lazy("offer reason", "Something is not known to any register"),
    "contested": pgettext_lazy("offer reason", "A record behind it is contested"),
    "silent": pgettext_lazy("offer reason", "Nobody answered, and it must not be lost"),
    "disputed": pgettext_lazy("offer reason", "The person does not agree"),
}


def tell_steps(steps: list[StepView]) -> list[dict[str, object]]:
    """Return the history of an offer as a page draws it."""
    return [{"title": STEPS[step.step], "at": step.at, "text": str(REASONS.get(step.reason, ""))} for step in steps]
