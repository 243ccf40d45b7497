"""Questions others may ask about cards. The look is in the journal before the answer leaves; answers are values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from alatau.access.care import list_children_in_care
from alatau.access.load import access_person
from alatau.access.read import has_consent
from alatau.access.words import declare_data
from alatau.core.errors import NotFoundError
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.values import ActorKind, PersonId
from alatau.family.card import Card, Explained, History
from alatau.family.errors import CardNotFoundError, CardsNotComputedError, FigureNotFoundError
from alatau.family.wire import read_wire
from alatau.registry.errors import ReaderAwayError
from alatau.registry.reader.ask import call_reader

if TYPE_CHECKING:
    from datetime import date

    from alatau.core.values import Actor, Moment

#: What is read, as the person finds it in the list of who looked.
CARD, PART = "card", "family_part"
declare_data(CARD, _("your family card"))
OWN, REPRESENTATION, SUPPORT = "own", "representation", "social_support"
#: The consent by which an adult opens their part to one other person of the family.
SHARE = "family_share"
REFUSALS = {error.code: error for error in (CardNotFoundError, CardsNotComputedError, FigureNotFoundError)}


@dataclass(frozen=True, kw_only=True)
class _Looking:
    """Who reads whose card, and why."""

    by: Actor
    purpose: str
    case_id: UUID | None
    at: Moment


def access_card(
    person_id: PersonId,
    *,
    by: Actor,
    at: Moment,
    purpose: str = "",
    case_id: UUID | None = None,
    on: date | None = None,
) -> Card:
    """Return the card of a person's family as this reader may see it; today's, or that of the last run up to a day.

    Each person whose part is open gets a line of the look, committed before the answer leaves.

    Raises:
        PurposeUnknownError, NotFoundError: no such lawful purpose; absent, or not yours.
        CardsNotComputedError, CardNotFoundError: there are no cards yet; nobody of that family.
        ReaderAwayError: the reader does not answer.
    """
    looks = _look(person_id, _Looking(by=by, purpose=purpose or _why(by), case_id=case_id, at=at), on=on)
    card: Card = read_wire(Card, _ask({"card": "show", "subject": person_id, "looks": looks, "on": on}))
    return card


def explain_figure(
    person_id: PersonId,
    name: str,
    *,
    of: PersonId | None,
    by: Actor,
    at: Moment,
    purpose: str = "",
    case_id: UUID | None = None,
    on: date | None = None,
) -> Explained:
    """Return what one value of the card is made of, down to rows and the law's numbers.

    ``of`` says whose value it is, None for the family's.

    Raises:
        FigureNotFoundError: the card has no such value; else as `access_card`.
    """
    looks = _look(person_id, _Looking(by=by, purpose=purpose or _why(by), case_id=case_id, at=at), on=on)
    asked = {"card": "explain", "subject": person_id, "looks": looks, "on": on, "of": of, "name": name}
    explained: Explained = read_wire(Explained, _ask(asked))
    return explained


def compare_days(
    person_id: PersonId,
    *,
    since: date,
    until: date | None = None,
    by: Actor,
    at: Moment,
    purpose: str = "",
    case_id: UUID | None = None,
) -> History:
    """Return what changed on the card between two days, and which rows changed it, as far as the reader may see it.

    Raises: as `access_card`.
    """
    looks = _look(person_id, _Looking(by=by, purpose=purpose or _why(by), case_id=case_id, at=at), on=until)
    asked = {"card": "compare", "subject": person_id, "looks": looks, "on": until, "since": since}
    history: History = read_wire(History, _ask(asked))
    return history


def _look(person_id: PersonId, looking: _Looking, *, on: date | None) -> dict[str, UUID]:
    """Write the looks at the person and at everybody whose part opens to this reader, and return their lines."""
    look_id = uuid4()
    subject = _access(person_id, looking, look_id=look_id)
    asked = {"card": "members", "subject": subject, "looks": {str(subject): look_id}, "on": on}
    members = read_wire(Any, _ask(asked))
    others = [PersonId(member["person"]) for member in members if member["person"] != subject]
    is_staff = looking.by.kind is ActorKind.STAFF or looking.by.kind is ActorKind.SYSTEM
    opened = _look_as_staff(others, looking) if is_staff else _look_as_resident(subject, others, looking)
    return {str(subject): look_id} | {str(person): line for person, line in opened.items()}


def _access(person_id: PersonId, looking: _Looking, *, look_id: UUID) -> PersonId:
    found = access_person(
        person_id,
        by=looking.by,
        purpose=looking.purpose,
        case_id=looking.case_id,
        data=(CARD,),
        at=looking.at,
        look_id=look_id,
    )
    return found.person_id


def _look_as_staff(others: list[PersonId], looking: _Looking) -> dict[PersonId, UUID]:
    """Open the parts of all whom the official may read: those of another region's people stay closed."""
    opened = {}
    for person in others:
        look_id = uuid4()
        try:
            _access(person, looking, look_id=look_id)
        except NotFoundError:
            continue
        opened[person] = look_id
    return opened


def _look_as_resident(subject: PersonId, others: list[PersonId], looking: _Looking) -> dict[PersonId, UUID]:
    """Open the parts of children in the subject's care, and of adults who consented to that."""
    opened = {}
    children = {child.person_id: child for child in list_children_in_care(subject, at=looking.at)}
    for person in others:
        look_id = uuid4()
        if person in children and looking.by.for_person_id is None:
            acting = replace(looking.by, for_person_id=person, ground_id=children[person].ground_id)
            _access(person, replace(looking, by=acting, purpose=REPRESENTATION), look_id=look_id)
        elif looking.by.for_person_id is None and has_consent(person, SHARE, recipient=str(subject)):
            _look_by_consent(person, looking, look_id=look_id)
        else:
            continue
        opened[person] = look_id
    return opened


def _look_by_consent(person: PersonId, looking: _Looking, *, look_id: UUID) -> None:
    body = {"right": "consent", "data": [PART]}
    line = NewLine(
        kind=LineKind.LOOK,
        action="family.part.looked",
        actor=looking.by,
        subject_id=person,
        purpose=SUPPORT,
        body=body,
        id=look_id,
    )
    with transaction.atomic():
        append_lines([line], at=looking.at)


def _ask(asked: dict[str, Any]) -> str:
    """Ask the reader, or the cards themselves where this process may open them."""
    if settings.ALATAU_ROLE == "web":
        [answer] = call_reader(asked)
    else:
        from alatau.family.door import answer_asked  # noqa: PLC0415  the reader's part, which loads the rules

        [answer] = answer_asked(asked)
    if "refused" in answer:
        # What else went wrong over there is in its log; here it is an answer that did not come.
        raise REFUSALS.get(str(answer["refused"]), ReaderAwayError)
    return str(answer["wire"])


def _why(by: Actor) -> str:
    return REPRESENTATION if by.for_person_id else OWN
