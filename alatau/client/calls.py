"""One call: sent again under the same id until it is answered, and a refusal turned into its error."""

from __future__ import annotations

import random
import time
from http import HTTPStatus
from typing import TYPE_CHECKING

import httpx

from alatau.client.errors import (
    CallRefusedError,
    KeyRefusedError,
    NoAnswerError,
    NotFoundError,
    TooManyTriesError,
    TransferRefusedError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.client.shapes import Json

#: Seconds before the second try; each wait is about twice the one before, and none is longer than the last number.
FIRST_WAIT, MOST_WAIT = 0.1, 10.0
#: Refusals that name a transfer.
TRANSFER = "transfer_id"
KINDS: Mapping[int, type[CallRefusedError]] = {
    HTTPStatus.UNAUTHORIZED: KeyRefusedError,
    HTTPStatus.FORBIDDEN: KeyRefusedError,
    HTTPStatus.NOT_FOUND: NotFoundError,
    HTTPStatus.TOO_MANY_REQUESTS: TooManyTriesError,
}


class Caller:
    """Keeps the connections to one city, and says who calls."""

    def __init__(
        self, url: str, key: str, *, language: str, timeout: float, tries: int, transport: httpx.BaseTransport | None
    ) -> None:
        headers = {"Authorization": f"Bearer {key}", "Accept-Language": language, "User-Agent": "alatau-client/1"}
        self._http = httpx.Client(base_url=url, headers=headers, timeout=timeout, transport=transport)
        self._tries = tries

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def call(
        self,
        method: str,
        path: str,
        *,
        body: Mapping[str, Json] | None = None,
        asked: Mapping[str, str | int] | None = None,
        is_repeatable: bool = True,
    ) -> Json:
        """Return the answer's JSON, or nothing for an empty one.

        Lost calls and those that the city could not answer are sent again, the waits growing, with the wait that the
        city asks for if it names one.

        Raises:
            NoAnswerError: no try was answered; what was asked for may have happened.
            CallRefusedError: one of its kinds.
        """
        tries = self._tries if is_repeatable else 1
        cause: httpx.TransportError | None = None
        for number in range(1, tries + 1):
            wait = _wait_after(number)
            try:
                answer = self._http.request(method, path, json=body, params=asked)
            except httpx.TransportError as error:
                cause = error
            else:
                if answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
                    return _read_answer(answer)
                wait = max(wait, _asked_wait(answer))
            if number < tries:
                time.sleep(min(wait, MOST_WAIT))
        message = f"{method} {path} was not answered in {tries} tries"
        raise NoAnswerError(message) from cause


def _wait_after(number: int) -> float:
    """Return seconds to wait after so many tries; by chance, so that many callers do not come back together."""
    return float(min(FIRST_WAIT * 2 ** (number - 1), MOST_WAIT) * random.uniform(0.5, 1.0))  # noqa: S311  no secret


def _asked_wait(answer: httpx.Response) -> float:
    told = answer.headers.get("Retry-After", "")
    return float(told) if told.isdecimal() else 0.0


def _read_answer(answer: httpx.Response) -> Json:
    if answer.is_success:
        return answer.json() if answer.content else None
    raise _error_of(answer)


def _error_of(answer: httpx.Response) -> CallRefusedError:
    try:
        told = answer.json()
    except ValueError:
        # A proxy on the way answered, not the city.
        told = {}
    told = told if isinstance(told, dict) else {}
    facts = told.get("facts") or {}
    kind = KINDS.get(answer.status_code, TransferRefusedError if TRANSFER in facts else CallRefusedError)
    return kind(
        status=answer.status_code,
        code=str(told.get("code", "")),
        detail=str(told.get("detail", "") or told.get("sentence", "") or answer.reason_phrase),
        facts=facts,
        request_id=str(told.get("request_id", "")),
    )
