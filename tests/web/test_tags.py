"""Tags: figures in one piece in every language, names in their own direction, and nothing unescaped."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils.html import strip_tags
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.content import content
from alatau.core.money import Amount
from alatau.core.text import Text
from alatau.web.icons import draw_icon
from alatau.web.language import list_codes
from alatau.web.statuses import FACES, draw_status

ROOT = Path(__file__).resolve().parents[2]
languages = st.sampled_from(list_codes())
#: Places where a browser may break a line.
BREAKS = re.compile(r"[ \t\n\u2009\u200b-]")


def draw(source: str, *, language: str = "kk", **facts: object) -> str:
    with override(language):
        return Template(source).render(Context(facts))


@given(units=st.integers(min_value=-(10**15), max_value=10**15), language=languages)
def test_amount_never_breaks_over_lines(units: int, language: str) -> None:
    drawn = draw("{% amount sum %}", language=language, sum=Amount(units, content().currency))
    assert not BREAKS.search(strip_tags(drawn))


@given(day=st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1)), language=languages)
def test_day_never_breaks_and_carries_its_machine_form(day: date, language: str) -> None:
    drawn = draw("{% day day %}", language=language, day=day)
    assert not BREAKS.search(strip_tags(drawn))
    assert f'datetime="{day.isoformat()}"' in drawn


@given(serial=st.integers(min_value=0, max_value=9_999))
def test_telephone_is_read_in_groups_and_in_one_piece(serial: int) -> None:
    number = content().phone_numbers.synthesise(serial)
    drawn = strip_tags(draw("{% contact number %}", number=number))
    assert not BREAKS.search(drawn)
    assert len(drawn.split("\u00a0")) > 3
    assert content().phone_numbers.check(drawn) == number


def test_mail_address_is_written_as_it_is() -> None:
    drawn = draw("{% contact address %}", language="ar", address="emma@example.kz")
    assert drawn == '<bdi class="figure" dir="ltr">emma@example.kz</bdi>'


@given(name=st.text(min_size=1, max_size=40))
def test_name_is_isolated_and_escaped_whatever_it_holds(name: str) -> None:
    drawn = draw("{% name name %}", name=name)
    assert drawn.startswith('<bdi class="name">')
    assert "<script" not in drawn.lower()
    assert drawn.count("<") == 2


def test_moment_is_told_in_the_time_of_the_city() -> None:
    drawn = draw("{% moment at %}", language="en", at=datetime(2026, 3, 10, 20, 30, tzinfo=UTC))
    assert "11\u00a0March\u00a02026" in drawn
    assert "01:30" in drawn


@pytest.mark.parametrize("tag", ["day", "moment", "clock", "ago"])
def test_absent_date_shows_nothing(tag: str) -> None:
    assert draw(f"{{% {tag} at %}}", at=None) == ""


def test_text_speaks_the_readers_language() -> None:
    assert draw("{% say text %}", language="ar", text=Text(kk="су", ar="ماء")) == "ماء"


def test_decorative_icon_is_hidden_from_screen_readers() -> None:
    assert 'aria-hidden="true"' in draw_icon("home")


def test_icon_with_a_label_speaks_it() -> None:
    assert 'role="img" aria-label="Warning"' in draw_icon("exclamation-triangle", label="Warning")


def test_arrow_turns_round_in_right_to_left_text() -> None:
    assert "icon-turns" in draw_icon("arrow-right")
    assert "icon-turns" not in draw_icon("check")


def test_every_icon_a_template_names_is_in_the_family() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "alatau").rglob("*.html"))
    named = set(re.findall(r'{% icon "([a-z0-9-]+)"', sources)) | {face.icon for face in FACES.values()}
    assert sorted(name for name in named if "<path" not in draw_icon(name)) == []


@pytest.mark.parametrize("key", sorted(FACES))
def test_status_is_told_by_a_word_and_a_shape(key: str) -> None:
    drawn = draw_status(key)
    assert "<svg" in drawn
    assert strip_tags(drawn).strip()


def test_status_nobody_named_is_shown_plainly() -> None:
    assert "half way" in draw_status("half_way")


def test_own_word_replaces_the_usual_word_of_a_status() -> None:
    assert "Жауап күтілуде" in draw('{% status "waiting" "Жауап күтілуде" %}')
