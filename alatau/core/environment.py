"""Typed parsers for environment values. They refuse what they do not understand with a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

YES = ("1", "true", "yes", "on")
NO = ("0", "false", "no", "off")


class SettingError(Exception):
    """A setting has a value the city cannot start with. The message names the setting and what it accepts."""


@dataclass(frozen=True)
class Environment:
    """Read-only view of environment variables with one parser per type."""

    values: Mapping[str, str]

    def text(self, name: str, default: str) -> str:
        """Return the value, or the default when unset or empty."""
        return self.values.get(name, "").strip() or default

    def choice(self, name: str, default: str, *, among: tuple[str, ...]) -> str:
        """Return one of the allowed words."""
        value = self.text(name, default)
        if value not in among:
            message = f"{name} is {value!r}. Set it to one of: {', '.join(among)}."
            raise SettingError(message)
        return value

    def choice_or_folder(self, name: str, default: str, *, among: tuple[str, ...]) -> str:
        """Return one of the allowed words, or an absolute folder path."""
        value = self.text(name, default)
        return value if value.startswith("/") else self.choice(name, default, among=among)

    def flag(self, name: str, *, default: bool) -> bool:
        """Return a yes or no; other words are refused."""
        value = self.text(name, "yes" if default else "no").lower()
        if value not in YES + NO:
            message = f"{name} is {value!r}. Set it to yes or no."
            raise SettingError(message)
        return value in YES

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        """Return a whole number within its bounds."""
        value = self.text(name, str(default))
        if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
            message = f"{name} is {value!r}. Set it to a whole number from {least} to {most}."
            raise SettingError(message)
        return int(value)

    def words(self, name: str, default: str = "") -> list[str]:
        """Return a comma-separated list without empty entries."""
        return [word.strip() for word in self.text(name, default).split(",") if word.strip()]

    def folder(self, name: str, default: Path) -> Path:
        """Return an absolute folder path; it need not exist yet."""
        return Path(self.text(name, str(default))).expanduser().absolute()

    def secret(self, name: str) -> str:
        """Return a secret from ``NAME``, or from the file that ``NAME_FILE`` names; empty when neither is set."""
        path = self.text(f"{name}_FILE", "")
        if not path:
            return self.text(name, "")
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is no text"
            message = f"{name}_FILE names {path}, which cannot be read ({reason}). Make it readable or unset it."
            raise SettingError(message) from error
