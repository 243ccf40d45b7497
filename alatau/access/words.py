"""Words for what was read of a person, as that person reads them in "who looked". Rooms above declare their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_words: dict[str, _StrPromise] = {}


def declare_data(key: str, words: _StrPromise) -> None:
    """Name a kind of data in words that follow "read": ``declare_data("address", _("your address"))``."""
    assert key not in _words, f"{key} is named already"
    _words[key] = words


def name_data(key: str) -> str:
    """Return the words for a kind of data; for one without words, plain ones."""
    return str(_words.get(key, _("your record")))


declare_data("name", _("your name"))
declare_data("birthday", _("your date of birth"))
declare_data("region", _("the region you live in"))
declare_data("number", _("your personal number"))
declare_data("address", _("your address"))
declare_data("contacts", _("your phone and e-mail"))
declare_data("messages", _("messages between you and the city"))
declare_data("documents", _("your documents"))
declare_data("case", _("your case"))
declare_data("consents", _("your consents"))
declare_data("looks", _("the list of who looked at your data"))
declare_data("family_part", _("your part of the family's figure"))
