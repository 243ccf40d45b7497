"""The lawful reasons to read a person's data, as that person sees them in the list of who looked."""

from __future__ import annotations

from alatau.core.content import Purpose
from alatau.core.text import Text
from qazaqstan import laws

PURPOSES = (
    Purpose(
        key="own",
        name=Text(
            kk="Өз деректеріңізді өзіңіз қарадыңыз",
            ru="Вы сами посмотрели свои данные",
            en="You looked at your own data",
            ar="اطّلعتَ على بياناتك بنفسك",
        ),
        law=laws.PERSONAL_DATA,
    ),
    Purpose(
        key="representation",
        name=Text(
            kk="Өкіліңіз сіздің атыңыздан әрекет етті",
            ru="Ваш представитель действовал от вашего имени",
            en="Your representative acted for you",
            ar="تصرّف ممثلك نيابةً عنك",
        ),
        law=laws.REPRESENTATION,
    ),
    Purpose(
        key="service",
        name=Text(
            kk="Сізге қызмет көрсету",
            ru="Оказание вам услуги",
            en="Giving you a service",
            ar="تقديم خدمة لك",
        ),
        law=laws.STATE_SERVICES,
    ),
    Purpose(
        key="desk_visit",
        name=Text(
            kk="Сіз қызмет көрсету орталығына келгенде көмек көрсету",
            ru="Помощь при вашем посещении центра обслуживания",
            en="Helping you at a service desk",
            ar="مساعدتك عند مراجعتك مكتب الخدمة",
        ),
        law=laws.STATE_SERVICES,
    ),
    Purpose(
        key="case",
        name=Text(
            kk="Сіздің ісіңізді қарау",
            ru="Рассмотрение вашего дела",
            en="Working on your case",
            ar="النظر في ملفك",
        ),
        law=laws.ADMINISTRATIVE_PROCEDURE,
    ),
    Purpose(
        key="appeal",
        name=Text(
            kk="Шағымыңызды қарау",
            ru="Рассмотрение вашей жалобы",
            en="Looking into your appeal",
            ar="النظر في تظلّمك",
        ),
        law=laws.ADMINISTRATIVE_PROCEDURE,
    ),
    Purpose(
        key="social_support",
        name=Text(
            kk="Отбасыңызға тиесілі көмекті анықтау",
            ru="Определение помощи, которая положена вашей семье",
            en="Finding the support your family is due",
            ar="تحديد الدعم المستحق لأسرتك",
        ),
        law=laws.SOCIAL_SUPPORT,
    ),
    Purpose(
        key="correction",
        name=Text(
            kk="Деректеріңіздегі қатені түзету",
            ru="Исправление ошибки в ваших данных",
            en="Correcting an error in your data",
            ar="تصحيح خطأ في بياناتك",
        ),
        law=laws.PERSONAL_DATA,
    ),
    Purpose(
        key="payment",
        name=Text(
            kk="Төлем алушыны анықтау",
            ru="Узнать, кому придёт платёж",
            en="Seeing who will be paid",
            ar="معرفة من سيتلقّى الدفعة",
        ),
        law=laws.PERSONAL_DATA,
    ),
    Purpose(
        key="payments",
        name=Text(
            kk="Әмияныңыздан сіз үшін төлеу",
            ru="Оплата за вас из вашего кошелька",
            en="Paying for you from your wallet",
            ar="الدفع عنك من محفظتك",
        ),
        law=laws.REPRESENTATION,
    ),
    Purpose(
        key="security",
        name=Text(
            kk="Тіркелгіңізді қорғау",
            ru="Защита вашей учётной записи",
            en="Protecting your account",
            ar="حماية حسابك",
        ),
        law=laws.PERSONAL_DATA,
    ),
    Purpose(
        key="audit",
        name=Text(
            kk="Қызметкерлердің жұмысын тексеру",
            ru="Проверка работы сотрудников",
            en="Checking the work of officials",
            ar="التدقيق في عمل الموظفين",
        ),
        law=laws.STATE_AUDIT,
    ),
)
