"""Programmes, vouchers and a waiting payout of the sample city."""

from __future__ import annotations

from alatau.core.text import Text
from alatau.money.payouts.sample import SampleBatch, SampleGroup, SamplePayouts, SampleProgramme, SampleVoucher

SUPPORT = "social_support"

SAMPLE_PAYOUTS = SamplePayouts(
    programmes=(
        SampleProgramme(
            key=SUPPORT,
            name=Text(kk="Әлеуметтік көмек", ru="Социальная помощь", en="Social support", ar="الدعم الاجتماعي"),
            account="social_payments",
            unattended=200_000,
        ),
        SampleProgramme(
            key="farm_subsidies",
            name=Text(
                kk="Шаруаларға субсидиялар", ru="Субсидии фермерам", en="Subsidies for farmers", ar="إعانات المزارعين"
            ),
            account="subsidies",
        ),
    ),
    groups=(
        SampleGroup(
            key="FD1",
            programme=SUPPORT,
            name=Text(kk="Азық-түлік ваучері", ru="Продуктовый ваучер", en="Food voucher", ar="قسيمة غذائية"),
            trades=frozenset({"5411", "5462"}),
            days=30,
        ),
    ),
    batches=(
        SampleBatch(
            programme=SUPPORT,
            reference="2026-1",
            words="Әлеуметтік көмек · Социальная помощь",
            by="kamila",
            lines=(("aigerim", 24_000), ("bolat", 18_000), ("yusuf", 31_500), ("gulnara", 12_000), ("amina", 9_000)),
        ),
    ),
    vouchers=(
        SampleVoucher(
            key="bread", group="FD1", payee="aigerim", money=6_000, words="Азық-түлік көмегі · Продуктовая помощь"
        ),
        SampleVoucher(
            key="gulnara", group="FD1", payee="gulnara", money=4_500, words="Азық-түлік көмегі · Продуктовая помощь"
        ),
    ),
)
