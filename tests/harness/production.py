"""A production city on one machine: an outside PostgreSQL, and processes started as the units in deploy/ start them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from alatau.core.leash import leashed
from alatau.core.postgres.ports import find_free_port
from tests.harness.city import CLONE, city_environment
from tests.harness.cluster import SERVERS, as_ordinary_user, chosen_server, ordinary_user

UNITS = CLONE / "deploy" / "systemd"
ROLES = ("owner", "web", "worker", "auditor")
PASSWORD = "a-password-of-a-test"


def production_binaries() -> Path:
    """Return Debian's PostgreSQL 15 where it is installed, else the programs that this run tests on."""
    debian = Path(SERVERS["debian15"])
    if debian.exists():
        return debian
    from alatau.core.postgres.binaries import find_binaries

    return find_binaries(chosen_server()).folder


@dataclass
class Production:
    """What stands in /etc/alatau and /var/lib, below one folder, and the processes that run on it."""

    folder: Path
    port: int = field(default_factory=find_free_port)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def home(self) -> Path:
        return self.folder / "home"

    def url(self, role: str, database: str = "alatau") -> str:
        """Return the address of the database for a role, as its file in /etc/alatau holds it."""
        return f"postgres://{role}:{PASSWORD}@127.0.0.1:{self.port}/{database}"

    def make_database(self) -> None:
        """Start the outside server and make roles and database as the how-to says."""
        data = self.folder / "data"
        secret = self._write("superuser", PASSWORD)
        self.postgres("initdb", "-N", "-D", data, "-U", "postgres", "-A", "scram-sha-256", f"--pwfile={secret}")
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        self.postgres("pg_ctl", "-D", data, "-l", self.folder / "postgres.log", "-o", options, "-w", "start")
        self.run_sql(CLONE / "deploy" / "postgres" / "roles.sql")
        for role in ROLES:
            self._write(f"database-{role}", self.url(role))
        self._write("secret-key", os.urandom(32).hex())
        for path, mode in read_folders(self.home):
            path.mkdir()
            path.chmod(mode)
            self._own(path)

    def run_sql(self, script: Path) -> None:
        """Let psql run a script as the superuser, with a password for each role."""
        passwords = [word for role in ROLES for word in ("-v", f"{role}={PASSWORD}")]
        self.postgres("psql", "-q", *passwords, "-f", script, self.url("postgres", "postgres"))

    def postgres(self, program: str, *arguments: object) -> None:
        """Run one of the server's programs as an ordinary user."""
        command = [str(production_binaries() / program), *map(str, arguments)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self.folder, **as_ordinary_user())

    def run_unit(self, name: str, **variables: str) -> None:
        """Run a unit that ends by itself, and fail as it fails."""
        commands, environment = self.read_unit(name, **variables)
        for command in commands:
            quiet = subprocess.DEVNULL
            subprocess.run(command, env=environment, cwd=CLONE, check=True, stdout=quiet, umask=read_mask(name))

    def start_unit(self, name: str, **variables: str) -> None:
        """Start a unit's process; a start while it runs is our mistake."""
        [command], environment = self.read_unit(name, **variables)
        with (self.folder / "said.txt").open("ab") as said:
            self.processes[name] = subprocess.Popen(
                leashed(command),
                env=environment,
                cwd=CLONE,
                umask=read_mask(name),
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
            )

    def stop_unit(self, name: str) -> None:
        """Stop a unit's process as systemd does."""
        process = self.processes.pop(name)
        process.terminate()
        process.wait(40)

    def stop(self) -> None:
        """Stop everything that was started."""
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            process.wait(40)
        if (self.folder / "data" / "postmaster.pid").exists():
            self.postgres("pg_ctl", "-D", self.folder / "data", "-m", "fast", "-w", "stop")

    def read_unit(self, name: str, **variables: str) -> tuple[list[list[str]], dict[str, str]]:
        """Return the commands that systemd would run for `web@8001`, with this folder in place of the machine's."""
        instance = name.removesuffix(".service").partition("@")[2]
        text = _unit_of(name)
        shared = (CLONE / "deploy" / "alatau.env").read_text(encoding="utf-8")
        lines = [line for line in shared.splitlines() if "=" in line and not line.startswith("#")]
        lines += _values(text, "Environment")
        chosen = dict(self._here(line.replace("%i", instance)).split("=", 1) for line in lines)
        commands = [self._here(line).split() for line in _values(text, "ExecStart")]
        chosen["ALATAU_POSTGRES"] = str(production_binaries())
        return commands, city_environment(self.home, {"ALATAU_DURABLE": "yes", **chosen, **variables})

    def _here(self, text: str) -> str:
        text = text.replace("/opt/alatau/.venv/bin/python", sys.executable).replace("/opt/alatau", str(CLONE))
        return text.replace("/etc/alatau", str(self.folder)).replace("/var/lib/alatau", str(self.home))

    def _write(self, name: str, content: str) -> Path:
        path = self.folder / name
        path.write_text(content, encoding="utf-8")
        path.chmod(0o600)
        self._own(path)
        return path

    def _own(self, path: Path) -> None:
        if os.geteuid() == 0:
            os.chown(path, *ordinary_user())


def read_folders(home: Path) -> list[tuple[Path, int]]:
    """Return the folders of the home that the how-to makes, with their modes, in its order."""
    text = (CLONE / "docs" / "how-to" / "production.md").read_text(encoding="utf-8")
    lines = [line.split() for line in text.splitlines() if line.startswith("install -d -o alatau -g alatau ")]
    return [
        (Path(word.replace("/var/lib/alatau", str(home))), int(words[words.index("-m") + 1], 8))
        for words in lines
        for word in words
        if word.startswith("/var/lib/")
    ]


def read_mask(name: str) -> int:
    """Return the mask of modes that a unit sets for its files."""
    [mask] = _values(_unit_of(name), "UMask")
    return int(mask, 8)


def _unit_of(name: str) -> str:
    template, _at, instance = name.removesuffix(".service").partition("@")
    return (UNITS / f"alatau-{template}{'@' if instance else ''}.service").read_text(encoding="utf-8")


def _values(unit: str, name: str) -> list[str]:
    """Return what a unit says under a name, which may stand in it more than once."""
    return [line.partition("=")[2] for line in unit.splitlines() if line.startswith(f"{name}=")]


def wait_until_ready(address: str, *, seconds: float = 60) -> None:
    """Return when a process answers that it is ready."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            # No certificates are asked for here, and reading those of the world takes a third of the time of waiting.
            if httpx.get(f"{address}/health/ready", trust_env=False, timeout=5, verify=False).is_success:
                return
        except httpx.TransportError:
            pass
        assert time.monotonic() < deadline, f"{address} is not ready"
        time.sleep(0.05)
