"""The wallets, shops and marked money that a sample city starts with."""

from __future__ import annotations

from alatau.core.text import Text
from alatau.money.wallet.kinds import SampleBill, SampleMark, SamplePayment, SampleWallet, SampleWallets

CANTEEN, BAKERY, FARM_SHOP, ROADS, UTILITIES, CARE = "5814", "5462", "5261", "1771", "4900", "8351"
BULAQ = "bulaq_bank"

SAMPLE_WALLETS = SampleWallets(
    issuers=("asel", "daniyar"),
    budget=(
        ("", 5_000_000),
        ("social_payments", 500_000_000),
        ("republican_benefits", 20_000_000_000),
        ("local_assistance", 5_000_000_000),
        ("social_insurance", 5_000_000_000),
        ("pension_savings", 1_000_000_000),
        ("roads", 40_000_000),
        ("subsidies", 10_000_000),
    ),
    wallets=(
        # Two payments of the basic tier's largest amount use up its day: a newcomer can meet the limit.
        SampleWallet(holder="aigerim", tier=1, money=400_000),
        SampleWallet(holder="bolat", tier=2, money=650_000),
        SampleWallet(holder="dias", tier=1, money=5_000),
        SampleWallet(holder="yusuf", tier=1, money=410_000, participant=BULAQ),
        SampleWallet(holder="emma", tier=2, money=900_000, participant=BULAQ),
        SampleWallet(holder="gulnara", tier=1, money=86_000),
        SampleWallet(holder="nurlan", tier=2, money=300_000, participant=BULAQ),
        SampleWallet(holder="sary_arka_nan", tier=4, money=250_000, trade=BAKERY),
        SampleWallet(holder="school_canteen", tier=4, money=40_000, trade=CANTEEN),
        SampleWallet(holder="school_meals_fund", tier=4, money=2_000_000, participant=BULAQ),
        SampleWallet(holder="road_builder", tier=4, money=500_000, trade=ROADS),
        SampleWallet(holder="stone_quarry", tier=4, money=120_000, trade=ROADS, participant=BULAQ),
        SampleWallet(holder="farm_shop", tier=4, money=180_000, trade=FARM_SHOP),
        SampleWallet(holder="heat_and_water", tier=4, money=60_000, trade=UTILITIES),
        SampleWallet(holder="kindergarten", tier=4, money=35_000, trade=CARE),
    ),
    bills=(
        SampleBill(
            key="home:aigerim",
            issuer="heat_and_water",
            debtor="aigerim",
            money=18_430,
            purpose="utilities",
            words="Жылу мен су, қазан",
            days=12,
        ),
        SampleBill(
            key="kindergarten:amina",
            issuer="kindergarten",
            debtor="aigerim",
            money=32_000,
            purpose="kindergarten",
            words="Балабақша, Әмина, қараша",
            days=5,
        ),
        SampleBill(
            key="home:bolat",
            issuer="heat_and_water",
            debtor="bolat",
            money=7_250,
            purpose="utilities",
            words="Вода в гараже, октябрь",
            days=12,
        ),
        SampleBill(
            key="duty:bolat",
            issuer="treasury",
            debtor="bolat",
            money=8_650,
            purpose="state_duty",
            words="Госпошлина за водительское удостоверение",
            days=20,
            lapses=True,
        ),
        SampleBill(
            key="home:emma",
            issuer="heat_and_water",
            debtor="emma",
            money=21_900,
            purpose="utilities",
            words="Heat and water, October",
            days=12,
        ),
    ),
    # Little is left of Yusuf's day: one more larger payment meets the limit.
    payments=(
        SamplePayment(payer="yusuf", payee="farm_shop", money=145_000, reference="Көшет 1"),
        SamplePayment(payer="yusuf", payee="farm_shop", money=145_000, reference="Көшет 2"),
    ),
    marks=(
        SampleMark(
            key="school_meals",
            owner="school_meals_fund",
            name=Text(kk="Мектептегі тамақ", ru="Школьное питание", en="School meals", ar="وجبات المدرسة"),
            purpose="school_meals",
            trades=frozenset({CANTEEN}),
            days=300,
            day_cap=3_000,
            given=(("aigerim", 18_000), ("dias", 18_000)),
        ),
        SampleMark(
            key="turan_street",
            owner="treasury:roads",
            name=Text(
                kk="Тұран көшесін жөндеу",
                ru="Ремонт улицы Туран",
                en="Repair of Turan street",
                ar="إصلاح شارع توران",
            ),
            purpose="road_repair",
            contract="2026/17",
            payees=("road_builder",),
            ends=("stone_quarry",),
            needs_evidence=True,
            accepted=("Акт 1",),
            days=200,
            given=(("road_builder", 12_000_000),),
        ),
        SampleMark(
            key="sowing",
            owner="treasury:subsidies",
            name=Text(kk="Көктемгі егіс", ru="Весенний сев", en="Spring sowing", ar="البذر الربيعي"),
            purpose="farm_subsidy",
            contract="Субсидия 2026/3",
            goods=frozenset({"seed", "fertiliser"}),
            days=200,
            given=(("nurlan", 400_000),),
        ),
        SampleMark(
            key="pocket",
            owner="bolat",
            name=Text(kk="Қалта ақша", ru="Карманные деньги", en="Pocket money", ar="مصروف الجيب"),
            purpose="pocket_money",
            trades=frozenset({BAKERY, "5942"}),
            days=90,
            day_cap=1_000,
            given=(("dias", 10_000),),
        ),
    ),
)
