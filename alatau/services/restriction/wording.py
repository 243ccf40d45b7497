"""How periods and months are said on the pages of self-restriction."""

from __future__ import annotations

from django.utils.translation import ngettext

MONTHS_OF_A_YEAR = 12


def say_months(months: int) -> str:
    """Say a period: whole years as years, all else as months."""
    years, rest = divmod(months, MONTHS_OF_A_YEAR)
    if rest or not years:
        return ngettext("%(count)s month", "%(count)s months", months) % {"count": months}
    return ngettext("%(count)s year", "%(count)s years", years) % {"count": years}
