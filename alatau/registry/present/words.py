"""Rhythms, types, classes, states and reasons in words, for operators and for residents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from alatau.registry.present.states import Freshness
from alatau.registry.values import ColumnType, Coverage, LoadKind, LoadState, PersonalClass, Rhythm

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

RHYTHM_WORDS: dict[Rhythm, _StrPromise] = {
    Rhythm.LIVE: pgettext_lazy("how often", "As it happens"),
    Rhythm.HOURLY: pgettext_lazy("how often", "Every hour"),
    Rhythm.DAILY: pgettext_lazy("how often", "Every day"),
    Rhythm.WEEKLY: pgettext_lazy("how often", "Every week"),
    Rhythm.MONTHLY: pgettext_lazy("how often", "Every month"),
    Rhythm.YEARLY: pgettext_lazy("how often", "Every year"),
}

COVERAGE_WORDS: dict[Coverage, _StrPromise] = {
    Coverage.EVERYONE: _("Everyone: no row means that there is nothing"),
    Coverage.LISTED: _("Only those who are listed: no row means that nothing is known"),
    Coverage.CONSENTED: _("Only those who agreed"),
    Coverage.ORGANISATIONS: _("Organisations"),
    Coverage.PLACES: _("Places"),
}

FRESHNESS_WORDS: dict[Freshness, _StrPromise] = {
    Freshness.FRESH: pgettext_lazy("a register", "Fresh"),
    Freshness.STALE: pgettext_lazy("a register", "Late"),
    Freshness.NEVER: pgettext_lazy("a register", "Never delivered"),
}

#: The city's statuses that say the same by shape and tone.
FRESHNESS_FACES: dict[Freshness, str] = {
    Freshness.FRESH: "done",
    Freshness.STALE: "overdue",
    Freshness.NEVER: "waiting",
}

TYPE_WORDS: dict[ColumnType, _StrPromise] = {
    ColumnType.TEXT: pgettext_lazy("type of a column", "Text"),
    ColumnType.PERSON_NUMBER: pgettext_lazy("type of a column", "Number of a person"),
    ColumnType.ORGANISATION_NUMBER: pgettext_lazy("type of a column", "Number of an organisation"),
    ColumnType.PERSON_OR_ORGANISATION_NUMBER: pgettext_lazy(
        "type of a column", "Number of a person or an organisation"
    ),
    ColumnType.PLACE_CODE: pgettext_lazy("type of a column", "Code of a place"),
    ColumnType.ADDRESS_CODE: pgettext_lazy("type of a column", "Code of an address"),
    ColumnType.CADASTRE_NUMBER: pgettext_lazy("type of a column", "Cadastral number"),
    ColumnType.ACCOUNT_NUMBER: pgettext_lazy("type of a column", "Bank account"),
    ColumnType.PHONE_NUMBER: pgettext_lazy("type of a column", "Phone number"),
    ColumnType.DAY: pgettext_lazy("type of a column", "Day"),
    ColumnType.MONTH: pgettext_lazy("type of a column", "Month"),
    ColumnType.YEAR: pgettext_lazy("type of a column", "Year"),
    ColumnType.MOMENT: pgettext_lazy("type of a column", "Day and time"),
    ColumnType.WHOLE_NUMBER: pgettext_lazy("type of a column", "Whole number"),
    ColumnType.DECIMAL: pgettext_lazy("type of a column", "Decimal number"),
    ColumnType.AMOUNT: pgettext_lazy("type of a column", "Amount of money"),
    ColumnType.YES_NO: pgettext_lazy("type of a column", "Yes or no"),
    ColumnType.CHOICE: pgettext_lazy("type of a column", "One of several"),
}

CLASS_WORDS: dict[PersonalClass, _StrPromise] = {
    PersonalClass.ORDINARY: pgettext_lazy("personal class", "Ordinary"),
    PersonalClass.IDENTITY: pgettext_lazy("personal class", "Identity"),
    PersonalClass.CONTACT: pgettext_lazy("personal class", "Address and contact"),
    PersonalClass.FAMILY: pgettext_lazy("personal class", "Family"),
    PersonalClass.ECONOMIC: pgettext_lazy("personal class", "Work and money"),
    PersonalClass.BIOMETRIC: pgettext_lazy("personal class", "Biometric"),
    PersonalClass.SENSITIVE: pgettext_lazy("personal class", "Sensitive"),
    PersonalClass.HEALTH: pgettext_lazy("personal class", "Health"),
    PersonalClass.CONVICTION: pgettext_lazy("personal class", "Conviction"),
    PersonalClass.ADOPTION: pgettext_lazy("personal class", "Adoption"),
    PersonalClass.VIOLENCE: pgettext_lazy("personal class", "Violence"),
}

LOAD_KIND_WORDS: dict[LoadKind, _StrPromise] = {
    LoadKind.SOURCE: pgettext_lazy("a load", "Delivery"),
    LoadKind.INBOX: pgettext_lazy("a load", "Rows that came alone"),
    LoadKind.RELEASE: pgettext_lazy("a load", "Corrected rows"),
    LoadKind.DERIVED: pgettext_lazy("a load", "Computed"),
    LoadKind.COMPACTION: pgettext_lazy("a load", "Compaction"),
}

LOAD_STATE_WORDS: dict[LoadState, _StrPromise] = {
    LoadState.PLANNED: pgettext_lazy("a load", "Being written"),
    LoadState.WRITTEN: pgettext_lazy("a load", "Written, not yet shown"),
    LoadState.ANNOUNCED: pgettext_lazy("a load", "In the register"),
    LoadState.ABANDONED: pgettext_lazy("a load", "Given up"),
}
LOAD_STATE_FACES: dict[LoadState, str] = {
    LoadState.PLANNED: "in_work",
    LoadState.WRITTEN: "waiting",
    LoadState.ANNOUNCED: "done",
    LoadState.ABANDONED: "dead",
}
