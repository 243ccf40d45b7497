"""`alatau papers`: look after the signing key, check a file, take a document back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError
from alatau.core.values import system_actor
from alatau.papers.end import revoke_document
from alatau.papers.signer import rotate_signing_key
from alatau.papers.values import DocumentId
from alatau.papers.verify import verify_file

commands = typer.Typer(help="Signed documents: keys, checks, revocations.", no_args_is_help=True)
COMMAND_LINE = system_actor("papers.command_line")


@commands.command("rotate-key")
def rotate_key() -> None:
    """Certify a fresh signing key. Documents signed before stay verifiable."""
    typer.echo(rotate_signing_key(by=COMMAND_LINE, at=read_clocks()))


@commands.command("check")
def check(file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="PDF to check.")]) -> None:
    """Say whether a PDF is the city's and unchanged."""
    try:
        report = verify_file(file.read_bytes())
    except AlatauError as error:
        typer.echo(error.sentence(), err=True)
        raise typer.Exit(code=1) from error
    typer.echo(f"{report.verdict} {report.signer}".strip())


@commands.command("revoke")
def revoke(
    document: Annotated[UUID, typer.Argument(help="Id of the document.")],
    reason: Annotated[str, typer.Option(help="Why, for its holder and for the record.")],
) -> None:
    """Take a document back; its public page says so from now on."""
    if not reason.strip():
        msg = "Say why the document is taken back."
        raise typer.BadParameter(msg, param_hint="--reason")
    try:
        revoke_document(DocumentId(document), reason=reason, by=COMMAND_LINE, at=read_clocks())
    except AlatauError as error:
        typer.echo(error.sentence(), err=True)
        raise typer.Exit(code=1) from error
