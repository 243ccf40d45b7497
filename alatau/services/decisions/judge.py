"""What the card says of one right now, and what it said by the dates of a decision.

The lake and the runs of cards are open to the worker's user alone: a web process asks the reader, whose answer follows
from a look that is in the journal before it.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _

from alatau.access.care import is_any_address_protected
from alatau.access.load import access_person
from alatau.access.words import declare_data
from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.core.errors import AlatauError
from alatau.core.journal.read import find_line, last_number
from alatau.core.journal.values import LineKind
from alatau.core.values import PersonId, system_actor
from alatau.family.card import EntitlementState, PartOf, ReaderKind
from alatau.family.errors import CardNotFoundError, CardsNotComputedError
from alatau.family.wire import read_wire, write_wire
from alatau.registry.errors import ReaderAwayError
from alatau.registry.people.values import FamilyId
from alatau.registry.reader.ask import call_reader
from alatau.services.decisions.basis import Basis

if TYPE_CHECKING:
    from alatau.core.journal.values import Line
    from alatau.core.values import Moment
    from alatau.family.assemble import View
    from alatau.family.find import Found

#: The word of requests to the reader, and what of a person is read.
WORD, RIGHT = "right", "entitlement"
declare_data(RIGHT, _("a right on your family card"))
PURPOSE = "social_support"
BY = system_actor("services.decisions")
REFUSALS: dict[str, type[AlatauError]] = {each.code: each for each in (CardNotFoundError, CardsNotComputedError)}
MONEY = "tiyn"


def judge_right(right: str, person_id: PersonId, *, holder_id: UUID | None = None, at: Moment) -> Basis:
    """Return what the card of a person's family says of a right now: their own, another member's, or the family's.

    ``holder_id`` names the member; nothing takes the person's own right, or the family's where the rule is a family's.

    Raises:
        CardsNotComputedError, CardNotFoundError: there are no cards yet; the person is in no family, or has no such
            right on the card.
        ReaderAwayError: the reader does not answer.
    """
    if settings.ALATAU_ROLE != "web":
        return find_basis(right, person_id, holder_id=holder_id)
    look_id = uuid4()
    _look(person_id, look_id=look_id, at=at)
    asked = {WORD: right, "subject": person_id, "look": look_id, "holder": holder_id}
    [answer] = call_reader(asked)
    if "refused" in answer:
        raise REFUSALS.get(str(answer["refused"]), ReaderAwayError)
    basis: Basis = read_wire(Basis, str(answer["wire"]))
    return basis


def find_basis(right: str, person_id: UUID, *, holder_id: UUID | None = None) -> Basis:
    """Return what the card says, where this process may open it. Raises: as `judge_right`."""
    # What knows the rules costs a second and 100 MB.
    from alatau.family.find import find_family_of  # noqa: PLC0415

    return basis_of(find_family_of(person_id), right, person_id=person_id, holder_id=holder_id)


def basis_of(found: Found, right: str, *, person_id: UUID, holder_id: UUID | None = None) -> Basis:
    """Return what a found family's card says of a right. Raises: CardNotFoundError: it has no such right."""
    from alatau.family.assemble import make_entitlement  # noqa: PLC0415 - as above

    view = view_of(found)
    rule = view.law.rules.get(right)
    if rule is None:
        raise CardNotFoundError
    holder = None if rule.version.level == "family" else (holder_id or person_id)
    rows = [each for each in found.stored.people if each["person"] == holder] if holder else [found.stored.row]
    if not rows or right not in rows[0]:
        raise CardNotFoundError
    given = make_entitlement(view, rule, rows[0], person=holder)
    is_money = given.unit.partition("/")[0] == MONEY
    return Basis(
        right=right,
        benefit_key=given.key,
        state=given.state,
        units=int(given.amount) if is_money and given.amount is not None else None,
        unit=given.unit,
        paid=given.paid,
        payer=given.payer,
        law=given.law,
        holder_id=holder,
        family_id=FamilyId(found.stored.family),
        is_contested=given.is_contested,
        is_single_source=given.is_single_source,
        silent=given.silent,
        on=found.run.day,
        known_number=found.known_number,
        known_at=found.run.question.known.moment,
        run_id=found.run.id,
        rules_digest=found.run.plan_digest,
    )


