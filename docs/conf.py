"""How Sphinx builds the documentation."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

CLONE = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(CLONE), str(CLONE / "docs" / "_ext")]
# The settings make keys as they load: a build must leave none in the city's own folder.
os.environ["ALATAU_HOME"] = tempfile.mkdtemp(prefix="alatau-docs-")
os.environ["DJANGO_SETTINGS_MODULE"] = "alatau.settings"
os.environ["ALATAU_LOG_LEVEL"] = "warning"
atexit.register(shutil.rmtree, os.environ["ALATAU_HOME"], ignore_errors=True)

project = "Alatau"
author = "The Alatau contributors"
copyright = "The Alatau contributors, Apache License 2.0"
extensions = ["myst_parser", "from_the_code"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
language = "en"
html_theme = "furo"
html_title = "Alatau"
html_show_sphinx = False
myst_enable_extensions = ["colon_fence", "deflist", "attrs_inline"]
myst_heading_anchors = 3
# Links into the code and to neighbouring files of the repository are no pages.
suppress_warnings = ["myst.xref_missing"]
