"""`alatau rules`: which rules the law has, whether they can be used, and whether they give what their cases expect."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from alatau.rules.errors import GoldenCaseError, RuleNotFoundError
from alatau.rules.gather import find_problems, law_folder, read_book
from alatau.rules.golden import GoldenCase, list_case_files, read_cases, run_cases
from alatau.rules.published import LOCK_NAME, publish

if TYPE_CHECKING:
    from alatau.rules.declare import RuleVersion
    from alatau.rules.graph import RuleBook

commands = typer.Typer(help="The law as rules: check them, list them, run their cases.", no_args_is_help=True)

OnDay = Annotated[str, typer.Option("--on", help="Day in force, as 2026-03-01; today without it.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


@commands.command("check")
def check(on: OnDay = "") -> None:
    """Read every rule of the law; each that cannot be used is named with file, line and parameter."""
    book, problems = find_problems()
    for problem in problems:
        typer.echo(str(problem), err=True)
    day = _day(on)
    law = book.on(day)
    kinds: dict[str, int] = {}
    for rule in law.rules.values():
        kinds[rule.version.kind] = kinds.get(rule.version.kind, 0) + 1
    told = ", ".join(f"{count} of kind {kind}" for kind, count in sorted(kinds.items()))
    typer.echo(f"{len(book.versions)} versions of {len(book.names)} rules are in order. In force on {day}: {told}.")
    if problems:
        typer.echo(f"{len(problems)} rules cannot be used, and those that read them wait.", err=True)
        raise typer.Exit(1)
    for name, why in sorted(law.left_out.items()):
        typer.echo(f"  Left out: {name}: {why}.")


@commands.command("list")
def list_rules(
    kind: Annotated[str, typer.Argument(help="measure, rule, indicator, benefit ...")] = "", as_json: AsJson = False
) -> None:
    """List the rules of the law."""
    versions = [version for version in read_book().versions if kind in ("", version.kind)]
    if as_json:
        typer.echo(json.dumps([_facts_of(version) for version in versions], ensure_ascii=False, indent=2))
        return
    table = Table("Rule", "Kind", "Level", "Unit", "In force", "What it is", box=None, pad_edge=False)
    for version in versions:
        span = f"{version.valid_from or '...'} to {version.valid_until or '...'}"
        table.add_row(version.name, version.kind, version.level, version.unit, span, version.doc.partition("\n")[0])
    Console().print(table)


@commands.command("show")
def show(name: Annotated[str, typer.Argument(help="Name of a rule.")], as_json: AsJson = False) -> None:
    """Show each version of a rule: what it reads, where it stands, which law it is."""
    versions = read_book().versions_of(name)
    if not versions:
        raise RuleNotFoundError
    if as_json:
        typer.echo(json.dumps([_facts_of(version) for version in versions], ensure_ascii=False, indent=2))
        return
    for version in versions:
        for key, value in _facts_of(version).items():
            typer.echo(f"{key}: {', '.join(value) if isinstance(value, list) else value}")
        typer.echo()


@commands.command("golden")
def golden(
    file: Annotated[str, typer.Argument(help="One file of cases; without it, all of the law.")] = "",
    as_json: AsJson = False,
) -> None:
    """Run the golden cases of the law, and name each whose result is another than expected."""
    book = read_book()
    paths = [Path(file)] if file else list_case_files(law_folder())
    cases, told = 0, []
    for path in paths:
        count, problems = _run(book, path)
        cases += count
        told += problems
    if as_json:
        typer.echo(json.dumps({"cases": cases, "problems": told}, ensure_ascii=False, indent=2))
    else:
        for problem in told:
            typer.echo(problem, err=True)
        typer.echo(f"{cases} cases, {len(told)} differences.")
    if told:
        raise typer.Exit(1)


@commands.command("publish")
def publish_law() -> None:
    """Fix what the law says now: published versions and values cannot change any more, only end."""
    book, problems = find_problems()
    if problems:
        raise problems[0]
    added = publish(book, law_folder() / LOCK_NAME)
    typer.echo(f"{added} versions and values were published.")


def _run(book: RuleBook, path: Path) -> tuple[int, list[str]]:
    """Run the cases of a file; where one cannot be run, all are run one by one, so that each such case is named."""
    try:
        cases = read_cases(path)
    except GoldenCaseError as error:
        return 0, [str(error)]
    try:
        return len(cases), [str(difference) for difference in run_cases(book, cases)]
    except GoldenCaseError:
        return len(cases), [problem for case in cases for problem in _run_one(book, case)]


def _run_one(book: RuleBook, case: GoldenCase) -> list[str]:
    try:
        return [str(difference) for difference in run_cases(book, [case])]
    except GoldenCaseError as error:
        return [str(error)]


def _facts_of(version: RuleVersion) -> dict[str, object]:
    facts = {
        "name": version.name,
        "kind": version.kind,
        "level": version.level,
        "unit": version.unit,
        "valid_from": version.valid_from,
        "valid_until": version.valid_until,
        "register": version.register,
        "reads": list(version.inputs),
        "law": version.law,
        "source": version.source,
        "verification": version.verification,
        "doc": version.doc,
        "file": f"{version.file.rpartition('/')[2]}:{version.line}",
    }
    return {
        **{key: value for key, value in facts.items() if value},
        **{key: str(fact) for key, fact in version.facts.items()},
    }


def _day(written: str) -> date:
    # Rules are checked where no city runs as well; a wall clock is enough to say what holds today.
    return date.fromisoformat(written) if written else datetime.now(UTC).date()
