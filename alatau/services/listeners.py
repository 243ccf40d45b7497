"""What this room hears.

What opens the lake is imported where it is needed: its libraries cost 0.4 s and 100 MB, and every process reads this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy

from alatau.core.clock import read_clocks
from alatau.core.jobs import defer
from alatau.core.journal.listen import listener
from alatau.core.values import PersonId, system_actor
from alatau.registry.declare import list_registers
from alatau.services.catalogue.conclude import conclude_request, reopen_request, take_fee
from alatau.services.catalogue.fees import SOURCE
from alatau.services.restriction.follow import follow_number
from alatau.services.restriction.rules import get_rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.core.journal.values import SealedLine

RESTRICTIONS = system_actor("services.restrictions")
EVENTS = system_actor("services.events")


@listener(
    "services.events",
    actions=("registry.row.received", "registry.load.announced"),
    batch_lines=200,
    about=gettext_lazy("Detects what happened in people's lives as rows of registers come"),
)
def detect_events(lines: Sequence[SealedLine]) -> None:
    """Detect what rows that came alone tell, and ask for the work that loads bring."""
    from alatau.services.events.follow import follow_rows

    follow_rows(lines, by=EVENTS, at=read_clocks())


@listener(
    "services.events_of_cards",
    actions=("family.entitlement.gained", "family.entitlement.lost"),
    batch_lines=200,
    about=gettext_lazy("Detects what happened in people's lives as their families' cards change"),
)
def detect_events_of_cards(lines: Sequence[SealedLine]) -> None:
    """Detect events that a right itself tells of: an income under the line, a fourth child."""
    from alatau.services.events.entitled import follow_rights as follow_cards

    follow_cards(lines, by=EVENTS, at=read_clocks())


@listener(
    "services.event_rulings",
    actions=("desk.case.decided",),
    about=gettext_lazy("Lets doubtful events stand or fall as officials decide"),
)
def follow_event_rulings(lines: Sequence[SealedLine]) -> None:
    """Let events stand or fall as the cases about them were decided."""
    from alatau.services.events.rule import follow_rulings

    follow_rulings(lines, by=EVENTS, at=read_clocks())


DECISIONS = system_actor("services.decisions")


@listener(
    "services.restrictions",
    actions=("registry.row.received",),
    about=gettext_lazy("Takes over restrictions from gambling that reach the register by another way"),
)
def follow_restrictions(lines: Sequence[SealedLine]) -> None:
    """Ask for the work that follows from rows of the register of restrictions: it reads the lake."""
    columns = get_rules().register
    for line in lines:
        if columns is not None and line.subject_id and line.body.get("register") == columns.register:
            defer("services.follow_register", lock="services.follow_register", person_id=line.subject_id)


@listener(
    "services.restricted_numbers",
    actions=("access.number.changed",),
    about=gettext_lazy("Finds restricted people under their new numbers"),
)
def follow_restricted_numbers(lines: Sequence[SealedLine]) -> None:
    """Make restricted people findable under their new numbers."""
    at = read_clocks()
    for line in lines:
        if line.subject_id is not None:
            follow_number(PersonId(line.subject_id), by=RESTRICTIONS, at=at)


@listener(
    "services.rights",
    actions=(
        "family.entitlement.gained",
        "family.entitlement.lost",
        "family.entitlement.became_unknown",
        "family.entitlement.changed",
    ),
    batch_lines=100,
    about=gettext_lazy("Offers rights that families gained, and ends offers of rights that are gone"),
)
def follow_rights(lines: Sequence[SealedLine]) -> None:
    """Open and end offers as cards change."""
    from alatau.services.offers.hear import hear_rights

    hear_rights(lines, at=read_clocks())


@listener(
    "services.offers_of_events",
    actions=("services.event.detected",),
    batch_lines=100,
    about=gettext_lazy("Offers the rights that a life event brings, or begins a conversation about it"),
)
def follow_events(lines: Sequence[SealedLine]) -> None:
    """Begin conversations, and open offers of the rights that a card gives already."""
    from alatau.services.flows.hear import hear_events as begin_talks
    from alatau.services.offers.hear import hear_events

    at = read_clocks()
    begin_talks(lines, at=at)
    hear_events(lines, at=at)


@listener(
    "services.withdrawn_events",
    actions=("services.event.withdrawn",),
    about=gettext_lazy("Ends conversations about what turned out not to have happened"),
)
def follow_withdrawn_events(lines: Sequence[SealedLine]) -> None:
    """End conversations about events that were taken back."""
    from alatau.services.flows.withdraw import hear_withdrawn_events

    hear_withdrawn_events(lines, at=read_clocks())


@listener(
    "services.answers",
    actions=("messages.reply.received",),
    batch_lines=50,
    about=gettext_lazy("Acts on what people answer to offers and in conversations"),
)
def follow_answers(lines: Sequence[SealedLine]) -> None:
    """Take answers to offers and to questions of conversations."""
    from alatau.services.flows.hear import hear_answers as hear_talks
    from alatau.services.offers.hear_answers import hear_answers

    at = read_clocks()
    hear_answers(lines, at=at)
    hear_talks(lines, at=at)


@listener(
    "services.offers",
    actions=("desk.case.decided", "services.decision.made", "services.plan.changed"),
    about=gettext_lazy("Brings offers on as officials look at them, as rights are decided and as money goes out"),
)
def follow_offers(lines: Sequence[SealedLine]) -> None:
    """Bring offers on as their cases, decisions and payments go."""
    from alatau.services.offers.hear import hear_cases, hear_decisions, hear_plans

    at = read_clocks()
    for line in lines:
        hear = {"desk.case.decided": hear_cases, "services.decision.made": hear_decisions}.get(line.action, hear_plans)
        hear([line], at=at)


@listener(
    "services.right_cases",
    actions=("desk.case.decided", "desk.case.appealed"),
    about=gettext_lazy("Writes the decisions that officials made about rights"),
)
def follow_right_cases(lines: Sequence[SealedLine]) -> None:
    """Do what officials decided about rights, and take appeals that people filed on the page of their case."""
    from alatau.services.decisions.appeal import appeal_case
    from alatau.services.decisions.settle import settle_case

    at = read_clocks()
    for line in lines:
        if line.case_id is not None:
            do = appeal_case if line.action == "desk.case.appealed" else settle_case
            do(line.case_id, by=DECISIONS, at=at)


@listener(
    "services.recoveries",
    actions=("access.consent.withdrawn",),
    about=gettext_lazy("Sends a bill for the rest when somebody no longer agrees to lessened payments"),
)
def follow_consents(lines: Sequence[SealedLine]) -> None:
    """Send bills to people who took back their yes to lessened payments."""
    from alatau.services.payments.recover import CONSENT, bill_the_rest

    for line in lines:
        if line.subject_id is not None and line.body.get("key") == CONSENT:
            bill_the_rest(PersonId(line.subject_id), by=DECISIONS, at=read_clocks())


@listener(
    "services.payments_of_cards",
    actions=("family.entitlement.lost", "family.entitlement.changed"),
    batch_lines=100,
    about=gettext_lazy("Changes or ends payments as cards change, or asks an official"),
)
def follow_cards(lines: Sequence[SealedLine]) -> None:
    """Hold against their cards the payments of families whose rights changed."""
    from alatau.services.payments.follow import follow_lines

    follow_lines(lines, at=read_clocks())


@listener(
    "services.payouts",
    actions=("money.payout.paid", "money.payout.closed", "money.payout.declined"),
    about=gettext_lazy("Notes which payments were made, and asks an official about those that failed"),
)
def follow_payouts(lines: Sequence[SealedLine]) -> None:
    """Write what became of payments at the treasury."""
    from alatau.services.payments.outcomes import hear_of_batch

    at = read_clocks()
    for line in lines:
        hear_of_batch(UUID(str(line.body["batch_id"])), at=at)


@listener(
    "services.deaths",
    actions=("registry.load.announced", "registry.row.received"),
    about=gettext_lazy("Holds payments to people who have died"),
)
def ask_who_died(lines: Sequence[SealedLine]) -> None:
    """Ask for the people who are paid and died, when a register that tells of deaths has news."""
    telling = {each.key for each in list_registers() if any(telling.what == "death" for telling in each.tells)}
    news = [line for line in lines if line.body.get("register") in telling]
    if any(line.action == "registry.load.announced" and line.body.get("rows_accepted") for line in news):
        defer("services.suspend_dead", people=[])
    elif people := sorted({str(line.subject_id) for line in news if line.subject_id}):
        defer("services.suspend_dead", people=people)


QUEUES = system_actor("services.queues")


@listener(
    "services.queue_claims",
    actions=("desk.case.decided",),
    about=gettext_lazy("Gives tickets of queues the rights that officials confirmed"),
)
def settle_queue_claims(lines: Sequence[SealedLine]) -> None:
    """Settle rights to go first as the cases about them were decided."""
    from alatau.services.queues.claim import settle_claim

    at = read_clocks()
    for line in lines:
        if line.case_id is not None:
            settle_claim(line.case_id, outcome=str(line.body.get("outcome", "")), by=QUEUES, at=at)


@listener(
    "services.place_answers",
    actions=("messages.reply.received",),
    about=gettext_lazy("Takes answers to offered places that came by message"),
)
def take_place_answers(lines: Sequence[SealedLine]) -> None:
    """Accept or decline offered places as people answered."""
    from alatau.services.queues.replies import take_reply

    at = read_clocks()
    for line in lines:
        take_reply(line, at=at)


@listener(
    "services.requests",
    actions=("desk.case.decided", "desk.case.reopened", "money.bill.paid"),
    about=gettext_lazy("Gives what was asked for when officials grant it, or when its fee is paid"),
)
def follow_requests(lines: Sequence[SealedLine]) -> None:
    """Go on with requests for services as their cases are decided and their fees are paid."""
    at = read_clocks()
    for line in lines:
        if line.action == "money.bill.paid":
            if line.body.get("source") == SOURCE and line.body.get("is_whole"):
                take_fee(UUID(str(line.body["bill_id"])), at=at)
        elif line.case_id is None:
            continue
        elif line.action == "desk.case.reopened":
            reopen_request(line.case_id, at=at)
        else:
            conclude_request(line.case_id, outcome=str(line.body.get("outcome", "")), at=at)


@listener(
    "services.new_cards",
    actions=("family.cards.published",),
    about=gettext_lazy("Asks for offers of what a nation's new cards give"),
)
def search_new_cards(lines: Sequence[SealedLine]) -> None:
    """Ask for a search over the newest cards; several runs are searched as one."""
    if lines:
        defer("services.search_run")
