"""Tinyland's three languages, Arabic first."""

from __future__ import annotations

from alatau.core.languages import Direction, Language

LANGUAGES = (
    Language(
        code="ar",
        own_name="العربية",
        locale="ar",
        direction=Direction.RIGHT_TO_LEFT,
        alphabet="ا ب ت ث ج ح خ د ذ ر ز س ش ص ض ط ظ ع غ ف ق ك ل م ن ه و ي",
    ),
    Language(
        code="en", own_name="English", locale="en", alphabet="a b c d e f g h i j k l m n o p q r s t u v w x y z"
    ),
    Language(
        code="ru",
        own_name="Русский",
        locale="ru",
        alphabet="а б в г д е ё ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я",
    ),
)
