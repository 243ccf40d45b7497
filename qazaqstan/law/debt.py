"""Debt: loans and delays from the credit bureau, alimony, bills, bankruptcy."""

from __future__ import annotations

from alatau.rules import any_of, cases, count_of, highest, indicator, measure, months, rule, share, split, total
from qazaqstan.law.sources import BOTH, COMPLETION, MART, METHOD

OVERDUE = ("none", "one", "all")


@indicator("FC016", level="person", unit="loans", domain="debt", **MART)
def loan_count(open_loans):
    """Open loans of the person."""
    return open_loans


@measure(register="credit_bureau", unit="loans")
def open_loans():
    """Open loans in the credit bureau."""
    return count_of()


@indicator("FC014", level="family", unit="flag", domain="debt", **METHOD)
def has_loan(loan_count):
    """Somebody in the family has an open loan."""
    return any_of(loan_count > 0)


@measure(register="credit_bureau", unit="flag")
def is_long_overdue(overdue_days, overdue_amount, overdue_days_limit, overdue_amount_limit):
    """A loan of the person is more than 90 days late, by more than 1000 tenge.

    One published query has these limits in its comment and 20 days and 100 tenge in its condition; the text counts.
    """
    return any_of((overdue_days > overdue_days_limit) & (overdue_amount > overdue_amount_limit))


@rule(level="family", unit="people")
def overdue_adults(is_long_overdue, is_adult):
    """Adults of the family with a loan long overdue."""
    return count_of(is_long_overdue & is_adult)


@indicator("FC015", level="family", unit="category", labels=OVERDUE, domain="debt", **BOTH)
def overdue_loans(overdue_adults, adults):
    """Whether no adult, some adult or every adult of the family has a loan long overdue."""
    return cases((overdue_adults == 0, "none"), (overdue_adults == adults, "all"), otherwise="one")


@measure(register="credit_bureau", unit="tiyn")
def sum_of_loans(loan_amount):
    """Sum of the contracts of open loans."""
    return total(loan_amount)


@indicator("FC017", level="person", unit="tiyn", domain="debt", **MART)
def total_loan_amount(sum_of_loans):
    """What was lent to the person by the contracts of open loans."""
    return sum_of_loans


@measure(register="credit_bureau", unit="tiyn")
def debt_left(debt):
    """Debt left to pay on open loans."""
    return total(debt)


@indicator("FC018", level="person", unit="tiyn", domain="debt", **MART)
def outstanding_debt(debt_left):
    """What the person still has to pay back."""
    return debt_left


@measure(register="credit_bureau", unit="tiyn")
def past_due(overdue_amount):
    """The part of the debt whose day of payment has passed."""
    return total(overdue_amount)


@indicator("FC019", level="person", unit="tiyn", domain="debt", **MART)
def total_overdue_amount(past_due):
    """The part of the person's debt that should have been paid already."""
    return past_due


@measure(register="credit_bureau", unit="days")
def longest_delay(overdue_days):
    """Longest delay among open loans."""
    return highest(overdue_days)


@indicator("FC020", level="person", unit="days", domain="debt", **MART)
def days_overdue(loan_count, longest_delay):
    """Longest delay of the person's loans in days; none without loans."""
    return cases((loan_count == 0, 0), otherwise=longest_delay)


@measure(register="enforcement", unit="flag")
def owes_alimony(kind):
    """An open enforcement case for alimony names the person as the debtor."""
    return any_of(kind == "alimony")


@indicator("FC021", level="family", unit="flag", domain="debt", **MART)
def has_alimony_debtor(owes_alimony):
    """Somebody in the family pays alimony by a court's or own decision."""
    return any_of(owes_alimony)


@measure(register="credit_bureau", unit="tiyn")
def loan_payments(monthly_payment):
    """Monthly payments on open loans."""
    return total(monthly_payment)


@indicator("FC022", level="family", unit="ratio", domain="debt", **COMPLETION)
def debt_service_share(loan_payments, family_income):
    """Part of the family's monthly income that goes to pay loans; not applicable without income."""
    return share(split(total(loan_payments), by=months(1)), of=family_income)


@rule(level="family", unit="flag")
def has_heavy_loans(loan_payments, family_income, debt_share_limit):
    """Loans take more than half of the family's monthly income; without income any payment does."""
    return split(total(loan_payments), by=months(1)) > family_income * debt_share_limit


@measure(register="utility_bills", unit="flag")
def is_in_utility_arrears(debt_months, month, calendar, utility_arrears_months):
    """A bill of the last three months shows a debt of more than three months."""
    return any_of(debt_months > utility_arrears_months, where=month.within(calendar.last_months(3)))


@indicator("FC023", level="family", unit="flag", domain="debt", **COMPLETION)
def has_utility_arrears(is_in_utility_arrears):
    """The family owes more than three months of bills for the home."""
    return any_of(is_in_utility_arrears)


@measure(register="bankruptcies", unit="flag")
def has_open_bankruptcy(status):
    """A procedure is open."""
    return any_of(status == "open")


@indicator("FC024", level="person", unit="flag", domain="debt", **COMPLETION)
def is_in_bankruptcy(has_open_bankruptcy):
    """The person is in a procedure of bankruptcy or of restoring the ability to pay."""
    return has_open_bankruptcy
