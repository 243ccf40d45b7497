"""The command line of the room, and its figures."""

from __future__ import annotations

import pytest
from rich.console import Console
from typer.testing import CliRunner

from alatau.core.metrics import show_metrics
from alatau.messages.commands import commands
from alatau.messages.models import Message
from alatau.messages.values import MessageStatus
from tests.messages.test_send import ask


@pytest.mark.parametrize(
    ("command", "said"), [("templates", "city.address_check"), ("events", "messages.reply.received")]
)
def test_command_keeps_keys_whole_in_a_narrow_terminal(
    command: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alatau.messages.commands.console", Console(width=80))
    done = CliRunner().invoke(commands, [command])
    assert done.exit_code == 0
    assert said in done.output
    assert "…" not in done.output


def test_command_lists_the_gateways(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alatau.messages.commands.connection.close", lambda: None)
    assert "sample" in CliRunner().invoke(commands, ["gateways"]).output


def test_dead_letters_show_on_the_metrics(aigerim, moment) -> None:
    message = ask(aigerim, moment)
    Message.objects.filter(id=message.id).update(status=MessageStatus.DEAD)
    assert 'alatau_messages_open{channel="sms",status="dead"} 1.0' in show_metrics().decode()
