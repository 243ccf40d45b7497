"""Tinyland: a second, invented country. It proves that nothing in the machinery knows the first one.

It differs wherever it can: three languages in another order, Arabic first; a currency with three digits of small
change; eight-sign numbers with letters; a weekend of Friday and Saturday; names written given name first.
"""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from alatau.core.calendar import DayKind, SpecialDay, WorkingCalendar
from alatau.core.content import NamedRounding, Purpose, RetentionClass, Role
from alatau.core.money import Currency
from alatau.core.parameters import load_parameters
from alatau.core.roundings import floor_to_unit
from alatau.core.text import Text
from alatau.family.kinds import CardRules
from alatau.money.qr.values import QrProfile
from alatau.money.tiers import Rate, Tier
from tests.tinyland.family import FAMILY_RULES, KINSHIP, RELATIONS
from tests.tinyland.languages import LANGUAGES
from tests.tinyland.names import TINY_NAMES
from tests.tinyland.numbers import TinyNumbers, TinyPersonNumbers, TinyPlaces

if TYPE_CHECKING:
    from collections.abc import Mapping

FOUNDING_DAY = SpecialDay(
    day=date(2026, 5, 6),
    kind=DayKind.HOLIDAY,
    name=Text(ar="يوم التأسيس", en="Founding Day", ru="День основания"),
    source="Tiny Act 1",
)
FRIDAY, SATURDAY = 4, 5


class Tinyland:
    """One city, a few laws."""

    code = "TL"
    name = Text(ar="البلد الصغير", en="Tinyland", ru="Малая Страна")
    city_name = Text(ar="المدينة الصغيرة", en="Tinytown", ru="Городок")
    languages = LANGUAGES
    time_zone = "Pacific/Kiritimati"
    currency = Currency(
        code="TLD",
        exponent=3,
        symbol="ŧ",
        word=Text(ar="دينار", en="dinars", ru="динаров"),
        minor_word=Text(ar="فلس", en="fils", ru="филсов"),
    )
    currencies = ()
    money_tiers = (
        Tier(
            number=0,
            name=Text(ar="الجميع", en="Everybody", ru="Все"),
            day=Rate(parameter="daily_bread", index="bread_index"),
        ),
    )
    payment_qr = QrProfile(
        scheme="tl.tiny", template="27", account="02", currency_number="999", country="TL", currency=currency
    )
    trades: Mapping[str, Text] = MappingProxyType({"5462": Text(ar="المخابز", en="Bakeries", ru="Пекарни")})
    sample_wallets: Any = None
    sample_payouts: Any = None
    bank_link: Any = None
    money_bodies: tuple[Any, ...] = ()
    mark_kinds: tuple[Any, ...] = ()
    goods: Mapping[str, Text] = MappingProxyType({"bread": Text(ar="خبز", en="Bread", ru="Хлеб")})
    roundings = {"benefit": NamedRounding(key="benefit", rounding=floor_to_unit, source="Tiny Act 2")}
    calendar = WorkingCalendar(
        weekend=frozenset({FRIDAY, SATURDAY}),
        special_days={FOUNDING_DAY.day: FOUNDING_DAY},
        repeating={(5, 6): FOUNDING_DAY.name},
        announced_years=frozenset({2026}),
        opens_at=time(8),
        closes_at=time(14),
    )
    parameters = load_parameters(Path(__file__).parent / "parameters.csv")

    person_numbers = TinyPersonNumbers(key="tin", letter="P", name=Text(ar="رقم الشخص", en="TIN", ru="ТИН"))
    organisation_numbers = TinyNumbers(
        key="firm", letter="F", name=Text(ar="رقم الشركة", en="firm number", ru="номер фирмы")
    )
    place_codes = TinyPlaces(key="place", letter="L", name=Text(ar="رمز المكان", en="place code", ru="код места"))
    account_numbers = TinyNumbers(
        key="account", letter="A", name=Text(ar="رقم الحساب", en="account number", ru="номер счёта")
    )
    phone_numbers = TinyNumbers(
        key="phone", letter="T", name=Text(ar="رقم الهاتف", en="phone number", ru="номер телефона")
    )
    name_forms = TINY_NAMES
    name_weights = None

    roles = (Role(key="clerk", name=Text(ar="كاتب", en="Clerk", ru="Писарь")),)
    purposes = (
        Purpose(
            key="own",
            name=Text(ar="بياناتي", en="My own data", ru="Свои данные"),
            law=Text(ar="القانون الصغير 3", en="Tiny Act 3", ru="Малый закон 3"),
        ),
        Purpose(
            key="payment",
            name=Text(ar="من يُدفع له", en="Seeing who is paid", ru="Узнать получателя"),
            law=Text(ar="القانون الصغير 3", en="Tiny Act 3", ru="Малый закон 3"),
        ),
    )

    message_templates = Path(__file__).parent / "messages"
    letter_templates = Path(__file__).parent / "letters"
    task_types = Path(__file__).parent / "desk"
    registers = Path(__file__).parent / "registers"
    services = Path(__file__).parent / "services"
    representation_kinds: tuple[Any, ...] = ()
    consent_texts: tuple[Any, ...] = ()
    staff_rights: tuple[Any, ...] = ()
    offices: tuple[Any, ...] = ()
    kinship = KINSHIP
    relations = RELATIONS
    family_rules = FAMILY_RULES
    family_card = CardRules()
    retention_classes = tuple(
        RetentionClass(
            key=key,
            name=Text(ar="سجلات", en="Records", ru="Записи"),
            kept_months=kept_months,
            law="Tiny Act 4",
        )
        for key, kept_months in (
            ("journal.event", None),
            ("journal.audit", None),
            ("journal.look", 12),
            ("journal.exchange", 6),
            ("papers.file", 24),
            ("desk.case_file", 12),
            ("desk.case_words", 12),
            ("services.request", 12),
            ("messages.security", 1),
            ("messages.service", 2),
            ("messages.reminder", 3),
            ("messages.reply", 2),
            ("money.bank_message", 18),
        )
    )
    boundaries: Mapping[str, Path] = MappingProxyType({})
    sample_city: Any = None
    law = "tests.tinyland.law"
    synthetic_nation = "tests.tinyland.nation"


CONTENT = Tinyland()
