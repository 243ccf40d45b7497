"""The how-to for production, walked through as far as one machine allows."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from datetime import UTC, datetime, timedelta

import httpx
import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from alatau.core.postgres.ports import find_free_port
from tests.harness.city import CLONE, run_alatau
from tests.harness.cluster import as_ordinary_user, make_home
from tests.harness.production import UNITS, Production, production_binaries, read_folders, wait_until_ready

WEB = {"web@8001": find_free_port(), "web@8002": find_free_port()}
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin")


@pytest.fixture(scope="module")
def production():
    """Database, migrated tables, two web processes, worker, journal and reader, all as the units start them."""
    city = Production(make_home("alatau-production-"))
    try:
        city.make_database()
        city.run_unit("migrate")
        for name, port in WEB.items():
            city.start_unit(name, ALATAU_PORT=str(port))
        city.start_unit("worker@1")
        city.start_unit("journal")
        city.start_unit("reader")
        for port in WEB.values():
            wait_until_ready(f"http://127.0.0.1:{port}")
        yield city
    finally:
        city.stop()


@pytest.fixture(scope="module")
def proxy(production):
    """Give a client of nginx with TLS before the two web processes, on a port of its own."""
    if NGINX is None:
        pytest.skip("nginx is not installed: run `make setup`, or install Debian's package nginx-light")
    folder, plain, tls = production.folder, find_free_port(), find_free_port()
    _write_certificate(folder)
    (folder / "nginx.conf").write_text(_configuration(folder, plain=plain, tls=tls))
    process = subprocess.Popen(
        [NGINX, "-p", str(folder), "-e", str(folder / "nginx.log"), "-c", str(folder / "nginx.conf")],
        **as_ordinary_user(),
    )
    context = ssl.create_default_context(cafile=str(folder / "fullchain.pem"))
    context.check_hostname = False
    with httpx.Client(base_url=f"https://127.0.0.1:{tls}", verify=context, headers={"Host": "city.example"}) as client:
        _wait_for(client)
        yield client
    process.terminate()
    process.wait()


def test_residents_get_pages_through_tls_and_browsers_remember_it(proxy):
    answer = proxy.get("/sign-in/")
    assert answer.status_code == 200
    assert "max-age=31536000" in answer.headers["strict-transport-security"]
    assert all("secure" in cookie.lower() for cookie in answer.headers.get_list("set-cookie"))


def test_measurements_are_closed_to_the_world_and_open_to_the_machine(proxy):
    assert proxy.get("/metrics").status_code == 404
    own = httpx.get(f"http://127.0.0.1:{WEB['web@8001']}/metrics", trust_env=False)
    assert "alatau_requests_total" in own.text


def test_no_request_is_dropped_while_the_web_processes_restart_one_by_one(production, proxy):
    stop = threading.Event()
    answers: list[int | str] = []
    visitor = threading.Thread(target=_visit_until, args=(proxy, stop, answers))
    visitor.start()
    for name, port in WEB.items():
        production.stop_unit(name)
        production.start_unit(name, ALATAU_PORT=str(port))
        wait_until_ready(f"http://127.0.0.1:{port}")
    stop.set()
    visitor.join()
    assert len(answers) > 20
    assert set(answers) == {200}


def test_the_journal_numbers_what_the_processes_wrote(production):
    with psycopg.connect(production.url("auditor")) as auditor:
        row = auditor.execute("SELECT count(*) FROM core_journalseal").fetchone()
    assert row[0] >= 1


def test_the_reader_answers_and_web_alone_cannot_open_the_lake(production):
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(str(production.home / "run" / "reader.sock"))
        line.sendall(b"{}\n")
        assert b"registry.request_not_readable" in line.makefile("rb").readline()
    closed = [unit.name for unit in UNITS.iterdir() if "InaccessiblePaths=-/var/lib/alatau/lake" in unit.read_text()]
    assert closed == ["alatau-web@.service"]


def test_web_runs_as_another_user_and_shares_only_what_the_how_to_opened(production):
    own = [unit.name for unit in UNITS.iterdir() if "User=alatau-web\nGroup=alatau\n" in unit.read_text()]
    shared = {path.name for path, mode in read_folders(production.home) if mode == 0o2770}
    assert own == ["alatau-web@.service"]
    for path in production.home.iterdir():
        within = [path, *path.rglob("*")] if path.name in shared else []
        assert [each.name for each in within if not each.stat().st_mode & 0o040] == []
    assert production.home.stat().st_mode & 0o070 == 0o050, "web adds nothing to the home itself"


def test_a_backup_is_restored_into_an_empty_database(production, backups):
    with psycopg.connect(production.url("postgres", "postgres"), autocommit=True) as superuser:
        superuser.execute("CREATE DATABASE second OWNER owner TEMPLATE template0")
    home = make_home("alatau-restored-")
    restored = _run(production, "restore", str(backups), database="second", ALATAU_HOME=str(home))
    assert restored.returncode == 0, restored.stderr
    with psycopg.connect(production.url("owner", "second")) as owner:
        assert owner.execute("SELECT kind FROM core_city").fetchone() == ("production",)


def test_restoring_over_the_running_database_is_refused(production, backups):
    refused = _run(production, "restore", str(backups), database="alatau")
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr


def test_a_wrong_setting_stops_a_production_start_in_one_sentence(production):
    [command], environment = production.read_unit("web@8001", ALATAU_DEBUG="yes")
    refused = subprocess.run(command, env=environment, cwd=CLONE, capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert "ALATAU_DEBUG" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_web_without_static_files_says_how_to_lay_them(production):
    [command], environment = production.read_unit("web@8001", ALATAU_HOME=str(make_home("alatau-bare-")))
    refused = subprocess.run(command, env=environment, cwd=CLONE, capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert "alatau collect-static" in refused.stderr


def test_systemd_understands_every_unit(tmp_path):
    for path in UNITS.iterdir():
        (tmp_path / path.name.replace("@.", "@1.")).write_text(_for_this_machine(path.read_text()))
    units = sorted(map(str, tmp_path.iterdir()))
    assert len(units) == 6
    verify = shutil.which("systemd-analyze")
    if verify is None:
        return  # a container without systemd; the units' commands ran above all the same
    done = subprocess.run([verify, "verify", "--man=no", *units], capture_output=True, text=True, check=False)
    assert [line for line in done.stderr.splitlines() if str(tmp_path) in line] == []


@pytest.fixture(scope="module")
def backups(production):
    """A folder with one backup of the production city."""
    folder = production.folder / "backups"
    done = _run(production, "backup", str(folder), database="alatau")
    assert done.returncode == 0, done.stderr
    return folder


def _for_this_machine(unit: str) -> str:
    # Programs and users of the how-to are not installed where tests run.
    text = unit.replace("/opt/alatau/.venv/bin/python", "/bin/true").replace("/opt/alatau", "/")
    return "\n".join(line for line in text.splitlines() if not line.startswith(("User=", "Group=")))


def _run(production, command, folder, *, database, **variables):
    return run_alatau(
        production.home,
        command,
        folder,
        **{
            "DATABASE_URL": production.url("owner", database),
            "ALATAU_MODE": "production",
            "ALATAU_BACKUP_PASSPHRASE": "a passphrase of a test",
            "ALATAU_POSTGRES": str(production_binaries()),
            **variables,
        },
    )


def _visit_until(proxy, stop, answers):
    while not stop.is_set():
        try:
            answers.append(proxy.get("/sign-in/").status_code)
        except httpx.TransportError as error:
            answers.append(type(error).__name__)
        stop.wait(0.02)  # without a pause the visitor takes the cores that the starting processes need


def _wait_for(client) -> None:
    for _ in range(200):
        try:
            client.get("/health/live")
        except httpx.ConnectError:
            threading.Event().wait(0.02)
        else:
            return
    pytest.fail("nginx did not start")


def _configuration(folder, *, plain: int, tls: int) -> str:
    """Return nginx's main file around the site that the how-to installs, with ports and folders of this test."""
    site = (CLONE / "deploy" / "nginx" / "alatau.conf").read_text()
    lines = [line for line in site.splitlines() if "listen [::]" not in line]
    site = "\n".join(lines).replace("listen 80;", f"listen 127.0.0.1:{plain};")
    site = site.replace("listen 443", f"listen 127.0.0.1:{tls}").replace("/etc/alatau/tls", str(folder))
    for name, port in WEB.items():
        site = site.replace(f"127.0.0.1:{name.partition('@')[2]}", f"127.0.0.1:{port}")
    temporary = " ".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return f"daemon off; pid {folder}/nginx.pid; events {{}} http {{ access_log off; {temporary}\n{site}\n}}"


def _write_certificate(folder) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "city.example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("city.example")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(pem))
    plain = serialization.NoEncryption()
    (folder / "privkey.pem").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
