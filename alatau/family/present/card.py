"""A card as a page shows it: rights first, then the category, who is counted, and figures by subject."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from alatau.core.content import content
from alatau.family.card import EntitlementState, PartOf, Seen
from alatau.family.present.cliffs import show_cliff
from alatau.family.present.say import name_registers, name_rule, say_figure, say_right, say_word, tell_how
from alatau.family.values import State
from alatau.rules.texts import find_word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from alatau.core.values import PersonId
    from alatau.family.card import Card, Entitlement, Figure, Member

MONTHLY = "monthly"
INDICATOR, STATUS, NEED = "indicator", "status", "need"
#: Subjects of figures in the order in which a card shows them; others follow.
DOMAINS = (
    "income",
    "debt",
    "movable",
    "farm",
    "employment",
    "social",
    "health",
    "education",
    "housing",
    "access",
)


@dataclass(frozen=True, kw_only=True)
class FigureLine:
    """One figure of a card in words."""

    name: str
    title: str
    words: str
    is_open: bool
    is_known: bool
    is_contested: bool
    verification: str


@dataclass(frozen=True, kw_only=True)
class Subject:
    """Figures of one subject: income, housing and so on."""

    key: str
    title: str
    #: Known ones first.
    lines: tuple[FigureLine, ...]

    @property
    def known(self) -> list[FigureLine]:
        """Figures that say something."""
        return [line for line in self.lines if line.is_known]

    @property
    def others(self) -> list[FigureLine]:
        """Figures that say nothing, or nothing to this reader."""
        return [line for line in self.lines if not line.is_known]


@dataclass(frozen=True, kw_only=True)
class RightLine:
    """One right in words."""

    name: str
    title: str
    words: str
    why: str
    law: str
    payer: str
    paid: str
    whose: str
    #: Whose page explains it; None for the family's.
    person_id: PersonId | None
    silent: tuple[str, ...]
    is_contested: bool
    is_single_source: bool
    verification: str
    has_amount: bool


@dataclass(frozen=True, kw_only=True)
class MemberPart:
    """Somebody on the card, and their figures if they are open."""

    person_id: PersonId
    title: str
    role: str
    is_self: bool
    is_open: bool
    subjects: tuple[Subject, ...]


def show_card(card: Card, *, names: Mapping[PersonId, str]) -> dict[str, object]:
    """Return what the card's page shows. `names` says how to call the people whom this reader may know."""
    parts = [_show_member(member, names=names) for member in card.members]
    whose = {part.person_id: part.title for part in parts}
    rights = [_show_right(right, whose=whose) for right in _in_order(card.entitlements)]
    by_state = {state: [] for state in EntitlementState}  # type: dict[EntitlementState, list[RightLine]]
    for right, line in zip(_in_order(card.entitlements), rights, strict=True):
        by_state[right.state].append(line)
    return {
        "card": card,
        "members": sorted(parts, key=lambda part: (not part.is_self, not part.is_open)),
        "has_other_adults": any(member.is_other_adult for member in card.members),
        "rights": by_state[EntitlementState.YES],
        "asked": by_state[EntitlementState.ASK],
        "no_rights": by_state[EntitlementState.NO],
        # A distance that nobody may see, of help that will not come either, says nothing.
        "cliffs": [show_cliff(cliff) for cliff in card.cliffs if cliff.distance is not None or cliff.next],
        "category": _show_category(card.category),
        "subjects": show_subjects(card.figures),
        "models": _show_models(card.figures),
        "statuses": show_true(card.figures, kind=STATUS),
        "needs": show_true(card.figures, kind=NEED),
    }


def show_subjects(figures: Sequence[Figure]) -> tuple[Subject, ...]:
    """Return indicators by subject, in the order in which a card shows subjects."""
    by_domain: dict[str, list[FigureLine]] = {}
    for figure in sorted(figures, key=lambda each: each.key):
        if figure.kind == INDICATOR:
            by_domain.setdefault(figure.domain, []).append(show_figure(figure))
    order = {key: place for place, key in enumerate(DOMAINS)}
    return tuple(
        Subject(key=key, title=say_word("domain", key), lines=tuple(by_domain[key]))
        for key in sorted(by_domain, key=lambda each: (order.get(each, len(order)), each))
    )


def show_true(figures: Sequence[Figure], *, kind: str) -> list[FigureLine]:
    """Return what holds of the family, of one kind: statuses, needs."""
    return [
        show_figure(figure)
        for figure in figures
        if figure.kind == kind and figure.value is True and figure.name not in content().family_card.models
    ]


def _show_models(figures: Sequence[Figure]) -> list[FigureLine]:
    """Return other measures of need than the category, as far as they are open and known."""
    lines = [show_figure(figure) for figure in figures if figure.name in content().family_card.models]
    return [line for line in lines if line.is_known]


def show_figure(figure: Figure) -> FigureLine:
    """Return one figure in words."""
    return FigureLine(
        name=figure.name,
        title=name_rule(figure.key, figure.name),
        words=say_figure(figure),
        is_open=figure.seen is Seen.OPEN,
        is_known=figure.seen is Seen.OPEN and figure.state is State.KNOWN,
        is_contested=figure.is_contested,
        verification=figure.verification,
    )


def _show_member(member: Member, *, names: Mapping[PersonId, str]) -> MemberPart:
    role = say_word("role", member.role) if member.role else _("Member of the family")
    name = names.get(member.person_id, "")
    return MemberPart(
        person_id=member.person_id,
        title=name or (_("You") if member.part is PartOf.SELF else role),
        role=role,
        is_self=member.part is PartOf.SELF,
        is_open=member.is_open,
        subjects=show_subjects(member.figures),
    )


def _in_order(rights: Sequence[Entitlement]) -> list[Entitlement]:
    """What comes by itself first, and of that what comes each month; what only some of those who ask get last."""
    return sorted(rights, key=_place_of)


def _place_of(right: Entitlement) -> tuple[bool, bool, bool, Decimal, str]:
    is_asked_for = not right.is_proactive
    return right.is_by_competition, is_asked_for, right.paid != MONTHLY, -Decimal(right.amount or 0), right.key


def _show_right(right: Entitlement, *, whose: Mapping[PersonId, str]) -> RightLine:
    return RightLine(
        name=right.name,
        title=name_rule(right.key, right.name),
        words=say_right(right),
        why=tell_how(right.key),
        law=right.law,
        payer=say_word("payer", right.payer),
        paid=say_word("paid", right.paid),
        whose=whose.get(right.person_id, "") if right.person_id else "",
        person_id=right.person_id,
        silent=tuple(name_registers(right.silent)),
        is_contested=right.is_contested,
        is_single_source=right.is_single_source,
        verification=right.verification,
        has_amount=bool(right.amount) and right.state is EntitlementState.YES,
    )


def _show_category(category: Figure | None) -> dict[str, str] | None:
    if category is None or not isinstance(category.value, str):
        return None
    meaning = find_word("category_meaning", category.value)
    return {
        "name": category.name,
        "title": say_figure(category),
        "meaning": str(meaning) if meaning else "",
        "how": tell_how(category.key),
    }
