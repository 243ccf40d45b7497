"""Why the city could not be started from the command line."""

from __future__ import annotations

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError


class PortTakenError(AlatauError):
    """Another program listens on the web server's port."""

    code = "cli.port_taken"

    def sentence(self) -> str:
        return _("Port %(port)s at %(address)s is in use. Stop the other program, or set ALATAU_PORT.") % self.facts


class DatabaseAwayError(AlatauError):
    """A command needs the database, and nobody answers at its address."""

    code = "cli.database_away"

    def sentence(self) -> str:
        return _("The database does not answer. Start the city with `alatau up`, or check DATABASE_URL.")


class NotReadyError(AlatauError):
    """A process ended during the start, or pages were not served in time."""

    code = "cli.not_ready"

    def sentence(self) -> str:
        return _("The process %(process)s did not start. What it said is in %(logs)s.") % self.facts


class StaticFilesMissingError(AlatauError):
    """A production web process found no static files in its home."""

    code = "cli.static_files_missing"

    def sentence(self) -> str:
        return _("The styles and scripts of the pages are not in %(folder)s. Run: alatau collect-static") % self.facts
