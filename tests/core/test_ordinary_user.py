"""Root is left behind for good: also from a closed folder, with signals and exit codes intact."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from alatau.core.ordinary_user import OrdinaryUserError, choose_user, hand_over_folder, leave_root

if TYPE_CHECKING:
    from collections.abc import Iterator

CLONE = Path(__file__).resolve().parent.parent.parent
SYSTEM_PYTHON = "/usr/bin/python3"


@pytest.fixture
def closed_clone() -> Iterator[Path]:
    """The few files that matter, in a folder that only root may enter."""
    closed = Path(subprocess.run(["mktemp", "-d"], capture_output=True, text=True, check=True).stdout.strip())
    for name in ("alatau/__init__.py", "alatau/settings.py", "alatau/core/__init__.py"):
        target = closed / "clone" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CLONE / name, target)
    for name in ("ordinary_user.py", "private_view.py"):
        shutil.copy(CLONE / "alatau" / "core" / name, closed / "clone" / "alatau" / "core" / name)
    yield closed / "clone"
    shutil.rmtree(closed)


def run_in(clone: Path, *command: str, home: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        starting(*command), cwd=clone, env=environment(home), capture_output=True, text=True, check=False
    )


def starting(*command: str) -> list[str]:
    return [SYSTEM_PYTHON, "-m", "alatau.core.ordinary_user", "--", *command]


def environment(home: Path | None = None) -> dict[str, str]:
    own = {"PATH": "/usr/bin:/bin", "HOME": "/root", "SUDO_USER": "root"}
    return own | ({"ALATAU_HOME": str(home)} if home else {})


def test_an_ordinary_user_goes_on_in_the_same_process() -> None:
    if os.geteuid() != 0:
        leave_root(["/bin/false"])


@pytest.mark.needs_root
def test_root_in_a_closed_folder_becomes_a_user_who_can_read_the_clone(closed_clone: Path) -> None:
    done = run_in(closed_clone, "sh", "-c", "id -u; id -G; pwd; cat alatau/settings.py | head -1")
    user, groups, where, first_line = done.stdout.splitlines()
    assert int(user) == choose_user(closed_clone / ".alatau").pw_uid != 0
    assert groups.split() == [str(pwd.getpwuid(int(user)).pw_gid)]
    assert where == str(closed_clone)
    assert first_line.startswith('"""')


@pytest.mark.needs_root
def test_a_closed_folder_stays_closed_for_everybody_else(closed_clone: Path) -> None:
    run_in(closed_clone, "true")
    assert closed_clone.parent.stat().st_mode & 0o777 == 0o700
    asked = ["setpriv", "--reuid=65534", "--clear-groups", "ls", str(closed_clone)]
    assert subprocess.run(asked, capture_output=True, check=False).returncode != 0


@pytest.mark.needs_root
def test_a_clone_that_is_itself_closed_is_shown_with_its_content(closed_clone: Path) -> None:
    closed_clone.parent.chmod(0o755)
    closed_clone.chmod(0o700)
    done = run_in(closed_clone, "sh", "-c", "ls; touch .alatau/written && echo wrote")
    assert done.stdout.splitlines() == ["alatau", "wrote"]
    assert (closed_clone / ".alatau" / "written").exists()


@pytest.mark.needs_root
def test_only_the_data_folder_is_given_away(closed_clone: Path) -> None:
    run_in(closed_clone, "true")
    owners = {path.stat().st_uid for path in (closed_clone, closed_clone / "alatau", closed_clone.parent)}
    assert owners == {0}
    assert (closed_clone / ".alatau").stat().st_uid != 0


@pytest.mark.needs_root
def test_a_data_folder_elsewhere_behind_a_closed_door_can_be_written(closed_clone: Path, tmp_path: Path) -> None:
    home = tmp_path / "closed" / "home"
    home.parent.mkdir(mode=0o700)
    done = run_in(closed_clone, "sh", "-c", "touch $ALATAU_HOME/written; echo $HOME", home=home)
    assert (home / "written").exists(), done.stderr
    assert done.stdout.strip() == str(home / "user")


@pytest.mark.needs_root
def test_data_of_an_ordinary_user_stay_theirs(closed_clone: Path, tmp_path: Path) -> None:
    os.chown(tmp_path, 65534, 65534)
    done = run_in(closed_clone, "id", "-u", home=tmp_path)
    assert done.stdout.strip() == "65534"


@pytest.mark.needs_root
def test_a_folder_with_other_files_of_root_is_not_given_away(tmp_path: Path) -> None:
    (tmp_path / "passwd").touch()
    with pytest.raises(OrdinaryUserError, match="Name an empty folder"):
        hand_over_folder(tmp_path, pwd.getpwnam("nobody"))
    assert (tmp_path / "passwd").stat().st_uid == 0


@pytest.mark.needs_root
def test_root_can_not_be_taken_back(closed_clone: Path) -> None:
    regain = "import os\ntry: os.setuid(0)\nexcept PermissionError: print('refused')"
    assert run_in(closed_clone, SYSTEM_PYTHON, "-c", regain).stdout.strip() == "refused"


@pytest.mark.needs_root
def test_the_exit_code_of_the_program_comes_back(closed_clone: Path) -> None:
    assert run_in(closed_clone, "sh", "-c", "exit 7").returncode == 7


@pytest.mark.needs_root
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_reaches_the_program_itself(closed_clone: Path, number: signal.Signals) -> None:
    script = f"trap 'echo caught; exit 3' {number.value}; echo ready; while :; do sleep 0.05; done"
    with subprocess.Popen(
        starting("sh", "-c", script), cwd=closed_clone, env=environment(), stdout=subprocess.PIPE, text=True
    ) as started:
        assert started.stdout is not None
        assert started.stdout.readline() == "ready\n"
        started.send_signal(number)
        assert started.stdout.readline() == "caught\n"
    assert started.returncode == 3


@pytest.mark.needs_root
def test_without_a_private_view_the_refusal_names_the_folder(closed_clone: Path) -> None:
    # A process without this right is what root is inside most containers.
    lesser = ["setpriv", "--bounding-set=-sys_admin", "--inh-caps=-sys_admin"]
    done = subprocess.run(
        [*lesser, *starting("true")], cwd=closed_clone, env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert f"The folder {closed_clone.parent} can be entered by root alone" in done.stderr
    assert "/opt/alatau" in done.stderr


@pytest.mark.needs_root
def test_files_that_only_root_can_read_are_told_with_the_cure(closed_clone: Path) -> None:
    (closed_clone / "alatau" / "settings.py").chmod(0o600)
    assert f"chmod -R a+rX {closed_clone}" in run_in(closed_clone, "true").stderr
