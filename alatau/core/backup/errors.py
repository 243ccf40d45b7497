"""Why a backup or a restore is refused, in the order a reader would meet them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError


class PassphraseMissingError(AlatauError):
    """Keys are never written in the open, so there must be a passphrase."""

    code = "core.backup_passphrase_missing"

    def sentence(self) -> str:
        return _("The keys need a passphrase of 12 letters or more. Set ALATAU_BACKUP_PASSPHRASE_FILE.")


class NotABackupError(AlatauError):
    """The folder holds something else."""

    code = "core.not_a_backup"

    def sentence(self) -> str:
        return (
            _("The folder %(folder)s holds no complete backup. Name the folder given to `alatau backup`.") % self.facts
        )


class FolderNotWritableError(AlatauError):
    """The user that the city runs as may not write into the folder."""

    code = "core.backup_folder_not_writable"

    def sentence(self) -> str:
        return _("The folder %(folder)s cannot be written by the user %(user)s. Give it to that user.") % self.facts


class OtherCityError(AlatauError):
    """The folder or the home belongs to another city."""

    code = "core.backup_of_other_city"

    def sentence(self) -> str:
        return (
            _("The folder %(folder)s belongs to another city. Name a folder of this city, or an empty one.")
            % self.facts
        )


class BackupToolError(AlatauError):
    """A program of PostgreSQL failed; nothing half-made is kept."""

    code = "core.backup_tool_failed"

    def sentence(self) -> str:
        return _("The program %(program)s failed: %(reason)s") % self.facts


class ArchiveStuckError(AlatauError):
    """The pieces of the log do not arrive in the archive."""

    code = "core.archive_stuck"

    def sentence(self) -> str:
        return (
            _("The log is not being kept in %(folder)s. See the disk and the database's log, then repeat.") % self.facts
        )


class WrongPassphraseError(AlatauError):
    """The passphrase does not open this backup."""

    code = "core.backup_passphrase_wrong"

    def sentence(self) -> str:
        return _("This passphrase does not open the backup %(backup)s. Use the one that it was made with.") % self.facts


class AlteredBackupError(AlatauError):
    """A file of the backup is missing, cut short or changed."""

    code = "core.backup_altered"

    def sentence(self) -> str:
        return _("The backup is not as it was made: see %(file)s. Use another copy or an earlier backup.") % self.facts


class MomentTooEarlyError(AlatauError):
    """No backup was complete before the moment."""

    code = "core.restore_moment_too_early"

    def sentence(self) -> str:
        return _("No backup is older than this moment. The earliest moment to go to is %(earliest)s.") % self.facts


class MomentTooLateError(AlatauError):
    """The kept log ends before the moment, so that rows would be missing."""

    code = "core.restore_moment_too_late"

    def sentence(self) -> str:
        return _("The kept log ends before this moment. Leave out --at to restore all there is.")


class NewerCityError(AlatauError):
    """The home holds rows that the restored city would not have."""

    code = "core.restore_over_newer_city"

    def sentence(self) -> str:
        return (
            _(
                "The city in %(home)s is newer than what would be restored. "
                "Restore into another ALATAU_HOME, or move the old one aside."
            )
            % self.facts
        )


class DatabaseNotEmptyError(AlatauError):
    """The outside database holds tables already."""

    code = "core.restore_over_tables"

    def sentence(self) -> str:
        return _("The database named by DATABASE_URL is not empty. Create an empty one and name that.")


class MomentNeedsEmbeddedError(AlatauError):
    """A moment in time needs the server's own log, which an outside server keeps itself."""

    code = "core.restore_moment_outside"

    def sentence(self) -> str:
        return _("An outside server keeps its own log. Restore it to the moment there; --at is for the embedded one.")


class RestoreCutShortError(AlatauError):
    """A restore into this home did not come to its end."""

    code = "core.restore_cut_short"

    def sentence(self) -> str:
        return (
            _("A restore into %(home)s was cut short. Run `alatau restore` again before the city starts.") % self.facts
        )
