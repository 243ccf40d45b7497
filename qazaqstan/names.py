"""Names of the people of Kazakhstan: how they are put together, found, and written in Latin letters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

from anyascii import anyascii

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.core.names import PersonName

#: Identity documents and their machine-readable line. Not yet compared with the text of the order.
DOCUMENT = str.maketrans(
    {
        "а": "A", "ә": "A", "б": "B", "в": "V", "г": "G", "ғ": "G", "д": "D", "е": "E", "э": "E", "ё": "YO",
        "ж": "ZH", "з": "Z", "и": "I", "і": "I", "й": "Y", "к": "K", "қ": "K", "л": "L", "м": "M", "н": "N",
        "ң": "N", "о": "O", "ө": "O", "п": "P", "р": "R", "с": "S", "т": "T", "у": "U", "ұ": "U", "ү": "U",
        "ф": "F", "х": "KH", "һ": "H", "ц": "TS", "ч": "CH", "ш": "SH", "щ": "SHCH", "ъ": "", "ь": "", "ы": "Y",
        "ю": "YU", "я": "YA",
    }
)  # fmt: skip
#: The Kazakh Latin alphabet by the draft of 2021. Letters that Kazakh only borrows are written as they sound.
LATIN_2021 = str.maketrans(
    {
        "а": "a", "ә": "ä", "б": "b", "в": "v", "г": "g", "ғ": "ğ", "д": "d", "е": "e", "ё": "io", "ж": "j", "з": "z",
        "и": "i", "й": "y", "к": "k", "қ": "q", "л": "l", "м": "m", "н": "n", "ң": "ñ", "о": "o", "ө": "ö", "п": "p",
        "р": "r", "с": "s", "т": "t", "у": "u", "ұ": "ū", "ү": "ü", "ф": "f", "х": "h", "һ": "h", "ц": "ts",
        "ч": "tş", "ш": "ş", "щ": "ştş", "ъ": "", "ы": "ı", "і": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia",
    }
)  # fmt: skip
#: Spellings of one name meet here: Әсел and Асел, Құрал and Курал.
ONE_SPELLING = str.maketrans("әғқңөұүһіё", "агкноуухие")
#: Letters that alphabets and passports of the last decades used for one sound: Щ, Shch, Ş; Қ, Q, K; Ж, Zh, J.
ONE_SOUND = (
    *(("shch", "s"), ("sht", "s"), ("sh", "s"), ("ch", "c"), ("kh", "h"), ("gh", "g"), ("zh", "j"), ("dj", "j")),
    *(("dz", "j"), ("ts", "c"), ("iya", "ia"), ("ya", "a"), ("ia", "a"), ("yu", "u"), ("iu", "u"), ("yo", "e")),
    *(("io", "e"), ("ye", "e"), ("ie", "e"), ("q", "k"), ("x", "h"), ("w", "v"), ("y", "i"), ("ph", "f")),
)
_TWICE = re.compile(r"(.)\1+")
#: Endings of sex and of language. A stem keeps three letters at least, so that Ли and Ким stay whole.
_ENDING = re.compile(r"(?<=...)(uli|kizi|ovic|evic|ovna|evna|icna|inicna|ovoi|ova|eva|ina|ov|ev|in|skii|ska|ski)$")


class QazaqNames:
    """Surname, given name and patronymic, in this order in documents. Any part but one may be missing."""

    profiles: ClassVar[Mapping[str, str]] = MappingProxyType(
        {
            "document": "identity documents and their machine-readable line",
            "latin_2021": "the Kazakh Latin alphabet, draft of 2021",
        }
    )

    def full(self, name: PersonName) -> str:
        """Return surname, given name and patronymic."""
        return _join(name.surname, name.given_name, name.patronymic)

    def address(self, name: PersonName) -> str:
        """Return the name a message begins with: the given name alone, as the city speaks to all ages."""
        return name.given_name or name.surname

    def initials(self, name: PersonName) -> str:
        """Return the surname with initials: "Ахметова А. С."."""
        if not name.surname:
            return _join(name.given_name, name.patronymic)
        letters = (f"{part[0]}." for part in (name.given_name, name.patronymic) if part)
        return "\u00a0".join((name.surname, *letters))

    def search_form(self, text: str) -> str:
        """Return lower-case words with each letter in its one search spelling, without marks and accents."""
        plain = unicodedata.normalize("NFC", text).casefold().translate(ONE_SPELLING)
        return " ".join("".join(sign if sign.isalnum() else " " for sign in plain).split())

    def transliterate(self, text: str, *, profile: str) -> str:
        """Return the text in Latin letters; capitals stay capitals, and what is Latin already stays as it is."""
        composed = unicodedata.normalize("NFC", text)
        if profile == "document":
            return composed.lower().translate(DOCUMENT).upper()
        assert profile == "latin_2021", f"{profile!r} is none of {', '.join(self.profiles)}"
        return "".join(_with_capital(sign) for sign in composed)

    def sound(self, text: str) -> str:
        """Return the letters in which Щукин and Shchukin, Қайрат and Kairat meet."""
        return _once(_letters(text))

    def stem(self, text: str) -> str:
        """Return `sound` without endings: Нұрланұлы and Нурлановна give nurlan, Ахметова and Ахмет give ahmet."""
        return _once(_ENDING.sub("", _letters(text)))


def _with_capital(sign: str) -> str:
    lower = sign.lower()
    latin = lower.translate(LATIN_2021)
    return latin if sign == lower else latin[:1].upper() + latin[1:]


def _join(*parts: str) -> str:
    return " ".join(part for part in parts if part)


NAME_FORMS = QazaqNames()


@lru_cache(maxsize=200_000)
def _letters(text: str) -> str:
    plain = "".join(sign for sign in anyascii(unicodedata.normalize("NFC", text)).lower() if sign.isalpha())
    for written, heard in ONE_SOUND:
        plain = plain.replace(written, heard)
    return plain


def _once(letters: str) -> str:
    return _TWICE.sub(r"\1", letters)
