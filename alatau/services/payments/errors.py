"""Every refusal of payments, in the order a reader would meet them.

AlatauError
├── PlanOverError        the plan was stopped or is paid whole
├── RecoveryTooMuchError more is asked back than was paid
└── ConsentMissingError  a deduction needs the person's yes
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError


class PlanOverError(AlatauError):
    """The plan was stopped or is paid whole."""

    code = "services.plan_over"

    def sentence(self) -> str:
        """Return what the reader reads."""
        return _("This payment has ended. Nothing was changed.")


class RecoveryTooMuchError(AlatauError):
    """More is asked back than was paid."""

    code = "services.recovery_too_much"

    def sentence(self) -> str:
        """Return what the reader reads."""
        return self.fill(_("No more than %(paid)s was paid. Ask back no more than that."))


class ConsentMissingError(AlatauError):
    """A deduction needs the person's yes."""

    code = "services.recovery_consent_missing"

    def sentence(self) -> str:
        """Return what the reader reads."""
        return _("Money is taken off a payment only if the person agrees. Send a bill instead, or ask them.")
