"""What every refusal of the city has in common: a stable code, the facts, and a sentence for a person.

AlatauError
├── NotFoundError          absent, or not yours: both read alike
├── NotAllowedError        the route or the use case is not open to this actor
├── CurrencyMismatchError  two currencies met in one sum
├── AmountNotReadableError what was typed is no amount
├── ParameterNotKnownError the law's number has no value on that day
├── NumberNotValidError    a number of a person, firm, place, account or telephone is mistyped
└── (each room's own, in its errors.py)
"""

from __future__ import annotations

from enum import StrEnum
from http import HTTPStatus
from typing import ClassVar

from django.utils.translation import gettext as _


class AlatauError(Exception):
    """The city refuses, and says what happened, why, and what to do next.

    Subclasses set ``code`` (``room.problem``, never changed once published) and override ``sentence``. The facts are
    named values for machines; they never hold a person's number, name or address.
    """

    code: ClassVar[str] = "core.refused"
    http_status: ClassVar[HTTPStatus] = HTTPStatus.CONFLICT

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.code)

    def sentence(self) -> str:
        """Say in the reader's language what happened, why, and what to do next."""
        return _("We could not do this. Nothing was changed. Please try again.")

    def fill(self, sentence: str) -> str:
        """Return the sentence with the facts put in, amounts and days as the reader's language writes them.

        ``return self.fill(_("This transfer needs %(needed)s."))``.
        """
        # The formats need the loaded content, and errors are raised before there is any.
        from alatau.core.say import say_fact  # noqa: PLC0415

        return sentence % {name: say_fact(fact) for name, fact in self.facts.items()}

    def __str__(self) -> str:
        return self.sentence()


class NotFoundError(AlatauError):
    """There is nothing here for this reader. Absent and not yours read alike."""

    code = "core.not_found"
    http_status = HTTPStatus.NOT_FOUND

    def sentence(self) -> str:
        return _("We found nothing here that you can open. Check the address, or start again from the first page.")


class NotAllowedError(AlatauError):
    """This actor may not use this route or use case."""

    code = "core.not_allowed"
    http_status = HTTPStatus.FORBIDDEN

    def sentence(self) -> str:
        return _("Your role does not open this page. If you need it for your work, ask your administrator.")


class CurrencyMismatchError(AlatauError):
    """Amounts of two currencies were added or compared."""

    code = "core.currency_mismatch"

    def sentence(self) -> str:
        return self.fill(_("This sum is in %(given)s, and %(expected)s is needed. Enter it in %(expected)s."))


class AmountNotReadableError(AlatauError):
    """The typed text is not one amount, or could be read as two different ones."""

    code = "core.amount_not_readable"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return self.fill(_("We could not read this as an amount. Write it in figures, for example %(example)s."))


class ParameterNotKnownError(AlatauError):
    """The law's number has no value on the day; nothing is guessed from other days."""

    code = "core.parameter_not_known"

    def sentence(self) -> str:
        return _(
            "A rate that this needs has not been published for that day. Nothing was changed. "
            "Please choose another day or tell the operator."
        )


class Mistake(StrEnum):
    """What is wrong with a number, in the order that content checks."""

    LENGTH = "length"
    SIGNS = "signs"
    DATE = "date"
    FUTURE = "future"
    KIND = "kind"
    OTHER_NUMBER = "other_number"
    UNKNOWN_PLACE = "unknown_place"
    SYNTHETIC = "synthetic"
    CHECK = "check"


class NumberNotValidError(AlatauError):
    """A number is mistyped. The facts name the kind of number and the mistake, never the number."""

    code = "core.number_not_valid"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        sentences = {
            Mistake.LENGTH: _("%(number)s has %(length)s characters. Count them and type it again."),
            Mistake.SIGNS: _("%(number)s holds a sign that cannot be in it. Type it again."),
            Mistake.DATE: _("The date at the start of %(number)s does not exist. Type it again."),
            Mistake.FUTURE: _("The date at the start of %(number)s has not come yet. Type it again."),
            Mistake.KIND: _("%(number)s has a digit that is not in use at its place. Type it again."),
            Mistake.OTHER_NUMBER: _("This looks like another number. Here we need %(number)s."),
            Mistake.UNKNOWN_PLACE: _("%(number)s names a place that is not on the list. Choose it from the list."),
            Mistake.SYNTHETIC: _("%(number)s is of the kind kept for invented people and firms. Type a real one."),
            Mistake.CHECK: _("%(number)s does not add up, so one digit is probably wrong. Type it again."),
        }
        return self.fill(sentences[Mistake(str(self.facts["mistake"]))])
