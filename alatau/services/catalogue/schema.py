"""A service's form as JSON Schema (draft 2020-12), for programs: the same questions, types and branches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.services.catalogue.values import FieldType

if TYPE_CHECKING:
    from alatau.services.catalogue.conditions import Test, When
    from alatau.services.catalogue.values import FormField, Service

DRAFT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, object]

_PLAIN: dict[FieldType, Schema] = {
    FieldType.DAY: {"type": "string", "format": "date"},
    FieldType.YES_NO: {"type": "boolean"},
    FieldType.AMOUNT: {"type": "integer", "minimum": 1},
    FieldType.EMAIL: {"type": "string", "format": "email", "minLength": 3},
    FieldType.FILES: {"type": "array", "items": {"type": "string", "format": "uuid"}, "minItems": 1},
}


def schema_of(service: Service, *, language: str) -> Schema:
    """Return the schema of a service's answers, with words in one language.

    A question that a register may answer is never required of a program: `x-known-from` says which does. Branches on
    what registers say cannot be seen from answers alone, so what lies behind them is not required either.
    """
    answers = {field.key for field in service.fields}
    properties: Schema = {field.key: _property(field, language=language) for field in service.fields}
    required, branches = [], []
    for page in service.pages:
        for field in page.fields:
            whens = [when for when in (page.when, field.when) if when is not None]
            if not field.is_required or field.known_from:
                continue
            if not whens:
                required.append(field.key)
            elif all(when.names <= answers for when in whens):
                condition = {"allOf": [_condition(when) for when in whens]}
                branches.append({"if": condition, "then": {"required": [field.key]}})
    schema: Schema = {
        "$schema": DRAFT,
        "title": service.name.say(language),
        "description": service.what.say(language),
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }
    return schema | ({"allOf": branches} if branches else {})


def _property(field: FormField, *, language: str) -> Schema:
    schema: Schema = {"title": field.label.say(language)}
    if field.hint:
        schema["description"] = field.hint.say(language)
    if field.known_from:
        schema["x-known-from"] = field.known_from
    return schema | _type_of(field, language=language)


def _type_of(field: FormField, *, language: str) -> Schema:
    if field.type in _PLAIN:
        plain = dict(_PLAIN[field.type])
        return plain | ({"maxItems": field.most} if field.type is FieldType.FILES else {})
    if field.type is FieldType.NUMBER:
        bounds = {"minimum": field.least or 0, "maximum": field.most}
        return {"type": "integer"} | {name: bound for name, bound in bounds.items() if bound is not None}
    if field.type is FieldType.CHOICE:
        return {"oneOf": _options(field, language=language)}
    if field.type is FieldType.CHOICES:
        return {
            "type": "array",
            "uniqueItems": True,
            "minItems": 1,
            "items": {"oneOf": _options(field, language=language)},
        }
    longest = field.length_max if field.type in {FieldType.TEXT, FieldType.LONG_TEXT} else 60
    return {"type": "string", "minLength": 1, "maxLength": longest}


def _options(field: FormField, *, language: str) -> list[Schema]:
    return [{"const": option.key, "title": option.label.say(language)} for option in field.options]


def _condition(when: When) -> Schema:
    return {"anyOf": [{"allOf": [_test(test) for test in tests]} for tests in when.sets]}


def _test(test: Test) -> Schema:
    wanted: Schema
    if test.one_of:
        values = list(test.one_of)
        wanted = {"anyOf": [{"enum": values}, {"type": "array", "contains": {"enum": values}}]}
    else:
        bounds = {"minimum": test.least, "maximum": test.most}
        wanted = {"type": "integer"} | {name: bound for name, bound in bounds.items() if bound is not None}
    return {"properties": {test.name: wanted}, "required": [test.name]}
