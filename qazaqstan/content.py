"""Kazakhstan as a content package: what `alatau.core.content` asks of a state."""

from __future__ import annotations


class Qazaqstan:
    """The state's own numbers, languages, time and law."""

    code = "KZ"
    time_zone = "Asia/Almaty"


CONTENT = Qazaqstan()
