"""Fields of a form: what was typed is kept, what went wrong is told, and a screen reader hears both."""

from __future__ import annotations

import pytest
from django import forms
from django.utils.translation import override

from alatau.web.fields import draw_field


class Letter(forms.Form):
    """A form with each kind of field."""

    name = forms.CharField(label="Name", help_text="As on the card.", max_length=5)
    answer = forms.ChoiceField(label="Answer", choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="I agree")
    paper = forms.FileField(label="Paper")


def field(name: str, /, **typed: str) -> str:
    form = Letter(typed) if typed else Letter()
    return draw_field(form[name])


def test_field_has_a_label_tied_to_its_box() -> None:
    drawn = field("name")
    assert '<label for="id_name">' in drawn
    assert 'aria-describedby="id_name-hint"' in drawn


def test_refused_field_keeps_what_was_typed_and_says_why() -> None:
    drawn = field("name", name="<b>Aigerim")
    assert 'value="&lt;b&gt;Aigerim"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'id="id_name-error"' in drawn


def test_choice_is_a_group_with_a_line_to_tap_for_each_answer() -> None:
    drawn = field("answer")
    assert drawn.count('<label class="choice"') == 2
    assert "<legend>Answer</legend>" in drawn


def test_agreement_shows_its_words_beside_the_box() -> None:
    assert '<label class="choice" for="id_agree">' in field("agree")


@pytest.mark.parametrize(("language", "word"), [("kk", "Файл таңдау"), ("ar", "اختيار ملف")])
def test_file_field_carries_its_words_in_the_readers_language(language: str, word: str) -> None:
    with override(language):
        assert f'data-choose="{word}"' in field("paper")
