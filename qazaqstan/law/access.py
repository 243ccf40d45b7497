"""Whether messages and money can reach a person."""

from __future__ import annotations

from alatau.rules import any_of, cases, count_of, indicator, measure, not_applicable
from qazaqstan.law.sources import COMPLETION


@measure(register="mobile_citizens", unit="flag")
def has_state_phone():
    """The person's number is in the base of mobile citizens."""
    return count_of() > 0


@indicator("FC109", level="person", unit="flag", domain="access", **COMPLETION)
def has_no_state_phone(is_adult, has_state_phone):
    """No text message of the state can reach the person; asked of adults alone."""
    return cases((is_adult, ~has_state_phone), otherwise=not_applicable)


@measure(register="benefit_payments", unit="flag")
def is_paid():
    """The person gets at least one payment."""
    return count_of() > 0


@measure(register="benefit_payments", unit="flag")
def is_paid_to_account(has_account):
    """At least one payment of the person goes to an account."""
    return any_of(has_account)


@indicator("FC110", level="person", unit="flag", domain="access", **COMPLETION)
def has_no_account(is_paid, is_paid_to_account):
    """The person is paid, and no account stands in the register of payments; not applicable to who is not paid."""
    return cases((is_paid, ~is_paid_to_account), otherwise=not_applicable)
