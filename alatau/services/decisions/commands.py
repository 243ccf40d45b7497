"""`alatau explain` and the decisions' part of `alatau services`: what a decision is made of, and how appeals go."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table

from alatau.access.load import access_person
from alatau.access.read import list_roles_of
from alatau.access.staff import find_staff
from alatau.core.clock import read_clocks
from alatau.core.errors import NotFoundError
from alatau.core.values import Actor, ActorKind, system_actor
from alatau.family.tell import print_explained
from alatau.family.wire import write_wire
from alatau.services.decisions.letter import name_right
from alatau.services.decisions.read import count_appeals, get_decision
from alatau.services.decisions.recompute import explain_decision, recompute
from alatau.services.decisions.values import DecisionId, DecisionView, Recomputed
from alatau.services.payments.disburse import disburse_day
from alatau.services.payments.programmes import open_programmes

commands = typer.Typer(no_args_is_help=True)
#: Stands at the top of the command line.
root = typer.Typer()

Decision = Annotated[UUID, typer.Argument(help="Id of the decision.")]
Staff = Annotated[str, typer.Option("--by", help="Sign-in of the official who looks.")]
Purpose = Annotated[str, typer.Option(help="Lawful reason to look, for example social_support.")]
Case = Annotated[str, typer.Option(help="The case that the look belongs to.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


@root.command("explain")
@commands.command("explain")
def explain(decision: Decision, by: Staff, purpose: Purpose, case: Case = "", as_json: AsJson = False) -> None:
    """Unfold a decision to rows and numbers of the law, and compute it again; exits with 1 if it differs."""
    view = get_decision(DecisionId(decision))
    # The look is in the journal before anything is shown.
    data = ("family_card",)
    access_person(view.person_id, by=_staff(by), purpose=purpose, case_id=_read_id(case), data=data, at=read_clocks())
    found = recompute(view.id)
    if as_json:
        tree = json.loads(write_wire(explain_decision(view.id))) if not found.problem else None
        typer.echo(json.dumps({"decision": _facts(view), "recomputed": _plain(found), "tree": tree}, default=str))
    else:
        _print(view, found)
    raise typer.Exit(0 if found.is_whole else 1)


@commands.command("appeals")
def appeals(as_json: AsJson = False) -> None:
    """Print how appeals go, by right and region."""
    rows = count_appeals()
    if as_json:
        typer.echo(json.dumps([asdict(each) for each in rows], indent=2))
        return
    table = Table("Right", "Region", "Decisions", "Appeals", "Open", "Changed", "Stands", "Days", box=None)
    for each in rows:
        counts = [each.decisions, each.filed, each.open, each.changed, each.stands]
        name = name_right(each.benefit_key).say()
        table.add_row(name, each.region, *(f"{count:,}" for count in counts), str(each.mean_days or ""))
    Console().print(table)


@commands.command("disburse")
def disburse(as_json: AsJson = False) -> None:
    """Hand over what is due today, if that is not done. Safe to run twice."""
    report = disburse_day(at=read_clocks())
    facts = asdict(report) | {"day": report.day.isoformat()}
    said = f"{report.day}: {report.payments:,} payments in {report.batches} batches."
    typer.echo(json.dumps(facts) if as_json else said)


@commands.command("open-payers")
def open_payers() -> None:
    """Open the treasury's programmes that pay rights. Safe to run twice."""
    count = open_programmes(by=system_actor("services.command_line"), at=read_clocks())
    typer.echo(f"{count} programmes are open.")


def _print(view: DecisionView, found: Recomputed) -> None:
    console = Console()
    amount = view.amount or "no sum"
    console.print(f"{view.kind} {view.right}: {amount}, on {view.on}, known {view.known_number}", highlight=False)
    console.print(f"by {view.decided_by}, {view.law}", highlight=False)
    if found.problem:
        console.print(f"It cannot be computed again: {found.problem}.", highlight=False)
        return
    print_explained(explain_decision(view.id), console)
    same = "the same rules" if found.is_same_rules else "OTHER RULES"
    console.print(f"Computed again by {same}: {found.state} {found.found}; it said {found.stated}.", highlight=False)


def _facts(view: DecisionView) -> dict[str, object]:
    return {
        "id": view.id,
        "kind": view.kind,
        "right": view.right,
        "amount": view.amount.units if view.amount else None,
        "on": view.on,
        "known": view.known_number,
        "rules": view.rules_digest,
        "decided_by": view.decided_by,
        "law": view.law,
    }


def _plain(found: Recomputed) -> dict[str, object]:
    return asdict(found) | {"is_whole": found.is_whole}


def _staff(login: str) -> Actor:
    user_id = find_staff(login)
    if user_id is None:
        raise NotFoundError
    return Actor(kind=ActorKind.STAFF, user_id=user_id, roles=list_roles_of(user_id, at=read_clocks()))


def _read_id(given: str) -> UUID | None:
    try:
        return UUID(given) if given else None
    except ValueError as error:
        raise NotFoundError from error
