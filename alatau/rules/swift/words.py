"""How written code calls values: one name for each, with what it can be instead of a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

#: How a name with the divisor of a fraction ends.
_BY = "d"


class Word(NamedTuple):
    """A value in written code: an expression that can be repeated, and what it can be."""

    value: str
    #: The divisor of a fraction, above zero; empty for whole numbers.
    divisor: str = ""
    can_be_unknown: bool = False
    can_be_not_applicable: bool = False

    @property
    def is_sure(self) -> bool:
        """Tell whether it always is a value."""
        return not (self.can_be_unknown or self.can_be_not_applicable)


@dataclass
class Page:
    """Lines of code that grow, with names that are used once."""

    lines: list[str]
    namespace: dict[str, object]
    depth: int = 1
    _count: int = 0

    def write(self, line: str) -> None:
        """Add a line at the depth that the code has reached."""
        self.lines.append("    " * self.depth + line)

    def name(self) -> str:
        """Return a name that nothing has yet."""
        self._count += 1
        return f"v{self._count}"

    def keep(self, expression: str) -> str:
        """Give an expression a name, and return it."""
        name = self.name()
        self.write(f"{name} = {expression}")
        return name

    def constant(self, value: object) -> str:
        """Return how code names a value that does not change."""
        if value is None or isinstance(value, (bool, int, str)):
            return repr(value)
        name = f"k{len(self.namespace)}"
        self.namespace[name] = value
        return name


def unless(expression: str, words: Sequence[Word]) -> str:
    """Return code for what is computed of values: not applicable, or else unknown, where one of them is that."""
    absent = " or ".join(dict.fromkeys(f"{word.value} is NA" for word in words if word.can_be_not_applicable))
    unknown = " or ".join(dict.fromkeys(f"{word.value} is None" for word in words if word.can_be_unknown))
    code = f"None if {unknown} else {expression}" if unknown else expression
    return f"NA if {absent} else {code}" if absent else code


def missing(word: Word) -> str:
    """Return a condition under which there is no value; empty where there always is one."""
    parts = [f"{word.value} is None"] if word.can_be_unknown else []
    parts += [f"{word.value} is NA"] if word.can_be_not_applicable else []
    return " or ".join(parts)
