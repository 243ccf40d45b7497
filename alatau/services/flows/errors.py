"""Every refusal of conversations.

AlatauError
└── NumberNotOursError  a number for a newborn comes from the state's own register
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError


class NumberNotOursError(AlatauError):
    """A number for a newborn comes from the state's own register, which this city cannot ask."""

    code = "services.number_not_ours"

    def sentence(self) -> str:
        """Return what the person reads."""
        return _("The child's number comes from the state's register of persons. An official will enter the birth.")
