"""A mark owner's pages: choose a kind, set conditions without code, see where the money is, let payments pass."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alatau.access.care import list_children_in_care
from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.core.errors import AlatauError, NotFoundError
from alatau.core.routes import Who, open_to
from alatau.core.values import ActorKind, PersonId
from alatau.money.bodies.read import name_account
from alatau.money.end_mark import end_mark
from alatau.money.errors.accounts import MarkNotValidError
from alatau.money.forms_marks import DocumentForm, GiveForm, MarkForm, TakeOutForm
from alatau.money.marks.give import NewConditions, NewGift, To, accept_document, give_marked, give_more, take_out
from alatau.money.marks.owner import TREASURER, get_kind, list_kinds, owner_of
from alatau.money.marks.story import get_story, list_stories
from alatau.money.present.words import tell_mark
from alatau.money.values import AccountId, HolderKind, MarkId, TransferId
from alatau.money.wallet.look import PAYMENTS
from alatau.money.wallet.read import get_wallet

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from alatau.access.requests import CityRequest
    from alatau.money.marks.kinds import MarkKind
    from alatau.money.marks.owner import Owner
    from alatau.money.marks.story import MarkStory

SHELLS = {ActorKind.STAFF: "web/desk.html", ActorKind.RESIDENT: "web/resident.html"}


@open_to(Who.RESIDENT, Who.STAFF, roles=(TREASURER,), shows=(PAYMENTS,))
@require_safe
def marks(request: CityRequest) -> HttpResponse:
    """Show the marks of the owner at hand, each with where its money is, and the kinds of another."""
    owner = _owner(request)
    facts = {"stories": [_tell(story) for story in list_stories(owner.id, *owner.sees)], "kinds": list_kinds(owner)}
    return _render(request, "money/marks.html", facts)


@open_to(Who.RESIDENT, Who.STAFF, roles=(TREASURER,), shows=(PAYMENTS,))
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: CityRequest, key: str) -> HttpResponse:
    """Ask for the conditions of a kind, and give once what the form says."""
    owner = _owner(request)
    kind = get_kind(key, owner=owner)
    form = MarkForm(request.POST if request.method == "POST" else None, kind=kind, **_choices(owner))
    if form.is_bound and form.is_valid():
        try:
            mark_id = give_marked(_gift(form), _conditions(form, kind), by=request.actor, at=read_clocks())
        except NotFoundError:
            raise
        except MarkNotValidError:
            form.add_error("last_day", _("Choose a day that is still to come."))
        except AlatauError as error:
            form.add_error(None, error.sentence())
        else:
            messages.success(request, _("The money is given, under your conditions."))
            return redirect("money:mark", mark_id)
    return _render(request, "money/mark_new.html", {"form": form, "kind": kind}, is_refused=form.is_bound)


@open_to(Who.RESIDENT, Who.STAFF, roles=(TREASURER,), shows=(PAYMENTS,))
@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: CityRequest, mark_id: UUID) -> HttpResponse:
    """Show one mark: its conditions and where its money is; give more under it."""
    owner = _owner(request)
    story = get_story(MarkId(mark_id), owner.id, *owner.sees)
    kind = next((each for each in list_kinds(owner) if each.key == story.mark.purpose), None)
    given = request.POST if request.method == "POST" else None
    form = GiveForm(given, kind=kind, **_choices(owner)) if kind else None
    if form is not None and form.is_bound and form.is_valid():
        try:
            give_more(story.mark.id, _gift(form), by=request.actor, at=read_clocks())
        except NotFoundError:
            raise
        except AlatauError as error:
            form.add_error(None, error.sentence())
        else:
            messages.success(request, _("The money is given, under your conditions."))
            return redirect("money:mark", mark_id)
    is_own = story.mark.owner_id == owner.id
    facts = _tell(story) | {"form": form, "kind": kind, "is_own": is_own, "document_form": DocumentForm()}
    return _render(request, "money/mark.html", facts, is_refused=form is not None and form.is_bound)


@open_to(Who.RESIDENT, Who.STAFF, roles=(TREASURER,))
@require_POST
def document(request: CityRequest, mark_id: UUID) -> HttpResponse:
    """Keep that a document was seen: payments that say the same words pass."""
    form = DocumentForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        accept_document(
            MarkId(mark_id), given["reference"], document=given["document"], by=request.actor, at=read_clocks()
        )
        messages.success(request, _("Payments with these words pass now."))
        return redirect("money:mark", mark_id)
    story = get_story(MarkId(mark_id), _owner(request).id)
    return _render(request, "money/mark.html", _tell(story) | {"document_form": form, "is_own": True}, is_refused=True)


@open_to(Who.RESIDENT, Who.STAFF, roles=(TREASURER,))
@require_POST
def end(request: CityRequest, mark_id: UUID) -> HttpResponse:
    """End a mark before its time: what is left comes back."""
    with transaction.atomic():
        end_mark(MarkId(mark_id), owner_id=_owner(request).id, by=request.actor, at=read_clocks())
    messages.success(request, _("The purpose has ended. What is left comes back within a minute."))
    return redirect("money:mark", mark_id)


@open_to(Who.RESIDENT, shows=(PAYMENTS,))
@require_http_methods(["GET", "HEAD", "POST"])
def own_pot(request: CityRequest, pot_id: UUID) -> HttpResponse:
    """Show marked money in the wallet at hand, and let whoever ends a chain take it out."""
    wallet = get_wallet(owner_of(request.actor).id)
    pot = next((each for each in wallet.pots if each.account_id == pot_id), None)
    if pot is None:
        raise NotFoundError
    form = TakeOutForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            take_out(
                AccountId(pot_id),
                amount=given["amount"],
                reference=given["words"],
                request_id=TransferId(given["request_id"]),
                by=request.actor,
                at=read_clocks(),
            )
        except AlatauError as error:
            form.add_error(None, error.sentence())
        else:
            messages.success(request, _("The money is free money now."))
            return redirect("money:home")
    may_take = owner_of(request.actor).id in pot.mark.final_payees
    facts = tell_mark(pot.mark) | {"pot": pot, "form": form if may_take else None}
    return _render(request, "money/pot.html", facts, is_refused=form.is_bound)


def _owner(request: CityRequest) -> Owner:
    owner = owner_of(request.actor)
    if owner.kind is not HolderKind.PUBLIC:
        get_wallet(owner.id)
    return owner


def _choices(owner: Owner) -> dict[str, list[tuple[object, str]]]:
    children = list_children_in_care(PersonId(owner.id), at=read_clocks()) if owner.kind is HolderKind.PERSON else []
    return {
        "children": [(child.person_id, child.short_name) for child in children],
        "purses": [(key, name_account(account_id, owner.id)) for key, account_id in owner.purses],
    }


def _gift(form: GiveForm) -> NewGift:
    given = form.cleaned_data
    way, said = form.receiver()
    return NewGift(
        id=given["request_id"], to=To(way=way, said=said), amount=given["amount"], purse=given.get("purse", "")
    )


def _conditions(form: MarkForm, kind: MarkKind) -> NewConditions:
    given = form.cleaned_data
    return NewConditions(
        kind=kind.key,
        # The kind's own name is known in all languages, another one only as it was typed.
        name=dict(kind.name) if given["name"] == kind.name.say() else given["name"],
        last_day=given["last_day"],
        trades=frozenset(given.get("trades") or kind.trades),
        goods=frozenset(given.get("goods") or ()),
        day_cap=given.get("day_cap"),
        payment_cap=given.get("payment_cap"),
        contract=given.get("contract", ""),
        chain=given.get("chain") or (),
        ends=given.get("ends") or (),
        asks_document=given.get("asks_document", False),
    )


def _tell(story: MarkStory) -> dict[str, object]:
    found = story.mark
    kinds = {each.key: each.name.say() for each in content().mark_kinds}
    return tell_mark(found) | {
        "story": story,
        "kind_name": kinds.get(found.purpose, ""),
        "has_ended": found.valid_until <= read_clocks().city_at,
    }


def _render(request: CityRequest, template: str, facts: dict[str, object], *, is_refused: bool = False) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK
    return render(request, template, facts | {"shell": SHELLS[request.actor.kind]}, status=status)
