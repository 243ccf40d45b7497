"""The guard's examination in a process forked from one that is warm: the same bounds, a fiftieth of the time."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict
from typing import TYPE_CHECKING

from alatau.papers.examine import Finding, _bound, examine_pdf
from tests.harness.apart import warm_context

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_warm = warm_context()

SECONDS = 15


def examine_forked(pdf: bytes, chains: bytes) -> Finding:
    """Stand in for `guard._examine_apart`: a file that breaks its bounds ends the child, and is a ValueError here."""
    ours, theirs = _warm.Pipe()
    child = _warm.Process(target=_examine, args=(theirs,), daemon=True)
    child.start()
    theirs.close()
    try:
        ours.send((pdf, json.loads(chains)))
        if not ours.poll(SECONDS):
            msg = "no answer"
            raise ValueError(msg)
        return Finding(**json.loads(ours.recv_bytes()))
    except EOFError as error:
        msg = "the child ended"
        raise ValueError(msg) from error
    finally:
        ours.close()
        child.kill()
        child.join()


def _examine(pipe: Connection) -> None:
    pdf, chains = pipe.recv()
    _bound()
    logging.disable(logging.CRITICAL)
    try:
        pipe.send_bytes(json.dumps(asdict(examine_pdf(pdf, chains=chains))).encode())
    except BaseException:  # noqa: BLE001  whatever stops the reader, the file was not read
        pipe.close()
