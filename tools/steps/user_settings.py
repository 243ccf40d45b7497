"""Carry the user's pip settings over to uv, which reads its own alone.

A machine that reaches a package index through a mirror usually says so to pip. What the user told uv itself wins.
"""

from __future__ import annotations

import ast
import os
from pathlib import Path
from typing import TYPE_CHECKING

from tools.steps.places import DOWNLOADS, SYSTEM_CERTIFICATES
from tools.steps.running import run

if TYPE_CHECKING:
    from collections.abc import Mapping

#: pip's option and the variable in which uv takes the same thing.
SAME = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "client-cert": "SSL_CLIENT_CERT",
    "proxy": "ALL_PROXY",
    "timeout": "UV_HTTP_TIMEOUT",
    "default-timeout": "UV_HTTP_TIMEOUT",
}
UV_WORDS_OF_ITS_OWN = ("UV_DEFAULT_INDEX", "UV_INDEX", "UV_INDEX_URL", "UV_EXTRA_INDEX_URL", "UV_FIND_LINKS")


def read_pip_settings(python: Path) -> dict[str, str]:
    """Return pip's settings by option, as pip itself reads them: files first, then the environment."""
    listed = run([str(python), "-m", "pip", "config", "list"])
    settings: dict[str, str] = {}
    for line in listed.splitlines():
        name, equals, quoted = line.partition("=")
        # The section is `global`, `install` or `:env:`; pip lists them from the weakest to the strongest.
        section, _, option = name.strip().rpartition(".")
        if equals and section in ("global", "install", ":env:"):
            settings[option] = str(ast.literal_eval(quoted))
    return settings


def translate_for_uv(pip: Mapping[str, str], environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment for uv: the user's own, and pip's settings where uv was told nothing."""
    env = dict(environ)
    told_uv = any(word in env for word in UV_WORDS_OF_ITS_OWN) or _has_uv_file(env)
    for option, variable in SAME.items():
        value = pip.get(option, "")
        if not value or variable in env or (told_uv and variable in UV_WORDS_OF_ITS_OWN):
            continue
        env[variable] = ",".join(value.split()) if variable == "UV_FIND_LINKS" else " ".join(value.split())
    if not told_uv and "extra-index-url" in pip:
        # pip looks into every index. That is safe here: the hashes say which file it must be.
        env.setdefault("UV_INDEX_STRATEGY", "unsafe-best-match")
    env.setdefault("UV_CACHE_DIR", str(DOWNLOADS / "uv"))
    # Python comes from the machine, never from a download.
    env["UV_PYTHON_DOWNLOADS"] = "never"
    return trust_system_certificates(env)


def trust_system_certificates(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment with the system's certificates named to uv and Node, unless the user named others."""
    env = dict(environ)
    if SYSTEM_CERTIFICATES.exists():
        env.setdefault("SSL_CERT_FILE", str(SYSTEM_CERTIFICATES))
        env.setdefault("NODE_EXTRA_CA_CERTS", env["SSL_CERT_FILE"])
    return env


def _has_uv_file(env: Mapping[str, str]) -> bool:
    home = env.get("XDG_CONFIG_HOME") or os.path.join(env.get("HOME") or os.path.expanduser("~"), ".config")
    return any(Path(folder, "uv", "uv.toml").exists() for folder in (home, "/etc/xdg", "/etc"))
