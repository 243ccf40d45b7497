"""Which tables of the nation are published: a fixed set, so that nobody can put two of their own side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alatau.core.content import content
from alatau.family.seam import NOT_APPLICABLE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from alatau.rules.graph import Law, Rule

#: Kind of a family of which the registers say too little.
NO_DATA = "no_data"
CATEGORY, FAMILY_TYPE, POVERTY = "category", "family_type", "poverty"
POOR, NOT_POOR = "poor", "not_poor"
YES, ASK, NO = "yes", "ask", "no"
#: Of a flag that is no right.
TRUE, FALSE = "true", "false"
#: Tables of benefits are called after the benefit's rule, those of other measures of need after theirs.
BENEFIT, MODEL = "benefit.", "model."


@dataclass(frozen=True, kw_only=True)
class Cut:
    """One table: families by place and kind."""

    key: str
    #: The kinds, in the order in which neighbours may be joined.
    kinds: tuple[str, ...]
    #: SQL for the kind of a row of the cards: of a family, or of somebody in it.
    sql: str
    #: Districts as well, or regions alone.
    has_districts: bool = True
    #: Rows are people; their family is of the first of these kinds that one of them is of.
    is_of_people: bool = False


def list_cuts(law: Law, *, kept: Collection[str]) -> list[Cut]:
    """Return the tables that the law in force allows, over the columns that the cards keep."""
    return [*_cuts_of_families(law, kept=kept), *_cuts_of_models(law, kept=kept), *_cuts_of_benefits(law, kept=kept)]


def _cuts_of_families(law: Law, *, kept: Collection[str]) -> Iterator[Cut]:
    card = content().family_card
    for key, name in ((CATEGORY, card.category), (FAMILY_TYPE, card.family_type)):
        if name in kept:
            yield _cut_by_label(key, law.rules[name])
    income, line = card.income_per_head, card.poverty_line
    if {income, line} <= set(kept):
        poor = f'WHEN "{income}" < "{line}" THEN \'{POOR}\' WHEN "{income}" >= "{line}" THEN \'{NOT_POOR}\''
        yield Cut(key=POVERTY, kinds=(POOR, NOT_POOR, NO_DATA), sql=f"CASE {poor} ELSE '{NO_DATA}' END")


def _cuts_of_models(law: Law, *, kept: Collection[str]) -> Iterator[Cut]:
    for name in content().family_card.models:
        if name not in kept:
            continue
        if law.rules[name].version.labels:
            yield _cut_by_label(MODEL + name, law.rules[name])
        else:
            holds = f"WHEN \"{name}\" THEN '{TRUE}' WHEN NOT \"{name}\" THEN '{FALSE}'"
            yield Cut(key=MODEL + name, kinds=(TRUE, FALSE, NO_DATA), sql=f"CASE {holds} ELSE '{NO_DATA}' END")


def _cut_by_label(key: str, rule: Rule) -> Cut:
    return Cut(key=key, kinds=(*rule.version.labels, NO_DATA), sql=f"coalesce(\"{rule.name}\", '{NO_DATA}')")


def _cuts_of_benefits(law: Law, *, kept: Collection[str]) -> Iterator[Cut]:
    for name, rule in sorted(law.rules.items()):
        if rule.version.kind == "benefit" and name in kept:
            yield Cut(
                key=BENEFIT + name,
                kinds=(YES, ASK, NO),
                sql=_benefit_sql(name, rule, kept=kept),
                has_districts=False,
                is_of_people=rule.version.level == "person",
            )


def _benefit_sql(name: str, rule: Rule, *, kept: Collection[str]) -> str:
    column, absent = f'"{name}"', name + NOT_APPLICABLE
    given = column if rule.version.unit == "flag" else f"{column} > 0"
    unknown = f"{column} IS NULL"
    if absent in kept:
        # What does not apply is no right, though it has no value either.
        unknown += f' AND NOT coalesce("{absent}", false)'
    return f"CASE WHEN {given} THEN '{YES}' WHEN {unknown} THEN '{ASK}' ELSE '{NO}' END"
