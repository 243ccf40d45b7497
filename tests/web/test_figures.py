"""Figures as people read them: amounts, numbers, days and moments, in every language of the city."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils.html import strip_tags
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.core.money import Amount
from alatau.core.text import Text
from alatau.web.language import list_codes
from alatau.web.statuses import FACES, draw_status

LANGUAGES = list_codes()
languages = st.sampled_from(LANGUAGES)
units = st.integers(min_value=-(10**15), max_value=10**15)
moments = st.datetimes(min_value=datetime(1950, 1, 1), max_value=datetime(2150, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
TONES = {"done", "waiting", "needs-you", "refused"}


def draw(source: str, *, language: str = "kk", **facts: object) -> str:
    with override(language):
        return Template(source).render(Context(facts))


def digits_of(drawn: str) -> str:
    return re.sub(r"\D", "", strip_tags(drawn))


def tenge(whole: int) -> Amount:
    return Amount(whole * 10 ** content().currency.exponent, content().currency)


@given(units=units, language=languages)
def test_amount_loses_no_digit_in_any_language(units: int, language: str) -> None:
    amount = Amount(units, content().currency)
    digits = digits_of(draw("{% amount sum %}", language=language, sum=amount))
    unit = 10 ** content().currency.exponent
    assert digits in (str(abs(units)).zfill(1), str(abs(units) // unit), f"{abs(units) // unit}{abs(units) % unit:02d}")


@given(units=units, language=languages)
def test_amount_names_its_currency_by_a_word(units: int, language: str) -> None:
    drawn = draw("{% amount sum %}", language=language, sum=Amount(units, content().currency))
    with override(language):
        assert f'<span class="amount-word">{content().currency.word.say()}</span>' in drawn


@pytest.mark.parametrize(("language", "word"), [("kk", "теңге"), ("ru", "тенге"), ("en", "tenge"), ("ar", "تنغ")])
def test_amount_of_the_brief_reads_as_people_write_it(language: str, word: str) -> None:
    shown = strip_tags(draw("{% amount sum %}", language=language, sum=tenge(69_330)))
    assert re.match(r"69\s330\s", shown)
    assert word in shown


def test_amount_below_nothing_keeps_its_sign() -> None:
    assert re.search(r"[-\u2212]", strip_tags(draw("{% amount sum %}", sum=tenge(-5))))


def test_only_a_pages_one_sum_is_written_large() -> None:
    assert 'class="amount amount-large"' in draw('{% amount sum "large" %}', sum=tenge(1))
    assert 'class="amount"' in draw("{% amount sum %}", sum=tenge(1))


@given(number=st.integers(min_value=-(10**12), max_value=10**12), language=languages)
def test_number_loses_no_digit_in_any_language(number: int, language: str) -> None:
    assert digits_of(draw("{% number n %}", language=language, n=number)) == str(abs(number))


@pytest.mark.parametrize(("language", "mark"), [("kk", ","), ("ru", ","), ("en", "."), ("ar", ".")])
def test_number_uses_the_decimal_mark_of_its_language(language: str, mark: str) -> None:
    shown = strip_tags(draw("{% number n 1 %}", language=language, n=Decimal("7.5")))
    assert shown in (f"7{mark}5", "7٫5")


@pytest.mark.parametrize(
    ("language", "words"),
    [("kk", "2026 жылғы 3 мамыр"), ("ru", "3 мая 2026"), ("en", "3 May 2026"), ("ar", "3 مايو 2026")],
)
def test_day_is_written_in_words_and_figures(language: str, words: str) -> None:
    shown = strip_tags(draw("{% day d %}", language=language, d=date(2026, 5, 3)))
    assert shown.replace("\u00a0", " ") == words


@given(at=moments, language=languages)
def test_moment_carries_its_machine_form_in_the_city_zone(at: datetime, language: str) -> None:
    drawn = draw("{% moment at %}", language=language, at=at)
    written = re.search(r'datetime="([^"]+)"', drawn).group(1)
    assert datetime.fromisoformat(written) == at
    assert not written.endswith("+00:00") or at.year < 1960


@pytest.mark.parametrize(("language", "comma"), [("kk", ", "), ("ru", ", "), ("en", ", "), ("ar", "، ")])
def test_day_and_time_are_joined_by_the_comma_of_the_language(language: str, comma: str) -> None:
    shown = strip_tags(draw("{% moment at %}", language=language, at=datetime(2026, 5, 3, 4, 5, tzinfo=UTC)))
    assert shown.endswith(f"{comma}09:05")


@given(at=moments, language=languages)
def test_day_of_a_moment_is_the_citys_and_not_the_servers(at: datetime, language: str) -> None:
    day = draw("{% day at %}", language=language, at=at)
    assert strip_tags(day) in strip_tags(draw("{% moment at %}", language=language, at=at))


@given(at=moments)
def test_time_of_day_has_two_and_two_figures_in_every_language(at: datetime) -> None:
    shown = {strip_tags(draw("{% clock at %}", language=language, at=at)) for language in LANGUAGES}
    assert len(shown) == 1
    assert re.fullmatch(r"[0-2]\d:[0-5]\d", shown.pop())


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_time_under_a_day_is_relative_and_later_a_day(language: str) -> None:
    now = read_clocks().city_at
    recent = draw("{% ago at %}", language=language, at=now - timedelta(hours=3))
    old = draw("{% ago at %}", language=language, at=now - timedelta(days=3))
    assert "3" in strip_tags(recent)
    assert str(now.year) not in strip_tags(recent)
    assert strip_tags(old) == strip_tags(draw("{% day at %}", language=language, at=now - timedelta(days=3)))


@pytest.mark.django_db
def test_relative_time_tells_the_whole_moment_when_pointed_at() -> None:
    at = read_clocks().city_at - timedelta(minutes=5)
    whole = strip_tags(draw("{% moment at %}", language="ru", at=at))
    assert f'title="{whole}"' in draw("{% ago at %}", language="ru", at=at)


@pytest.mark.parametrize("key", sorted(FACES))
def test_status_has_a_word_of_its_own_in_every_language(key: str) -> None:
    words = set()
    for language in LANGUAGES:
        with override(language):
            words.add(strip_tags(draw_status(key)).strip())
    assert len(words) == len(LANGUAGES)


@pytest.mark.parametrize("key", sorted(FACES))
def test_status_has_one_of_the_four_tones(key: str) -> None:
    assert FACES[key].tone in TONES
    assert f"status-{FACES[key].tone}" in draw_status(key)


@given(word=st.text(min_size=1, max_size=30))
def test_own_word_of_a_status_is_shown_as_text(word: str) -> None:
    drawn = draw_status("waiting", word=word)
    assert "<script" not in drawn
    assert drawn.count("<span") == 1


@given(key=st.text(min_size=1, max_size=20).filter(lambda key: key not in FACES))
def test_status_without_a_face_never_breaks_a_page(key: str) -> None:
    assert 'class="status status-waiting"' in draw_status(key)


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_is_said_in_the_readers_language_or_the_first(language: str) -> None:
    text = Text(kk="су", ru="вода")
    assert draw("{% say text %}", language=language, text=text) == text.say(language)


@given(words=st.text(max_size=40))
def test_text_is_escaped_wherever_it_stands(words: str) -> None:
    drawn = draw("{% say text %}", text=words)
    assert "<" not in drawn
    assert '"' not in drawn
