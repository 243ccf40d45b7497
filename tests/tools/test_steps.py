"""The set-up: what it reads from the user's settings, what it skips, and what it says when something is wrong."""

from __future__ import annotations

import stat
from pathlib import Path
from tempfile import NamedTemporaryFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.steps import stamps
from tools.steps.browser import copy_files
from tools.steps.console import SetupError
from tools.steps.interpreter import choose_interpreter, is_open_to_all
from tools.steps.packages import requirement_file
from tools.steps.places import VENV_PYTHON
from tools.steps.running import explain_failure, run
from tools.steps.user_settings import SAME, UV_WORDS_OF_ITS_OWN, read_pip_settings, translate_for_uv

MIRROR = "https://packages.example/simple"
variables = st.dictionaries(st.sampled_from(sorted(set(SAME.values()))), st.text(min_size=1, max_size=9))
settings_of_pip = st.dictionaries(st.sampled_from(sorted(SAME)), st.from_regex(r"[a-z]{1,9}", fullmatch=True))


def test_what_the_user_told_pip_reaches_uv() -> None:
    env = translate_for_uv({"index-url": MIRROR, "cert": "/own/bundle.pem"}, {})
    assert env["UV_DEFAULT_INDEX"] == MIRROR
    assert env["SSL_CERT_FILE"] == "/own/bundle.pem"


def test_what_the_user_told_uv_wins_over_pip() -> None:
    env = translate_for_uv({"index-url": MIRROR, "find-links": "/wheels"}, {"UV_INDEX": "https://own.example"})
    assert env["UV_INDEX"] == "https://own.example"
    assert "UV_DEFAULT_INDEX" not in env
    assert "UV_FIND_LINKS" not in env


def test_a_settings_file_of_uv_keeps_pips_indexes_out(tmp_path: Path) -> None:
    (tmp_path / "uv").mkdir()
    (tmp_path / "uv" / "uv.toml").touch()
    assert "UV_DEFAULT_INDEX" not in translate_for_uv({"index-url": MIRROR}, {"XDG_CONFIG_HOME": str(tmp_path)})


@given(settings_of_pip, variables)
def test_no_variable_of_the_user_is_ever_changed(pip: dict[str, str], environ: dict[str, str]) -> None:
    env = translate_for_uv(pip, environ)
    assert {name: env[name] for name in environ} == environ


@given(settings_of_pip)
def test_every_setting_of_pip_is_handed_on_when_uv_was_told_nothing(pip: dict[str, str]) -> None:
    env = translate_for_uv(pip, {"XDG_CONFIG_HOME": "/nowhere", "HOME": "/nowhere"})
    assert {SAME[option] for option in pip} <= set(env)
    assert not any(word in env for word in UV_WORDS_OF_ITS_OWN if word not in {SAME[option] for option in pip})


def test_the_settings_of_pip_are_read_as_pip_reads_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", MIRROR)
    assert read_pip_settings(VENV_PYTHON)["index-url"] == MIRROR


@given(st.binary(max_size=50), st.binary(max_size=50))
def test_a_fingerprint_changes_exactly_with_the_content(one: bytes, other: bytes) -> None:
    with NamedTemporaryFile() as file:
        path = Path(file.name)
        path.write_bytes(one)
        first = stamps.fingerprint([path])
        path.write_bytes(other)
        assert (stamps.fingerprint([path]) == first) == (one == other)


def test_a_step_that_broke_off_is_not_taken_for_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamps, "STAMPS", tmp_path / "stamps")
    assert not stamps.is_done("packages", "mark")
    stamps.note_done("packages", "mark")
    assert stamps.is_done("packages", "mark")
    stamps.forget("packages")
    assert not stamps.is_done("packages", "mark")


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ("error: No space left on device (os error 28)", "The disk is full"),
        ("npm error code ENOTFOUND", "Check the network"),
        ("E: Unable to locate package chromium", "Check the network"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "not the one this city was built with"),
        ("certificate verify failed: unable to get local issuer", "ca-certificates"),
        ("Segmentation fault", "its last lines tell why"),
    ],
)
def test_a_failure_is_told_with_its_probable_cause(said: str, advice: str) -> None:
    told = explain_failure(["/usr/bin/npm", "ci"], said)
    assert advice in told
    assert f"npm ci said:\n    {said}" in told


def test_a_program_that_is_missing_is_told_in_a_sentence() -> None:
    with pytest.raises(SetupError, match="cannot be started"):
        run(["/nowhere/pip"])


def test_a_group_that_does_not_exist_is_told_with_those_that_do() -> None:
    with pytest.raises(SetupError, match=r"no group of packages named office.*run"):
        requirement_file("office")


def test_the_interpreter_found_is_new_enough_and_none_of_a_virtual_environment() -> None:
    found = choose_interpreter()
    assert found.version >= (3, 11)
    assert ".venv" not in found.executable.parts


def test_a_file_behind_a_closed_folder_is_not_open_to_all(tmp_path: Path) -> None:
    python = tmp_path / "python3"
    python.touch(mode=0o755)
    tmp_path.chmod(stat.S_IRWXU)
    assert not is_open_to_all(python)


def test_listed_browser_files_are_copied_and_others_are_removed(tmp_path: Path) -> None:
    (tmp_path / "packages" / "htmx" / "dist").mkdir(parents=True)
    (tmp_path / "packages" / "htmx" / "dist" / "htmx.js").write_text("new", encoding="utf-8")
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor" / "old.js").touch()
    entries = [{"package": "htmx", "file": "dist/*.js", "to": "scripts"}]
    copy_files(entries, packages=tmp_path / "packages", target=tmp_path / "vendor")
    assert [path.name for path in (tmp_path / "vendor").rglob("*.*")] == ["htmx.js"]


def test_a_listed_browser_file_that_no_package_has_is_told(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"asks for gone\.js of htmx"):
        copy_files([{"package": "htmx", "file": "gone.js"}], packages=tmp_path, target=tmp_path / "vendor")
