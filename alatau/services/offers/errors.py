"""Every refusal of offers, in the order a reader would meet them.

AlatauError
├── OfferContentError        the content package holds an offer or a flow that cannot be used
├── RightNotGivenError       the family's card does not give the right
├── OfferOverError           the right is over, or was given already in another way
├── OfferNotRefusedError     only an offer that was refused can be taken up again
├── AccountNeedsSignInError  money goes to another account only for who signed in
└── AccountMissingError      there is no account on file for the money
"""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError


class OfferContentError(AlatauError):
    """A file of the content package cannot be used. `problem` says what to correct, for the author of the content."""

    code = "services.offer_content"
    http_status = HTTPStatus.INTERNAL_SERVER_ERROR

    def sentence(self) -> str:
        """Return the file and what is wrong in it."""
        facts = {"file": self.facts["file"], "problem": self.facts["problem"]}
        return _("The file %(file)s of the offers cannot be used: %(problem)s. Correct it and start again.") % facts


class RightNotGivenError(AlatauError):
    """The card does not give the right, or the right is one that is asked for."""

    code = "services.right_not_given"
    http_status = HTTPStatus.CONFLICT

    def sentence(self) -> str:
        """Return what the person reads."""
        return _("Your registered data do not give this right today. If they are wrong, tell us on your family card.")


class OfferOverError(AlatauError):
    """The offer is over: the right ended, or it was served."""

    code = "services.offer_over"
    http_status = HTTPStatus.CONFLICT

    def sentence(self) -> str:
        """Return what the person reads."""
        return _("This offer is over. If you still have the right, we will offer it to you again by ourselves.")


class OfferNotRefusedError(AlatauError):
    """Only an offer that was refused can be taken up again."""

    code = "services.offer_not_refused"
    http_status = HTTPStatus.CONFLICT

    def sentence(self) -> str:
        """Return what the person reads."""
        return _("You have not refused this offer, so there is nothing to take up. You can answer it as it stands.")


class AccountNeedsSignInError(AlatauError):
    """An answer by message reaches the account on file alone."""

    code = "services.account_needs_sign_in"
    http_status = HTTPStatus.FORBIDDEN

    def sentence(self) -> str:
        """Return what the person reads."""
        return _("Another account can be named only after signing in. Open Alatau and answer the offer there.")


class AccountMissingError(AlatauError):
    """There is no account on file for the money."""

    code = "services.account_missing"
    http_status = HTTPStatus.CONFLICT

    def sentence(self) -> str:
        """Return what the person reads."""
        return _("We know no account of yours for this money. Open a wallet in Alatau or name a bank account.")
