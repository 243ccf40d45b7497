"""What a call can end in besides its answer.

ClientError
├── NoAnswerError           nobody knows what became of it; the same request, sent later, tells
└── CallRefusedError        the city says no, with a code for programs and a sentence for people
    ├── TransferRefusedError    a transfer changed nothing
    ├── KeyRefusedError         the key opens nothing, or not this
    ├── NotFoundError           absent, or not yours: both read alike
    └── TooManyTriesError       come again later
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class ClientError(Exception):
    """A call did not bring its answer."""


class NoAnswerError(ClientError):
    """Every try was lost on its way, or the city could not say. Send the same request again, under the same id."""


class CallRefusedError(ClientError):
    """The city refuses: ``code`` is for programs and never changes, ``detail`` is for people."""

    def __init__(self, *, status: int, code: str, detail: str, facts: Mapping[str, object], request_id: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.status = status
        self.code = code
        self.detail = detail
        self.facts = facts
        #: By it the city's operators find this call in their log.
        self.request_id = request_id


class TransferRefusedError(CallRefusedError):
    """A transfer was refused, and nothing was changed by it."""


class KeyRefusedError(CallRefusedError):
    """The key opens nothing, or the program was not given this right."""


class NotFoundError(CallRefusedError):
    """There is nothing here for this program: absent, or somebody else's."""


class TooManyTriesError(CallRefusedError):
    """A share of tries is used up; ``facts`` say how long to wait."""
