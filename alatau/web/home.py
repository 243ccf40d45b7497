"""Collect what the rooms have for a resident, and put it in the order of their home."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from alatau.access.load import access_person
from alatau.access.looks import list_looks
from alatau.access.representations import list_open_representations
from alatau.desk.load import list_own_cases
from alatau.desk.values import CaseStatus
from alatau.messages.inbox import list_inbox, list_open_questions
from alatau.money.bills.read import list_owed
from alatau.money.read import get_account
from alatau.money.values import HolderId
from alatau.money.wallet.holder import name_holder
from alatau.papers.load import access_documents
from alatau.web.feed import order_feed
from alatau.web.home_services import list_request_cards, list_service_cards
from alatau.web.values import FeedCard, Urgency

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from alatau.core.values import Actor, Moment, PersonId
    from alatau.messages.inbox import InboxItem

#: The lawful reason under which people read what is theirs.
OWN = "own"
#: Characters of a text that its card shows; the rest is behind the card.
GLANCE = 140


def show_home(actor: Actor, *, at: Moment) -> Mapping[str, object]:
    """Return what the page of home shows to this resident, about themselves or the person they act for.

    A firm has no mail or documents of its own yet: acting for one, the resident sees what concerns the firm alone.
    """
    assert actor.person_id is not None, "home is a resident's page"
    facts: dict[str, object] = {"today": at.city_day, "is_own": actor.for_person_id is None, "name": ""}
    if actor.for_person_id is None and actor.for_organisation_id is None:
        facts["name"] = access_person(actor.person_id, by=actor, purpose=OWN, at=at).short_name
    return facts | {"feed": order_feed(_list_cards(actor, at=at))}


def _list_cards(actor: Actor, *, at: Moment) -> Iterator[FeedCard]:
    subject_id = actor.subject_id
    if actor.for_organisation_id is not None:
        yield from list_request_cards(actor)
        return
    if subject_id is None:
        return
    if actor.is_narrowed:
        # A right to some of a person's affairs opens their pages one by one, and no feed of all of them.
        return
    brought = [*_bills(subject_id, at=at), *list_service_cards(subject_id, actor=actor, at=at)]
    yield from brought
    # A message about what stands here by itself would say it twice.
    told = frozenset[UUID]().union(*(card.about for card in brought))
    yield from _questions(subject_id, told=told, at=at)
    yield from _messages(subject_id, told=told, at=at)
    yield from _cases(actor, at=at)
    yield from _documents(subject_id, actor=actor, at=at)
    if actor.for_person_id is None:
        yield from _representations(subject_id, at=at)
        yield from _looks(subject_id)


def _questions(person_id: PersonId, *, told: frozenset[UUID], at: Moment) -> Iterator[FeedCard]:
    for item in list_open_questions(person_id, at=at):
        if item.case_id in told:
            continue
        yield FeedCard(
            urgency=Urgency.NEEDS_YOU,
            kind=_("Message"),
            icon="chat-bubble-left-right",
            title=item.heading or _("A question for you"),
            text=_glance(item),
            why=_("The city waits for your answer."),
            language=item.language,
            at=item.city_at,
            action=_("Answer"),
            address=f"{reverse('messages:inbox')}#message-{item.id}",
        )


def _messages(person_id: PersonId, *, told: frozenset[UUID], at: Moment) -> Iterator[FeedCard]:
    for item in list_inbox(person_id, at=at):
        is_asked_above = item.question is not None and item.question.is_open
        if not is_asked_above and not item.is_security and item.case_id not in told:
            yield FeedCard(
                urgency=Urgency.KNOWN if item.is_read else Urgency.NEW,
                kind=_("Message"),
                icon="chat-bubble-left-right",
                title=item.heading or _glance(item),
                text=_glance(item) if item.heading else "",
                language=item.language,
                at=item.city_at,
                address=f"{reverse('messages:inbox')}#message-{item.id}",
            )


def _bills(person_id: PersonId, *, at: Moment) -> Iterator[FeedCard]:
    for bill in list_owed(HolderId(person_id), on=at.city_day):
        yield FeedCard(
            urgency=Urgency.NEEDS_YOU,
            kind=_("To pay"),
            icon="wallet",
            title=bill.words,
            amount=bill.rest,
            why=_("%(name)s asks you to pay.") % {"name": _apart(name_holder(get_account(bill.account_id)))},
            at=bill.issued_at,
            until=bill.due_on,
            action=_("Open and pay"),
            address=reverse("money:bill_page", args=[bill.id]),
            about=frozenset({bill.id}),
        )


def _cases(actor: Actor, *, at: Moment) -> Iterator[FeedCard]:
    for case in list_own_cases(by=actor, at=at):
        if case.status is not CaseStatus.DECIDED:
            yield FeedCard(
                urgency=Urgency.WAITING,
                kind=_("We are working on this"),
                icon="folder-open",
                title=case.type_name.say(),
                at=case.opened_at,
                due_at=case.due_at,
                address=reverse("desk:own_case", args=[case.id]),
                about=frozenset({case.id}),
            )


def _documents(person_id: PersonId, *, actor: Actor, at: Moment) -> Iterator[FeedCard]:
    for document in access_documents(person_id, by=actor, at=at):
        yield FeedCard(
            urgency=Urgency.KNOWN,
            kind=_("Signed letter"),
            icon="document-text",
            title=document.title,
            at=document.issued_at,
            address=reverse("papers:documents"),
            about=frozenset({document.id}),
        )


def _representations(person_id: PersonId, *, at: Moment) -> Iterator[FeedCard]:
    for view in list_open_representations(person_id):
        if view.awaits(person_id):
            is_mine = view.representative_id == person_id
            yield FeedCard(
                urgency=Urgency.NEEDS_YOU,
                kind=_("Acting for another"),
                icon="users",
                title=_("%(name)s asks you to act for them") % {"name": view.represented_name}
                if is_mine
                else _("%(name)s asks to act for you") % {"name": view.representative_name},
                why=_("Nothing happens until you say yes."),
                at=at.city_at,
                action=_("Read and decide"),
                address=reverse("access:representations"),
            )


def _looks(person_id: PersonId) -> Iterator[FeedCard]:
    for look in list_looks(person_id).looks[:1]:
        yield FeedCard(
            urgency=Urgency.KNOWN,
            kind=_("Who looked at my data"),
            icon="eye",
            title=_("Your data were opened"),
            text=_shorten(look.sentence),
            at=look.at,
            address=reverse("access:looks"),
        )


def _apart(name: str) -> str:
    """Return a name that keeps its own direction inside a sentence of any language."""
    return f"\u2068{name}\u2069"


def _glance(item: InboxItem) -> str:
    return _shorten(item.text)


def _shorten(text: str) -> str:
    # A sentence that ends at the cut would end twice.
    return text if len(text) <= GLANCE else text[:GLANCE].rsplit(" ", 1)[0].rstrip(" .,:;،؛") + "…"
