"""The lawful reasons to read a person's data, as that person sees them in the list of who looked."""

from __future__ import annotations

from alatau.core.content import Purpose
from alatau.core.text import Text

PERSONAL_DATA_LAW = "Law 94-V of 21 May 2013 on personal data and their protection"
SOCIAL_CODE = "Social Code 224-VII of 20 April 2023"
PROCEDURE_CODE = "Administrative Procedural and Process Code 350-VI of 29 June 2020"

PURPOSES = (
    Purpose(
        key="own",
        name=Text(
            kk="Өз деректеріңізді өзіңіз қарадыңыз",
            ru="Вы сами посмотрели свои данные",
            en="You looked at your own data",
            ar="اطّلعتَ على بياناتك بنفسك",
        ),
        law=PERSONAL_DATA_LAW,
    ),
    Purpose(
        key="representation",
        name=Text(
            kk="Өкіліңіз сіздің атыңыздан әрекет етті",
            ru="Ваш представитель действовал от вашего имени",
            en="Your representative acted for you",
            ar="تصرّف ممثلك نيابةً عنك",
        ),
        law="Civil Code, General Part, of 27 December 1994, article 163",
    ),
    Purpose(
        key="service",
        name=Text(
            kk="Сізге қызмет көрсету",
            ru="Оказание вам услуги",
            en="Giving you a service",
            ar="تقديم خدمة لك",
        ),
        law="Law 88-V of 15 April 2013 on state services",
    ),
    Purpose(
        key="desk_visit",
        name=Text(
            kk="Сіз қызмет көрсету орталығына келгенде көмек көрсету",
            ru="Помощь при вашем посещении центра обслуживания",
            en="Helping you at a service desk",
            ar="مساعدتك عند مراجعتك مكتب الخدمة",
        ),
        law="Law 88-V of 15 April 2013 on state services",
    ),
    Purpose(
        key="case",
        name=Text(
            kk="Сіздің ісіңізді қарау",
            ru="Рассмотрение вашего дела",
            en="Working on your case",
            ar="النظر في ملفك",
        ),
        law=PROCEDURE_CODE,
    ),
    Purpose(
        key="appeal",
        name=Text(
            kk="Шағымыңызды қарау",
            ru="Рассмотрение вашей жалобы",
            en="Looking into your appeal",
            ar="النظر في تظلّمك",
        ),
        law=PROCEDURE_CODE,
    ),
    Purpose(
        key="social_support",
        name=Text(
            kk="Отбасыңызға тиесілі көмекті анықтау",
            ru="Определение помощи, которая положена вашей семье",
            en="Finding the support your family is due",
            ar="تحديد الدعم المستحق لأسرتك",
        ),
        law=f"{SOCIAL_CODE}, article 24",
    ),
    Purpose(
        key="correction",
        name=Text(
            kk="Деректеріңіздегі қатені түзету",
            ru="Исправление ошибки в ваших данных",
            en="Correcting an error in your data",
            ar="تصحيح خطأ في بياناتك",
        ),
        law=PERSONAL_DATA_LAW,
    ),
    Purpose(
        key="security",
        name=Text(
            kk="Тіркелгіңізді қорғау",
            ru="Защита вашей учётной записи",
            en="Protecting your account",
            ar="حماية حسابك",
        ),
        law=PERSONAL_DATA_LAW,
    ),
    Purpose(
        key="audit",
        name=Text(
            kk="Қызметкерлердің жұмысын тексеру",
            ru="Проверка работы сотрудников",
            en="Checking the work of officials",
            ar="التدقيق في عمل الموظفين",
        ),
        law="Law 392-V of 12 November 2015 on state audit and financial control",
    ),
)
