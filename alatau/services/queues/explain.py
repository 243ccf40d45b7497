"""Say in words why a ticket stands where it stands, and why a place went where it went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alatau.core.text import format_day
from alatau.services.queues.history import Status, Step
from alatau.services.queues.kinds import get_queue
from alatau.services.queues.read import find_last_round, position_of
from alatau.services.queues.values import Stream

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from alatau.services.queues.kinds import QueueKind
    from alatau.services.queues.values import OfferedPlace, Position, RoundView, TicketView


def explain_position(ticket: TicketView, *, on: date) -> list[str]:
    """Return sentences: where a ticket stands, by which right, who is before it, what the last round did."""
    kind = get_queue(ticket.queue)
    sentences = [_say_since(ticket), *_say_right(kind, ticket)]
    if ticket.takes_part_from is not None:
        first = format_day(ticket.takes_part_from)
        sentences.append(
            _("It takes part in rounds from %(day)s: then the age is right for the first group.") % {"day": first}
        )
    position = position_of(ticket.id, on=on)
    if position is not None:
        sentences += _say_place(kind, position)
        last = find_last_round(ticket.queue)
        if last is not None and ticket.number in last.unfit:
            sentences.append(_say_unfit(last))
    return sentences


def explain_award(kind: QueueKind, award: Mapping[str, object]) -> str:
    """Return one sentence that says why a place of a round went to a ticket."""
    stream, due = str(award["stream"]), str(award["due"])
    facts = {"turn": int(str(award["turn"])) + 1, "number": award["number"]}
    if not kind.mix:
        return _("Place %(turn)s of the group: ticket %(number)s stood first by right and by day.") % facts
    if stream == due == Stream.PRIVILEGED.value:
        return _("Place %(turn)s was a turn of those who go first: ticket %(number)s stood first among them.") % facts
    if stream == due:
        return _("Place %(turn)s was a turn of the general queue: ticket %(number)s stood first in it.") % facts
    if stream == Stream.GENERAL.value:
        return (
            _(
                "Place %(turn)s was a turn of those who go first. It suited none of them, "
                "so ticket %(number)s of the general queue got it."
            )
            % facts
        )
    return (
        _(
            "Place %(turn)s was a turn of the general queue. It suited nobody there, "
            "so ticket %(number)s of those who go first got it."
        )
        % facts
    )


def explain_offer(kind: QueueKind, ticket: TicketView, offer: OfferedPlace) -> str:
    """Return one sentence that says why a place was offered to a ticket."""
    facts = {"turn": offer.turn, "due": offer.due.value, "stream": offer.stream.value, "number": ticket.number}
    return explain_award(kind, facts)


def explain_passed(award: Mapping[str, object]) -> str:
    """Return how many stood before it and why they were passed over; nothing where nobody was."""
    count = int(str(award["passed_count"]))
    if not count:
        return ""
    return ngettext(
        "%(count)s ticket before it was passed over: no place left was right for its wishes.",
        "%(count)s tickets before it were passed over: no place left was right for their wishes.",
        count,
    ) % {"count": count}


def say_status(ticket: TicketView) -> str:
    """Return in one sentence where a ticket stands and what comes next."""
    match ticket.status:
        case Status.WAITING:
            return _("You wait. We write to you as soon as a place is yours.")
        case Status.OFFERED:
            return _("A place is offered to you. Please answer.")
        case Status.AGREED:
            return _("You agreed. Sign the contract, and the place is yours.")
        case Status.PLACED:
            return _("The place is yours.")
        case Status.INACTIVE:
            return _("Time ran out, so the ticket rests. You can take it up again: it keeps its day.")
        case Status.LEFT:
            return _("The ticket has left the queue. You can enter again, as of that day.")


def say_step(step: str) -> str:
    """Return what happened to a ticket in a few words."""
    return {
        Step.ENTERED: _("Entered the queue"),
        Step.CLAIMED: _("A right to go first is looked at"),
        Step.PROVEN: _("A right to go first is proven"),
        Step.UNPROVEN: _("A right to go first is not proven"),
        Step.WISHED: _("Wishes changed"),
        Step.OFFERED: _("A place was offered"),
        Step.AGREED: _("Agreed to the place"),
        Step.DECLINED: _("Declined the place"),
        Step.SILENT: _("No answer in time"),
        Step.RESTORED: _("Taken up again"),
        Step.CONTRACTED: _("Contract signed"),
        Step.MISSED: _("No contract in time"),
        Step.TAKEN_BACK: _("The place was taken back; waits again on the old day"),
        Step.TIMED_OUT: _("Not taken up again in time"),
        Step.LEFT: _("Left the queue"),
    }[Step(step)]


def say_stream(stream: Stream) -> str:
    """Return what a line is called."""
    return _("goes first") if stream is Stream.PRIVILEGED else _("general queue")


def _say_since(ticket: TicketView) -> str:
    return _("This ticket stands in the queue since %(day)s.") % {"day": format_day(ticket.entered_at.date())}


def _say_right(kind: QueueKind, ticket: TicketView) -> list[str]:
    sentences = [
        _("It goes first: %(right)s (%(law)s).") % {"right": known.name.say(), "law": known.law.say()}
        for key in ticket.classes
        if (known := kind.classes.get(key)) is not None
    ]
    sentences += [
        _("We are looking at this right to go first: %(right)s.") % {"right": kind.classes[key].name.say()}
        for key in ticket.claimed
        if key in kind.classes
    ]
    return sentences or [_("It waits in the general queue, in the order of days.")]


def _say_place(kind: QueueKind, position: Position) -> list[str]:
    sentences = [
        _("It is number %(place)s of %(waiting)s who wait.") % {"place": position.place, "waiting": position.waiting}
    ]
    if kind.mix:
        sentences.append(
            _("Of every %(mix)s places one goes to those who go first, and the others to the general queue.")
            % {"mix": kind.mix}
        )
        sentences.append(
            _("Before it: %(privileged)s who go first, and %(general)s of the general queue.")
            % {"privileged": position.privileged_before, "general": position.general_before}
        )
    return sentences


def _say_unfit(last: RoundView) -> str:
    return _("In the last round, on %(day)s, no free place was right for your wishes or left for your turn.") % {
        "day": format_day(last.at.date())
    }
