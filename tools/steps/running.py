"""Run another program and keep what it said, so that a failure can be told in one sentence."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

from tools.steps.console import SetupError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

#: Folders of system programs that a bare PATH leaves out.
SYSTEM_FOLDERS = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
#: Lines of a failed program's output worth showing.
TAIL_LINES = 15
LONGEST_LINE = 240

#: What the usual failures look like in the words of pip, uv, npm and apt, and what a person can do.
CAUSES = (
    (
        ("no space left", "enospc", "disk quota"),
        "The disk is full. Free about 2 GB, then repeat the command.",
    ),
    (
        ("certificate verify failed", "invalid peer certificate", "unable_to_get_issuer", "self-signed certificate"),
        "The package index shows a certificate this machine does not trust. "
        "Install ca-certificates, or name your own bundle in SSL_CERT_FILE.",
    ),
    (
        ("hashes", "hash mismatch", "eintegrity"),
        "A downloaded package is not the one this city was built with. "
        "Try again; if it stays, ask who runs your package index.",
    ),
    (
        (
            "name resolution", "dns error", "network is unreachable", "connection refused", "timed out",
            "failed to fetch", "error sending request", "could not connect", "enotfound", "etimedout", "econnrefused",
            "eai_again", "no matching distribution", "unable to locate package", "failed to establish",
            "not found in the package registry", "because there are no versions",
        ),
        "A package could not be fetched. Check the network and the index in your pip, uv and npm settings, "
        "then repeat the command: what was fetched is kept.",
    ),
)  # fmt: skip


def run(command: Sequence[str], *, env: Mapping[str, str] | None = None, cwd: Path | None = None) -> str:
    """Return what the program printed.

    Raises:
        SetupError: it failed; the message holds the probable cause, the program's last lines and what to do.
    """
    try:
        done = subprocess.run(
            command, env=env, cwd=cwd, check=False, text=True, errors="replace",
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
    except OSError as error:
        raise SetupError(_cannot_start(command[0], error)) from error
    if done.returncode != 0:
        raise SetupError(explain_failure(command, done.stdout))
    return done.stdout


def explain_failure(command: Sequence[str], output: str) -> str:
    """Return the probable cause in one sentence, with the last lines that the program printed."""
    said = output.lower()
    advice = next((advice for words, advice in CAUSES if any(word in said for word in words)), "")
    tail = "\n".join(f"    {line[:LONGEST_LINE]}" for line in output.strip().splitlines()[-TAIL_LINES:])
    name = " ".join(os.path.basename(part) if part.startswith("/") else part for part in command[:4])
    return f"{advice or 'A program of the set-up failed; its last lines tell why.'}\n  {name} said:\n{tail}"


def find_program(name: str) -> str | None:
    """Return the full path of a program on PATH or in the system folders; None when there is none."""
    return shutil.which(name) or shutil.which(name, path=SYSTEM_FOLDERS)


def _cannot_start(program: str, error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return "The disk is full. Free about 2 GB, then repeat the command."
    return f"{program} cannot be started ({error.strerror}). Remove the folder .venv, then repeat the command."
