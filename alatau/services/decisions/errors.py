"""Every refusal of decisions, in the order a reader would meet them.

AlatauError
├── PayersContentError      the content package names payers that cannot be used
├── NotEntitledError        the card gives no such right
├── HangsOnUnknownError     nobody knows something on which the right hangs
├── AlreadyGrantedError     the right is granted already, with the same sum
├── NotPaidHereError        another body pays this right
├── AppealTooLateError      the time to appeal is over
├── AppealOpenError         an appeal against the decision is being worked on
└── SupersededError         a later decision took its place
"""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError


class PayersContentError(AlatauError):
    """The file of payers cannot be used. `problem` says what to correct, for the author of the content."""

    code = "services.payers_content"
    http_status = HTTPStatus.INTERNAL_SERVER_ERROR

    def sentence(self) -> str:
        """Return what is wrong in the file."""
        problem = {"problem": self.facts["problem"]}
        return _("The file of payers cannot be used: %(problem)s. Correct it and start again.") % problem


class NotEntitledError(AlatauError):
    """The card gives no such right today. A refusal is an official's act: this is not one."""

    code = "services.not_entitled"

    def sentence(self) -> str:
        """Return what the person reads."""
        return _("By what the registers say today, this right is not yours. Ask, and an official looks into it.")


class HangsOnUnknownError(AlatauError):
    """The right hangs on something that nobody knows. The facts name the registers that would have to tell."""

    code = "services.hangs_on_unknown"

    def sentence(self) -> str:
        """Return what the person reads."""
        return _("A register has not answered yet, so we cannot decide. An official will look into it.")


class AlreadyGrantedError(AlatauError):
    """The right is granted already, with the same sum."""

    code = "services.already_granted"

    def sentence(self) -> str:
        """Return what the person reads."""
        return _("This was granted before and is being paid. You do not have to do anything.")


class NotPaidHereError(AlatauError):
    """Another body pays this right, and keeps the books of it."""

    code = "services.not_paid_here"

    def sentence(self) -> str:
        """Return what the person reads."""
        return _("Another body pays this, not the city. You do not have to do anything here.")


class AppealTooLateError(AlatauError):
    """The time to appeal is over."""

    code = "services.appeal_too_late"

    def sentence(self) -> str:
        """Return what the person reads."""
        return self.fill(
            _("The last day to appeal was %(day)s. You can still go to court, and any service desk says how.")
        )


class AppealOpenError(AlatauError):
    """An appeal against the decision is being worked on."""

    code = "services.appeal_open"

    def sentence(self) -> str:
        """Return what the person reads."""
        return _("Your appeal is with an official already. You will get a letter when it is decided.")


class SupersededError(AlatauError):
    """A later decision took its place."""

    code = "services.decision_superseded"

    def sentence(self) -> str:
        """Return what the person reads."""
        return _("A later decision took the place of this one. Open the later one.")
