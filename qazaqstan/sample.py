"""The invented people of the sample city. Numbers follow the synthetic rules; no living person can hold them."""

from __future__ import annotations

from datetime import date

from alatau.access.kinds import SampleCity, SampleOrganisation, SamplePerson, SampleRepresentation, SampleStaff
from alatau.core.text import Text

#: A synthetic district of Almaty region, where the city lies.
REGION = "199100000"

RESIDENTS = (
    SamplePerson(
        key="aigerim",
        name="Айгерім Серікқызы Сейтқали",
        short_name="Айгерім",
        born_on=date(1991, 5, 14),
        woman=True,
        serial=11,
        language="kk",
        phone_serial=1,
        about=Text(
            kk="Екі баланың анасы, әжесі Гүлнараның сенімхаты бар",
            ru="Мать двоих детей, действует по доверенности Гульнары",
            en="Mother of two, holds Gulnara's power of attorney",
            ar="أم لطفلين، وتحمل وكالة غولنارا",
        ),
    ),
    SamplePerson(
        key="bolat",
        name="Болат Сейтқали",
        short_name="Болат",
        born_on=date(1988, 11, 2),
        woman=False,
        serial=12,
        language="ru",
        phone_serial=2,
        about=Text(
            kk="Айгерімнің күйеуі, Диас пен Аминаның әкесі",
            ru="Муж Айгерим, отец Диаса и Амины",
            en="Aigerim's husband, father of Dias and Amina",
            ar="زوج آيغريم ووالد دياس وأمينة",
        ),
    ),
    SamplePerson(
        key="dias",
        name="Диас Болатұлы Сейтқали",
        short_name="Диас",
        born_on=date(2014, 4, 20),
        woman=False,
        serial=13,
        language="kk",
        about=Text(kk="Он екі жаста", ru="Двенадцать лет", en="Twelve years old", ar="عمره اثنا عشر عامًا"),
    ),
    SamplePerson(
        key="amina",
        name="Амина Болатқызы Сейтқали",
        short_name="Амина",
        born_on=date(2022, 2, 11),
        woman=True,
        serial=14,
        language="kk",
        about=Text(kk="Төрт жаста", ru="Четыре года", en="Four years old", ar="عمرها أربع سنوات"),
    ),
    SamplePerson(
        key="yusuf",
        name="يوسف الحسن",
        short_name="يوسف",
        born_on=date(1985, 9, 3),
        woman=False,
        serial=15,
        language="ar",
        phone_serial=3,
        about=Text(
            kk="Шетелден келген тұрғын, араб тілінде оқиды",
            ru="Житель из-за рубежа, читает по-арабски",
            en="Resident from abroad, reads Arabic",
            ar="مقيم من الخارج، يقرأ العربية",
        ),
    ),
    SamplePerson(
        key="emma",
        name="Emma Clarke",
        short_name="Emma",
        born_on=date(1993, 1, 27),
        woman=True,
        serial=16,
        language="en",
        phone_serial=4,
        about=Text(
            kk="Шетелден келген маман, ағылшынша оқиды",
            ru="Специалист из-за рубежа, читает по-английски",
            en="Works here from abroad, reads English",
            ar="تعمل هنا قادمة من الخارج، وتقرأ الإنجليزية",
        ),
    ),
    SamplePerson(
        key="gulnara",
        name="Гүлнара Ахметова",
        short_name="Гүлнара",
        born_on=date(1955, 3, 8),
        woman=True,
        serial=17,
        language="kk",
        about=Text(
            kk="Телефоны жоқ, қызмет көрсету орталығына келеді",
            ru="Без телефона, приходит в центр обслуживания",
            en="Has no phone, is served at a desk",
            ar="بلا هاتف، تُخدم في مكتب الخدمة",
        ),
    ),
    SamplePerson(
        key="nurlan",
        name="Нұрлан Жақсыбеков",
        short_name="Нұрлан",
        born_on=date(1979, 7, 19),
        woman=False,
        serial=18,
        language="kk",
        phone_serial=5,
        about=Text(
            kk="«Сары-Арқа Нан» наубайханасының басшысы",
            ru="Руководит пекарней «Сары-Арка Нан»",
            en="Heads the bakery Sary-Arka Nan",
            ar="يدير مخبز «ساري أركا نان»",
        ),
    ),
)

