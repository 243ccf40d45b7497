"""`alatau bench` hands the measurement and its options on."""

from __future__ import annotations

from typer.testing import CliRunner

from alatau.cli.bench import commands


def test_measurement_that_there_is_not_is_refused_with_the_list(capfd):
    done = CliRunner().invoke(commands, ["nothing", "--rows=5"])
    assert done.exit_code == 1
    assert "Name one of: journal" in capfd.readouterr().err
