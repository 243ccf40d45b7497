"""The services of the content package by code: each file read once and checked."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from alatau.core.content import content
from alatau.core.errors import NotFoundError
from alatau.services.catalogue.errors import ServiceContentError
from alatau.services.catalogue.problems import list_problems
from alatau.services.catalogue.read_service import read_service
from alatau.services.catalogue.tables import Problem, Types, check_table, read_tables, read_text, refuse
from alatau.services.catalogue.values import FIELD_DIGITS, SITUATION_DIGITS, ServiceField, Situation

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from alatau.services.catalogue.values import Service

FIELDS_FILE = "fields.toml"
FIELD: Types = {"code": str, "folder": str, "icon": str, "name": dict, "authority": dict, "situation": list}
SITUATION: Types = {"code": str, "name": dict}


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """Fields in the order of their codes, and services by code."""

    fields: Mapping[str, ServiceField]
    services: Mapping[str, Service]


def list_services() -> tuple[Service, ...]:
    """Return the services of the content package in order of their codes, checked.

    Raises:
        ServiceContentError: one cannot be used; it says which, and what to correct.
    """
    return tuple(get_catalogue().services.values())


def get_service(code: str) -> Service:
    """Return one service. Raises: NotFoundError: there is none of that code."""
    service = get_catalogue().services.get(code)
    if service is None:
        raise NotFoundError
    return service


def list_fields() -> tuple[ServiceField, ...]:
    """Return the fields of services with the life situations in each, in order of their codes."""
    return tuple(get_catalogue().fields.values())


@cache
def get_catalogue() -> Catalogue:
    """Return the catalogue of the content package, checked. Raises: ServiceContentError."""
    return read_catalogue(content().services / "catalogue")


def read_catalogue(folder: Path) -> Catalogue:
    """Read and check every service of a folder.

    Raises:
        ServiceContentError: a file cannot be used, or two services share a code.
    """
    fields = _read_fields(folder / FIELDS_FILE)
    services: dict[str, Service] = {}
    for path in sorted(folder.glob("*/*.toml")):
        service = read_service(path)
        for problem in list_problems(service, fields=fields, folder=path.parent.name):
            raise ServiceContentError(file=path.name, problem=problem)
        if service.code in services:
            raise ServiceContentError(
                file=path.name, problem=f"its code {service.code} is that of {services[service.code].key}"
            )
        services[service.code] = service
    return Catalogue(fields=fields, services=dict(sorted(services.items())))


def _read_fields(path: Path) -> dict[str, ServiceField]:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        fields = [_read_field(each) for each in read_tables(raw, "field", where="the file")]
    except Problem as problem:
        raise ServiceContentError(file=path.name, problem=str(problem)) from problem
    except (OSError, ValueError) as error:
        raise ServiceContentError(file=path.name, problem=f"it is not TOML ({error})") from error
    by_code = {field.code: field for field in sorted(fields, key=lambda field: field.code)}
    if len(by_code) != len(fields) or len({field.folder for field in fields}) != len(fields):
        raise ServiceContentError(file=path.name, problem="two fields share a code or a folder")
    return by_code


def _read_field(raw: object) -> ServiceField:
    table = check_table(raw, FIELD, needs=tuple(FIELD), where="a field")
    where = f"field {table['folder']}"
    _check_digits(table["code"], FIELD_DIGITS, where=where)
    situations = [_read_situation(each, where=where) for each in read_tables(table, "situation", where=where)]
    if len({situation.code for situation in situations}) != len(situations):
        refuse(f"two situations of {where} share a code")
    return ServiceField(
        code=table["code"],
        folder=table["folder"],
        icon=table["icon"],
        name=read_text(table["name"], where=f"name of {where}"),
        authority=read_text(table["authority"], where=f"authority of {where}"),
        situations={situation.code: situation for situation in situations},
    )


def _read_situation(raw: object, *, where: str) -> Situation:
    table = check_table(raw, SITUATION, needs=tuple(SITUATION), where=f"a situation of {where}")
    _check_digits(table["code"], SITUATION_DIGITS, where=f"a situation of {where}")
    return Situation(code=table["code"], name=read_text(table["name"], where=f"situation {table['code']} of {where}"))


def _check_digits(code: str, digits: int, *, where: str) -> None:
    if len(code) != digits or not (code.isascii() and code.isdecimal()):
        refuse(f"code {code} of {where} is not of {digits} digits")
