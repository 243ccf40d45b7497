"""Why a value or a row is not taken: stable codes for machines, a sentence for people."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Reason(StrEnum):
    """What is wrong, in the order in which it is looked for; a column has one reason at most."""

    FIELD_COUNT = "field_count"
    MISSING = "missing"
    UNREADABLE_SIGN = "unreadable_sign"
    TOO_LONG = "too_long"
    NOT_A_NUMBER = "not_a_number"
    NOT_AN_AMOUNT = "not_an_amount"
    NOT_A_DAY = "not_a_day"
    NOT_A_MONTH = "not_a_month"
    NOT_A_YEAR = "not_a_year"
    NOT_A_MOMENT = "not_a_moment"
    NOT_YES_OR_NO = "not_yes_or_no"
    UNKNOWN_CODE = "unknown_code"
    NUMBER_MALFORMED = "number_malformed"
    PATTERN = "pattern"
    OUT_OF_RANGE = "out_of_range"
    IN_THE_FUTURE = "in_the_future"
    BEFORE_OTHER = "before_other"
    ENDS_BEFORE_IT_STARTS = "ends_before_it_starts"
    CONTRADICTED = "contradicted"
    UNKNOWN_COLUMN = "unknown_column"


SENTENCES: dict[Reason, _StrPromise] = {
    Reason.FIELD_COUNT: _("The line has more or fewer fields than the header."),
    Reason.MISSING: _("A value that every row must have is missing."),
    Reason.UNREADABLE_SIGN: _("The value holds a sign that no text can hold."),
    Reason.TOO_LONG: _("The text is longer than this column takes."),
    Reason.NOT_A_NUMBER: _("The value is not a number, or has more decimals than the register keeps."),
    Reason.NOT_AN_AMOUNT: _("The value is not an amount of money that can be read in one way only."),
    Reason.NOT_A_DAY: _("The value is not a day of the calendar."),
    Reason.NOT_A_MONTH: _("The value is not a month of a year."),
    Reason.NOT_A_YEAR: _("This is not a year."),
    Reason.NOT_A_MOMENT: _("This is not a day with a time."),
    Reason.NOT_YES_OR_NO: _("This says neither yes nor no."),
    Reason.UNKNOWN_CODE: _("This code is not on the column's list."),
    Reason.NUMBER_MALFORMED: _("The number is mistyped: its length, date or check digit is wrong."),
    Reason.PATTERN: _("The text does not have the form that this column needs."),
    Reason.OUT_OF_RANGE: _("The value is smaller or greater than it can be."),
    Reason.IN_THE_FUTURE: _("The day lies after the one that the data describe."),
    Reason.BEFORE_OTHER: _("The day comes before another one that it has to follow."),
    Reason.ENDS_BEFORE_IT_STARTS: _("The row ends before it starts."),
    Reason.CONTRADICTED: _("Another row of the same delivery says something else about the same thing."),
    Reason.UNKNOWN_COLUMN: _("The register has no column of this name."),
}


def say_reason(reason: Reason) -> str:
    """Return the reason as a sentence in the reader's language."""
    return str(SENTENCES[reason])
