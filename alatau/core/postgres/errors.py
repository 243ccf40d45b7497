"""Why the embedded database could not do what was asked. Operators read these sentences in the terminal."""

from __future__ import annotations

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError


class BinariesMissingError(AlatauError):
    """The PostgreSQL programs named by `ALATAU_POSTGRES` are not on this machine."""

    code = "core.postgres_binaries_missing"

    def sentence(self) -> str:
        return _("The database program was not found in %(folder)s. Run `make up` again, or set ALATAU_POSTGRES.") % (
            self.facts
        )


class VersionMismatchError(AlatauError):
    """The data folder was made by another major version of PostgreSQL."""

    code = "core.postgres_version_mismatch"

    def sentence(self) -> str:
        return _(
            "The data were made by PostgreSQL %(data)s, and this program would run %(program)s. "
            "Set ALATAU_POSTGRES to the version of the data."
        ) % (self.facts)


class AlreadyRunningError(AlatauError):
    """Another process supervises this data folder."""

    code = "core.city_already_running"

    def sentence(self) -> str:
        return _("A city already runs in %(home)s (%(note)s). Stop it first, or set another ALATAU_HOME.") % (
            self.facts
        )


class CreationFailedError(AlatauError):
    """`initdb` or the first roles failed; nothing half-made is kept."""

    code = "core.postgres_creation_failed"

    def sentence(self) -> str:
        return _("The database could not be created: %(reason)s") % self.facts


class StartFailedError(AlatauError):
    """The server ended, or stood still, before it took connections."""

    code = "core.postgres_start_failed"

    def sentence(self) -> str:
        return _("The database did not start: %(reason)s The full story is in %(log)s.") % self.facts


class SocketFolderError(AlatauError):
    """The folder for the server's socket belongs to somebody else."""

    code = "core.postgres_socket_folder_taken"

    def sentence(self) -> str:
        return _("The folder %(folder)s belongs to another user. Remove it, or set a shorter ALATAU_HOME.") % self.facts
