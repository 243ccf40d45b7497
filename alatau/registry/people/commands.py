"""`alatau registry people`: kin, homes and families, computed from what registers tell."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from alatau.core.clock import read_clocks
from alatau.core.values import system_actor
from alatau.registry.people.check import check_families
from alatau.registry.people.read import list_fault_counts
from alatau.registry.people.refresh import refresh_people

if TYPE_CHECKING:
    from alatau.registry.people.values import FamilyCheck, FaultCount

BY = system_actor("registry.people")


def people(
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Compute kin, homes and families from what is known.")
    ] = False,
    check: Annotated[bool, typer.Option("--check", help="Prove that everybody is in one family on each day.")] = False,
    faults: Annotated[bool, typer.Option("--faults", help="Count what is wrong in the records.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """Compute families, check them, or count what is wrong in the registers they come from."""
    told: dict[str, object] = {}
    if refresh:
        told["refresh"] = _refresh(is_quiet=as_json)
    if check:
        found = check_families()
        told["check"] = asdict(found) | {"holds": found.holds}
        if not as_json:
            _say_check(found)
    if faults or not (refresh or check):
        counts = list_fault_counts()
        told["faults"] = [fault._asdict() for fault in counts]
        if not as_json:
            _say_faults(counts)
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
    if check and not found.holds:
        raise typer.Exit(1)


def _refresh(*, is_quiet: bool) -> dict[str, object] | None:
    at = read_clocks()
    with Console(stderr=True, quiet=is_quiet).status("families") as status:
        report = refresh_people(by=BY, at=at, progress=lambda step: status.update(f"families: {step}"))
    if report is None:
        if not is_quiet:
            typer.echo("Families are up to date: no register had anything new.")
        return None
    if not is_quiet:
        typer.echo(f"{report.people:,} people, {report.families:,} families of all days.")
    rows = {key: {"added": counts.accepted, "closed": counts.closed} for key, counts in report.rows.items()}
    return {"people": report.people, "families": report.families, "rows": rows}


def _say_check(found: FamilyCheck) -> None:
    if found.holds:
        typer.echo(f"{found.people:,} people: each is in exactly one family on every day of their life here.")
        return
    typer.echo(
        f"{found.without:,} people lack a family on some day, {found.in_several:,} are in several, "
        f"{found.strangers:,} are in one while they do not live here."
    )


def _say_faults(counts: list[FaultCount]) -> None:
    table = Table("Fault", "Register", "Load", "Rows", box=None, pad_edge=False)
    for fault in counts:
        table.add_row(fault.code, fault.register or "-", str(fault.load or "-"), f"{fault.rows:,}")
    Console().print(table)
