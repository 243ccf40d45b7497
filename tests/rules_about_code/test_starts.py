"""A process loads what its own work needs, and nothing of what others do."""

from __future__ import annotations

import os
import subprocess
import sys

#: What only the worker, the reader and the commands of the registers use: together half a second and 100 MB.
LAKE = {"deltalake", "duckdb", "numpy", "pandas", "pyarrow", "splink", "sqlglot"}
#: What only jobs and single pages use.
SELDOM = {"pyhanko", "playwright", "python_calamine"}
WEB = "import sys, django; django.setup(); import alatau.web.urls, alatau.cli.up; print(*sys.modules)"


def test_web_and_commands_start_without_the_libraries_of_the_lake() -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "alatau.settings"}
    done = subprocess.run([sys.executable, "-c", WEB], env=environment, capture_output=True, text=True, check=True)
    assert (LAKE | SELDOM) & set(done.stdout.split()) == set(), "import them where the lake is opened"
