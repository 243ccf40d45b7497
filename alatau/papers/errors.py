"""Every refusal of this room, in the order a reader would meet them.

AlatauError
├── LetterContentError           the content package holds a letter that cannot be drawn
├── LetterFactsError             the facts do not fill the letter
├── SigningKeyError              the key that the settings name cannot be opened
├── TimeStampError               the outside time stamp authority gives no stamp
├── DocumentRequestReusedError   one request id, two different documents
├── DocumentEndedError           revoked or superseded already
├── VerificationBusyError        too many files are being examined at this moment
└── UnreadableFileError          a file shown for checking is no PDF the city can read
    └── FileTooLargeError
"""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError


class LetterContentError(AlatauError):
    """The content package's letter cannot be used. `problem` says what to correct, for the author of the content."""

    code = "papers.letter_content"
    http_status = HTTPStatus.INTERNAL_SERVER_ERROR

    def sentence(self) -> str:
        return _("This letter cannot be written now. Nothing was sent. The city's staff have been told.")

    def __str__(self) -> str:
        return f"{self.facts['letter']}: {self.facts['problem']}"


class LetterFactsError(AlatauError):
    """Facts are missing for a letter, or there are more than its texts name."""

    code = "papers.letter_facts"

    def sentence(self) -> str:
        return _("The letter needs facts that are not there yet. Complete the case, then try again.")


class SigningKeyError(AlatauError):
    """The PKCS#12 file that the settings name cannot be opened: wrong file, or wrong password."""

    code = "papers.signing_key"
    http_status = HTTPStatus.SERVICE_UNAVAILABLE

    def sentence(self) -> str:
        return _("The city cannot sign documents now. Nothing was issued. The city's staff have been told.")


class TimeStampError(AlatauError):
    """The time stamp authority that the settings name cannot be reached, or answers nonsense. Retrying can succeed."""

    code = "papers.time_stamp"
    http_status = HTTPStatus.SERVICE_UNAVAILABLE

    def sentence(self) -> str:
        return _("The service that dates our documents does not answer. Nothing was issued. Try again in some minutes.")


class DocumentRequestReusedError(AlatauError):
    """The request id already issued a document with other details. A new document needs a new id."""

    code = "papers.request_reused"

    def sentence(self) -> str:
        return _("This request has already made another document. Start again to make a new one.")


class DocumentEndedError(AlatauError):
    """The document is revoked or superseded already, and that is final."""

    code = "papers.document_ended"

    def sentence(self) -> str:
        return _("This document is no longer in force. Issue a new one instead.")


class VerificationBusyError(AlatauError):
    """Too many files are being examined at this moment. Trying again in a minute succeeds."""

    code = "papers.verification_busy"
    http_status = HTTPStatus.SERVICE_UNAVAILABLE

    def sentence(self) -> str:
        return _("Many people are checking files now. Try again in a minute, or check the code.")


class UnreadableFileError(AlatauError):
    """The file is not a PDF that can be read within the bounds of time and memory."""

    code = "papers.file_unreadable"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return _("We could not read this file. It may be damaged, or it is not a PDF. Choose the file you received.")


class FileTooLargeError(UnreadableFileError):
    """The file is larger than any document the city issues."""

    code = "papers.file_too_large"
    http_status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def sentence(self) -> str:
        return _("This file is too large to be one of our documents. Choose the file you received.")
