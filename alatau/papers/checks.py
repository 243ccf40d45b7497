"""Check at start that letters can be drawn and signed: contents, fonts, and the key that the settings name."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.checks import CheckMessage, Error

from alatau.papers.errors import LetterContentError, SigningKeyError
from alatau.papers.letters import get_frame, list_letters


def check_letters(**_options: object) -> list[CheckMessage]:
    """Say what keeps the city from writing its letters."""
    return [*_check_content(), *_check_fonts(), *_check_key(), *_check_stamps()]


def _check_content() -> list[CheckMessage]:
    try:
        list_letters()
        get_frame()
    except (LetterContentError, OSError) as error:
        return [Error(f"The letters of the content package cannot be used. {error}", id="papers.E001")]
    return []


def _check_fonts() -> list[CheckMessage]:
    if any(settings.ALATAU_LETTER_FONTS.glob("*.ttf")):
        return []
    message = f"ALATAU_LETTER_FONTS is {settings.ALATAU_LETTER_FONTS}, and no font lies there."
    return [Error(message, hint="Run the set-up again, or name the folder that holds the fonts.", id="papers.E002")]


def _check_key() -> list[CheckMessage]:
    if not settings.ALATAU_SIGNER_PKCS12:
        return []
    from alatau.papers.seal import sealer_from_pkcs12

    try:
        sealer_from_pkcs12(Path(settings.ALATAU_SIGNER_PKCS12), password=settings.ALATAU_SIGNER_PASSWORD)
    except SigningKeyError:
        hint = "Set ALATAU_SIGNER_PASSWORD to the password of that file, or name another file."
        return [Error("ALATAU_SIGNER_PKCS12 names a file that cannot be opened.", hint=hint, id="papers.E003")]
    return []


def _check_stamps() -> list[CheckMessage]:
    if not settings.ALATAU_TIME_STAMPS_CHAIN:
        return []
    if not settings.ALATAU_TIME_STAMPS_URL:
        hint = "Set ALATAU_TIME_STAMPS_URL to the address of the authority, or leave both empty."
        return [Error("ALATAU_TIME_STAMPS_CHAIN is set, and no authority that stamps.", hint=hint, id="papers.E005")]
    from alatau.papers.stamps import load_chain

    try:
        load_chain(Path(settings.ALATAU_TIME_STAMPS_CHAIN))
    except SigningKeyError:
        hint = "Write the certificates one after another in PEM, up to the root of the authority."
        return [Error("ALATAU_TIME_STAMPS_CHAIN names a file without certificates.", hint=hint, id="papers.E004")]
    return []
