"""What a person meant by an answer: a digit or a word in any of the city's languages. Pure and total."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alatau.messages.incoming import TEXT_MOST

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from alatau.messages.wording import Answer

#: Letters that people swap when their keyboard lacks a letter, or that look alike: folded to one form on both sides.
FOLDS = str.maketrans(
    {
        "ә": "а", "ғ": "г", "қ": "к", "ң": "н", "ө": "о", "ұ": "у", "ү": "у", "һ": "х", "і": "и", "ё": "е", "й": "и",
        "أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": "", "ı": "i",
    }
)  # fmt: skip
#: Latin letters, as phones write them, to the folded Cyrillic that the templates' words become.
LATIN = (
    ("sh", "ш"), ("ch", "ч"), ("zh", "ж"), ("ya", "я"), ("ia", "иа"), ("yu", "ю"), ("gh", "г"), ("ng", "н"),
    ("a", "а"), ("b", "б"), ("v", "в"), ("g", "г"), ("d", "д"), ("e", "е"), ("j", "ж"), ("z", "з"), ("i", "и"),
    ("y", "ы"), ("k", "к"), ("q", "к"), ("l", "л"), ("m", "м"), ("n", "н"), ("o", "о"), ("p", "п"), ("r", "р"),
    ("s", "с"), ("t", "т"), ("u", "у"), ("f", "ф"), ("h", "х"), ("c", "с"), ("w", "у"),
)  # fmt: skip
#: A word leads the meaning of an answer this short; in a longer one it may be part of a story.
WORDS_MOST = 3


@dataclass(frozen=True, kw_only=True)
class Understood:
    """What an answer means: one choice, several possible ones (unclear), or none."""

    choice: str = ""
    candidates: frozenset[str] = frozenset()


def understand(text: str, answers: Iterable[Answer]) -> Understood:
    """Return the choice the text names. The same text always means the same; any text is accepted.

    A whole phrase of the template wins. Else a digit or word must stand first in a short answer, and no other choice
    may be named in it.
    """
    tokens = normalise(text[:TEXT_MOST]).split()
    phrases = _phrases(answers)
    whole = phrases.get(" ".join(tokens), set()) | phrases.get(_to_cyrillic(" ".join(tokens)), set())
    if len(whole) == 1:
        return Understood(choice=next(iter(whole)), candidates=frozenset(whole))
    named = [phrases.get(token, set()) | phrases.get(_to_cyrillic(token), set()) for token in tokens]
    candidates = frozenset().union(*named)
    if len(candidates) == 1 and named[0] and len(tokens) <= WORDS_MOST:
        return Understood(choice=next(iter(candidates)), candidates=candidates)
    return Understood(candidates=candidates)


def is_word(text: str, words: Mapping[str, tuple[str, ...]]) -> bool:
    """Tell whether the text is one of the words, in any language, and nothing else."""
    said = normalise(text[:TEXT_MOST])
    return any(said == normalise(word) for spoken in words.values() for word in spoken)


def normalise(text: str) -> str:
    """Return the text in small letters, digits as 0 to 9, without marks, with look-alike letters folded."""
    # Compatibility forms first (wide digits, ligatures), then letters apart from their marks.
    plain = unicodedata.normalize("NFKC", text).casefold().translate(FOLDS)
    kept = [_keep(character) for character in unicodedata.normalize("NFD", plain)]
    return " ".join("".join(kept).translate(FOLDS).split())


def _keep(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.digit(character))
    if category in ("Mn", "Cf", "Lm"):
        return ""
    return character if category[0] in ("L", "N") else " "


def _phrases(answers: Iterable[Answer]) -> dict[str, set[str]]:
    phrases: dict[str, set[str]] = {}
    for answer in answers:
        for phrase in (answer.digit, *(word for spoken in answer.words.values() for word in spoken)):
            phrases.setdefault(normalise(phrase), set()).add(answer.key)
    return phrases


def _to_cyrillic(said: str) -> str:
    for latin, cyrillic in LATIN:
        said = said.replace(latin, cyrillic)
    return said
