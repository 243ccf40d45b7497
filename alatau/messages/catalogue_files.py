"""Read the content's files of message templates. What cannot be read is refused by file and key."""

from __future__ import annotations

import tomllib
from datetime import time
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from alatau.messages.errors import TemplateFileError
from alatau.messages.render import placeholders
from alatau.messages.values import Channel, PurposeClass
from alatau.messages.wording import Answer, Catalogue, FactType, MessageRules, MessageTemplate, Wording

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

RULES = "rules.toml"
#: What a template may hold, and of which type.
TEMPLATE: dict[str, type] = {
    "key": str, "version": int, "purpose_class": str, "lives_minutes": int, "facts": dict, "any_hour": bool,
    "by_hand": bool,
    "answers": dict, "answer_days": int, "free_text": bool, "on_answer": dict, **dict.fromkeys(Channel, dict),
}  # fmt: skip
TEMPLATE_NEEDS = ("key", "version", "purpose_class", "lives_minutes")
FACT: dict[str, type] = {"type": str, "sample": object, "secret": bool}
RULE_TABLES = ("sender", "quiet_hours", "stop_words", "start_words")
#: Words for the facts of all templates.
FACT_WORDS = "facts"
QUIET = {"from": time, "until": time}


class _Problem(Exception):  # noqa: N818  it never leaves this file
    """What is wrong, as a clause; the place is added where it is known."""

    def __init__(self, *, said: str) -> None:
        super().__init__(said)


def load_catalogue(folder: Path) -> Catalogue:
    """Read every TOML file of the folder; `rules.toml` holds the rules, the others hold templates.

    Raises:
        TemplateFileError: a value is missing, unknown or of another type; it names the file and the template.
    """
    versions: dict[str, dict[int, MessageTemplate]] = {}
    for path in sorted(folder.glob("*.toml")):
        for template in _read_templates(path) if path.name != RULES else ():
            if template.version in versions.get(template.key, {}):
                raise TemplateFileError(
                    file=path.name, template=template.key, problem=f"version {template.version} stands twice."
                )
            versions.setdefault(template.key, {})[template.version] = template
    return Catalogue(rules=_load_rules(folder / RULES), versions=MappingProxyType(versions))


def _read_templates(path: Path) -> list[MessageTemplate]:
    tables = _parse(path).get("template", [])
    if not isinstance(tables, list):
        raise TemplateFileError(file=path.name, template="", problem="write [[template]] in double brackets.")
    return [_read_template(raw, file=path.name) for raw in tables]


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TemplateFileError(file=path.name, template="", problem=f"it is not TOML ({error}).") from error


def _read_template(raw: dict[str, Any], *, file: str) -> MessageTemplate:
    try:
        _check_table(raw, TEMPLATE, needs=TEMPLATE_NEEDS)
        return _make_template(raw)
    except _Problem as problem:
        raise TemplateFileError(file=file, template=str(raw.get("key", "")), problem=f"{problem}.") from problem


def _make_template(raw: dict[str, Any]) -> MessageTemplate:
    _check_least(raw, version=1, lives_minutes=1, answer_days=0)
    if raw["purpose_class"] not in set(PurposeClass):
        raise _Problem(said=f"purpose_class {raw['purpose_class']} is not one of {', '.join(PurposeClass)}")
    if raw.get("by_hand") and raw["purpose_class"] == PurposeClass.SECURITY:
        raise _Problem(said="by_hand is not for messages of the class security")
    return MessageTemplate(
        key=raw["key"],
        version=raw["version"],
        purpose_class=PurposeClass(raw["purpose_class"]),
        lives_minutes=raw["lives_minutes"],
        facts={name: _read_fact(name, fact) for name, fact in raw.get("facts", {}).items()},
        wordings={channel: _read_wordings(channel, raw[channel]) for channel in Channel if channel in raw},
        any_hour=raw.get("any_hour", False),
        by_hand=raw.get("by_hand", False),
        answers=tuple(_read_answer(key, answer) for key, answer in raw.get("answers", {}).items()),
        answer_days=raw.get("answer_days", 0),
        free_text=raw.get("free_text", False),
        on_answer=raw.get("on_answer", {}),
    )


