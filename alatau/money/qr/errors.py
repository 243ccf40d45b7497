"""Why a payment code is refused, in words a payer and a shop understand.

AlatauError
├── QrDamagedError      the code cannot be read as one: cut off, changed, or no payment code
├── QrNotOursError      a good code of another scheme, country or currency
└── QrContentError      a part of it holds what must not stand there
"""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError


class QrDamagedError(AlatauError):
    """The text is no whole payment code. `problem` says where it breaks, for engineers."""

    code = "money.qr_damaged"
    http_status = HTTPStatus.BAD_REQUEST

    def sentence(self) -> str:
        return _("This code is damaged or is no payment code. Ask the shop to show it again, and scan once more.")


class QrNotOursError(AlatauError):
    """The code is whole and belongs to another payment scheme, country or currency."""

    code = "money.qr_not_ours"
    http_status = HTTPStatus.BAD_REQUEST

    def sentence(self) -> str:
        return _("This code is for another way of paying. Ask the shop for a code you can pay from your wallet.")


class QrContentError(AlatauError):
    """One part of the code breaks the standard. `problem` names tag and reason, for engineers."""

    code = "money.qr_content"
    http_status = HTTPStatus.BAD_REQUEST

    def sentence(self) -> str:
        return _("This code was not made correctly, so paying by it is not safe. Ask the shop for a new one.")
