"""Why a restriction, or a question about one, is refused.

AlatauError
├── RestrictionContentError   the content's rules cannot be used
├── OwnRequestError           somebody else asks for it
├── TooYoungError             the law closes such places to the person anyway
├── PeriodNotAllowedError     shorter or longer than the law lets one choose
├── RestrictionNotLongerError it would end earlier than the one that holds
├── OperatorUnknownError      no operator shows this key
├── OperatorNotFoundError     none of that id is admitted
├── OperatorNameTakenError    another operator of that licence is admitted
├── QuotaSpentError           the operator has asked too often today
└── CheckBusyError            too many questions wait, or the database is away
"""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError


class RestrictionContentError(AlatauError):
    """The content package's rules of self-restriction cannot be used; the facts say what to correct."""

    code = "services.restriction_content"

    def sentence(self) -> str:
        return _("The rules of self-restriction cannot be used: %(problem)s") % self.facts


class OwnRequestError(AlatauError):
    """Only the person can ask for a restriction: nobody who acts for them, and nobody without a number."""

    code = "services.restriction_own_request"
    http_status = HTTPStatus.FORBIDDEN

    def sentence(self) -> str:
        return _("Only you can ask for this, for yourself. Sign in as yourself, or come to a service desk.")


class TooYoungError(AlatauError):
    """The person is younger than the age at which the law lets anybody in, and so at which one can be kept out."""

    code = "services.restriction_too_young"

    def sentence(self) -> str:
        return self.fill(
            _("Gambling is closed to everybody under %(age)s: you need no restriction. You can ask from that age on.")
        )


class PeriodNotAllowedError(AlatauError):
    """The period is shorter or longer than the law lets one choose."""

    code = "services.restriction_period_not_allowed"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return self.fill(_("A restriction lasts from %(least)s to %(most)s months. Choose a period within that."))


class RestrictionNotLongerError(AlatauError):
    """A restriction holds until a later day. It can be made longer, and not shorter."""

    code = "services.restriction_not_longer"

    def sentence(self) -> str:
        return self.fill(
            _("Your restriction holds until %(until)s. It can be made longer, and not shorter: choose a longer period.")
        )


class OperatorUnknownError(AlatauError):
    """No key was shown, or one that opens nothing."""

    code = "services.operator_unknown"
    http_status = HTTPStatus.UNAUTHORIZED

    def sentence(self) -> str:
        return _("This key opens nothing. Check it, or ask the city for a new one.")


class OperatorNotFoundError(AlatauError):
    """No operator of this id is admitted."""

    code = "services.operator_not_found"
    http_status = HTTPStatus.NOT_FOUND

    def sentence(self) -> str:
        return _("No such operator is admitted. Look at the list of operators.")


class OperatorNameTakenError(AlatauError):
    """An operator with this licence is admitted already."""

    code = "services.operator_name_taken"

    def sentence(self) -> str:
        return _("An operator with this licence is admitted already. Change its key instead of admitting it again.")


class QuotaSpentError(AlatauError):
    """The questions would pass what the operator may ask in a day. None of them was answered."""

    code = "services.restriction_quota_spent"
    http_status = HTTPStatus.TOO_MANY_REQUESTS

    def sentence(self) -> str:
        return self.fill(
            _("You may ask %(quota)s times a day, and asked %(asked)s times. Ask tomorrow, or tell us your customers.")
        )


class CheckBusyError(AlatauError):
    """Too many questions wait, or the database is away. Nothing was answered; asking again is safe."""

    code = "services.restriction_busy"
    http_status = HTTPStatus.SERVICE_UNAVAILABLE

    def sentence(self) -> str:
        return self.fill(_("Too many ask at this moment. Ask again in %(wait_seconds)s s."))
