"""Every error of the room, in the order a reader would meet them."""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError, NotFoundError


class RunBusyError(AlatauError):
    """Cards are being computed by another process. Retrying can succeed later."""

    code = "family.run_busy"

    def sentence(self) -> str:
        return _("The cards are being computed now. Wait until that has ended, then start again.")


class NoFamiliesError(AlatauError):
    """Nobody was known to live in a family on that day: there is nothing to compute."""

    code = "family.no_families"

    def sentence(self) -> str:
        return _("No families are known on that day yet. Fill the registers first, or choose a later day.")


class DayAheadError(AlatauError):
    """Cards were asked for a day that has not come."""

    code = "family.day_ahead"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return _("That day has not come yet, so there are no cards of it. Choose today or an earlier day.")


class DayNotReadableError(AlatauError):
    """What was typed is no day."""

    code = "family.day_not_readable"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return _("We could not read this as a day. Write it as 2026-03-01.")


class CardNotFoundError(NotFoundError):
    """There is no card of that person on that day, or this reader may not see it."""

    code = "family.card_not_found"

    def sentence(self) -> str:
        return _("We found no card here that you can open. Choose another day, or start again from the first page.")


class CardsNotComputedError(AlatauError):
    """No run has been published yet."""

    code = "family.cards_not_computed"

    def sentence(self) -> str:
        return _("The cards have not been computed yet. They will be here in a few minutes. Please come back then.")


class EngineAwayError(AlatauError):
    """The engine for a cluster is not installed on this machine."""

    code = "family.engine_away"

    def sentence(self) -> str:
        return _("Spark is not installed on this machine. Install the group `spark` and Java 17, or choose DuckDB.")


class FigureNotFoundError(NotFoundError):
    """The card has no such value on that day, or this reader may not see it."""

    code = "family.figure_not_found"

    def sentence(self) -> str:
        return _("There is no such figure on this card that you can open. Choose another one from the card.")


class ReformNeedsRowsError(AlatauError):
    """A reform changes what is read from the rows of a register, and only measures are stored."""

    code = "family.reform_needs_rows"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return self.fill(
            _("The reform reads other rows of %(register)s than the law in force. Change a later rule instead.")
        )
