"""Every refusal has a stable code, explains itself to engineers, and speaks to people."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from alatau.core.errors import AlatauError
from tests.rules_about_code.sources import CLONE, MACHINERY, list_modules, list_rooms

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOMS = "|".join(room.name for room in list_rooms())


def list_errors() -> list[type[AlatauError]]:
    for path in list_modules(MACHINERY):
        if "errors" in (path.stem, path.parent.name):
            import_module(".".join(path.relative_to(CLONE).with_suffix("").parts))
    return sorted(set(_list_below(AlatauError)), key=lambda one: (one.__module__, one.__name__))


def _list_below(base: type[AlatauError]) -> Iterator[type[AlatauError]]:
    for error in base.__subclasses__():
        if error.__module__.startswith("alatau."):
            yield error
        yield from _list_below(error)


def is_abstract(error: type[AlatauError]) -> bool:
    """Tell whether the class is only a base of others: it sets no code of its own."""
    return "code" not in vars(error) and bool(error.__subclasses__())


errors = pytest.mark.parametrize(
    "error", [one for one in list_errors() if not is_abstract(one)], ids=lambda one: one.__name__
)


@errors
def test_an_error_has_a_code_of_its_room_and_problem(error: type[AlatauError]) -> None:
    room = error.__module__.split(".")[1]
    assert "code" in vars(error), "the code of the base would mean two things"
    assert re.fullmatch(rf"{room}\.[a-z][a-z0-9_]*", error.code)


@errors
def test_an_error_explains_itself_and_has_a_sentence_of_its_own(error: type[AlatauError]) -> None:
    assert (error.__doc__ or "").strip()
    assert error.sentence is not AlatauError.sentence
    assert error.__name__.endswith("Error")


def test_no_two_errors_share_a_code() -> None:
    codes = [error.code for error in list_errors() if not is_abstract(error)]
    assert sorted({code for code in codes if codes.count(code) > 1}) == []
