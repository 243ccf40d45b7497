"""`alatau city`: draw an invented nation, take it into the registers, set it beside published figures."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from django.conf import settings
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.core.values import system_actor
from alatau.registry.errors import DayNotReadableError
from alatau.registry.synthetic.build import BuiltFiles, Plan, build_files, load_nation, usual_processes
from alatau.registry.synthetic.ingest import ingest_city, order_registers
from alatau.registry.synthetic.report import report_city

if TYPE_CHECKING:
    from alatau.registry.synthetic.report import CityReport

commands = typer.Typer(help="An invented city, and a nation around it.", no_args_is_help=True)
console = Console()

#: People of the first city today.
CITY_PEOPLE = 52_000
#: From here on a figure is said without places behind the point.
WHOLE_FROM = 1_000
BY = system_actor("registry.build_city")

Into = Annotated[Path | None, typer.Option(help="Folder of the files; ALATAU_HOME/city without one.")]


@commands.command("build")
def build(
    people: Annotated[int, typer.Option(help="Living people, 1,000 to 20,500,000.")] = CITY_PEOPLE,
    seed: Annotated[int, typer.Option(help="The same seed gives the same people.")] = 1,
    into: Into = None,
    as_of: Annotated[str | None, typer.Option(help="Day that the registers tell about, as 2026-10-01.")] = None,
    only_files: Annotated[bool, typer.Option("--only-files", help="Write the files and ingest nothing.")] = False,
    remove_files: Annotated[
        bool, typer.Option("--remove-files", help="Remove the files of each register once it is ingested.")
    ] = False,
    processes: Annotated[
        int | None, typer.Option(min=1, max=8, help="Processes that draw; the cores, two at most.")
    ] = None,
) -> None:
    """Draw the registers of an invented city and ingest them. Run again, it goes on where it stopped."""
    nation = content().synthetic_nation
    day = _read_day(as_of) if as_of else load_nation(nation).as_of
    plan = Plan(people=people, seed=seed, as_of=day.isoformat(), nation=nation)
    with _progress() as bar:
        task = bar.add_task("Drawing people", total=None)
        built = build_files(
            plan,
            into=into or usual_folder(),
            processes=processes or usual_processes(),
            progress=lambda done, whole: bar.update(task, completed=done, total=whole),
        )
    rows = sum(count for key, count in built.rows.items() if not key.startswith("_"))
    console.print(f"{rows:,} rows of {people:,} people are in {built.folder}.", highlight=False)
    if not only_files:
        _ingest(built, is_removing=remove_files)


@commands.command("report")
def report(
    into: Into = None, as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False
) -> None:
    """Set the drawn city beside published figures; exits with 1 when one lies too far away."""
    found = report_city(into or usual_folder())
    if as_json:
        typer.echo(json.dumps(_plain(found), ensure_ascii=False, indent=2))
    else:
        _print_rows(found)
        _print_figures(found)
    raise typer.Exit(0 if found.is_within else 1)


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise DayNotReadableError from error


def usual_folder() -> Path:
    """Return where a city's files lie unless a folder is named."""
    home: Path = settings.ALATAU_HOME
    return home / "city"


def _ingest(built: BuiltFiles, *, is_removing: bool) -> None:
    read = accepted = quarantined = 0
    with _progress() as bar:
        task = bar.add_task("Ingesting", total=len(order_registers()))
        for load in ingest_city(
            built,
            by=BY,
            at=read_clocks,
            is_removing=is_removing,
            started=lambda register: bar.update(task, description=f"Ingesting {register.key}"),
        ):
            bar.advance(task)
            read += load.counts.read
            # An earlier run took what is only repeated now.
            accepted += 0 if load.is_repeat else load.counts.accepted
            quarantined += 0 if load.is_repeat else load.counts.quarantined
    console.print(f"{read:,} rows read, {accepted:,} accepted, {quarantined:,} quarantined.", highlight=False)


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    )


def _print_rows(found: CityReport) -> None:
    table = Table("Register", "Rows", "Of the country", "Scaled", box=None, pad_edge=False)
    for one in found.rows:
        table.add_row(one.key, f"{one.rows:,}", f"{one.approximate_rows:,}", f"{one.scaled_rows:,}")
    console.print(table)
    console.print(f"{found.rows_a_person:.1f} rows for each of {found.plan.people:,} people.\n", highlight=False)


def _print_figures(found: CityReport) -> None:
    table = Table("Figure", "About", "Published", "Drawn", "Difference", "Allowed", "", box=None, pad_edge=False)
    for one in found.figures:
        figure = one.published
        table.add_row(
            figure.figure,
            figure.about,
            _say(figure.value),
            _say(one.drawn),
            f"{one.difference:+.1%}",
            f"{one.allowed:.1%}",
            "within" if one.is_within else "TOO FAR",
        )
    console.print(table)
    console.print("The sources stand in the JSON of this report.")


def _say(value: float) -> str:
    return f"{value:,.0f}" if value > WHOLE_FROM else f"{value:.4g}"


def _plain(found: CityReport) -> dict[str, object]:
    return {
        "plan": vars(found.plan),
        "rows_a_person": round(found.rows_a_person, 3),
        "is_within": found.is_within,
        "registers": [vars(one) for one in found.rows],
        "figures": [
            vars(one.published) | {"drawn": one.drawn, "difference": one.difference, "is_within": one.is_within}
            for one in found.figures
        ],
    }
