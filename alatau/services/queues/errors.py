"""Why something in a queue is refused.

AlatauError
├── QueueContentError      a queue of the content cannot be used
├── QueueNotFoundError     there is no such queue
├── NoGroupForAgeError     the queue has no group for somebody of this age
├── ClassUnknownError      there is no such right to go first
├── WishUnknownError       a provider, language or zone was chosen that the queue does not have
├── TicketNotWaitingError  the ticket stands elsewhere: nothing of that kind can happen to it now
├── PlaceOfferEndedError   the offer was answered already, or its time is over
├── RestoreSpentError      the ticket was taken up again before, or its time is over
└── PlacesTooManyError     more places were entered at once than a person means
"""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError


class QueueContentError(AlatauError):
    """A queue of the content package cannot be used; the facts name it and say what to correct."""

    code = "services.queue_content"

    def sentence(self) -> str:
        return _("The queue %(queue)s cannot be used: %(problem)s") % self.facts


class QueueNotFoundError(AlatauError):
    """The content package has no such queue."""

    code = "services.queue_not_found"
    http_status = HTTPStatus.NOT_FOUND

    def sentence(self) -> str:
        return _("There is no such queue. Look at the list of services.")


class NoGroupForAgeError(AlatauError):
    """The queue has no group for somebody of this age."""

    code = "services.queue_no_group"

    def sentence(self) -> str:
        return _("This queue has no places for this age. Look at the ages on its page.")


class ClassUnknownError(AlatauError):
    """The queue knows no such right to go first."""

    code = "services.queue_class_unknown"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return _("This queue knows no such right to go first. Choose from those on its page.")


class WishUnknownError(AlatauError):
    """A provider, language or part of the city was chosen that the queue does not have."""

    code = "services.queue_wish_unknown"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return _("This queue has no such place, language or part of the city. Choose again.")


class TicketNotWaitingError(AlatauError):
    """The ticket stands elsewhere; the facts say where."""

    code = "services.queue_ticket_elsewhere"

    def sentence(self) -> str:
        return _("This ticket has moved on, so this cannot be done with it. Look at where it stands now.")


class PlaceOfferEndedError(AlatauError):
    """The offer was answered already, or its time is over."""

    code = "services.queue_offer_ended"

    def sentence(self) -> str:
        return _("This place is no longer offered to you. Look at where your ticket stands now.")


class RestoreSpentError(AlatauError):
    """The ticket was taken up again before, or its time is over."""

    code = "services.queue_restore_spent"

    def sentence(self) -> str:
        return _("This ticket cannot be taken up again. You can enter the queue anew.")


class PlacesTooManyError(AlatauError):
    """More places were entered at once than a person means."""

    code = "services.queue_places_too_many"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return self.fill(_("At most %(most)s places can be entered at once. Enter them in parts."))
