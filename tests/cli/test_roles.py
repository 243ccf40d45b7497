"""As which database role a command works."""

from __future__ import annotations

import pytest

from alatau.cli.roles import first_word, role_of_command


@pytest.mark.parametrize(
    ("arguments", "role"),
    [
        (["up"], "owner"),
        (["migrate"], "owner"),
        (["--help", "web"], "web"),
        (["worker"], "worker"),
        (["journal"], "worker"),
        (["access", "staff", "list"], "worker"),
        ([], "worker"),
    ],
)
def test_each_command_works_as_its_own_role(arguments, role):
    assert role_of_command(first_word(arguments)) == role
