"""What is refused around payouts.

AlatauError
├── ProgrammeUnknownError      no programme of this key, or not the caller's
├── ProgrammeReusedError       the key names another programme
├── RouteNotValidError         this is no account that can be paid
├── RouteNotWaitingError       no new account waits to begin
├── PayoutReusedError          the id belongs to other lines
├── PayoutEmptyError           there is nothing to pay
├── PayoutTooLongError         more lines than a batch may have
├── PayoutFileError            the file cannot be read
├── PayoutNotCheckedError      its lines are still being checked
├── PayoutSettledError         somebody has decided already
├── PayoutSamePersonError      who handed it over cannot approve it
├── PayoutNotEndorsedError     a system handed it over, and nobody stands behind it yet
├── PayoutOwnMoneyError        it pays whoever decides on it
├── PayoutNotPaidError         it was not tried yet
├── InstitutionUnknownError    nobody admitted this key
├── InstitutionRoleError       it was admitted for something else
├── CallbackNotAllowedError    answers may not go there
└── HandedRequestReusedError   the request id belongs to another request
"""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError


class ProgrammeUnknownError(AlatauError):
    """No programme of this key is paid from here, or it is not the caller's: both read alike."""

    code = "money.programme_unknown"
    http_status = HTTPStatus.NOT_FOUND

    def sentence(self) -> str:
        return _("We found no programme to pay from. Choose one from the list.")


class ProgrammeReusedError(AlatauError):
    """The key belongs to a programme with another account."""

    code = "money.programme_reused"

    def sentence(self) -> str:
        return _("A programme of this name pays from another account. Choose another name.")


class RouteNotValidError(AlatauError):
    """The address names no account that money can go to."""

    code = "money.route_not_valid"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return _("Money cannot go to this account. Check the account number, and enter it again.")


class RouteNotWaitingError(AlatauError):
    """No change of account waits to begin."""

    code = "money.route_not_waiting"

    def sentence(self) -> str:
        return _("No new account is waiting. The account shown is the one in use.")


class PayoutReusedError(AlatauError):
    """The id was used for a batch with other lines."""

    code = "money.payout_reused"

    def sentence(self) -> str:
        return _("This payout was handed over before with other lines. Start again to hand over another.")


class PayoutEmptyError(AlatauError):
    """No line can be paid."""

    code = "money.payout_empty"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return _("There is no line to pay. Check the file, and hand it over again.")


class PayoutTooLongError(AlatauError):
    """A batch holds a limited number of lines."""

    code = "money.payout_too_long"
    http_status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def sentence(self) -> str:
        return self.fill(_("A payout takes %(most)s lines at most. Split the file, and hand the parts over."))


class PayoutFileError(AlatauError):
    """The file is not the table that we expect."""

    code = "money.payout_file"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return _(
            "We cannot read this file. Its first line must name the columns number, amount, reference and words. "
            "Correct it, and choose it again."
        )


class PayoutNotCheckedError(AlatauError):
    """The lines are still being checked."""

    code = "money.payout_not_checked"

    def sentence(self) -> str:
        return _("The lines are still being checked. Wait until all are, then approve.")


class PayoutSettledError(AlatauError):
    """The payout is beyond this step."""

    code = "money.payout_settled"

    def sentence(self) -> str:
        return _("Somebody has already decided on this payout. Open it again to see where it stands.")


class PayoutSamePersonError(AlatauError):
    """Two people are needed."""

    code = "money.payout_same_person"
    http_status = HTTPStatus.FORBIDDEN

    def sentence(self) -> str:
        return _(
            "You handed this payout over or stand behind it already, so somebody else approves it. Ask a colleague."
        )


class PayoutNotEndorsedError(AlatauError):
    """A system handed the batch over: two people are needed, and none has acted yet."""

    code = "money.payout_not_endorsed"

    def sentence(self) -> str:
        return _(
            "A system handed this payout over, so two people decide. Stand behind it first, then a colleague approves."
        )


class PayoutOwnMoneyError(AlatauError):
    """A line pays the official, or somebody close to them."""

    code = "money.payout_own_money"
    http_status = HTTPStatus.FORBIDDEN

    def sentence(self) -> str:
        return _("This payout pays you or somebody close to you. Colleagues decide on it.")


class PayoutNotPaidError(AlatauError):
    """Lines are tried again, or given up, after all of them were tried once."""

    code = "money.payout_not_paid"

    def sentence(self) -> str:
        return _("This payout is not through yet. Wait until every line was tried.")


class InstitutionUnknownError(AlatauError):
    """No system of this key is admitted, or its key has ended: both read alike."""

    code = "money.institution_unknown"
    http_status = HTTPStatus.UNAUTHORIZED

    def sentence(self) -> str:
        return _("We do not know this system's key. Ask the city's operator for a new one.")


class InstitutionRoleError(AlatauError):
    """The system is admitted, and not for this: to pay people, to pay its customers' bills, or to bill."""

    code = "money.institution_role"
    http_status = HTTPStatus.FORBIDDEN

    def sentence(self) -> str:
        return _("This system was admitted for something else. Ask the city's operator to admit it for this too.")


class CallbackNotAllowedError(AlatauError):
    """Answers go only where the city's operator has agreed."""

    code = "money.callback_not_allowed"
    http_status = HTTPStatus.BAD_REQUEST

    def sentence(self) -> str:
        return _("Answers may not be sent to this address. Use one that the city's operator has admitted.")


class HandedRequestReusedError(AlatauError):
    """The request id was used with another body."""

    code = "money.request_reused"

    def sentence(self) -> str:
        return _("This request id was used before with other contents. Send new contents under a new id.")