STAFF = (
    SampleStaff(
        login="dana",
        name="Дана Оспанова",
        office="city_office",
        roles=("caseworker",),
        language="kk",
        password="tau-samal-bulaq-1",  # noqa: S106 - known to all, for the sample city alone
        totp_secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PX2",  # noqa: S106 - the same
        about=Text(
            kk="Істерді қарап, шешім ұсынады",
            ru="Рассматривает дела и предлагает решения",
            en="Works on cases and proposes decisions",
            ar="تعمل على الملفات وتقترح القرارات",
        ),
    ),
    SampleStaff(
        login="marat",
        name="Марат Ибраев",
        office="city_office",
        roles=("caseworker", "supervisor"),
        language="ru",
        password="tau-samal-bulaq-2",  # noqa: S106 - known to all, for the sample city alone
        totp_secret="KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU",  # noqa: S106 - the same
        about=Text(
            kk="Шешімдерді растайды", ru="Подтверждает решения", en="Confirms decisions", ar="يصادق على القرارات"
        ),
    ),
    SampleStaff(
        login="yerlan",
        name="Ерлан Тасболатов",
        office="data_office",
        roles=("analyst",),
        language="kk",
        password="tau-samal-bulaq-3",  # noqa: S106 - known to all, for the sample city alone
        totp_secret="MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK",  # noqa: S106 - the same
        about=Text(
            kk="Талдаушы: адамдардың деректерін көрмейді",
            ru="Аналитик: данных людей не видит",
            en="Analyst: sees nobody's data",
            ar="محلل: لا يرى بيانات أحد",
        ),
    ),
    SampleStaff(
        login="saule",
        name="Сәуле Кенжебаева",
        office="data_office",
        roles=("operator", "registrar"),
        language="kk",
        password="tau-samal-bulaq-4",  # noqa: S106 - known to all, for the sample city alone
        totp_secret="NBSWY3DPO5XXE3DENBSWY3DPO5XXE3DE",  # noqa: S106 - the same
        about=Text(
            kk="Жүйе мен тізілімдерді қадағалайды",
            ru="Следит за системой и реестрами",
            en="Keeps the system and the registers running",
            ar="تتابع عمل النظام والسجلات",
        ),
    ),
    SampleStaff(
        login="timur",
        name="Тимур Абдрахманов",
        office="city_office",
        roles=("administrator",),
        language="ru",
        password="tau-samal-bulaq-5",  # noqa: S106 - known to all, for the sample city alone
        totp_secret="ONSWG4TFORZWKY3SONSWG4TFORZWKY3S",  # noqa: S106 - the same
        about=Text(kk="Рөлдерді береді", ru="Назначает роли", en="Gives roles", ar="يمنح الأدوار"),
    ),
    SampleStaff(
        login="zarina",
        name="Зарина Әшімова",
        office="city_office",
        roles=("administrator",),
        language="kk",
        password="tau-samal-bulaq-7",  # noqa: S106 - known to all, for the sample city alone
        totp_secret="MRQXIYLTMVRXEZLUMRQXIYLTMVRXEZLU",  # noqa: S106 - the same
        about=Text(
            kk="Тимур берген маңызды рөлдерді растайды",
            ru="Подтверждает важные роли, которые назначил Тимур",
            en="Confirms the weighty roles that Timur gives",
            ar="تؤكد الأدوار المهمة التي يمنحها تيمور",
        ),
    ),
    SampleStaff(
        login="aliya",
        name="Әлия Нұрғалиева",
        office="audit_office",
        roles=("auditor",),
        language="kk",
        password="tau-samal-bulaq-6",  # noqa: S106 - known to all, for the sample city alone
        totp_secret="PBXW24TFNZSXG5DFPBXW24TFNZSXG5DF",  # noqa: S106 - the same
        about=Text(
            kk="Қызметкерлердің жұмысын тексереді",
            ru="Проверяет работу сотрудников",
            en="Checks the work of officials",
            ar="تدقق في عمل الموظفين",
        ),
    ),
    SampleStaff(
        login="asel",
        name="Әсел Бекова",
        office="national_bank",
        roles=("issuer",),
        language="kk",
        password="tau-samal-bulaq-8",  # noqa: S106 - known to all, for the sample city alone
        totp_secret="OVZWK4TBOVZWK4TBOVZWK4TBOVZWK4TB",  # noqa: S106 - the same
        about=Text(
            kk="Цифрлық теңге шығаруға тапсырыс береді",
            ru="Заказывает выпуск цифрового тенге",
            en="Orders the issue of digital tenge",
            ar="تطلب إصدار التنغي الرقمي",
        ),
    ),
    SampleStaff(
        login="daniyar",
        name="Данияр Сыздықов",
        office="national_bank",
        roles=("issuer",),
        language="ru",
        password="tau-samal-bulaq-9",  # noqa: S106 - known to all, for the sample city alone
        totp_secret="MJQXEZLUMJQXEZLUMJQXEZLUMJQXEZLU",  # noqa: S106 - the same
        about=Text(
            kk="Шығаруды екінші адам болып растайды",
            ru="Подтверждает выпуск как второй человек",
            en="Confirms the issue as the second person",
            ar="يؤكد الإصدار بصفته الشخص الثاني",
        ),
    ),
    SampleStaff(
        login="kamila",
        name="Камила Рахимова",
        office="treasury",
        roles=("treasurer",),
        language="ru",
        password="tau-samal-bulaq-10",  # noqa: S106 - known to all, for the sample city alone
        totp_secret="NNXW2ZLONNXW2ZLONNXW2ZLONNXW2ZLO",  # noqa: S106 - the same
        about=Text(
            kk="Бюджет ақшасын бөледі",
            ru="Распределяет деньги бюджета",
            en="Hands out the budget's money",
            ar="توزع أموال الميزانية",
        ),
    ),
    SampleStaff(
        login="ruslan",
        name="Руслан Төлеген",
        office="treasury",
        roles=("treasurer",),
        language="kk",
        password="tau-samal-bulaq-11",  # noqa: S106 - known to all, for the sample city alone
        totp_secret="PJUW4ZLMPJUW4ZLMPJUW4ZLMPJUW4ZLM",  # noqa: S106 - the same
        about=Text(
            kk="Төлемдерді екінші адам болып растайды",
            ru="Подтверждает выплаты как второй человек",
            en="Approves payouts as the second person",
            ar="يعتمد المدفوعات بصفته الشخص الثاني",
        ),
    ),
    SampleStaff(
        login="sholpan",
        name="Шолпан Әбенова",
        office="appeals_office",
        roles=("caseworker",),
        language="kk",
        password="tau-samal-bulaq-12",  # noqa: S106 - known to all, for the sample city alone
        totp_secret="ONUG63DQMFXHG2DPNRYGC3TTNBXWY4DB",  # noqa: S106 - the same
        about=Text(
            kk="Шағымдарды қарайды: шешім қабылдағандардан бөлек",
            ru="Рассматривает жалобы отдельно от тех, кто решал",
            en="Looks at appeals, apart from those who decided",
            ar="تنظر في الاعتراضات بمعزل عمن اتخذ القرار",
        ),
    ),
    SampleStaff(
        login="kairat",
        name="Қайрат Досанов",
        office="appeals_office",
        roles=("caseworker", "supervisor"),
        language="ru",
        password="tau-samal-bulaq-13",  # noqa: S106 - known to all, for the sample city alone
        totp_secret="NNQWS4TBORVWC2LSMF2GWYLJOJQXI23B",  # noqa: S106 - the same
        about=Text(
            kk="Шағым бойынша шешімді растайды",
            ru="Подтверждает решения по жалобам",
            en="Confirms decisions on appeals",
            ar="يصادق على قرارات الاعتراضات",
        ),
    ),
)

