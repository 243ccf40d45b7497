"""The operator's page: how far the journal, its listeners and the jobs are, and what to do about those that stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError
from alatau.core.job_state import list_failed_jobs, list_queue_states, retry_failed_job
from alatau.core.journal.operate import retry_listener, skip_line
from alatau.core.journal.state import get_sealer_state, list_listener_states
from alatau.core.routes import Who, open_to

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from alatau.core.values import Actor

    class OperatorRequest(HttpRequest):
        """A request of signed-in staff."""

        actor: Actor


ROLES = ("operator", "administrator")
PAGE = "operator_journal"
#: What the jobs of a queue are about. A test holds that every queue has its words.
QUEUE_WORDS = {
    "access": gettext_lazy("Sign-in and rights"),
    "core": gettext_lazy("Upkeep of the city"),
    "desk": gettext_lazy("Cases and deadlines"),
    "family": gettext_lazy("Family cards"),
    "messages": gettext_lazy("Messages to residents"),
    "money": gettext_lazy("Payments and accounts"),
    "papers": gettext_lazy("Documents"),
    "registry": gettext_lazy("Registers"),
    "services": gettext_lazy("Life events, offers and decisions"),
    "webhooks": gettext_lazy("News for partners"),
}


class SkipForm(forms.Form):
    """Why a line is left out."""

    number = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    reason = forms.CharField(
        max_length=500,
        label=gettext_lazy("Why may this line be left out?"),
        help_text=gettext_lazy("Auditors read this. Name no person."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@open_to(Who.STAFF, roles=ROLES)
@require_safe
def journal(request: OperatorRequest) -> HttpResponse:
    """Show the sealer, the listeners and the jobs as they stand now."""
    listeners = [
        (state, SkipForm(initial={"number": state.failed_number}, auto_id=f"{state.name}-%s"))
        for state in list_listener_states()
    ]
    facts = {
        "sealer": get_sealer_state(),
        "listeners": listeners,
        "queues": [(state, say_queue(state.queue)) for state in list_queue_states()],
        "failed_jobs": [(job, say_queue(job.queue)) for job in list_failed_jobs()],
    }
    return render(request, "core/operator_journal.html", facts)


@open_to(Who.STAFF, roles=ROLES)
@require_POST
def retry(request: OperatorRequest, name: str) -> HttpResponse:
    """Let a stopped listener try again now."""
    return _do(request, lambda: retry_listener(name, by=request.actor, at=read_clocks()), _("It tries again now."))


@open_to(Who.STAFF, roles=ROLES)
@require_POST
def skip(request: OperatorRequest, name: str) -> HttpResponse:
    """Let a stopped listener leave out its line."""
    form = SkipForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Write why the line may be left out. Nothing was left out."))
        return redirect(PAGE)
    number, reason = form.cleaned_data["number"], form.cleaned_data["reason"]
    return _do(
        request,
        lambda: skip_line(name, number, reason=reason, by=request.actor, at=read_clocks()),
        _("The line is left out, and the reason is kept."),
    )


@open_to(Who.STAFF, roles=ROLES)
@require_POST
def retry_job(request: OperatorRequest, job_id: int) -> HttpResponse:
    """Let a failed job run once more."""
    return _do(request, lambda: retry_failed_job(job_id, by=request.actor, at=read_clocks()), _("The job runs again."))


def say_queue(queue: str) -> str:
    """Return what the jobs of a queue are about; its key while nobody gave it words."""
    return str(QUEUE_WORDS.get(queue, queue))


def _do(request: OperatorRequest, act: Callable[[], None], said: str) -> HttpResponse:
    try:
        act()
    except AlatauError as error:
        messages.warning(request, error.sentence())
    else:
        messages.success(request, said)
    return redirect(PAGE)


urlpatterns = [
    path("operator/journal/", journal, name=PAGE),
    path("operator/journal/listeners/<str:name>/retry/", retry, name="operator_retry_listener"),
    path("operator/journal/listeners/<str:name>/skip/", skip, name="operator_skip_line"),
    path("operator/journal/jobs/<int:job_id>/retry/", retry_job, name="operator_retry_job"),
]
