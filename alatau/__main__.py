"""`python -m alatau`: the same as the command `alatau`."""

from __future__ import annotations

from alatau.cli.main import main

main()
