"""The API describes itself: every operation says what it is, who may call it, and its examples are what it takes."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.money.api.account_shapes import OPEN, AccountIn
from alatau.money.api.hooks import REGISTER, HookIn
from alatau.money.api.mark_shapes import SET, MarkIn
from alatau.money.api.people import FIND, PhoneIn
from alatau.money.api.transfer_shapes import ONE, SEVERAL, BatchIn, TransferIn
from alatau.money.commands import commands
from alatau.money.programs.recognise import recognise_program
from alatau.money.programs.values import Right
from alatau.money.values import HolderId, HolderKind
from alatau.web.api import api
from tests.money.ledger import account
from tests.people import bakery, load_people

EXAMPLES = [
    (ONE, TransferIn),
    (SEVERAL, BatchIn),
    (OPEN, AccountIn),
    (SET, MarkIn),
    (REGISTER, HookIn),
    (FIND, PhoneIn),
]


def operations():
    for path, methods in api.get_openapi_schema()["paths"].items():
        if path.startswith("/api/money/"):
            yield from ((path, told) for told in methods.values())


def test_every_operation_says_what_it_does_and_whose_key_it_takes():
    for path, told in operations():
        assert told["description"], path
        is_open = path.endswith(("/refusals", "/payments"))
        assert ("security" in told) != is_open, path


@pytest.mark.parametrize(("extra", "shape"), EXAMPLES, ids=lambda value: getattr(value, "__name__", ""))
def test_examples_are_bodies_that_the_operation_takes(extra, shape):
    for example in extra["requestBody"]["content"]["application/json"]["examples"].values():
        assert shape.model_validate_json(shape.model_validate(example["value"]).model_dump_json())


@pytest.mark.django_db
def test_operator_admits_lists_and_ends_a_program_at_the_terminal():
    load_people()
    firm = next(each for each in content().sample_city.organisations if each.key == "sary_arka_nan")
    number = content().organisation_numbers.synthesise(firm.serial)
    words = ["admit-program", "Bakery", "--organisation", number, "--rights", "read, pay"]
    key = CliRunner().invoke(commands, words).output.strip()
    program = recognise_program(f"Bearer {key}", Right.PAY)
    assert (program.holder_id, program.holder_kind) == (HolderId(bakery()), HolderKind.ORGANISATION)
    assert "pay, read" in CliRunner().invoke(commands, ["programs"]).output
    assert "opens nothing" in CliRunner().invoke(commands, ["end-program", "Bakery"]).output
    assert CliRunner().invoke(commands, ["end-program", "Bakery"]).exit_code != 0


@pytest.mark.django_db
def test_public_body_is_named_by_its_id_and_nobody_else_is():
    body_id = _holder(account(read_clocks(), holder_kind=HolderKind.PUBLIC, tier=5))
    person_id = _holder(account(read_clocks()))
    told = [
        CliRunner().invoke(commands, ["admit-program", "Body", *words])
        for words in (
            ["--public", str(body_id)],
            ["--public", str(person_id)],
            ["--public", "city"],
            ["--organisation", "1", "--public", str(body_id)],
            [],
            ["--public", str(body_id), "--rights", "everything"],
            ["--public", str(body_id), "--rights", ","],
        )
    ]
    assert [each.exit_code == 0 for each in told] == [True, *[False] * 6]


def _holder(account_id):
    from alatau.money.models import Account

    return Account.objects.get(id=account_id).holder_id
