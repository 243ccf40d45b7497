"""Every error of the room, in the order a reader would meet them."""

from __future__ import annotations

from enum import StrEnum
from http import HTTPStatus

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError, NotFoundError
from alatau.registry.reasons import Reason, say_reason


class RegisterContentError(AlatauError):
    """A register's declaration cannot be used. `problem` says what to correct, for the author of the content."""

    code = "registry.register_content"
    http_status = HTTPStatus.INTERNAL_SERVER_ERROR

    def sentence(self) -> str:
        return _("This register cannot be read now. The city's staff have been told. Please try again later.")

    def __str__(self) -> str:
        return f"{self.facts['file']}: {self.facts['problem']}"


class RegisterNotFoundError(NotFoundError):
    """The content package declares no register under that code or key."""

    code = "registry.register_not_found"

    def sentence(self) -> str:
        return _("There is no register of that name. `alatau registry list` shows them all.")


class RegisterBusyError(AlatauError):
    """Another load of this register is under way. Retrying can succeed later."""

    code = "registry.register_busy"

    def sentence(self) -> str:
        return _("Another load of this register is being read now. Wait until it has ended, then start again.")


class BeforeFirstLoadError(AlatauError):
    """The question's date lies before anything was known from this register."""

    code = "registry.before_first_load"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return _("Nothing was known from this register on that date yet. Choose a later date.")


class KnownLaterError(AlatauError):
    """The question asks what will be known at a moment that has not come."""

    code = "registry.known_later"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return _("That date has not come yet, so nobody knows the answer. Choose today or an earlier date.")


class SourceProblem(StrEnum):
    """Why a source is refused whole."""

    ABSENT = "absent"
    EMPTY = "empty"
    KIND = "kind"
    COMPRESSED = "compressed"
    ENCODING = "encoding"
    DAMAGED_TEXT = "damaged_text"
    TRUNCATED = "truncated"
    DAMAGED = "damaged"
    DAMAGED_FILE = "damaged_file"
    TOO_LARGE = "too_large"
    LINE_TOO_LARGE = "line_too_large"
    FIELD_COUNTS = "field_counts"
    COLUMN_UNKNOWN = "column_unknown"
    COLUMN_MISSING = "column_missing"
    COLUMN_TWICE = "column_twice"
    COLUMN_TYPE = "column_type"
    PARTS_DIFFER = "parts_differ"
    CHANGED = "changed"
    PASSWORD = "password"  # noqa: S105  a problem's name
    CONNECTION = "connection"
    TABLE = "table"


class SourceUnreadableError(AlatauError):
    """A source cannot be read as this register. `problem` says why; nothing of it was taken."""

    code = "registry.source_unreadable"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, problem: SourceProblem, **facts: object) -> None:
        self.problem = problem
        super().__init__(problem=problem.value, **facts)

    def sentence(self) -> str:
        return self.fill(_source_sentences()[self.problem])


def _source_sentences() -> dict[SourceProblem, str]:
    return {
        SourceProblem.ABSENT: _("There is nothing to read at that place. Check the path or the address."),
        SourceProblem.EMPTY: _("The source holds no rows. Ask its owner to send it again."),
        SourceProblem.KIND: _("By its name the file is %(claimed)s, and its contents are %(found)s. Nothing was read."),
        SourceProblem.COMPRESSED: _("The file is compressed. Unpack it and start again."),
        SourceProblem.ENCODING: _("The text is written in %(found)s. Save it as UTF-8 and start again."),
        SourceProblem.DAMAGED_TEXT: _("Byte %(byte)s of the file is no letter in its encoding. Nothing was read."),
        SourceProblem.TRUNCATED: _("The file breaks off at byte %(byte)s. Ask its owner to send it again."),
        SourceProblem.DAMAGED: _("The contents are damaged at byte %(byte)s. Ask the owner to send the file again."),
        SourceProblem.DAMAGED_FILE: _("The contents of the file are damaged. Ask the owner to send it again."),
        SourceProblem.TOO_LARGE: _("Unpacked, the file is larger than %(limit)s. Send it as CSV or Parquet."),
        SourceProblem.LINE_TOO_LARGE: _("A line near byte %(byte)s is longer than %(limit)s. Nothing was read."),
        SourceProblem.FIELD_COUNTS: _("Most lines do not have the fields of the header, first line %(line)s."),
        SourceProblem.COLUMN_UNKNOWN: _(
            "The register has no column %(column)s. The nearest is %(nearest)s. Nothing was read."
        ),
        SourceProblem.COLUMN_MISSING: _("The column %(column)s is missing. Nothing was read."),
        SourceProblem.COLUMN_TWICE: _("The column %(column)s stands in the source twice. Nothing was read."),
        SourceProblem.COLUMN_TYPE: _("The column %(column)s holds %(found)s, which cannot be read as %(wanted)s."),
        SourceProblem.PARTS_DIFFER: _("The part %(part)s has other columns than the first one. Nothing was read."),
        SourceProblem.CHANGED: _("The file changed while it was read. Start again when it is complete."),
        SourceProblem.PASSWORD: _(
            "A password in an address can be seen by others. Put it into a password file or PGPASSWORD."
        ),
        SourceProblem.CONNECTION: _("The outside database did not let us in. Check the address, name and password."),
        SourceProblem.TABLE: _("The outside database has no table %(table)s that we may read."),
    }


