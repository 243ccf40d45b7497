"""Texts of consents. A changed text is a new version beside the old one, never in its place."""

from __future__ import annotations

from datetime import date

from alatau.access.kinds import ConsentText
from alatau.core.text import Text
from qazaqstan.laws import CONSENT_TO_DATA

CITY_OFFICE = Text(
    kk="Алатау қаласының әкімдігі", ru="Акимат города Алатау", en="Alatau city office", ar="بلدية مدينة ألاتاو"
)

CONSENT_TEXTS = (
    ConsentText(
        key="offers",
        version=1,
        title=Text(
            kk="Сізге тиесілі көмекті өзіміз табамыз",
            ru="Мы сами найдём положенную вам помощь",
            en="We find the support you are due",
            ar="نبحث نحن عن الدعم المستحق لك",
        ),
        body=Text(
            kk="Қала сіздің тіркелген деректеріңізді салыстырып, тиесілі көмекті өзі ұсынады. "
            "Өтініш жазудың қажеті жоқ. Келісіміңізді кез келген уақытта қайтарып аласыз.",
            ru="Город сверяет ваши данные в реестрах и сам предлагает положенную помощь. Заявление писать не нужно. "
            "Согласие можно отозвать в любое время.",
            en="The city compares your registered data and offers the support you are due. You need not apply. "
            "You can take this consent back at any time.",
            ar="تقارن المدينة بياناتك المسجلة وتعرض عليك الدعم المستحق دون أن تقدم طلبًا. يمكنك سحب موافقتك في أي وقت.",
        ),
        purpose="social_support",
        data=("birthday", "region"),
        recipient="city_office",
        recipient_name=CITY_OFFICE,
        valid_from=date(2026, 1, 1),
        law=CONSENT_TO_DATA,
    ),
    ConsentText(
        key="support",
        version=1,
        title=Text(
            kk="Тиесілі көмекті тағайындау",
            ru="Назначение положенной помощи",
            en="Granting the support you are due",
            ar="منح الدعم المستحق لك",
        ),
        body=Text(
            kk="Қала мен қабылдаған көмекті тағайындап, оны шотыма төлейді. Ол үшін осы құқыққа қатысты тіркелген "
            "деректерім салыстырылады. Төленіп қойған ақша қайтарылмайды, бірақ келісімді кез келген уақытта қайтарып "
            "аламын.",
            ru="Город назначает принятую мной помощь и платит её на мой счёт. Для этого он сверяет мои данные в "
            "реестрах, от которых зависит это право. Согласие можно отозвать в любое время; выплаченное остаётся за "
            "мной.",
            en="The city grants the support I accepted and pays it to my account. For that it compares my registered "
            "data on which the right rests. I can take this consent back at any time; what was paid stays mine.",
            ar="تمنحني المدينة الدعم الذي قبلته وتدفعه إلى حسابي. ولهذا تقارن بياناتي المسجلة التي يقوم عليها الحق. "
            "يمكنني سحب الموافقة في أي وقت، وما دُفع يبقى لي.",
        ),
        purpose="social_support",
        data=("birthday", "region"),
        recipient="city_office",
        recipient_name=CITY_OFFICE,
        valid_from=date(2026, 1, 1),
        law=CONSENT_TO_DATA,
    ),
    ConsentText(
        key="payment_deduction",
        version=1,
        title=Text(
            kk="Артық төленгенді бөліп ұстап қалу",
            ru="Удержание излишне выплаченного частями",
            en="Keeping back in parts what was paid too much",
            ar="اقتطاع ما دُفع زيادة على أجزاء",
        ),
        body=Text(
            kk="Маған артық төленген ақша кейінгі төлемдерден бөліп ұсталсын. Әр төлемнің төрттен бірінен артық "
            "ұсталмайды. Келісімді қайтарып алсам, қалғанына шот жіберіледі.",
            ru="Пусть излишне выплаченное удерживается из следующих выплат частями. Из каждой удерживается не больше "
            "четверти. Если я отзову согласие, на остаток придёт счёт.",
            en="What I was paid too much may be kept back from later payments. No more than a quarter of each is kept. "
            "If I take this consent back, a bill comes for the rest.",
            ar="ليُقتطع ما دُفع لي زيادة من الدفعات التالية. لا يُقتطع أكثر من ربع كل دفعة. إذا سحبت موافقتي تصلني فاتورة "
            "بالباقي.",
        ),
        purpose="payment",
        data=("birthday",),
        recipient="city_office",
        recipient_name=CITY_OFFICE,
        valid_from=date(2026, 1, 1),
        law=CONSENT_TO_DATA,
    ),
    ConsentText(
        key="opinion",
        version=1,
        title=Text(
            kk="Пікіріңізді сұраймыз",
            ru="Мы спрашиваем ваше мнение",
            en="We ask your opinion",
            ar="نسألك عن رأيك",
        ),
        body=Text(
            kk="Қызметтен кейін қала бір-екі сұрақ жібереді. Жауабыңыз шешімдерге әсер етпейді.",
            ru="После услуги город присылает один-два вопроса. Ваш ответ не влияет ни на какие решения.",
            en="After a service the city sends one or two questions. Your answer changes no decision.",
            ar="بعد كل خدمة ترسل المدينة سؤالًا أو سؤالين. جوابك لا يؤثر في أي قرار.",
        ),
        purpose="service",
        data=("contacts",),
        recipient="city_office",
        recipient_name=CITY_OFFICE,
        valid_from=date(2026, 1, 1),
        law=CONSENT_TO_DATA,
    ),
    ConsentText(
        key="family_share",
        version=1,
        title=Text(
            kk="Отбасы мүшесіне менің үлесімді көрсету",
            ru="Показывать мою часть члену семьи",
            en="Show my part to a family member",
            ar="إظهار حصتي لأحد أفراد الأسرة",
        ),
        body=Text(
            kk="Бұл адам отбасы көрсеткішіндегі сіздің үлесіңіздің қайдан шыққанын көреді. "
            "Денсаулық деректері көрсетілмейді.",
            ru="Этот человек видит, из чего сложилась ваша часть показателя семьи. Данные о здоровье не показываются.",
            en="This person sees what your part of the family's figure is made of. Health data are never shown.",
            ar="يرى هذا الشخص مصدر حصتك في مؤشر الأسرة. لا تُعرض البيانات الصحية أبدًا.",
        ),
        purpose="social_support",
        data=("family_part",),
        valid_from=date(2026, 1, 1),
        law=CONSENT_TO_DATA,
    ),
)
