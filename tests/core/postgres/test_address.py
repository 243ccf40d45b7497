"""How processes are told to reach an outside database, and secrets that come in files."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.environment import Environment, SettingError
from alatau.core.postgres.address import database_settings
from alatau.core.postgres.places import SOCKET_PORT

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=12)


def settings_of(url: str, home: Path = Path("/nowhere"), role: str = "web") -> dict[str, object]:
    return database_settings(url=url, home=home, database="alatau", role=role, keep_seconds=60)


def test_what_the_address_asks_of_the_connection_is_kept() -> None:
    url = "postgres://city@db.example/alatau?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem&connect_timeout=5"

    assert settings_of(url)["OPTIONS"] == {
        "application_name": "alatau-web",
        "sslmode": "verify-full",
        "sslrootcert": "/etc/ca.pem",
        "connect_timeout": "5",
    }


def test_an_address_may_name_a_folder_of_sockets() -> None:
    found = settings_of("postgresql:///alatau?host=/var/run/postgresql")

    assert (found["NAME"], found["HOST"]) == ("alatau", "")
    assert found["OPTIONS"]["host"] == "/var/run/postgresql"


def test_an_address_of_six_groups_keeps_its_brackets_out() -> None:
    found = settings_of("postgres://city@[::1]:6000/alatau")

    assert (found["HOST"], found["PORT"]) == ("::1", "6000")


@given(user=words, password=words, name=words)
def test_any_letters_may_stand_in_user_password_and_name(user: str, password: str, name: str) -> None:
    found = settings_of(f"postgres://{quote(user, safe='')}:{quote(password, safe='')}@db/{quote(name, safe='')}")

    assert (found["USER"], found["PASSWORD"], found["NAME"]) == (user, password, name)


@pytest.mark.parametrize(
    "url",
    [
        "postgres://db:port/alatau",
        "postgres://db:99999/alatau",
        "postgres://[::1/alatau",
        "mysql://db/alatau",
        "postgres://db/",
        "alatau",
    ],
)
def test_an_address_that_cannot_be_used_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(SettingError) as refused:
        settings_of(url)

    assert "DATABASE_URL cannot be used" in str(refused.value)
    assert url not in str(refused.value)


@pytest.mark.parametrize("role", ["web", "worker", "owner", "auditor"])
def test_each_role_reaches_the_embedded_database_with_its_own_secret(tmp_path: Path, role: str) -> None:
    found = settings_of("", tmp_path, role)

    assert (found["USER"], found["PORT"]) == (role, str(SOCKET_PORT))
    assert found["PASSWORD"] == (tmp_path / "keys" / f"postgres-{role}").read_text()
    assert found["OPTIONS"] == {"application_name": f"alatau-{role}"}


def test_connections_are_kept_and_looked_after() -> None:
    found = settings_of("postgres://db/alatau")

    assert (found["CONN_MAX_AGE"], found["CONN_HEALTH_CHECKS"]) == (60, True)


def test_a_secret_file_of_bytes_is_refused_with_its_path(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(SettingError, match="it is no text"):
        Environment({"KEY_FILE": str(path)}).secret("KEY")


@pytest.mark.parametrize("content", ["", "  \n"])
def test_an_empty_secret_file_is_no_secret(tmp_path: Path, content: str) -> None:
    (tmp_path / "secret").write_text(content)

    assert Environment({"KEY_FILE": str(tmp_path / "secret"), "KEY": "open"}).secret("KEY") == ""


def test_a_secret_in_a_file_goes_before_one_in_the_open(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(" closed \n")

    assert Environment({"KEY_FILE": str(tmp_path / "secret"), "KEY": "open"}).secret("KEY") == "closed"


@given(value=st.text(max_size=20))
def test_words_are_parted_by_commas_and_never_empty(value: str) -> None:
    found = Environment({"NAMES": value}).words("NAMES")

    assert all(word and word == word.strip() and "," not in word for word in found)


@pytest.mark.parametrize(("value", "folder"), [("", "/default"), ("/data", "/data"), ("  /data ", "/data")])
def test_a_folder_is_absolute(value: str, folder: str) -> None:
    assert Environment({"HOME_FOLDER": value}).folder("HOME_FOLDER", Path("/default")) == Path(folder)


def test_a_relative_folder_is_one_below_where_the_program_stands() -> None:
    assert Environment({"HOME_FOLDER": "data"}).folder("HOME_FOLDER", Path("/default")) == Path.cwd() / "data"
