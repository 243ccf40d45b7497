"""Schemas as the standards publish them, for checking our answers. Read from the folder beside the clone."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import jsonschema
import pytest
import yaml

from tests.harness.city import CLONE

SPECS = CLONE.parent / "shared" / "specs"
needs_specs = pytest.mark.skipif(not SPECS.is_dir(), reason="the standards' files are not beside the clone")


@cache
def read(path: str) -> dict[str, Any]:
    """Return a published description, with the faults mended that keep it from being read."""
    text = (SPECS / path).read_text(encoding="utf-8")
    described = json.loads(text) if path.endswith(".json") else yaml.safe_load(text)
    _mend(described)
    return described


def check(path: str, where: tuple[str, ...], body: object) -> None:
    """Compare a body with the schema at a place of a description; `oneOf` and the like are followed."""
    described = read(path)
    schema = described
    for step in where:
        schema = schema[step] if step in schema else schema[int(step)]
    whole = {**schema, "components": described.get("components", {})}
    found = jsonschema.Draft202012Validator(whole).iter_errors(body)
    wrong = [f"{error.json_path}: {error.message[:200]}" for error in found]
    assert not wrong, wrong


def asked(address: str, method: str = "post") -> tuple[str, ...]:
    """Return the place of a request's schema."""
    return ("paths", address, method, "requestBody", "content", "application/json", "schema")


def answered(address: str, status: str = "200", method: str = "post") -> tuple[str, ...]:
    """Return the place of an answer's schema."""
    return ("paths", address, method, "responses", status, "content", "application/json", "schema")


def _mend(part: Any) -> None:
    """Take out what no checker knows: a type `float`, lengths of numbers, numbers as keys."""
    if isinstance(part, dict):
        if part.get("type") == "float":
            part["type"] = "number"
        if part.get("type") in ("integer", "number"):
            part.pop("maxLength", None)
        for key in [key for key in part if isinstance(key, int)]:
            part[str(key)] = part.pop(key)
        for each in part.values():
            _mend(each)
    elif isinstance(part, list):
        for each in part:
            _mend(each)
