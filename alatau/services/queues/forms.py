"""Forms of queues, checked for form alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from alatau.core.content import content
from alatau.services.queues.places import ENTERED_MOST
from alatau.services.queues.values import Wishes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alatau.services.queues.kinds import QueueKind


class WishesForm(forms.Form):
    """What a person asks of a place."""

    language = forms.ChoiceField(label=_("Language"), required=False)
    zone = forms.ChoiceField(label=_("Part of the city"), required=False)
    providers = forms.MultipleChoiceField(
        label=_("Only these"),
        help_text=_("Leave it empty for whatever is near home: you wait less."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, kind: QueueKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages = {each.code: each.own_name for each in content().languages}
        some = [("", _("Any"))]
        _offer(self, "language", [*some, *((code, languages.get(code, code)) for code in kind.languages)])
        _offer(self, "zone", [*some, *((key, name.say()) for key, name in kind.zones.items())])
        _offer(self, "providers", [(each.key, each.name.say()) for each in kind.providers.values()])
        for name, is_there in (("language", kind.languages), ("zone", kind.zones), ("providers", kind.providers)):
            if not is_there:
                del self.fields[name]

    @property
    def wishes(self) -> Wishes:
        """The wishes of a form that is valid."""
        given = self.cleaned_data
        return Wishes(
            providers=tuple(given.get("providers", ())),
            language=given.get("language", ""),
            zone=given.get("zone", ""),
        )


class EnterForm(WishesForm):
    """For whom, with which rights that no register can prove, and what is asked of a place."""

    person = forms.ChoiceField(label=_("For whom?"), widget=forms.RadioSelect)
    classes = forms.MultipleChoiceField(
        label=_("Rights to go first that need a paper"),
        help_text=_("Other rights we find in the registers ourselves."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("person", "language", "zone", "providers", "classes")

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], kind: QueueKind, **kwargs: Any) -> None:
        super().__init__(*args, kind=kind, **kwargs)
        chosen = list(people)
        _offer(self, "person", chosen)
        if len(chosen) == 1:
            self.fields["person"].initial = chosen[0][0]
        papers = [each for each in kind.classes.values() if each.proof is None and not each.is_sibling]
        _offer(self, "classes", [(each.key, each.name.say()) for each in papers])
        if not papers:
            del self.fields["classes"]


class PlacesForm(forms.Form):
    """Free places of one provider."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    provider = forms.ChoiceField(label=_("Where"))
    group = forms.ChoiceField(label=_("Group"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    count = forms.IntegerField(label=_("How many places"), min_value=1, max_value=ENTERED_MOST)
    free_from = forms.DateField(label=_("Free from"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, kind: QueueKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages = {each.code: each.own_name for each in content().languages}
        _offer(self, "provider", [(each.key, each.name.say()) for each in kind.providers.values()])
        _offer(self, "group", [(each.key, each.name.say()) for each in kind.groups])
        _offer(self, "language", [(code, languages.get(code, code)) for code in kind.languages])
        for name, is_there in (("group", kind.groups), ("language", kind.languages)):
            if not is_there:
                del self.fields[name]


def _offer(form: forms.Form, name: str, choices: Iterable[tuple[object, object]]) -> None:
    field = form.fields[name]
    assert isinstance(field, (forms.ChoiceField, forms.MultipleChoiceField))
    field.choices = list(choices)
