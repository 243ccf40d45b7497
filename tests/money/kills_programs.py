"""The commit paths of programs with keys: admitted, gathered, told by webhook, and marks that end."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from alatau.core.clock import read_clocks
from alatau.core.values import Actor, ActorKind, PersonId
from alatau.messages.models import WebhookEndpoint
from alatau.money.end_mark import end_mark
from alatau.money.gather import Gatherer
from alatau.money.mark import set_mark
from alatau.money.models import MarkEnd, Posting, Program, Told, Transfer
from alatau.money.programs.admit import admit_program, list_programs
from alatau.money.programs.hear import list_hooks, register_hook
from alatau.money.programs.tell import tell_holders
from alatau.money.programs.values import Right
from alatau.money.values import HolderKind, NewMark
from alatau.money.verify import verify_ledger
from alatau.money.wallet.look import record_payee_look
from alatau.money.wallet.values import Payee
from tests.faults.kill import Scenario
from tests.money.ledger import BY, balance_of, move
from tests.money.stage import CITY, FAMILY, MARK, TREASURY, UNITS, WALLET, count_lines, prepare

HOOK = UUID(int=80)
NAME = "Treasury"


def gather() -> None:
    Gatherer().post(move(TREASURY, WALLET, UNITS, id=UUID(int=60)), by=BY)


def check_gathered() -> None:
    assert balance_of(WALLET) == UNITS
    assert Transfer.objects.count() == Posting.objects.count() == 1
    assert verify_ledger().is_whole


def admit() -> None:
    admit_program(
        NAME, holder_id=CITY, holder_kind=HolderKind.PUBLIC, rights=[Right.READ, Right.HEAR], by=BY, at=read_clocks()
    )


def check_admitted() -> None:
    assert [program.name for program in list_programs()] == [NAME]
    assert Program.objects.count() == count_lines("money.program.admitted")


def prepare_hook() -> None:
    prepare()
    admit()


def hear() -> None:
    (program,) = list_programs()
    events = ["money.payment.sent"]
    register_hook(HOOK, url="https://city.example/", event_types=events, by=program, at=read_clocks())


def check_heard() -> None:
    (program,) = list_programs()
    assert [each.id for each in list_hooks(by=program)] == [HOOK]
    assert WebhookEndpoint.objects.count() == Told.objects.count() == 1


def prepare_news() -> None:
    prepare_hook()
    hear()
    gather()


def tell() -> None:
    with transaction.atomic():
        tell_holders(at=read_clocks())


def check_told() -> None:
    assert count_lines("money.payment.sent") == Transfer.objects.count() == 1


def prepare_mark() -> None:
    prepare()
    at = read_clocks()
    new = NewMark(
        id=MARK, owner_id=CITY, name={"en": "test"}, purpose="test", return_account_id=TREASURY,
        valid_from=at.city_at, valid_until=at.city_at + timedelta(days=1),
    )  # fmt: skip
    with transaction.atomic():
        set_mark(new, by=BY, at=at)


def finish_mark() -> None:
    with transaction.atomic():
        end_mark(MARK, owner_id=CITY, by=BY, at=read_clocks())


def check_mark_ended() -> None:
    assert MarkEnd.objects.count() == count_lines("money.mark.ended") == 1


def look() -> None:
    payer = Actor(kind=ActorKind.RESIDENT, person_id=PersonId(UUID(int=81)))
    payee = Payee(account_id=WALLET, holder_id=FAMILY, name="", trade="")
    if not count_lines("money.payee.looked"):
        record_payee_look(payee, by=payer, at=read_clocks())


def check_looked() -> None:
    assert count_lines("money.payee.looked") == 1


SCENARIOS = (
    Scenario(points=("money.gather.",), prepare=prepare, act=gather, check=check_gathered),
    Scenario(points=("money.program.",), act=admit, check=check_admitted),
    Scenario(points=("money.hear.",), prepare=prepare_hook, act=hear, check=check_heard),
    Scenario(points=("money.tell.",), prepare=prepare_news, act=tell, check=check_told),
    Scenario(points=("money.mark.ended",), prepare=prepare_mark, act=finish_mark, check=check_mark_ended),
    Scenario(points=("money.payee.",), act=look, check=check_looked),
)
