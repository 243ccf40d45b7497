"""Say on the next page how an act of one tap went."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.contrib import messages

from alatau.core.errors import AlatauError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alatau.access.requests import CityRequest


@contextmanager
def told(request: CityRequest, done: str = "") -> Iterator[None]:
    """Tell the reader that an act is done, if there are words for it, or why it was refused.

    What is not there is the door's to answer.
    """
    try:
        yield
    except NotFoundError:
        raise
    except AlatauError as error:
        messages.warning(request, error.sentence())
    else:
        if done:
            messages.success(request, done)
