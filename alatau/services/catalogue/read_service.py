"""Read one file of a service."""

from __future__ import annotations

import tomllib
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from alatau.core.content import content
from alatau.services.catalogue.errors import ServiceContentError
from alatau.services.catalogue.read_conditions import read_optional_when, read_when
from alatau.services.catalogue.read_form import read_evidence, read_pages
from alatau.services.catalogue.read_outcome import read_outcome
from alatau.services.catalogue.tables import (
    Problem,
    Types,
    check_table,
    read_optional_text,
    read_tables,
    read_text,
    read_words,
    refuse,
)
from alatau.services.catalogue.values import (
    FIELD_DIGITS,
    SITUATION_DIGITS,
    Condition,
    DayCount,
    Deadline,
    Fee,
    FeeTime,
    Otherwise,
    Service,
    Sureness,
)

if TYPE_CHECKING:
    from pathlib import Path

    from alatau.core.text import Text

SERVICE: Types = {
    "code": str, "name": dict, "what": dict, "law": dict, "sureness": str, "who": list, "who_says": dict,
    "deadline": dict, "fee": dict, "step": list, "evidence": list, "page": list, "condition": list, "outcome": dict,
    "words": dict, "authority": dict,
}  # fmt: skip
NEEDS = ("code", "name", "what", "law", "sureness", "who", "who_says", "deadline", "step", "outcome")
DEADLINE: Types = {"days": int, "count": str}
FEE: Types = {"mci": str, "units": int, "when": str, "law": dict, "free": (dict, list)}
CONDITION: Types = {"when": (dict, list), "otherwise": str, "says": dict}


def read_service(path: Path) -> Service:
    """Return the service of a file.

    Raises:
        ServiceContentError: something is missing, unknown or of another type; it names the file and the place.
    """
    try:
        raw = path.read_bytes()
        table = check_table(tomllib.loads(raw.decode()), SERVICE, needs=NEEDS, where="the file")
        return _make_service(path.stem, table, version=sha256(raw).hexdigest()[:16])
    except Problem as problem:
        raise ServiceContentError(file=path.name, problem=str(problem)) from problem
    except (OSError, ValueError) as error:
        raise ServiceContentError(file=path.name, problem=f"it is not TOML ({error})") from error


def _make_service(key: str, table: dict[str, Any], *, version: str) -> Service:
    code = table["code"]
    said: dict[str, Text] = {name: read_text(table[name], where=name) for name in ("name", "what", "law", "who_says")}
    return Service(
        code=code,
        key=key,
        field_code=code[:FIELD_DIGITS],
        situation_code=code[FIELD_DIGITS : FIELD_DIGITS + SITUATION_DIGITS],
        sureness=Sureness(_one_of(table["sureness"], Sureness, where="sureness")),
        who=read_words(table["who"], where="who"),
        deadline=_read_deadline(table["deadline"]),
        fee=_read_fee(table["fee"]) if "fee" in table else None,
        steps=tuple(read_text(each, where="a step") for each in read_tables(table, "step", where="the file")),
        evidence=read_evidence(table),
        pages=read_pages(table),
        conditions=tuple(_read_condition(each) for each in read_tables(table, "condition", where="the file")),
        outcome=read_outcome(table["outcome"]),
        authority=read_optional_text(table, "authority", where="the file"),
        words=_read_search_words(table.get("words", {})),
        version=version,
        **said,
    )


def _read_deadline(raw: object) -> Deadline:
    table = check_table(raw, DEADLINE, needs=("days", "count"), where="deadline")
    if table["days"] < 0:
        refuse("days of deadline is less than 0")
    return Deadline(days=table["days"], count=DayCount(_one_of(table["count"], DayCount, where="count of deadline")))


def _read_fee(raw: object) -> Fee:
    table = check_table(raw, FEE, needs=("when", "law"), where="fee")
    if ("mci" in table) == ("units" in table):
        refuse("fee is either a multiple of the index (mci) or a sum in small change (units)")
    if table.get("units", 1) <= 0:
        refuse("units of fee is not above 0")
    return Fee(
        mci=_read_multiple(table["mci"]) if "mci" in table else None,
        units=table.get("units"),
        when=FeeTime(_one_of(table["when"], FeeTime, where="when of fee")),
        law=read_text(table["law"], where="law of fee"),
        free=read_optional_when(table, where="fee", name="free"),
    )


def _read_multiple(said: str) -> Decimal:
    try:
        multiple = Decimal(said)
    except InvalidOperation:
        refuse('mci of fee is no number: write it in quotes, as the law does: "0.2"')
    if not (multiple.is_finite() and multiple > 0):
        refuse("mci of fee is not above 0")
    return multiple


def _read_condition(raw: object) -> Condition:
    table = check_table(raw, CONDITION, needs=("when", "otherwise", "says"), where="a condition")
    return Condition(
        when=read_when(table["when"], where="a condition"),
        otherwise=Otherwise(_one_of(table["otherwise"], Otherwise, where="otherwise of a condition")),
        says=read_text(table["says"], where="says of a condition"),
    )


def _read_search_words(raw: object) -> dict[str, tuple[str, ...]]:
    languages = dict.fromkeys((language.code for language in content().languages), list)
    table = check_table(raw, languages, needs=(), where="words")
    return {language: read_words(words, where=f"words in {language}") for language, words in table.items()}


def _one_of(said: str, known: type[Sureness | DayCount | FeeTime | Otherwise], *, where: str) -> str:
    if said not in set(known):
        refuse(f"{where} is {said}, and not one of {', '.join(known)}")
    return said
