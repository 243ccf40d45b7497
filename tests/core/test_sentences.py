"""Every refusal of the ground and the command line, word for word in English and in three more languages."""

from __future__ import annotations

import re

import pytest
from django.utils.translation import override

from alatau.cli import errors as cli
from alatau.core import advance, checks
from alatau.core import errors as core
from alatau.core.backup import errors as backup
from alatau.core.journal import errors as journal
from alatau.core.postgres import errors as postgres
from alatau.core.text import Text

IIN = Text(en="The IIN", ru="ИИН", kk="ЖСН", ar="رقم الهوية")

SENTENCES: dict[core.AlatauError, str] = {
    core.AlatauError(): "We could not do this. Nothing was changed. Please try again.",
    core.NotFoundError(): (
        "We found nothing here that you can open. Check the address, or start again from the first page."
    ),
    core.NotAllowedError(): (
        "Your role does not open this page. If you need it for your work, ask your administrator."
    ),
    core.CurrencyMismatchError(given="USD", expected="KZT"): (
        "This sum is in USD, and KZT is needed. Enter it in KZT."
    ),
    core.AmountNotReadableError(example="1 250"): (
        "We could not read this as an amount. Write it in figures, for example 1 250."
    ),
    core.ParameterNotKnownError(name="mci"): (
        "A rate that this needs has not been published for that day. Nothing was changed. "
        "Please choose another day or tell the operator."
    ),
    core.NumberNotValidError(number=IIN, mistake="length", length=11): (
        "The IIN has 11 characters. Count them and type it again."
    ),
    core.NumberNotValidError(number=IIN, mistake="signs"): (
        "The IIN holds a sign that cannot be in it. Type it again."
    ),
    core.NumberNotValidError(number=IIN, mistake="date"): (
        "The date at the start of The IIN does not exist. Type it again."
    ),
    core.NumberNotValidError(number=IIN, mistake="future"): (
        "The date at the start of The IIN has not come yet. Type it again."
    ),
    core.NumberNotValidError(number=IIN, mistake="kind"): (
        "The IIN has a digit that is not in use at its place. Type it again."
    ),
    core.NumberNotValidError(number=IIN, mistake="other_number"): (
        "This looks like another number. Here we need The IIN."
    ),
    core.NumberNotValidError(number=IIN, mistake="unknown_place"): (
        "The IIN names a place that is not on the list. Choose it from the list."
    ),
    core.NumberNotValidError(number=IIN, mistake="synthetic"): (
        "The IIN is of the kind kept for invented people and firms. Type a real one."
    ),
    core.NumberNotValidError(number=IIN, mistake="check"): (
        "The IIN does not add up, so one digit is probably wrong. Type it again."
    ),
    advance.CityTimeFixedError(): (
        "This city lives in the time of the world, so its clock cannot be changed. Use a sample city to try."
    ),
    advance.CityTimeLeapError(): (
        "City time moves forward, at most ten years at once. Choose a later moment or a usual pace."
    ),
    checks.WrongCityError(kind="sample", mode="production"): (
        "This database was created as sample, and the program runs as production. "
        "Name the right database, or set ALATAU_MODE."
    ),
    checks.StartRefusedError([checks.PROBLEMS[0][1]]): (
        "ALATAU_DEBUG is on, which shows inner details to everybody. Switch it off in production."
    ),
    journal.LineIdReusedError(): (
        "This was already recorded with other contents. Nothing was changed. Reload the page and try again."
    ),
    journal.ListenerMovedError(): ("The listener has gone on meanwhile. Nothing was left out. Look at the page again."),
    journal.NotYetSignedError(): "This is recorded and not yet signed. Wait a few seconds and try again.",
    postgres.BinariesMissingError(folder="/bin"): (
        "The database program was not found in /bin. Run `make up` again, or set ALATAU_POSTGRES."
    ),
    postgres.VersionMismatchError(data=16, program=18): (
        "The data were made by PostgreSQL 16, and this program would run 18. "
        "Set ALATAU_POSTGRES to the version of the data."
    ),
    postgres.AlreadyRunningError(home="/home", note="process 7"): (
        "A city already runs in /home (process 7). Stop it first, or set another ALATAU_HOME."
    ),
    postgres.CreationFailedError(reason="disk full"): "The database could not be created: disk full",
    postgres.StartFailedError(reason="No space.", log="/log"): (
        "The database did not start: No space. The full story is in /log."
    ),
    postgres.SocketFolderError(folder="/tmp/a"): (
        "The folder /tmp/a belongs to another user. Remove it, or set a shorter ALATAU_HOME."
    ),
    backup.PassphraseMissingError(): (
        "The keys need a passphrase of 12 letters or more. Set ALATAU_BACKUP_PASSPHRASE_FILE."
    ),
    backup.NotABackupError(folder="/b"): (
        "The folder /b holds no complete backup. Name the folder given to `alatau backup`."
    ),
    backup.FolderNotWritableError(folder="/b", user="alatau"): (
        "The folder /b cannot be written by the user alatau. Give it to that user."
    ),
    backup.OtherCityError(folder="/b"): (
        "The folder /b belongs to another city. Name a folder of this city, or an empty one."
    ),
    backup.BackupToolError(program="pg_dump", reason="disk full"): "The program pg_dump failed: disk full",
    backup.ArchiveStuckError(folder="/a"): (
        "The log is not being kept in /a. See the disk and the database's log, then repeat."
    ),
    backup.WrongPassphraseError(backup="B1"): (
        "This passphrase does not open the backup B1. Use the one that it was made with."
    ),
    backup.AlteredBackupError(file="lake/rows"): (
        "The backup is not as it was made: see lake/rows. Use another copy or an earlier backup."
    ),
    backup.MomentTooEarlyError(earliest="noon"): (
        "No backup is older than this moment. The earliest moment to go to is noon."
    ),
    backup.MomentTooLateError(): "The kept log ends before this moment. Leave out --at to restore all there is.",
    backup.NewerCityError(home="/home"): (
        "The city in /home is newer than what would be restored. "
        "Restore into another ALATAU_HOME, or move the old one aside."
    ),
    backup.DatabaseNotEmptyError(): (
        "The database named by DATABASE_URL is not empty. Create an empty one and name that."
    ),
    backup.MomentNeedsEmbeddedError(): (
        "An outside server keeps its own log. Restore it to the moment there; --at is for the embedded one."
    ),
    backup.RestoreCutShortError(home="/home"): (
        "A restore into /home was cut short. Run `alatau restore` again before the city starts."
    ),
    cli.PortTakenError(port=8000, address="127.0.0.1"): (
        "Port 8000 at 127.0.0.1 is in use. Stop the other program, or set ALATAU_PORT."
    ),
    cli.NotReadyError(process="web", logs="/logs"): ("The process web did not start. What it said is in /logs."),
    cli.StaticFilesMissingError(folder="/home"): (
        "The styles and scripts of the pages are not in /home. Run: alatau collect-static"
    ),
    cli.DatabaseAwayError(): ("The database does not answer. Start the city with `alatau up`, or check DATABASE_URL."),
}
LETTERS = {"kk": "[әіңғүұқөһӘІҢҒҮҰҚӨҺ]", "ru": "[а-яА-Я]", "ar": "[\u0600-\u06ff]"}
ROOMS = (core, advance, checks, journal, postgres, backup, cli)


