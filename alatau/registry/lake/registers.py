"""Every register that has a folder in the lake: the declared ones, and those that the city derives from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.registry.declare import list_registers
from alatau.registry.errors import RegisterNotFoundError

if TYPE_CHECKING:
    from alatau.registry.values import Register

_derived: dict[str, Register] = {}


def declare_derived(register: Register) -> Register:
    """Make a derived register known to those who look after the lake, and return it."""
    assert register.key not in _derived, f"{register.key} is declared twice"
    _derived[register.key] = register
    return register


def list_lake_registers() -> list[Register]:
    """Return the declared registers and the derived ones."""
    return [*list_registers(), *_derived.values()]


def find_lake_register(key: str) -> Register | None:
    """Return the register of that key; None when its declaration was taken away."""
    return next((register for register in list_lake_registers() if register.key == key), None)


def get_lake_register(code_or_key: str) -> Register:
    """Return one register by its code or key.

    Raises:
        RegisterNotFoundError: there is none of that name.
    """
    wanted = code_or_key.casefold()
    for register in list_lake_registers():
        if wanted in (register.code.casefold(), register.key):
            return register
    raise RegisterNotFoundError
