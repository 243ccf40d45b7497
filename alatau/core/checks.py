"""What a city must have before it may start. Each problem is one sentence that says what to change.

In production a secret that the program made for itself counts as a sample one: it lies in a home that began as a trial,
and a second machine could not share it. So production sets `ALATAU_SECRET_KEY` or `ALATAU_SECRET_KEY_FILE`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from alatau.core.errors import AlatauError
from alatau.core.models import City

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SHORTEST_SECRET = 40
FEWEST_LETTERS = 10
#: Words in the secrets of tutorials and of our own examples.
SAMPLE_WORDS = ("sample", "insecure", "change-me", "changeme", "secret", "example")
DAY_SECONDS = 86_400

Check = Callable[["Chosen"], bool]


class Chosen(Protocol):
    """The settings that production looks at."""

    DEBUG: bool
    SECRET_KEY: str
    SECRET_IS_SET: bool
    ALATAU_PUBLIC_URL: str
    SECURE_HSTS_SECONDS: int
    SESSION_COOKIE_SECURE: bool
    CSRF_COOKIE_SECURE: bool
    ALLOWED_HOSTS: list[str]
    ALATAU_DURABLE: bool
    ALATAU_FAULT: str


class StartRefusedError(AlatauError):
    """A setting does not fit a production city. Nothing was started."""

    code = "core.start_refused"

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(problems=len(problems))
        self.problems = tuple(problems)

    def sentence(self) -> str:
        return "\n".join(map(_, self.problems))


class WrongCityError(AlatauError):
    """The database was created for the other mode."""

    code = "core.wrong_city"

    def sentence(self) -> str:
        return _(
            "This database was created as %(kind)s, and the program runs as %(mode)s. "
            "Name the right database, or set ALATAU_MODE."
        ) % {"kind": self.facts["kind"], "mode": self.facts["mode"]}


def check_settings() -> None:
    """Return if the settings fit their mode.

    Raises:
        StartRefusedError: with a sentence for every problem at once.
    """
    problems = list(find_problems(settings)) if settings.PRODUCTION else []
    if problems:
        raise StartRefusedError(problems)


def check_city() -> None:
    """Return if the database was created for the mode of this program.

    Raises:
        WrongCityError: a production program on a sample database, or the other way round.
    """
    kind = City.objects.values_list("kind", flat=True).filter(id=1).first()
    if kind is not None and kind != settings.ALATAU_MODE:
        raise WrongCityError(kind=kind, mode=settings.ALATAU_MODE)


def find_problems(chosen: Chosen) -> Iterator[str]:
    """Yield one sentence for each setting that production refuses, in the order of the list below."""
    return (sentence for is_wrong, sentence in PROBLEMS if is_wrong(chosen))


def is_sample_secret(chosen: Chosen) -> bool:
    """Tell whether sessions would be signed with a secret that is short, guessable, or not set by the operator."""
    secret = chosen.SECRET_KEY
    known = any(word in secret.lower() for word in SAMPLE_WORDS)
    return not chosen.SECRET_IS_SET or known or len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_LETTERS


def _has_open_hosts(chosen: Chosen) -> bool:
    host = urlsplit(chosen.ALATAU_PUBLIC_URL).hostname
    return host not in chosen.ALLOWED_HOSTS or "*" in chosen.ALLOWED_HOSTS


def _sends_plain_cookies(chosen: Chosen) -> bool:
    return not (chosen.SESSION_COOKIE_SECURE and chosen.CSRF_COOKIE_SECURE)


PROBLEMS: tuple[tuple[Check, str], ...] = (
    (
        lambda chosen: chosen.DEBUG,
        gettext_noop("ALATAU_DEBUG is on, which shows inner details to everybody. Switch it off in production."),
    ),
    (
        is_sample_secret,
        gettext_noop(
            "The secret is a sample or too short. Set ALATAU_SECRET_KEY_FILE to a file with 40 random letters."
        ),
    ),
    (
        lambda chosen: not chosen.ALATAU_PUBLIC_URL.startswith("https://"),
        gettext_noop("ALATAU_PUBLIC_URL does not begin with https://. Production needs TLS; set the public address."),
    ),
    (
        lambda chosen: chosen.SECURE_HSTS_SECONDS < DAY_SECONDS,
        gettext_noop("ALATAU_HSTS_SECONDS is under a day. Browsers must remember to use TLS; set 86400 or more."),
    ),
    (_sends_plain_cookies, gettext_noop("Cookies would travel without TLS. Leave their settings as they are made.")),
    (
        _has_open_hosts,
        gettext_noop("ALATAU_HOSTS does not name the host of ALATAU_PUBLIC_URL, or names all. List the exact hosts."),
    ),
    (
        lambda chosen: not chosen.ALATAU_DURABLE,
        gettext_noop("ALATAU_DURABLE is off, so a power cut would lose rows. Switch it on in production."),
    ),
    (
        lambda chosen: bool(chosen.ALATAU_FAULT),
        gettext_noop("ALATAU_FAULT is set, which kills the program on purpose. Unset it in production."),
    ),
)