def _check_table(raw: Mapping[str, Any], types: Mapping[str, type], *, needs: tuple[str, ...], where: str = "") -> None:
    place = f" in {where}" if where else ""
    if missing := [name for name in needs if name not in raw]:
        raise _Problem(said=f"{', '.join(missing)} is missing{place}")
    if unknown := sorted(raw.keys() - types.keys()):
        raise _Problem(said=f"{', '.join(unknown)} is not known{place}")
    for name, value in raw.items():
        # For Python a truth value is a number; for an author it is not.
        if not isinstance(value, types[name]) or (types[name] is int and isinstance(value, bool)):
            raise _Problem(said=f"{name}{place} is of another type than {types[name].__name__}")


def _check_least(raw: dict[str, Any], **least: int) -> None:
    for name, number in least.items():
        if raw.get(name, number) < number:
            raise _Problem(said=f"{name} is less than {number}")


def _read_fact(name: str, raw: object) -> FactType:
    fact = _as_table(raw, where=f"fact {name}")
    _check_table(fact, FACT, needs=("type", "sample"), where=f"fact {name}")
    return FactType(**fact)


def _read_wordings(channel: Channel, raw: dict[str, Any]) -> dict[str, Wording]:
    return {language: _read_wording(said, where=f"{channel} in {language}") for language, said in raw.items()}


def _read_wording(said: object, *, where: str) -> Wording:
    table = {"text": said} if isinstance(said, str) else _as_table(said, where=where)
    _check_table(table, {"text": str, "heading": str}, needs=("text",), where=where)
    wording = Wording(**{name: value.strip() for name, value in table.items()})
    try:
        placeholders(wording.heading + wording.text)
    except ValueError as error:
        raise _Problem(said=f"{where} has braces that hold no plain name") from error
    return wording


def _read_answer(key: str, raw: object) -> Answer:
    where = f"answer {key}"
    table = _as_table(raw, where=where)
    if not isinstance(table.get("digit"), str):
        raise _Problem(said=f"digit is missing in {where}")
    words = {language: _as_words(said, where=where) for language, said in table.items() if language != "digit"}
    return Answer(key=key, digit=table["digit"], words=words)


def _load_rules(path: Path) -> MessageRules:
    raw = _parse(path)
    try:
        _check_table(raw, dict.fromkeys((*RULE_TABLES, FACT_WORDS), dict), needs=RULE_TABLES)
        _check_table(raw["quiet_hours"], QUIET, needs=tuple(QUIET), where="quiet_hours")
        stop, start = (
            {language: _as_words(said, where=table) for language, said in raw[table].items()}
            for table in ("stop_words", "start_words")
        )
        fact_words = {name: _read_fact_words(name, said) for name, said in raw.get(FACT_WORDS, {}).items()}
    except _Problem as problem:
        raise TemplateFileError(file=path.name, template="", problem=f"{problem}.") from problem
    return MessageRules(
        sender=raw["sender"],
        quiet_from=raw["quiet_hours"]["from"],
        quiet_until=raw["quiet_hours"]["until"],
        stop_words=stop,
        start_words=start,
        fact_words=fact_words,
    )


def _read_fact_words(name: str, raw: object) -> dict[str, str]:
    words = _as_table(raw, where=f"fact {name}")
    if not all(isinstance(said, str) and said.strip() for said in words.values()):
        raise _Problem(said=f"fact {name} needs a word in each language")
    return words


def _as_table(raw: object, *, where: str) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise _Problem(said=f"{where} is not a table")
    return raw


def _as_words(raw: object, *, where: str) -> tuple[str, ...]:
    if not isinstance(raw, list) or not raw or not all(isinstance(word, str) for word in raw):
        raise _Problem(said=f"{where} needs a list of words")
    return tuple(raw)
