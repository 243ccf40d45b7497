"""Kinds of marked tenge that were really run in Kazakhstan, and pocket money, which the National Bank described.

School meals: Almaty 2023, Astana 2025. Roads: Pavlodar and Atyrau regions, 2025. Value added tax: pilots of 2024 to
2026. Farm subsidies: announced; their list of goods is the project's own until one is published.
"""

from __future__ import annotations

from alatau.core.text import Text
from alatau.money.marks.kinds import Condition, MarkKind, Receiver
from alatau.money.values import CashOut, HolderKind, OnSpend

PERSON, FIRM, PUBLIC = HolderKind.PERSON, HolderKind.ORGANISATION, HolderKind.PUBLIC

GOODS = {
    "seed": Text(kk="Тұқым", ru="Семена", en="Seed", ar="البذور"),
    "fertiliser": Text(kk="Тыңайтқыш", ru="Удобрения", en="Fertiliser", ar="الأسمدة"),
    "fodder": Text(kk="Мал азығы", ru="Корма", en="Fodder", ar="الأعلاف"),
    "farm_machine": Text(
        kk="Ауыл шаруашылығы техникасы",
        ru="Сельскохозяйственная техника",
        en="Farm machinery",
        ar="الآلات الزراعية",
    ),
    "tools": Text(kk="Құрал-саймандар", ru="Инструменты", en="Tools", ar="الأدوات"),
}

MARK_KINDS = (
    MarkKind(
        key="pocket_money",
        name=Text(kk="Қалта ақша", ru="Карманные деньги", en="Pocket money", ar="مصروف الجيب"),
        about=Text(
            kk="Балаңызға беріңіз: қайда және күніне қанша жұмсайтынын өзіңіз белгілейсіз.",
            ru="Дайте ребёнку: вы решаете, где и сколько он тратит за день.",
            en="Give it to your child: you say where and how much a day it is spent.",
            ar="أعطه لطفلك: أنت تحدد أين يُنفق وكم في اليوم.",
        ),
        owners=frozenset({PERSON}),
        receivers=(Receiver.CHILD, Receiver.PHONE),
        conditions=frozenset({Condition.TRADES, Condition.DAY_CAP, Condition.PAYMENT_CAP}),
    ),
    MarkKind(
        key="gift",
        name=Text(
            kk="Бір мақсатқа арналған ақша", ru="Деньги на одну цель", en="Money for one purpose", ar="مال لغرض واحد"
        ),
        about=Text(
            kk="Кімге болса да беріңіз: ол тек сіз таңдаған жерде жұмсалады.",
            ru="Дайте кому угодно: потратить можно только там, где вы выбрали.",
            en="Give it to anybody: it is spent only where you choose.",
            ar="أعطه لمن تشاء: لا يُنفق إلا حيث تختار.",
        ),
        owners=frozenset({PERSON, FIRM, PUBLIC}),
        receivers=(Receiver.PHONE,),
        conditions=frozenset({Condition.TRADES, Condition.DAY_CAP}),
    ),
    MarkKind(
        key="school_meals",
        name=Text(kk="Мектептегі тамақ", ru="Школьное питание", en="School meals", ar="وجبات المدرسة"),
        about=Text(
            kk="Отбасыға беріледі, тек асханада жұмсалады, қалғаны қайтады.",
            ru="Даётся семье, тратится только в столовой, остаток возвращается.",
            en="Given to a family, spent at canteens alone; what is left comes back.",
            ar="تُعطى للأسرة ولا تُنفق إلا في المطاعم المدرسية، ويعود الباقي.",
        ),
        owners=frozenset({FIRM, PUBLIC}),
        receivers=(Receiver.PHONE,),
        conditions=frozenset({Condition.DAY_CAP}),
        trades=("5814",),
    ),
    MarkKind(
        key="road_repair",
        name=Text(kk="Жол жөндеу", ru="Ремонт дорог", en="Road repair", ar="إصلاح الطرق"),
        about=Text(
            kk="Мердігерден соңғы қосалқы мердігерге дейін белгімен жүреді; әр төлемге акт керек.",
            ru="Идёт с меткой от подрядчика до последнего субподрядчика; для каждого платежа нужен акт.",
            en="Keeps its mark from the contractor to the last subcontractor; each payment needs an act of work done.",
            ar="يبقى معلَّمًا من المقاول حتى آخر مقاول من الباطن، ولكل دفعة محضر إنجاز.",
        ),
        owners=frozenset({FIRM, PUBLIC}),
        receivers=(Receiver.FIRM,),
        conditions=frozenset({Condition.CONTRACT, Condition.CHAIN, Condition.EVIDENCE, Condition.PAYMENT_CAP}),
        on_spend=OnSpend.TRAVEL,
        cash_out=CashOut.FINAL_PAYEE,
    ),
    MarkKind(
        key="farm_subsidy",
        name=Text(kk="Фермерге субсидия", ru="Субсидия фермеру", en="Farm subsidy", ar="إعانة زراعية"),
        about=Text(
            kk="Бағдарламада аталған тауарларға ғана жұмсалады.",
            ru="Тратится только на товары, названные в программе.",
            en="Spent only on the goods that the programme names.",
            ar="لا تُنفق إلا على السلع المذكورة في البرنامج.",
        ),
        owners=frozenset({FIRM, PUBLIC}),
        receivers=(Receiver.PHONE, Receiver.FIRM),
        conditions=frozenset({Condition.GOODS, Condition.PAYMENT_CAP, Condition.CONTRACT}),
        goods=("seed", "fertiliser", "fodder", "farm_machine"),
    ),
    # Nobody sets it by hand: it is split off as invoices are paid.
    MarkKind(
        key="vat",
        name=Text(
            kk="Қосылған құн салығы",
            ru="Налог на добавленную стоимость",
            en="Value added tax",
            ar="ضريبة القيمة المضافة",
        ),
        about=Text(
            kk="Шоттың салық бөлігі: тек салық төлеуге жұмсалады.",
            ru="Налоговая часть счёта: ею можно платить только налог.",
            en="The tax part of an invoice: it pays tax alone.",
            ar="جزء الضريبة من الفاتورة: لا يُدفع به إلا الضريبة.",
        ),
        owners=frozenset(),
        receivers=(),
        conditions=frozenset(),
    ),
)
