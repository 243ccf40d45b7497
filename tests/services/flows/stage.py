"""What tests of conversations share: a child is born in a ward, and the city hears of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from alatau.core.content import content
from alatau.core.values import Actor, ActorKind, PersonId
from alatau.registry.declare import get_register
from alatau.registry.lake.maintain import open_register
from alatau.registry.receive import receive_row
from alatau.services.flows.begin import ask_first
from alatau.services.flows.values import TalkId
from alatau.services.models.flows import Talk
from alatau.services.payments.account import choose_account
from alatau.services.payments.values import AccountChoice, AccountKind
from tests.people import resident
from tests.services.offers.stage import BY, give_phone, hear

if TYPE_CHECKING:
    from alatau.core.values import Moment

PHONE = "+77000000777"
READ = ("birth_notices", "births", "clinic_attachments", "kindergarten_queue")
NAME = "Сапарова Айша Болатқызы"


def bear(*, at: Moment, number: str = "N-1", days_ago: int = 1) -> Talk:
    """Let Aigerim bear a child in a ward, the ward tell of it, and the city begin to speak with her."""
    notice_of_birth(at=at, number=number, days_ago=days_ago)
    hear("services.events", "services.offers_of_events")
    talk = Talk.objects.order_by("-begun_at").first()
    assert talk is not None, "the ward's notice begins a conversation"
    ask_first(TalkId(talk.id), at=at)
    return Talk.objects.get(id=talk.id)


def notice_of_birth(*, at: Moment, number: str = "N-1", days_ago: int = 1) -> None:
    """Let a ward tell the state of a girl, and nobody have heard of it yet."""
    own_clinic(at=at)
    notice = {
        "notice_number": number,
        "mother_number": resident("aigerim").number,
        "born_at": (at.city_at - timedelta(days=days_ago)).isoformat(),
        "sex": "female",
        "birth_order": "3",
        "hospital_number": hospital(),
    }
    receive_row(get_register("birth_notices"), notice, source_id=number, by=BY, at=at)
    open_registers(at=at)


def register_birth(*, at: Moment) -> None:
    """Let the registry office enter the same birth by itself."""
    born_on = at.city_day - timedelta(days=1)
    act = {
        "act_number": "A-77",
        "child_number": content().person_numbers.synthesise(born_on=born_on, woman=True, serial=4321),
        "mother_number": resident("aigerim").number,
        "born_on": born_on.isoformat(),
        "status": "valid",
    }
    receive_row(get_register("births"), act, source_id="A-77", by=BY, at=at)
    open_registers(at=at)


def own_clinic(*, at: Moment) -> None:
    """Let Aigerim be attached to a clinic."""
    row = {
        "number": resident("aigerim").number,
        "clinic_number": hospital(),
        "attached_on": (at.city_day - timedelta(days=400)).isoformat(),
    }
    receive_row(get_register("clinic_attachments"), row, source_id="clinic", by=BY, at=at)


def hospital() -> str:
    """Return the number of a hospital that the city knows."""
    firm = next(each for each in content().sample_city.organisations if each.key == "sary_arka_nan")
    return str(content().organisation_numbers.synthesise(firm.serial))


def open_registers(*, at: Moment) -> None:
    """Let registers be read whose first row came alone, as the worker does."""
    for key in READ:
        open_register(get_register(key), by=BY, at=at)


def settle_mother(*, at: Moment, language: str = "kk") -> PersonId:
    """Give Aigerim a phone and a wallet that is on file."""
    from alatau.messages.choices import get_choices, set_choices
    from alatau.messages.values import ChoicesView

    person = resident("aigerim").person_id
    own = Actor(kind=ActorKind.RESIDENT, person_id=person)
    give_phone(person, PHONE, at=at)
    choices = get_choices(person)
    set_choices(person, ChoicesView(language=language, channel=None, stopped=choices.stopped), by=own, at=at)
    choose_account(person, AccountChoice(kind=AccountKind.WALLET), by=own, at=at)
    return person
