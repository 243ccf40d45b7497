"""What an operator sets up for payouts at a terminal."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from alatau.money.commands import commands
from alatau.money.models import PayoutLine, PayoutProgramme, VoucherGroup
from alatau.money.payouts.errors import CallbackNotAllowedError, InstitutionUnknownError, ProgrammeReusedError
from alatau.money.payouts.institutions import admit_institution, check_callback, recognise_institution
from alatau.money.values import HolderKind
from tests.money.ledger import BY, PUBLIC, account
from tests.money.payouts.budget import PROGRAMME, line, now, paid, programme, purse

pytestmark = pytest.mark.usefixtures("city")
NAMES = [word for code in ("kk", "ru", "en", "ar") for word in ("--name", f"{code}=Support")]


def run(*words):
    return CliRunner().invoke(commands, [*words])


def test_programme_is_opened_with_its_name_in_every_language():
    budget = account(now(), holder_kind=HolderKind.PUBLIC, tier=PUBLIC)
    short = run("programme", "help", "--account", str(budget), "--name", "en=Help")
    assert (short.exit_code, PayoutProgramme.objects.count()) == (2, 0)
    assert run("programme", "help", "--account", str(budget), *NAMES, "--unattended", "500").exit_code == 0
    assert PayoutProgramme.objects.get().unattended_most == 500_00
    other = account(now(), holder_kind=HolderKind.PUBLIC, tier=PUBLIC)
    assert isinstance(run("programme", "help", "--account", str(other), *NAMES).exception, ProgrammeReusedError)


def test_vouchers_are_set_up():
    programme(now())
    assert (
        run("vouchers", "FD1", "--programme", PROGRAMME, *NAMES, "--trades", "5411,5462", "--days", "9").exit_code == 0
    )
    assert VoucherGroup.objects.get().trades == ["5411", "5462"]


def test_system_is_admitted_changed_and_ended():
    programme(now())
    words = ("admit-institution", "MIN", "--name", "Ministry", "--programmes", PROGRAMME)
    first, second = (run(*words, "--callback", "https://a.example/").output.strip() for _ in range(2))
    assert recognise_institution(second).code == "MIN"
    assert "MIN" in run("institutions").output
    assert run("end-institution", "MIN").exit_code == 0
    for key in (first, second, ""):
        with pytest.raises(InstitutionUnknownError):
            recognise_institution(key)


@pytest.mark.parametrize("prefix", ["ftp://a.example/", "https://a.example", "https:/", "a.example/"])
def test_prefix_of_callbacks_that_could_be_continued_elsewhere_is_refused(prefix):
    programme(now())
    with pytest.raises(CallbackNotAllowedError):
        admit_institution("MIN", name="M", programmes=[PROGRAMME], callbacks=[prefix], by=BY, at=now())


def test_callback_stays_under_what_was_admitted():
    programme(now())
    key = admit_institution(
        "MIN", name="M", programmes=[PROGRAMME], callbacks=["https://a.example/in/"], by=BY, at=now()
    )
    ministry = recognise_institution(key)
    assert check_callback("https://a.example/in/1", ministry)
    assert check_callback("", ministry) == ""
    for url in ("https://a.example/other", "https://a.example.evil/in/", "https://a.example/in/../x"):
        with pytest.raises(CallbackNotAllowedError):
            check_callback(url, ministry)


def test_list_of_payouts_ends_in_one_when_a_line_is_not_its_transfer():
    programme(now())
    purse("aigerim", now())
    paid([line("aigerim")], now())
    assert "agrees" in run("payouts").output
    PayoutLine.objects.update(amount=51_00)
    told = run("payouts")
    assert (told.exit_code, "DIFFERS" in told.output) == (1, True)