#: Grounds are quoted from papers, so they stay in the language of the papers.
BIRTH_RECORD = "Азаматтық хал актілерін тіркеу: туу туралы жазба"
FIRM_RECORD = "Заңды тұлғалар тізілімі"

SAMPLE_CITY = SampleCity(
    region=REGION,
    residents=RESIDENTS,
    staff=STAFF,
    organisations=(
        SampleOrganisation(key="sary_arka_nan", name="«Сары-Арқа Нан» ЖШС", serial=21),
        SampleOrganisation(key="school_canteen", name="«Дәм» мектеп асханасы", serial=22),
        SampleOrganisation(key="school_meals_fund", name="«Тоқ бала» қоры", serial=23),
        SampleOrganisation(key="road_builder", name="«Жол Құрылыс» ЖШС", serial=24),
        SampleOrganisation(key="stone_quarry", name="«Тас Қайнар» ЖШС", serial=25),
        SampleOrganisation(key="farm_shop", name="«Жер Ырысы» дүкені", serial=26),
        SampleOrganisation(key="heat_and_water", name="«Алатау Жылу-Су» КМК", serial=27),
        SampleOrganisation(key="kindergarten", name="«Балапан» балабақшасы", serial=28),
    ),
    representations=(
        SampleRepresentation(kind="parent", representative="aigerim", represented="dias", ground=BIRTH_RECORD),
        SampleRepresentation(kind="parent", representative="aigerim", represented="amina", ground=BIRTH_RECORD),
        SampleRepresentation(kind="parent", representative="bolat", represented="dias", ground=BIRTH_RECORD),
        SampleRepresentation(kind="parent", representative="bolat", represented="amina", ground=BIRTH_RECORD),
        SampleRepresentation(
            kind="power_of_attorney",
            representative="aigerim",
            represented="gulnara",
            ground="Нотариус куәландырған сенімхат",
        ),
        SampleRepresentation(
            kind="signatory", representative="nurlan", represented="sary_arka_nan", ground=FIRM_RECORD
        ),
        SampleRepresentation(
            kind="signatory", representative="nurlan", represented="school_canteen", ground=FIRM_RECORD
        ),
        SampleRepresentation(
            kind="signatory", representative="emma", represented="school_meals_fund", ground=FIRM_RECORD
        ),
        SampleRepresentation(kind="signatory", representative="bolat", represented="road_builder", ground=FIRM_RECORD),
        SampleRepresentation(kind="signatory", representative="yusuf", represented="stone_quarry", ground=FIRM_RECORD),
        SampleRepresentation(kind="signatory", representative="emma", represented="farm_shop", ground=FIRM_RECORD),
        SampleRepresentation(
            kind="signatory", representative="bolat", represented="heat_and_water", ground=FIRM_RECORD
        ),
        SampleRepresentation(kind="signatory", representative="nurlan", represented="kindergarten", ground=FIRM_RECORD),
    ),
    role_ground="Үлгі қала құрылғанда берілді",
)
