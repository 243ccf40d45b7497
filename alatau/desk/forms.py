"""Forms of the desk's pages: what officials and residents write, checked for form alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from alatau.core.content import content
from alatau.desk.attach import TITLE_MAX
from alatau.desk.note import WORDS_MAX
from alatau.desk.task_types import list_skills, list_types
from alatau.desk.words import DUE_WORDS, HOLDER_WORDS, KIND_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from alatau.access.values import StaffView
    from alatau.desk.task_types import Outcome, TaskType


class QueueForm(forms.Form):
    """What the queue is narrowed to."""

    words = forms.CharField(
        label=_("Case number"), required=False, max_length=20, widget=forms.TextInput(attrs={"type": "search"})
    )
    type = forms.ChoiceField(label=_("Kind of case"), required=False)
    kind = forms.ChoiceField(label=_("Task"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    skill = forms.ChoiceField(label=_("Skill"), required=False)
    due = forms.ChoiceField(label=_("Deadline"), required=False, choices=list(DUE_WORDS.items()))
    holder = forms.ChoiceField(label=_("On whose table"), required=False, choices=list(HOLDER_WORDS.items()))
    is_escalated = forms.BooleanField(label=_("Escalated only"), required=False)

    def __init__(self, *args: Any, regions: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", _("All"))
        self._offer("type", [every, *((each.key, each.name.say()) for each in list_types().values())])
        self._offer("kind", [every, *KIND_WORDS.items()])
        self._offer("region", [every, *((code, name_region(code)) for code in regions)])
        self._offer("skill", [every, *((skill, name.say()) for skill, name in list_skills().items())])

    def _offer(self, name: str, choices: list[tuple[object, object]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class OnceForm(forms.Form):
    """A form whose second sending changes nothing: it carries the id of what it makes."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class NoteForm(OnceForm):
    """Words an official adds."""

    words = forms.CharField(
        label=_("Note for colleagues"), max_length=WORDS_MAX, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReasonForm(OnceForm):
    """Why something is done."""

    words = forms.CharField(label=_("Reason"), max_length=WORDS_MAX, widget=forms.Textarea(attrs={"rows": 3}))


class OwnWordsForm(OnceForm):
    """What the person of a case has to say."""

    words = forms.CharField(
        label=_("What should we know?"), max_length=WORDS_MAX, widget=forms.Textarea(attrs={"rows": 4})
    )


class AppealForm(OnceForm):
    """Why the person does not agree."""

    words = forms.CharField(
        label=_("What do you not agree with?"), max_length=WORDS_MAX, widget=forms.Textarea(attrs={"rows": 4})
    )


class FileForm(forms.Form):
    """A document to attach."""

    title = forms.CharField(
        label=_("What is it?"),
        help_text=_("For example: rental agreement. Names are not needed."),
        max_length=TITLE_MAX,
    )
    file = forms.FileField(
        label=_("PDF or photo"),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
    )


class SuspendForm(forms.Form):
    """Why the clock stops."""

    ground = forms.ChoiceField(label=_("What are you waiting for?"))
    words = forms.CharField(label=_("Note for colleagues"), required=False, max_length=WORDS_MAX)

    def __init__(self, *args: Any, task_type: TaskType, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ground = self.fields["ground"]
        assert isinstance(ground, forms.ChoiceField)
        ground.choices = [(key, name.say()) for key, name in task_type.suspensions.items()]


class ColleagueForm(forms.Form):
    """To whom a task goes."""

    to = forms.ChoiceField(label=_("Colleague"))
    words = forms.CharField(label=_("Where it stands"), required=False, max_length=WORDS_MAX)

    def __init__(self, *args: Any, colleagues: Iterable[StaffView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to = self.fields["to"]
        assert isinstance(to, forms.ChoiceField)
        to.choices = [(str(each.user_id), each.name) for each in colleagues]


class ProposalForm(forms.Form):
    """The fields of one outcome."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, outcome: Outcome, prepared: Mapping[str, object] | None = None
    ) -> None:
        # What the room that asked has prepared stands in the boxes: officials read it, and change what is not so.
        super().__init__(data, prefix=outcome.key, initial=dict(prepared or {}))
        self.outcome = outcome
        for each in outcome.fields:
            self.fields[each.key] = forms.CharField(
                label=each.label.say(),
                max_length=each.length_max,
                widget=forms.Textarea(attrs={"rows": 2 if each.length_max <= 200 else 4}),
            )


def name_region(code: str) -> str:
    """Return the name of a place in the reader's language; words for no place."""
    return content().place_codes.region_name(code).say() if code else str(_("Whole city"))
