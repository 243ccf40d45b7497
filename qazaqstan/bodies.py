"""The bodies around the digital tenge, and the invented banks that serve the sample city.

Roles follow the payments law in force from July 2026: the National Bank alone issues, a platform operator runs the
registers, participants serve holders.
"""

from __future__ import annotations

from alatau.core.text import Text
from alatau.money.bodies.kinds import BodyAccount, BodyRole, MoneyBody

PUBLIC = 5

MONEY_BODIES = (
    MoneyBody(
        key="national_bank",
        role=BodyRole.ISSUER,
        name=Text(kk="Ұлттық Банк", ru="Национальный Банк", en="National Bank", ar="البنك الوطني"),
        tier=PUBLIC,
    ),
    MoneyBody(
        key="payment_corporation",
        role=BodyRole.OPERATOR,
        name=Text(
            kk="Ұлттық төлем корпорациясы",
            ru="Национальная платёжная корпорация",
            en="National Payment Corporation",
            ar="المؤسسة الوطنية للمدفوعات",
        ),
        tier=PUBLIC,
    ),
    MoneyBody(
        key="treasury",
        role=BodyRole.TREASURY,
        name=Text(kk="Қазынашылық", ru="Казначейство", en="Treasury", ar="الخزانة"),
        tier=PUBLIC,
        accounts=(
            BodyAccount(
                key="social_payments",
                name=Text(
                    kk="әлеуметтік төлемдер", ru="социальные выплаты", en="social payments", ar="المدفوعات الاجتماعية"
                ),
            ),
            BodyAccount(
                key="republican_benefits",
                name=Text(
                    kk="республикалық бюджеттің жәрдемақылары",
                    ru="пособия республиканского бюджета",
                    en="benefits of the republican budget",
                    ar="إعانات الميزانية الجمهورية",
                ),
            ),
            BodyAccount(
                key="local_assistance",
                name=Text(
                    kk="жергілікті бюджеттің көмегі",
                    ru="помощь местного бюджета",
                    en="assistance of the local budget",
                    ar="مساعدات الميزانية المحلية",
                ),
            ),
            BodyAccount(
                key="social_insurance",
                name=Text(
                    kk="әлеуметтік сақтандыру қоры",
                    ru="фонд социального страхования",
                    en="social insurance fund",
                    ar="صندوق التأمين الاجتماعي",
                ),
            ),
            BodyAccount(
                key="pension_savings",
                name=Text(
                    kk="зейнетақы жинақтары", ru="пенсионные накопления", en="pension savings", ar="مدخرات التقاعد"
                ),
            ),
            BodyAccount(
                key="roads",
                name=Text(kk="жолдар", ru="дороги", en="roads", ar="الطرق"),
            ),
            BodyAccount(
                key="subsidies",
                name=Text(kk="субсидиялар", ru="субсидии", en="subsidies", ar="الإعانات"),
            ),
        ),
    ),
    MoneyBody(
        key="revenue_committee",
        role=BodyRole.REVENUE,
        name=Text(
            kk="Мемлекеттік кірістер комитеті",
            ru="Комитет государственных доходов",
            en="State Revenue Committee",
            ar="لجنة إيرادات الدولة",
        ),
        tier=PUBLIC,
    ),
    MoneyBody(
        key="samal_bank",
        role=BodyRole.PARTICIPANT,
        name=Text(kk="«Самал Банк»", ru="«Самал Банк»", en="Samal Bank", ar="بنك سمال"),
        tier=PUBLIC,
        is_sample=True,
    ),
    MoneyBody(
        key="bulaq_bank",
        role=BodyRole.PARTICIPANT,
        name=Text(kk="«Бұлақ Банк»", ru="«Булак Банк»", en="Bulaq Bank", ar="بنك بولاق"),
        tier=PUBLIC,
        is_sample=True,
    ),
)
