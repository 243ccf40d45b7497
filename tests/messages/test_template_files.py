"""Files of templates that cannot be used are refused at the start, with the file and the key they stand at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from alatau.messages.catalogue_checks import check_templates
from alatau.messages.catalogue_files import load_catalogue
from alatau.messages.errors import TemplateFileError
from alatau.messages.values import Channel, PurposeClass

if TYPE_CHECKING:
    from pathlib import Path

RULES = """
sender = { en = "Town" }
quiet_hours = { from = 22:00:00, until = 08:00:00 }
stop_words = { en = ["stop"] }
start_words = { en = ["start"] }
"""
GOATS = """
[[template]]
key = "town.goats"
version = 1
purpose_class = "service"
lives_minutes = 60
sms = { en = "Town: you have {count} goats" }
facts = { count = { type = "number", sample = 3 } }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with rules and one good file."""
    (tmp_path / "rules.toml").write_text(RULES)
    (tmp_path / "town.toml").write_text(GOATS)
    return tmp_path


def refuse(folder: Path) -> str:
    """Load the folder, and return the sentence it is refused with."""
    with pytest.raises(TemplateFileError) as refused:
        load_catalogue(folder)
    return refused.value.sentence()


def test_good_files_become_templates_by_key_and_version(folder: Path) -> None:
    (folder / "more.toml").write_text(GOATS.replace("version = 1", "version = 2"))
    loaded = load_catalogue(folder)
    assert sorted(loaded.versions["town.goats"]) == [1, 2]
    newest = loaded.newest()[0]
    assert (newest.version, newest.purpose_class, list(newest.wordings)) == (2, PurposeClass.SERVICE, [Channel.SMS])


@pytest.mark.parametrize(
    ("good", "wrong", "problem"),
    [
        ('key = "town.goats"\n', "", "key is missing"),
        ("version = 1\n", "", "version is missing"),
        ("lives_minutes = 60\n", "", "lives_minutes is missing"),
        ("lives_minutes = 60", "live_minutes = 60", "lives_minutes is missing"),
        ("lives_minutes = 60", "lives_minutes = 60\nlive_minutes = 60", "live_minutes is not known"),
        ("lives_minutes = 60", 'lives_minutes = "60"', "lives_minutes is of another type than int"),
        ("lives_minutes = 60", "lives_minutes = true", "lives_minutes is of another type than int"),
        ("lives_minutes = 60", "lives_minutes = 0", "lives_minutes is less than 1"),
        ("version = 1", "version = 0", "version is less than 1"),
        ("version = 1", "version = 1\nanswer_days = -1", "answer_days is less than 0"),
        ('"service"', '"security"\nby_hand = true', "by_hand is not for messages of the class security"),
        ('"service"', '"advertising"', "purpose_class advertising is not one of security, service, reminder"),
        ("{count} goats", "{count goats", "sms in en has braces that hold no plain name"),
        ("{count} goats", "count} goats", "sms in en has braces that hold no plain name"),
        ("{count} goats", "{count!r} goats", "sms in en has braces that hold no plain name"),
        ("{count} goats", "{count:>9} goats", "sms in en has braces that hold no plain name"),
        ("{count} goats", "{count.real} goats", "sms in en has braces that hold no plain name"),
        ("{count} goats", "{} goats", "sms in en has braces that hold no plain name"),
        ('en = "Town: you have {count} goats"', "en = 5", "sms in en is not a table"),
        ('en = "Town: you have {count} goats"', 'en = { heading = "Town" }', "text is missing in sms in en"),
        ('en = "Town: you have {count} goats"', 'en = { text = "T", body = "T" }', "body is not known in sms in en"),
        ('{ type = "number", sample = 3 }', "3", "fact count is not a table"),
        ('type = "number", ', "", "type is missing in fact count"),
        (', sample = 3', "", "sample is missing in fact count"),
        (', sample = 3', ", sample = 3, secrt = true", "secrt is not known in fact count"),
        (', sample = 3', ', sample = 3, secret = "yes"', "secret in fact count is of another type than bool"),
        ("version = 1", 'version = 1\nanswers.yes = { en = ["yes"] }', "digit is missing in answer yes"),
        ("version = 1", 'version = 1\nanswers.yes = { digit = "1", en = "yes" }', "answer yes needs a list of words"),
        ("version = 1", 'version = 1\nanswers.yes = { digit = "1", en = [] }', "answer yes needs a list of words"),
        ("version = 1", 'version = 1\nanswers.yes = "1"', "answer yes is not a table"),
        ("version = 1", 'version = 1\nsms_text = "x"', "sms_text is not known"),
    ],
)  # fmt: skip
def test_wrong_template_is_refused_by_file_key_and_problem(folder: Path, good: str, wrong: str, problem: str) -> None:
    assert good in GOATS
    (folder / "town.toml").write_text(GOATS.replace(good, wrong, 1))
    place = "town.toml" if problem == "key is missing" else "town.toml/town.goats"
    assert refuse(folder) == f"The message texts in {place} cannot be used: {problem}. Correct them and start again."


@pytest.mark.parametrize(
    ("good", "wrong", "problem"),
    [
        ('sender = { en = "Town" }\n', "", "sender is missing"),
        ('sender = { en = "Town" }', 'sender = "Town"', "sender is of another type than dict"),
        ("from = 22:00:00, ", "", "from is missing in quiet_hours"),
        ("from = 22:00:00", 'from = "22:00"', "from in quiet_hours is of another type than time"),
        ("until = 08:00:00", "until = 08:00:00, on = 1", "on is not known in quiet_hours"),
        ('stop_words = { en = ["stop"] }', 'stop_words = { en = "stop" }', "stop_words needs a list of words"),
        ('start_words = { en = ["start"] }', "start_words = { en = [1] }", "start_words needs a list of words"),
        ('start_words = { en = ["start"] }\n', "", "start_words is missing"),
        ('sender = { en = "Town" }', 'sender = { en = "Town" }\nkept = 3', "kept is not known"),
        ('sender = { en = "Town" }', 'sender = { en = "Town" }\nfacts = { count = 3 }', "fact count is not a table"),
        ('sender = { en = "Town" }', 'sender = { en = "Town" }\nfacts = { count = { en = "" } }',
         "fact count needs a word in each language"),
    ],
)  # fmt: skip
def test_wrong_rules_are_refused_by_problem(folder: Path, good: str, wrong: str, problem: str) -> None:
    (folder / "rules.toml").write_text(RULES.replace(good, wrong, 1))
    assert refuse(folder).startswith(f"The message texts in rules.toml cannot be used: {problem}. ")


def test_version_that_stands_twice_is_refused(folder: Path) -> None:
    (folder / "zoo.toml").write_text(GOATS)
    assert "zoo.toml/town.goats cannot be used: version 1 stands twice." in refuse(folder)


def test_single_brackets_are_refused_with_what_to_write(folder: Path) -> None:
    (folder / "town.toml").write_text(GOATS.replace("[[template]]", "[template]"))
    assert "town.toml cannot be used: write [[template]] in double brackets." in refuse(folder)


@pytest.mark.parametrize("broken", ["[[template", 'key = "a" key = "b"', "a = 1\na = 2"])
def test_file_that_is_not_toml_is_named(folder: Path, broken: str) -> None:
    (folder / "town.toml").write_text(broken)
    assert "town.toml cannot be used: it is not TOML" in refuse(folder)


def test_file_in_another_encoding_is_named(folder: Path) -> None:
    (folder / "town.toml").write_bytes("# сәлем".encode("utf-16"))
    assert "town.toml cannot be used: it is not TOML" in refuse(folder)


def test_folder_without_rules_is_refused(folder: Path) -> None:
    (folder / "rules.toml").unlink()
    assert "rules.toml" in refuse(folder)


def test_broken_files_stop_the_start_with_their_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "town.toml").write_text(GOATS.replace("version = 1", "version = 0"))
    monkeypatch.setattr("alatau.messages.catalogue_checks.catalogue", lambda: load_catalogue(folder))
    (stopped,) = check_templates()
    assert (stopped.id, stopped.level) == ("messages.E003", 40)
    assert "town.toml/town.goats" in stopped.msg
