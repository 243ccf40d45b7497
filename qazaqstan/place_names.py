"""Places of the classifier (KATO) in words: "Қонаев, Алматы облысы", from its own names.

The classifier writes names short ("с.Акжар", "Семей Г.А.") and in Kazakh and Russian alone. In English and Arabic a
place is written in Latin letters after its Kazakh name, and the region by the name that it has there.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from alatau.core.text import Text
from qazaqstan.reference.tables import list_places

if TYPE_CHECKING:
    from qazaqstan.reference.tables import Place

REGION_ENDS, DISTRICT_ENDS, CODE_LENGTH = 2, 4, 9
#: How the classifier shortens kinds of places, and the whole words. Towns, and what a town administers, need none.
_RU_FIRST = {
    "г.": "",
    "с.": "село ",
    "п.": "посёлок ",
    "ст.": "станция ",
    "рзд.": "разъезд ",
    "уч.": "участок ",
    "кр.": "крестьянское хозяйство ",
}
_RU_LAST = {" с.о.": " сельский округ", " с.о": " сельский округ", " Г.А.": "", " г.а.": "", " п.а.": "", " с.а.": ""}
_KK_FIRST = {"рзд.": " разъезі"}
_KK_LAST = {
    " а.о.": " ауылдық округі",
    " а.о": " ауылдық округі",
    " а.ә.": "",
    " к.ә.": "",
    " қ.ә.": "",
    " Қ.Ә.": "",
    " қ.": "",
    " а.": " ауылы",
    " к.": " кенті",
    " ст.": " стансасы",
    " уч.": " учаскесі",
}
#: Kinds by which English calls a place after its Kazakh name.
_EN_LAST = {" ауданы": " District", " ауылдық округі": " Rural District", " ауылы": " village", " кенті": " settlement"}
_LATIN = (
    dict(zip("аәбвгғдезийкқлмнөопрстуұүфһыіэ", "aabvggdeziykqlmnooprstuuufhyie", strict=True))
    | {"ё": "yo", "ж": "zh", "ң": "ng", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch"}
    | {"ъ": "", "ь": "", "ю": "yu", "я": "ya"}
)
_VOWELS = "аәеёиоөуұүыіэюя"


@cache
def list_within(region: str) -> tuple[str, ...]:
    """Return the districts and towns of a region; of the cities that are regions themselves, their districts."""
    ours = [place for place in list_places() if place.code[:REGION_ENDS] == region[:REGION_ENDS]]
    levels = {place.level for place in ours}
    level = "district" if "district" in levels else "sub_district"
    return tuple(place.code for place in ours if place.level == level)


def say_place(code: str, region: Text) -> Text:
    """Return a place with its district and region; of a code that the classifier does not know, what lies around it."""
    parts = [part for part in (_name(code), _district(code)) if part is not None]
    return Text(
        kk=", ".join([*(kk for kk, _ru in parts), region.say("kk")]),
        ru=", ".join([*(ru for _kk, ru in parts), region.say("ru")]),
        en=", ".join([*(_in_latin(kk) for kk, _ru in parts), region.say("en")]),
        ar="، ".join([*(_in_latin(kk) for kk, _ru in parts), region.say("ar")]),
    )


def _name(code: str) -> tuple[str, str] | None:
    """Return the Kazakh and the Russian name of a place; none of a region, which is named last anyway."""
    place = _places().get(code)
    if place is None or code == code[:REGION_ENDS].ljust(CODE_LENGTH, "0"):
        return None
    return _whole(place.name_kk, _KK_FIRST, _KK_LAST, is_kind_last=True), _whole(place.name_ru, _RU_FIRST, _RU_LAST)


def _district(code: str) -> tuple[str, str] | None:
    """Return the names of the district around a place; none where it is the town itself that administers it."""
    around = code[:DISTRICT_ENDS].ljust(CODE_LENGTH, "0")
    found = _name(around) if around != code else None
    own = _name(code)
    return None if found is None or (own is not None and own[0] == found[0]) else found


def _whole(name: str, first: dict[str, str], last: dict[str, str], *, is_kind_last: bool = False) -> str:
    """Return a name with the words that the classifier shortens."""
    plain = re.sub(r"\s+", " ", name).strip()
    for short, word in first.items():
        if plain.startswith(short):
            rest = plain.removeprefix(short).strip()
            return f"{rest}{word}" if is_kind_last else f"{word}{rest}"
    for short, word in last.items():
        if plain.endswith(short):
            return f"{plain.removesuffix(short).strip()}{word}"
    return plain


def _in_latin(name: str) -> str:
    """Return a Kazakh name in Latin letters, with the kind of the place in English."""
    kind = next((kind for kind in _EN_LAST if name.endswith(kind)), "")
    plain, before, latin = name.removesuffix(kind), "", []
    for letter in plain:
        low = letter.lower()
        # As it is said: Qonayev, Yesik.
        said = "ye" if low == "е" and (not before.isalpha() or before in _VOWELS) else _LATIN.get(low, low)
        latin.append(said.capitalize() if letter != low else said)
        before = low
    return "".join(latin) + _EN_LAST.get(kind, "")


@cache
def _places() -> dict[str, Place]:
    return {place.code: place for place in list_places()}
