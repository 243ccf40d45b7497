"""The commit paths of cards, for kills at each of their named points."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from alatau.core.clock import read_clocks
from alatau.core.models import JournalLine
from alatau.family.events.recompute import recompute_families
from alatau.family.models import ChangedCard, NationalTable, Run
from alatau.family.national import count
from alatau.family.national.count import publish_tables
from alatau.family.national.cuts import Cut
from alatau.family.run.folders import cards_folder, scratch_folder
from alatau.family.run.run import run_cards
from alatau.family.runs import get_current_run
from alatau.family.values import RunId
from tests.conftest import RUN
from tests.family.events import read_news
from tests.family.town import AIGERIM, DEBTS, OURS, PLAN, WRITER, fill, load
from tests.faults.kill import Scenario
from tests.harness.databases import working_as
from tests.registry.lake.stage import seal_journal


def prepare() -> None:
    with working_as(RUN, "worker"):
        fill()


def compute() -> None:
    """Compute all cards, with room for one run only."""
    settings.ALATAU_CARDS_KEPT = 2
    with working_as(RUN, "worker"):
        run_cards(lambda _question, _engine: PLAN, by=WRITER, at=read_clocks())


def check_computed() -> None:
    """One run was published for each time that one was finished, and nothing lies there that no run names."""
    published = {*Run.objects.filter(state="published").values_list("id", flat=True)}
    assert {path.name for path in cards_folder().iterdir()} == {str(run_id) for run_id in published}
    assert not any(scratch_folder(RunId(run_id)).exists() for run_id in published)
    assert not Run.objects.filter(state="computing").exists()
    lines = JournalLine.objects.filter(action="family.cards.published")
    assert lines.count() == Run.objects.exclude(line_id=None).count()
    assert (get_current_run().people, get_current_run().families) == (4, 2)


def prepare_change() -> None:
    prepare()
    compute()
    with working_as(RUN, "worker"):
        seal_journal()
        load(DEBTS, {"debtor": AIGERIM, "sum": 5})
        seal_journal()


def follow() -> None:
    """Hand the news to the families, as their listener does: in one transaction with its place in the journal."""
    with working_as(RUN, "worker"), transaction.atomic():
        if not ChangedCard.objects.exists():
            recompute_families(read_news(), by=WRITER, at=read_clocks(), planner=lambda _question: PLAN)


def check_followed() -> None:
    assert [*ChangedCard.objects.values_list("family", flat=True)] == [OURS]
    assert JournalLine.objects.filter(action__startswith="family.entitlement.").count() == 0


def prepare_tables() -> None:
    prepare()
    compute()


def publish() -> None:
    """Publish the month's tables of a law that has one."""
    cut = Cut(key="category", kinds=("some",), sql="'some'", has_districts=False)
    count.list_cuts = lambda _law, **_kept: [cut]
    with working_as(RUN, "worker"):
        publish_tables(get_current_run(), by=WRITER, at=read_clocks())


def check_published() -> None:
    assert NationalTable.objects.count() == 1
    assert JournalLine.objects.filter(action="family.tables.published").count() == 1


SCENARIOS = (
    Scenario(points=("family.tables.",), prepare=prepare_tables, act=publish, check=check_published),
    Scenario(points=("family.run.", "family.prune."), prepare=prepare, act=compute, check=check_computed),
    Scenario(points=("family.change.",), prepare=prepare_change, act=follow, check=check_followed),
)
