"""The two ways to ask whether a document is genuine."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from alatau.papers.codes import read_code


class CodeForm(forms.Form):
    """The code printed on a document."""

    code = forms.CharField(
        label=_("Code of the document"),
        help_text=_("Twenty letters and figures, printed beside the square code."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        """Refuse what cannot be a code."""
        code: str = self.cleaned_data["code"]
        if read_code(code) is None:
            raise forms.ValidationError(
                _("This is not a code of ours. Compare it with the document, letter by letter.")
            )
        return code


class FileForm(forms.Form):
    """A PDF as somebody received it."""

    file = forms.FileField(
        label=_("PDF file"),
        help_text=_("The file as you received it. We check it and keep no copy."),
        allow_empty_file=False,
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
    )
