"""What is wrong with a register's declaration, in words for the author of the content."""

from __future__ import annotations

import re
from datetime import date

from alatau.core.content import content
from alatau.registry.people.declared_tellings import find_telling_problems
from alatau.registry.present.unfold import is_closed_to_others
from alatau.registry.values import (
    DEFAULT_MAX_LENGTH,
    MEASURED,
    RESERVED_COLUMNS,
    SUBJECTS,
    Column,
    ColumnType,
    History,
    Register,
)

_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_CODE = re.compile(r"[A-Z]{1,6}[0-9]{1,6}")
#: Types that say a day.
DATED = frozenset({ColumnType.DAY, ColumnType.MONTH, ColumnType.MOMENT, ColumnType.YEAR})
#: What a register can make known beside its rows.
DECLARED = ("", "person", "address")
#: Who can have a row in common.
SHARING = ("", "family")
#: Types that can name a person.
NAMING = frozenset({ColumnType.PERSON_NUMBER, ColumnType.PERSON_OR_ORGANISATION_NUMBER})
#: Types that have a least and a greatest value.
BOUNDED = frozenset({*MEASURED, *DATED, ColumnType.WHOLE_NUMBER})


def find_problems(register: Register) -> list[str]:
    """Return what is wrong, in words for the author of the content."""
    return [
        *_find_naming_problems(register),
        *_find_identity_problems(register),
        *_find_dating_problems(register),
        *(problem for telling in register.tells for problem in find_telling_problems(register, telling)),
        *(problem for column in register.columns.values() for problem in _find_column_problems(column)),
    ]


def _find_naming_problems(register: Register) -> list[str]:
    """What a register is called, and what stands for it."""
    languages = [language.code for language in content().languages]
    texts = (register.name, register.owner, register.title, register.legal_ground)
    missing = dict.fromkeys(language for text in texts for language in text.missing(languages))
    problems = [f"name, owner, called or legal_ground lacks the language {language}" for language in missing]
    if not _CODE.fullmatch(register.code) or not _NAME.fullmatch(register.key):
        problems.append("code is capitals and digits, key is small words joined by underscores")
    if register.approximate_rows < 1:
        problems.append("approximate_rows is a positive number")
    if register.declares not in DECLARED:
        problems.append(f"declares {register.declares}, which is none of {', '.join(filter(None, DECLARED))}")
    if register.shared_by not in SHARING:
        problems.append(f"shared_by {register.shared_by}, which is none of {', '.join(filter(None, SHARING))}")
    return problems


def _find_identity_problems(register: Register) -> list[str]:
    """What names a row, whose it is, and of whom it is too."""
    problems = [] if register.identity else ["identity names at least one column"]
    problems += [
        f"identity names {name}, which is no column" for name in register.identity if name not in register.columns
    ]
    subject = register.columns.get(register.subject)
    if subject is None or subject.type not in SUBJECTS:
        problems.append(f"subject {register.subject} has to be a column that holds a number or a place")
    problems += [
        f"also_about {name} has to be another column that holds the number of a person"
        for name in register.also_about
        if name == register.subject or name not in register.columns or register.columns[name].type not in NAMING
    ]
    if register.also_about and is_closed_to_others(register):
        problems.append("also_about is empty where most of what a row says never unfolds to another person")
    return problems


def _find_dating_problems(register: Register) -> list[str]:
    """A row is true between two days that its columns, or the source, say."""
    problems = []
    for field, name in (("valid_from", register.valid_from), ("valid_until", register.valid_until)):
        if name and (name not in register.columns or register.columns[name].type not in DATED):
            problems.append(f"{field} {name} has to be a column that holds a day, a month, a year or a moment")
    if register.history is History.FACTS and register.valid_until and not register.valid_from:
        problems.append("facts that end say when they began: valid_from is missing")
    return problems + [
        f"{column.name}: not_before names {column.not_before}, which holds no day"
        for column in register.columns.values()
        if column.not_before and register.columns.get(column.not_before, column).type not in DATED
    ]


def _find_column_problems(column: Column) -> list[str]:
    problems = []
    if not _NAME.fullmatch(column.name):
        problems.append(f"{column.name} is not small words joined by underscores")
    if column.name in RESERVED_COLUMNS:
        problems.append(f"{column.name} is a name that the lake uses itself")
    if (column.type in MEASURED) != bool(column.unit):
        problems.append(f"{column.name}: amounts and decimals have a unit, and nothing else has one")
    if (column.type is ColumnType.CHOICE) != bool(column.choices):
        problems.append(f"{column.name}: a choice lists its codes, and nothing else lists any")
    if len(set(column.choices)) < len(column.choices):
        problems.append(f"{column.name}: a code stands twice among the choices")
    return problems + _find_check_problems(column) + _find_label_problems(column)


def _find_check_problems(column: Column) -> list[str]:
    """A check that a column's type cannot fail, or not be compared with, is a mistake."""
    problems = []
    bounds = [bound for bound in (column.least, column.most) if bound is not None]
    are_days = column.type in DATED - {ColumnType.YEAR}
    if bounds and (column.type not in BOUNDED or any(isinstance(bound, date) != are_days for bound in bounds)):
        problems.append(f"{column.name}: min and max are numbers for numbers and amounts, and days for days")
    if column.type is not ColumnType.TEXT and (column.pattern or column.max_length != DEFAULT_MAX_LENGTH):
        problems.append(f"{column.name}: pattern and max_length are for texts")
    if column.type not in DATED and (column.not_before or column.is_past):
        problems.append(f"{column.name}: not_before and past are for days")
    try:
        re.compile(column.pattern)
    except re.error:
        problems.append(f"{column.name}: pattern is no regular expression")
    return problems


def _find_label_problems(column: Column) -> list[str]:
    """A column may do without labels; a label that is there speaks to everybody."""
    languages = [language.code for language in content().languages]
    labels = [column.label] if column.label else []
    missing = {language for label in [*labels, *column.choice_labels.values()] for language in label.missing(languages)}
    problems = [f"{column.name}: a label lacks the language {language}" for language in sorted(missing)]
    if column.choice_labels and column.choice_labels.keys() != set(column.choices):
        problems.append(f"{column.name}: choice_labels name each of the choices, and nothing else")
    return problems
