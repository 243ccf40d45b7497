"""Why heirs are not taken.

AlatauError
├── EstateSharesError   the shares do not make one whole
├── HeirUnknownError    nobody has the number
└── EstateSettledError  it is divided, or was given back
"""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError


class EstateSharesError(AlatauError):
    """The shares of all heirs are not one whole."""

    code = "money.estate_shares"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return _("The shares do not add up to one whole. Check them against the certificate.")


class HeirUnknownError(AlatauError):
    """No person has the number, or it is the number of the one who died."""

    code = "money.heir_unknown"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return _("We found no heir by this number. Check it against the certificate.")


class EstateSettledError(AlatauError):
    """The estate went to somebody already."""

    code = "money.estate_settled"
    http_status = HTTPStatus.CONFLICT

    def sentence(self) -> str:
        return _("This estate is settled. Open its case to see how.")
