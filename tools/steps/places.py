"""Where the set-up works. It writes inside the clone alone, except for Debian packages."""

from __future__ import annotations

from pathlib import Path

CLONE = Path(__file__).resolve().parent.parent.parent
VENV = CLONE / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "stamps"
#: Downloads of the present set-up; emptied when it is complete, kept when it broke off.
DOWNLOADS = VENV / "downloads"
REQUIREMENTS = CLONE / "requirements"
VENDOR = CLONE / "static" / "vendor"
#: Certificates the system trusts, where Debian and Ubuntu keep them.
SYSTEM_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
