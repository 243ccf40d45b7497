"""Columns and codes are called by words that people know, in each of their languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from alatau.registry.declare import list_registers, read_registers
from alatau.registry.errors import RegisterContentError

CLONE = Path(__file__).resolve().parents[2]
BIRTHS = (CLONE / "qazaqstan" / "registers" / "db06_births.toml").read_text(encoding="utf-8")
WORDS = 'kk = "Күйі", ru = "Состояние", en = "State", ar = "الحالة"'


def _read(folder, *added):
    head = (
        BIRTHS.partition("[columns.")[0].replace('valid_from = "born_on"\n', "").replace("also_about", "# also_about")
    )
    text = "\n".join([head, "[columns.act_number]", 'type = "text"', 'class = "family"'])
    rest = [
        *("[columns.child_number]", 'type = "person_number"', 'class = "identity"'),
        *("[columns.status]", 'type = "choice"', 'class = "family"', 'choices = ["valid", "annulled"]', *added),
    ]
    (folder / "db06.toml").write_text("\n".join([text, *rest]), encoding="utf-8")
    return read_registers(folder)[0].columns["status"]


def test_column_without_a_label_is_called_by_its_name(tmp_path):
    column = _read(tmp_path)
    assert column.title() == "Status"
    assert column.say_choice("valid") == "valid"


def test_column_with_a_label_speaks_the_language_of_the_reader(tmp_path):
    column = _read(tmp_path, f"label = {{ {WORDS} }}")
    assert (column.title(), column.title("kk"), column.title("ar")) == ("State", "Күйі", "الحالة")


def test_codes_of_a_choice_are_said_in_words(tmp_path):
    said = [f"valid = {{ {WORDS} }}", f"annulled = {{ {WORDS} }}"]
    column = _read(tmp_path, "[columns.status.choice_labels]", *said)
    assert column.say_choice("valid", "ru") == "Состояние"
    assert column.say_choice("a code of next year") == "a code of next year"


@pytest.mark.parametrize(
    ("added", "problem"),
    [
        (['label = { en = "State" }'], "status: a label lacks the language ar"),
        (["[columns.status.choice_labels]", f"valid = {{ {WORDS} }}"], "choice_labels name each of the choices"),
        (
            ["[columns.status.choice_labels]", *(f"{code} = {{ {WORDS} }}" for code in ("valid", "annulled", "new"))],
            "choice_labels name each of the choices",
        ),
    ],
)
def test_label_that_does_not_speak_to_everybody_is_refused(tmp_path, added, problem):
    with pytest.raises(RegisterContentError, match=problem):
        _read(tmp_path, *added)


def test_every_column_and_code_of_the_country_is_said_in_words():
    unsaid = [
        f"{register.key}.{column.name}"
        for register in list_registers()
        for column in register.columns.values()
        if column.label is None or column.choice_labels.keys() != set(column.choices)
    ]
    assert unsaid == []


def test_every_register_of_the_country_has_a_plain_name_for_residents():
    assert [register.key for register in list_registers() if register.called is None] == []