def errors_of_the_ground() -> set[type[core.AlatauError]]:
    found = (each for room in ROOMS for each in vars(room).values() if isinstance(each, type))
    return {each for each in found if issubclass(each, core.AlatauError)}


@pytest.mark.parametrize("error", SENTENCES, ids=lambda error: error.code)
def test_a_refusal_says_exactly_this_in_english(error: core.AlatauError) -> None:
    assert error.sentence() == SENTENCES[error]
    assert str(error) == error.sentence()


@pytest.mark.parametrize("language", ["kk", "ru", "ar"])
@pytest.mark.parametrize("error", SENTENCES, ids=lambda error: error.code)
def test_a_refusal_is_said_in_every_language_with_its_facts(error: core.AlatauError, language: str) -> None:
    with override(language):
        said = error.sentence()

    assert said != SENTENCES[error]
    assert re.search(LETTERS[language], said)
    assert "%(" not in said
    for fact in ("USD", "process 7", "/home", "/b", "pg_dump", "noon", "8000"):
        assert (fact in said) is (fact in SENTENCES[error])


def test_no_refusal_of_the_ground_is_left_without_its_sentence_here() -> None:
    assert errors_of_the_ground() <= {type(error) for error in SENTENCES}


def test_codes_are_stable_words_and_each_is_used_once() -> None:
    codes = [each.code for each in errors_of_the_ground()]

    assert sorted(codes) == sorted(set(codes))
    assert all(re.fullmatch(r"(core|cli)\.[a-z_]+", code) for code in codes)


def test_all_problems_of_a_start_are_told_in_the_readers_language() -> None:
    refused = checks.StartRefusedError([problem for _, problem in checks.PROBLEMS])
    with override("ru"):
        lines = refused.sentence().split("\n")

    assert len(lines) == len(checks.PROBLEMS)
    assert all(re.search(LETTERS["ru"], line) for line in lines)
