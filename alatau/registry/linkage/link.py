"""Link a register's rows that carry a name and no number: sure ones at once, unsure ones by people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.content import content
from alatau.core.faults import declare_points, reach
from alatau.core.values import PersonId
from alatau.desk.open import open_case
from alatau.registry.lake.connect import open_engine
from alatau.registry.lake.fold import fold_inbox
from alatau.registry.lake.protocol import sweep_loads, writer
from alatau.registry.lake.sight import look_at
from alatau.registry.linkage.gather import gather_people, gather_rows
from alatau.registry.linkage.judge import find_matches
from alatau.registry.linkage.naming import find_naming
from alatau.registry.linkage.relink import relink
from alatau.registry.linkage.values import LinkageReport
from alatau.registry.models import LinkQuestion, LinkSuggestion, Load
from alatau.registry.values import Judgement

if TYPE_CHECKING:
    from pathlib import Path

    from alatau.core.values import Actor, Moment
    from alatau.registry.linkage.values import Candidate, Matches
    from alatau.registry.values import Register

declare_points("registry.link.suggested")

#: The kind of case that asks whose a row is, as the content package names it.
OWNER_UNSURE = "record_owner_unsure"
PAGE = "registry:match"
#: A score of 1 in the whole numbers of its column.
WHOLE = 10_000


def link_named_rows(register: Register, *, by: Actor, at: Moment) -> LinkageReport:
    """Link what can be linked, ask about the rest, and return how many of each. Safe to repeat.

    A row is asked about once; whatever people decided about it stays.

    Raises:
        RegisterBusyError: another load of the register is under way.
    """
    assert find_naming(register), "the register's rows name nobody"
    weights = content().name_weights
    assert weights, "content whose registers name people has weights"
    with writer(register.key):
        sweep_loads(register.key, by=by, at=at)
        while fold_inbox(register, by=by, at=at):
            pass
        return _link(register, weights, by=by, at=at)


def _link(register: Register, weights: Path, *, by: Actor, at: Moment) -> LinkageReport:
    sight = look_at(register.key)
    if not sight.announced:
        return LinkageReport(register_key=register.key)
    with open_engine() as engine:
        count = gather_rows(engine, register, sight, but=_asked(register), into="nobodys")
        if not count:
            return LinkageReport(register_key=register.key)
        gather_people(engine, into="people")
        matches = find_matches(engine, weights, rows="nobodys", people="people")
        _suggest(register, matches, by=by, at=at)
        reach("registry.link.suggested")
        owners = {row: match.person_id for row, match in matches.sure.items()}
        load = relink(engine, register, owners, sight=sight, by=by, at=at) if owners else None
    return LinkageReport(
        register_key=register.key,
        looked_at=count,
        linked=len(owners),
        asked=len(matches.unsure),
        load=load.number if load else None,
    )


def _asked(register: Register) -> list[tuple[int, int]]:
    """Return rows about which somebody was asked."""
    asked = LinkSuggestion.objects.filter(load__register_key=register.key, judgement=Judgement.UNSURE.value)
    return list(asked.values_list("load__number", "line").distinct())


@transaction.atomic
def _suggest(register: Register, matches: Matches, *, by: Actor, at: Moment) -> None:
    """Keep what the model found, sure matches too, and open a case for each row it is not sure of."""
    numbers = {load for load, _ in [*matches.sure, *matches.unsure]}
    loads = {row.number: row for row in Load.objects.filter(register_key=register.key, number__in=numbers)}
    sure = [
        _suggestion(loads[load], line, match, judgement=Judgement.POSITIVE, at=at)
        for (load, line), match in matches.sure.items()
    ]
    # A load that was cut short found the same: what it kept stays.
    LinkSuggestion.objects.bulk_create(sure, batch_size=1000, ignore_conflicts=True)
    for (load, line), candidates in matches.unsure.items():
        unsure = [_suggestion(loads[load], line, each, judgement=Judgement.UNSURE, at=at) for each in candidates]
        LinkSuggestion.objects.bulk_create(unsure)
        ask_about(unsure[0], register.key, by=by, at=at)


def ask_about(suggestion: LinkSuggestion, register_key: str, *, by: Actor, at: Moment) -> None:
    """Open the case that asks a member of staff whether the row is this person's. Safe to repeat."""
    facts = {"register": register_key, "page": PAGE}
    case_id = open_case(
        OWNER_UNSURE,
        subject_id=PersonId(suggestion.person_id),
        region="",
        facts=facts,
        request_id=suggestion.id,
        by=by,
        at=at,
    )
    LinkQuestion.objects.get_or_create(case_id=case_id, defaults={"suggestion": suggestion})


def _suggestion(load: Load, line: int, match: Candidate, *, judgement: Judgement, at: Moment) -> LinkSuggestion:
    return LinkSuggestion(
        load=load,
        line=line,
        person_id=match.person_id,
        score=int(match.score * WHOLE),
        detail=dict(match.detail),
        judgement=judgement.value,
        suggested_at=at.wall_at,
    )
