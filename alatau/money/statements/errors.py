"""Why a statement is not made.

AlatauError
├── PeriodError        its days are the wrong way round, to come, or too many
└── StatementLongError a letter of so many entries would be a book
"""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError
from alatau.core.say import say_fact


class PeriodError(AlatauError):
    """The first day is after the last, the last is to come, or there are more days than a statement covers."""

    code = "money.statement_period"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return _("A statement covers up to a year and ends today or earlier. Choose other days.")


class StatementLongError(AlatauError):
    """The letter would have more entries than one document holds; a table has no such bound."""

    code = "money.statement_long"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        most = say_fact(self.facts["most"])
        return _("A letter holds up to %(most)s payments. Choose fewer days, or take the table.") % {"most": most}
