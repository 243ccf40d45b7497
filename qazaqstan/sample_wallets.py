"""The wallets, shops and school-meal marks that a sample city starts with."""

from __future__ import annotations

from alatau.core.text import Text
from alatau.money.wallet.kinds import SampleMark, SampleWallet, SampleWallets

CANTEEN, BAKERY = "5814", "5462"

SAMPLE_WALLETS = SampleWallets(
    wallets=(
        # Two payments of the basic tier's largest amount use up its day: a newcomer can meet the limit.
        SampleWallet(holder="aigerim", tier=1, money=400_000),
        SampleWallet(holder="bolat", tier=2, money=650_000),
        SampleWallet(holder="dias", tier=1, money=5_000),
        SampleWallet(holder="yusuf", tier=1, money=120_000),
        SampleWallet(holder="emma", tier=2, money=900_000),
        SampleWallet(holder="gulnara", tier=1, money=86_000),
        SampleWallet(holder="nurlan", tier=2, money=300_000),
        SampleWallet(holder="sary_arka_nan", tier=4, money=250_000, trade=BAKERY),
        SampleWallet(holder="school_canteen", tier=4, money=40_000, trade=CANTEEN),
        SampleWallet(holder="school_meals_fund", tier=4, money=2_000_000),
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
    ),
)
