"""Leave root behind: programs of the city started by root go on as an ordinary user, or do not start.

Call `leave_root` before settings are read: they write keys under ``ALATAU_HOME``, which must belong to that user.
As a command, ``python -m alatau.core.ordinary_user -- PROGRAM ARGUMENT...`` starts any program that way.

The process stays the same one: it changes its user and executes the program anew, so signals and exit codes need no
passing on. Where the clone lies in a folder that only root may enter, the process first takes a private view of the
file system in which that folder holds the clone alone, readable for all; outside this view nothing changes.
"""

from __future__ import annotations

import os
import pwd
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from alatau.core.private_view import PrivateViewError, find_cover, open_privately

if TYPE_CHECKING:
    from collections.abc import Sequence

CLONE = Path(__file__).resolve().parent.parent.parent
#: The system user made for the city where there is none.
USER = "alatau"
FALLBACK_USER = "nobody"
USERADD = ("/usr/sbin/useradd", "/sbin/useradd")
#: What an `ALATAU_HOME` holds after its first start; a folder of root's with other things in it is somebody else's.
MARKS = ("keys", "user")
#: Variables that speak of root, or of folders that only root may use.
ROOTS_OWN = ("MAIL", "OLDPWD", "SUDO_COMMAND", "SUDO_GID", "SUDO_UID", "SUDO_USER", "TMPDIR", "XDG_RUNTIME_DIR")
ROOTS_FOLDERS = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")


class OrdinaryUserError(Exception):
    """The program cannot go on as an ordinary user. The message says why, and what to do."""


def leave_root(command: Sequence[str] | None = None) -> None:
    """Return at once to an ordinary user; replace a process of root's by the same program run as one.

    Args:
        command: the program to execute instead of the present one with its arguments.

    Raises:
        OrdinaryUserError: there is no way to go on as an ordinary user. Nothing was started.
    """
    if os.geteuid() != 0:
        return
    home = Path(os.environ.get("ALATAU_HOME", "").strip() or CLONE / ".alatau").expanduser().absolute()
    user = choose_user(home)
    hand_over_folder(home, user)
    needed = [CLONE, home, Path(sys.base_prefix)]
    if any(map(find_cover, needed)):
        _open_privately(needed)
    _become(user, home, list(command or [sys.executable, *sys.orig_argv[1:]]))


def choose_user(home: Path) -> pwd.struct_passwd:
    """Return who the city runs as: the owner of its data unless that is root, else the system user `alatau`."""
    try:
        owner = home.stat().st_uid
        if owner != 0:
            return pwd.getpwuid(owner)
    except (FileNotFoundError, KeyError):
        pass
    return _find_user(USER) or _make_user() or _find_user(FALLBACK_USER) or _refuse_without_user()


def hand_over_folder(home: Path, user: pwd.struct_passwd) -> None:
    """Make the data folder if need be, and give it to the user with all it holds.

    Raises:
        OrdinaryUserError: the folder is root's and holds other things: giving those away could break the machine.
    """
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if home.stat().st_uid == user.pw_uid:
        return
    names = {entry.name for entry in home.iterdir()}
    if names and names.isdisjoint(MARKS):
        message = (
            f"ALATAU_HOME names {home}, which holds other files of root's. They would be given to the user "
            f"{user.pw_name}. Name an empty folder."
        )
        raise OrdinaryUserError(message)
    for folder, _folders, files in os.walk(home):
        for path in [folder, *(os.path.join(folder, name) for name in files)]:
            os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)


def _open_privately(needed: Sequence[Path]) -> None:
    try:
        open_privately(needed)
    except PrivateViewError as error:
        closed = next(folder for path in needed if (folder := find_cover(path)))
        message = (
            f"The folder {closed} can be entered by root alone, and the city does not run as root. Move the clone "
            f"{CLONE} to a folder that everybody may enter, such as /opt/alatau, and start it there. ({error})"
        )
        raise OrdinaryUserError(message) from error


def _become(user: pwd.struct_passwd, home: Path, command: list[str]) -> NoReturn:
    own = home / "user"
    own.mkdir(mode=0o700, exist_ok=True)
    os.chown(own, user.pw_uid, user.pw_gid)
    where = Path.cwd()
    os.setgroups([])
    os.setresgid(user.pw_gid, user.pw_gid, user.pw_gid)
    os.setresuid(user.pw_uid, user.pw_uid, user.pw_uid)
    assert os.geteuid() != 0, "the city runs as an ordinary user"
    # A private view covers the folder that the process stood in; enter it by its name again.
    os.chdir(where if os.access(where, os.X_OK) else CLONE)
    if not os.access(CLONE / "alatau" / "settings.py", os.R_OK):
        message = f"The files in {CLONE} are readable by root alone. Type `chmod -R a+rX {CLONE}`, then start again."
        raise OrdinaryUserError(message)
    os.execvpe(command[0], command, _environment(user, own))


def _environment(user: pwd.struct_passwd, own: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ROOTS_OWN + ROOTS_FOLDERS}
    return kept | {"HOME": str(own), "USER": user.pw_name, "LOGNAME": user.pw_name}


def _find_user(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _make_user() -> pwd.struct_passwd | None:
    """Make the system user; None on a machine whose users cannot be added to (read-only, or managed elsewhere)."""
    program = next(filter(os.path.exists, USERADD), None)
    if program is None:
        return None
    options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    subprocess.run([program, *options, "--shell", "/usr/sbin/nologin", USER], check=False, capture_output=True)
    return _find_user(USER)


def _refuse_without_user() -> NoReturn:
    message = "There is no ordinary user to run as. Add one (useradd --system alatau), then start again."
    raise OrdinaryUserError(message)


def main() -> None:
    """Run the given program as an ordinary user."""
    command = sys.argv[2:] if sys.argv[1:2] == ["--"] else sys.argv[1:]
    try:
        leave_root(command)
    except OrdinaryUserError as error:
        sys.exit(f"\n{error}\n")
    os.execvp(command[0], command)


if __name__ == "__main__":
    main()
