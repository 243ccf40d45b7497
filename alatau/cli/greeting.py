"""The short table that `alatau up` prints: where the city is, and how to sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from rich.table import Table

from alatau.access.sample import SampleSignIn, list_sample_sign_ins
from alatau.core.postgres.work_as import work_as

if TYPE_CHECKING:
    from rich.console import Console


def greet(console: Console) -> None:
    """Print the address and, in a sample city, the people one can be."""
    console.print(f"\n[bold]The city is open: {settings.ALATAU_PUBLIC_URL}[/bold]", highlight=False)
    if not settings.PRODUCTION:
        with work_as("worker"):
            console.print(_table_of(list_sample_sign_ins()))
        address = settings.ALATAU_PUBLIC_URL
        console.print(f"\nResidents' one-time codes come to {address}/sample/phone/", highlight=False)
        console.print(
            f"Staff sign in at {address}/sign-in/staff/ with the code on {address}/sample/sign-in/", highlight=False
        )
    console.print("Ctrl-C stops it.\n")


def _table_of(people: list[SampleSignIn]) -> Table:
    table = Table("Who", "What they are", "How to sign in", box=None, pad_edge=False)
    for person in people:
        table.add_row(person.name, person.description, person.how)
    return table