def bare_basis(right: str, *, family_id: UUID | None, holder_id: UUID | None, at: Moment) -> Basis:
    """Return what officials decide on where there is no card to rest on: the rule's own words, and no answer of it."""
    from alatau.rules.gather import gather_rules  # noqa: PLC0415 - as above

    version = next((each for each in gather_rules(content().law) if each.name == right), None)
    if version is None:
        raise CardNotFoundError
    return Basis(
        right=right,
        benefit_key=version.key,
        state=EntitlementState.NO,
        units=None,
        unit=version.unit,
        paid=str(version.facts.get("paid", "")),
        payer=str(version.facts.get("payer", "")),
        law=version.law,
        holder_id=holder_id,
        family_id=FamilyId(family_id or holder_id or UUID(int=0)),
        is_contested=False,
        is_single_source=False,
        silent=(),
        on=at.city_day,
        known_number=last_number(),
        known_at=at.wall_at,
        run_id=None,
        rules_digest="",
    )


def view_of(found: Found) -> View:
    """Return a family as an official reads it whose work it is to decide."""
    from alatau.family.assemble import View  # noqa: PLC0415 - as above
    from alatau.family.dispute import find_contested  # noqa: PLC0415 - as above
    from alatau.family.law import law_of, silent_registers  # noqa: PLC0415 - as above

    people = [PersonId(row["person"]) for row in found.stored.people]
    return View(
        run=found.run,
        law=law_of(found.run),
        stored=found.stored,
        reader=ReaderKind.STAFF,
        parts=dict.fromkeys(people, PartOf.SUBJECT),
        has_protected=is_any_address_protected(people),
        contested=find_contested(people),
        silent=silent_registers(found.run),
    )


def answer_right(raw: dict[str, Any]) -> list[dict[str, Any]]:
    """Answer, in the reader's process, a request about a right: to a look that stands in the journal, made just now."""
    from alatau.family.answer import LOOK_LASTS  # noqa: PLC0415 - as above

    try:
        line, subject = find_line(UUID(str(raw["look"]))), UUID(str(raw["subject"]))
        if line is None or not _opens(line, subject) or read_clocks().wall_at - line.wall_at > LOOK_LASTS:
            raise CardNotFoundError
        holder = UUID(str(raw["holder"])) if raw.get("holder") else None
        return [{"wire": write_wire(find_basis(str(raw[WORD]), subject, holder_id=holder))}]
    except (KeyError, ValueError):
        return [{"refused": CardNotFoundError.code}]
    except AlatauError as refusal:
        return [{"refused": refusal.code}]


def _opens(line: Line, subject: UUID) -> bool:
    """Tell whether a line is a look at this person's rights."""
    shown = line.body.get("data")
    return line.kind is LineKind.LOOK and line.subject_id == subject and isinstance(shown, list) and RIGHT in shown


def _look(person_id: PersonId, *, look_id: UUID, at: Moment) -> None:
    """Have the look in the journal before the reader is asked: a transaction that stands open commits only later."""
    if not connection.in_atomic_block:
        _write_look(person_id, look_id=look_id, at=at)
        return
    # A connection of its own, in a thread of its own: what the caller has written stays uncommitted.
    with ThreadPoolExecutor(max_workers=1) as alone:
        alone.submit(_write_look_apart, person_id, look_id=look_id, at=at).result()


def _write_look_apart(person_id: PersonId, *, look_id: UUID, at: Moment) -> None:
    try:
        _write_look(person_id, look_id=look_id, at=at)
    finally:
        connection.close()


def _write_look(person_id: PersonId, *, look_id: UUID, at: Moment) -> None:
    access_person(person_id, by=BY, purpose=PURPOSE, data=(RIGHT,), at=at, look_id=look_id)
