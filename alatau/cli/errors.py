"""Why the city could not be started from the command line."""

from __future__ import annotations

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError


class PortTakenError(AlatauError):
    """Another program listens on the web server's port."""

    code = "cli.port_taken"

    def sentence(self) -> str:
        return _("Port %(port)s at %(address)s is in use. Stop the other program, or set ALATAU_PORT.") % self.facts


class NotReadyError(AlatauError):
    """A process ended during the start, or pages were not served in time."""

    code = "cli.not_ready"

    def sentence(self) -> str:
        return _("The process %(process)s did not start. What it said is in %(logs)s.") % self.facts