class FileTooLargeError(AlatauError):
    """A file is empty, or larger than a page takes."""

    code = "registry.file_too_large"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return self.fill(_("A page takes files of up to %(limit_mb)s MB. Larger ones are taken in at the server."))


class QuarantinedRowNotFoundError(NotFoundError):
    """No such row lies in quarantine, or it was already released or sent back."""

    code = "registry.quarantined_row_not_found"

    def sentence(self) -> str:
        return _("This row no longer waits in quarantine. Go back to the list and choose another one.")


class StillFaultyError(AlatauError):
    """The corrected row breaks a check again; the facts name the column."""

    code = "registry.still_faulty"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return self.fill(_("The corrected row still breaks a check in %(column)s. %(reason)s"))


class WholeTooSmallError(AlatauError):
    """A delivery of the whole register holds far fewer rows than are in force: taking it would end most of them."""

    code = "registry.whole_too_small"

    def sentence(self) -> str:
        return self.fill(
            _("The delivery would end %(ended)s of %(before)s rows. If that is right, repeat with --accept-shrinking.")
        )


class RowRefusedError(AlatauError):
    """A row that came alone breaks checks. ``faults`` names each column with the code of the reason, and no value."""

    code = "registry.row_refused"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        faults = self.facts["faults"]
        assert isinstance(faults, tuple)
        column, reason = faults[0]
        problem = {"column": column, "reason": say_reason(Reason(reason))}
        return _("The row was not taken because of its column %(column)s. %(reason)s") % problem


class RowIdReusedError(AlatauError):
    """The sender's id of the row was already used for another row."""

    code = "registry.row_id_reused"

    def sentence(self) -> str:
        return _("Another row was sent with this number before. Give the new row a number of its own.")


class SenderUnknownError(AlatauError):
    """The program that sends rows shows no valid key, or one that is not for this register."""

    code = "registry.sender_unknown"
    http_status = HTTPStatus.UNAUTHORIZED

    def sentence(self) -> str:
        return _("This key does not open the register. Ask the city's operator for a valid one.")


class SenderNotFoundError(NotFoundError):
    """No sender has that name."""

    code = "registry.sender_not_found"

    def sentence(self) -> str:
        return _("There is no sender of that name. `alatau registry senders` shows them all.")


class DayNotReadableError(AlatauError):
    """What was typed at the command line is no day."""

    code = "registry.day_not_readable"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return self.fill(_("%(given)s is no day. Write it as 2026-03-01."))


class LookNotFoundError(NotFoundError):
    """The journal holds no such look at this person, made just now: the reader answers nobody without one."""

    code = "registry.look_not_found"


class RequestNotReadableError(AlatauError):
    """The reader was sent something that is no request."""

    code = "registry.request_not_readable"
    http_status = HTTPStatus.BAD_REQUEST

    def sentence(self) -> str:
        return _("This request cannot be read. Please tell the city's operator.")


class ReaderAwayError(AlatauError):
    """The process that opens the lake does not answer. Retrying can succeed later."""

    code = "registry.reader_away"
    http_status = HTTPStatus.SERVICE_UNAVAILABLE

    def sentence(self) -> str:
        return _("Records of registers cannot be shown at this moment. Please try again in a minute.")


class RegisterNamesNobodyError(AlatauError):
    """No row of the register carries a name without a number."""

    code = "registry.register_names_nobody"

    def sentence(self) -> str:
        return _("Rows of this register always carry a number. There is nothing to match by name.")
