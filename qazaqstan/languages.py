"""The four languages of the city, in the order a reader is offered them."""

from __future__ import annotations

from alatau.core.languages import Direction, Language

LANGUAGES = (
    Language(
        code="kk",
        own_name="Қазақша",
        locale="kk",
        day_pattern="y 'жылғы' d MMMM",
        alphabet="а ә б в г ғ д е ё ж з и й к қ л м н ң о ө п р с т у ұ ү ф х һ ц ч ш щ ъ ы і ь э ю я",
        money_words=("тг", "теңге", "тенге"),
    ),
    Language(
        code="ru",
        own_name="Русский",
        locale="ru",
        # Kazakh letters stand in Russian lists beside the Russian letters they are written as.
        alphabet="аә б в гғ д её ж з иі й кқ л м нң оө п р с т уұү ф хһ ц ч ш щ ъ ы ь э ю я",
        money_words=("тг", "тенге", "теңге"),
    ),
    Language(
        code="en",
        own_name="English",
        locale="en_GB",
        alphabet="a b c d e f g h i j k l m n o p q r s t u v w x y z",
        money_words=("tenge", "tg"),
    ),
    Language(
        code="ar",
        own_name="العربية",
        locale="ar",
        direction=Direction.RIGHT_TO_LEFT,
        alphabet="ء ا ب ت ث ج ح خ د ذ ر ز س ش ص ض ط ظ ع غ ف ق ك ل م ن ه و ي",
        money_words=("تنغي", "تنغ"),
    ),
)
