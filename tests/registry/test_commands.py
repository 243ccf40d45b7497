"""`alatau registry`: what an engineer at a terminal sees."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from alatau.core.clock import read_clocks
from alatau.registry.commands import commands
from alatau.registry.declare import get_register
from alatau.registry.errors import RegisterNotFoundError
from alatau.registry.lake.maintain import open_register
from tests.registry.lake.stage import WRITER


def _run(*arguments):
    return CliRunner().invoke(commands, [*arguments], env={"COLUMNS": "80"})


def test_list_shows_every_register_whole_on_a_narrow_terminal(db):
    lines = _run("list").output.splitlines()
    assert sum(line.startswith("DB") for line in lines) == 93
    assert any(line.startswith("DB06") and "births" in line for line in lines)


def test_list_for_programs_holds_what_the_declaration_says(db):
    registers = json.loads(_run("list", "--json").output)
    births = next(register for register in registers if register["key"] == "births")
    assert len(registers) == 93
    assert births["name"]["kk"] == "АХАЖ: туу"
    assert (births["subject"], births["covers"], births["rhythm"]) == ("child_number", "everyone", "daily")
    assert (births["rows"], births["freshness"], births["in_quarantine"]) == (0, "never", 0)


def test_show_tells_owner_ground_and_columns():
    output = _run("show", "births").output
    assert "Ministry of Justice" in output
    assert "518-IV" in output
    assert "child_number" in output


def test_show_for_programs_holds_types_units_and_classes():
    columns = {each["name"]: each for each in json.loads(_run("show", "DB20", "--json").output)["columns"]}
    assert columns["amount"] == {
        "name": "amount",
        "type": "amount",
        "class": "economic",
        "required": True,
        "unit": "KZT",
        "choices": [],
    }


def test_unknown_register_is_refused_in_a_sentence():
    assert isinstance(_run("show", "DB94").exception, RegisterNotFoundError)


def test_another_country_brings_its_own_registers():
    script = "import django; django.setup()\nfrom alatau.registry.declare import list_registers\n"
    script += "print([register.key for register in list_registers()])"
    environment = {**os.environ, "ALATAU_CONTENT": "tests.tinyland", "DJANGO_SETTINGS_MODULE": "alatau.settings"}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "['boats', 'islanders']", done.stderr


@pytest.mark.parametrize("language", ["kk", "ru", "ar"])
def test_refusals_are_said_in_every_language(language):
    from django.utils import translation

    with translation.override(language):
        assert "alatau registry list" in RegisterNotFoundError().sentence()
        assert RegisterNotFoundError().sentence() != "There is no register of that name."


@pytest.mark.usefixtures("as_worker", "alatau_home")
def test_lake_is_gathered_and_laid_out_by_command():
    open_register(get_register("gambling_limits"), by=WRITER, at=read_clocks())
    assert CliRunner().invoke(commands, ["compact"]).output == "DB75 nothing to gather\n"
    assert "buckets laid out" in CliRunner().invoke(commands, ["views"]).output


@pytest.mark.usefixtures("db")
def test_senders_are_admitted_and_ended_by_command():
    key = CliRunner().invoke(commands, ["admit-sender", "Mailmen", "DB75"]).output.strip()
    assert len(key) > 40
    assert CliRunner().invoke(commands, ["senders"]).output == "Mailmen  gambling_limits\n"
    CliRunner().invoke(commands, ["end-sender", "Mailmen"])
    assert CliRunner().invoke(commands, ["senders"]).output == ""
