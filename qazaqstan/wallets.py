"""Tiers of holders of digital money, and the currencies and tokens that its ledger keeps beside the tenge."""

from __future__ import annotations

from alatau.core.money import Currency
from alatau.core.text import Text
from alatau.money.qr.values import QrProfile
from alatau.money.tiers import Rate, Tier
from qazaqstan.money import TENGE

#: No sourced limits for wallets of the digital tenge were found: tier 0 follows electronic money, the others are
#: defaults that an operator changes in the parameters.
MONEY_TIERS = (
    Tier(
        number=0,
        name=Text(
            kk="Қонақ: тек телефон", ru="Гость: только телефон", en="Visitor: a phone alone", ar="زائر: هاتف فقط"
        ),
        payment=Rate(parameter="emoney_unidentified_limit_operation", index="mci"),
        day=Rate(parameter="emoney_unidentified_limit_day", index="mci"),
        month=Rate(parameter="kyc_tier0_month", index="mci"),
        balance=Rate(parameter="emoney_unidentified_limit_balance", index="mci"),
    ),
    Tier(
        number=1,
        name=Text(
            kk="Базалық: нөмірі тізілімнен тексерілген",
            ru="Базовый: номер проверен по реестру",
            en="Basic: the number is checked in a register",
            ar="أساسي: تم التحقق من الرقم في السجل",
        ),
        payment=Rate(parameter="kyc_tier1_payment"),
        day=Rate(parameter="kyc_tier1_day"),
        month=Rate(parameter="kyc_tier1_month"),
        balance=Rate(parameter="kyc_tier1_balance"),
    ),
    Tier(
        number=2,
        name=Text(
            kk="Расталған: құжаты, бет-бейнесі және мекенжайы",
            ru="Подтверждённый: документ, лицо и адрес",
            en="Verified: document, face and address",
            ar="موثق: الوثيقة والوجه والعنوان",
        ),
        payment=Rate(parameter="kyc_tier2_payment"),
        day=Rate(parameter="kyc_tier2_day"),
        month=Rate(parameter="kyc_tier2_month"),
        balance=Rate(parameter="kyc_tier2_balance"),
    ),
    Tier(
        number=3,
        name=Text(
            kk="Кеңейтілген: қаражат көзі тексерілген",
            ru="Расширенный: источник средств проверен",
            en="Enhanced: the source of funds is checked",
            ar="معزز: تم التحقق من مصدر الأموال",
        ),
    ),
    Tier(number=4, name=Text(kk="Ұйым", ru="Организация", en="Organisation", ar="منظمة")),
    Tier(number=5, name=Text(kk="Мемлекеттік орган", ru="Государственный орган", en="Public body", ar="جهة حكومية")),
)

CURRENCIES = (
    Currency(
        code="USD",
        exponent=2,
        symbol="$",
        word=Text(kk="АҚШ доллары", ru="доллар США", en="US dollars", ar="دولار أمريكي"),
        minor_word=Text(kk="цент", ru="цент", en="cents", ar="سنت"),
    ),
    Currency(
        code="BTC",
        exponent=8,
        symbol="₿",
        word=Text(kk="биткоин", ru="биткоин", en="bitcoin", ar="بيتكوين"),
        minor_word=Text(kk="сатоши", ru="сатоши", en="satoshi", ar="ساتوشي"),
    ),
    Currency(
        code="USDT",
        exponent=6,
        word=Text(kk="USDT", ru="USDT", en="USDT", ar="USDT"),
        minor_word=Text(kk="микро-USDT", ru="микро-USDT", en="micro-USDT", ar="ميكرو USDT"),
    ),
    Currency(
        code="USDC",
        exponent=6,
        word=Text(kk="USDC", ru="USDC", en="USDC", ar="USDC"),
        minor_word=Text(kk="микро-USDC", ru="микро-USDC", en="micro-USDC", ar="ميكرو USDC"),
    ),
    # A bigint of wei would end at nine ether.
    Currency(
        code="ETH",
        exponent=9,
        symbol="Ξ",
        word=Text(kk="эфир", ru="эфир", en="ether", ar="إيثر"),
        minor_word=Text(kk="гвей", ru="гвей", en="gwei", ar="جيجاوي"),
    ),
)

#: The project's own: no public sample of the Kazakh interbank code was found.
PAYMENT_QR = QrProfile(
    scheme="kz.alatau.tenge", template="26", account="01", currency_number="398", country="KZ", currency=TENGE
)

#: Trades of ISO 18245 that marks and shops of the city name.
TRADES = {
    "5814": Text(kk="Асханалар", ru="Столовые", en="Canteens", ar="المطاعم المدرسية"),
    "5462": Text(kk="Наубайханалар", ru="Пекарни", en="Bakeries", ar="المخابز"),
    "5411": Text(kk="Азық-түлік дүкендері", ru="Продуктовые магазины", en="Grocery shops", ar="محلات البقالة"),
    "5942": Text(kk="Кітап дүкендері", ru="Книжные магазины", en="Bookshops", ar="المكتبات"),
    "5261": Text(
        kk="Ауыл шаруашылығы дүкендері", ru="Сельскохозяйственные магазины", en="Farm shops", ar="متاجر المزارع"
    ),
    "4900": Text(
        kk="Жылу, су және жарық", ru="Тепло, вода и свет", en="Heat, water and light", ar="التدفئة والماء والكهرباء"
    ),
    "8351": Text(kk="Балабақшалар", ru="Детские сады", en="Kindergartens", ar="رياض الأطفال"),
    "1771": Text(kk="Жол құрылысы", ru="Дорожное строительство", en="Road building", ar="بناء الطرق"),
    "5912": Text(kk="Дәріханалар", ru="Аптеки", en="Pharmacies", ar="الصيدليات"),
}
