"""`alatau services offers`: how many rights were offered, and where the offers stand; search a run for new ones."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from alatau.core.clock import read_clocks
from alatau.core.values import system_actor
from alatau.services.offers.read import count_offers, count_offers_by_right

commands = typer.Typer()


@commands.command("offers")
def offers(as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False) -> None:
    """Count offers by where they stand, and by right. It names nobody."""
    by_status, by_right = count_offers(), count_offers_by_right()
    if as_json:
        facts = {"by_status": {str(status): count for status, count in by_status.items()}, "by_right": by_right}
        typer.echo(json.dumps(facts, ensure_ascii=False, indent=2))
        return
    console = Console()
    for title, counted in (("Stands", by_status), ("Right", by_right)):
        table = Table(title, "Offers", box=None, pad_edge=False)
        for key, count in counted.items():
            table.add_row(str(key), f"{count:,}")
        console.print(table)


@commands.command("search-cards")
def search_cards() -> None:
    """Open offers of what the newest run's cards give and the run before did not. Safe to repeat."""
    from alatau.family.runs import get_current_run  # noqa: PLC0415  the law costs a second and 100 MB
    from alatau.services.offers.open_run import open_offers_of_run  # noqa: PLC0415

    report = open_offers_of_run(get_current_run(), by=system_actor("services.offers"), at=read_clocks())
    typer.echo(f"{report.opened:,} offers opened in {report.seconds:,.1f} s; {report.buckets_kept} buckets were done.")
