"""How long the state and the city keep what they know, by class of data."""

from __future__ import annotations

from alatau.core.content import RetentionClass
from alatau.core.text import Text

LAUNDERING_LAW = (
    "Law 191-IV of 28 August 2009 on countering the legalization of proceeds of crime, article 11: "
    "at least five years after the transaction"
)
PERSONAL_DATA_LAW = "Law 94-V of 21 May 2013 on personal data and their protection, article 12"

RETENTION_CLASSES = (
    RetentionClass(
        key="journal.event",
        name=Text(
            kk="Оқиғалар: не болғаны туралы жазбалар",
            ru="События: записи о том, что произошло",
            en="Events: records of what happened",
            ar="الأحداث: سجلات ما حدث",
        ),
        kept_months=None,
        law="Law 418-V of 24 November 2015 on informatization: decisions stay explainable",
    ),
    RetentionClass(
        key="journal.audit",
        name=Text(
            kk="Кімнің не істегені туралы жазбалар",
            ru="Записи о том, кто что сделал",
            en="Records of who did what",
            ar="سجلات من فعل ماذا",
        ),
        kept_months=None,
        law="Law 418-V of 24 November 2015 on informatization: decisions stay explainable",
    ),
    RetentionClass(
        key="journal.look",
        name=Text(
            kk="Деректеріңізді кім қарағаны туралы жазбалар",
            ru="Записи о том, кто смотрел ваши данные",
            en="Records of who looked at your data",
            ar="سجلات من اطّلع على بياناتك",
        ),
        kept_months=60,
        law=PERSONAL_DATA_LAW,
    ),
    RetentionClass(
        key="journal.exchange",
        name=Text(
            kk="Серіктестермен алмасу жазбалары",
            ru="Записи об обмене с партнёрами",
            en="Records of exchanges with partners",
            ar="سجلات التبادل مع الشركاء",
        ),
        kept_months=36,
        law=PERSONAL_DATA_LAW,
    ),
    RetentionClass(
        key="papers.file",
        name=Text(
            kk="Берілген хаттар мен анықтамалардың файлдары",
            ru="Файлы выданных писем и справок",
            en="Files of letters and certificates that were issued",
            ar="ملفات الرسائل والشهادات الصادرة",
        ),
        kept_months=120,
        law="Law 326-XIII of 22 December 1998 on the National Archival Fund and archives",
    ),
    RetentionClass(
        key="desk.case_words",
        name=Text(
            kk="Істер бойынша жазылған түсініктемелер мен негіздемелер",
            ru="Пояснения, заметки и обоснования по делам",
            en="Explanations, notes and reasons written in cases",
            ar="التوضيحات والملاحظات والأسباب المكتوبة في الملفات",
        ),
        kept_months=60,
        law=PERSONAL_DATA_LAW,
    ),
    RetentionClass(
        key="services.request",
        name=Text(
            kk="Қызметке өтініштердегі жауаптар мен файлдар",
            ru="Ответы и файлы в запросах на услуги",
            en="Answers and files of requests for services",
            ar="الأجوبة والملفات في طلبات الخدمات",
        ),
        kept_months=60,
        law=PERSONAL_DATA_LAW,
    ),
    RetentionClass(
        key="desk.case_file",
        name=Text(
            kk="Істерге тіркелген құжаттар",
            ru="Документы, приложенные к делам",
            en="Documents attached to cases",
            ar="المستندات المرفقة بالملفات",
        ),
        kept_months=60,
        law=PERSONAL_DATA_LAW,
    ),
    RetentionClass(
        key="money.bank_message",
        name=Text(
            kk="Банкпен алмасқан төлем хабарламаларының мазмұны",
            ru="Содержание платёжных сообщений, которыми город обменялся с банком",
            en="Contents of payment messages exchanged with the bank",
            ar="محتوى رسائل الدفع المتبادلة مع البنك",
        ),
        kept_months=60,
        law=LAUNDERING_LAW,
    ),
    RetentionClass(
        key="messages.security",
        name=Text(
            kk="Кодтар мен қауіпсіздік ескертулерінің мәтіні",
            ru="Тексты кодов и предупреждений о безопасности",
            en="Texts of codes and security warnings",
            ar="نصوص الرموز والتنبيهات الأمنية",
        ),
        kept_months=1,
        law=PERSONAL_DATA_LAW,
    ),
    RetentionClass(
        key="messages.service",
        name=Text(
            kk="Істеріңіз бен құқықтарыңыз туралы хабарламалардың мәтіні",
            ru="Тексты сообщений о ваших делах и правах",
            en="Texts of messages about your affairs and rights",
            ar="نصوص الرسائل عن شؤونك وحقوقك",
        ),
        kept_months=60,
        law=PERSONAL_DATA_LAW,
    ),
    RetentionClass(
        key="messages.reminder",
        name=Text(
            kk="Еске салулардың мәтіні",
            ru="Тексты напоминаний",
            en="Texts of reminders",
            ar="نصوص التذكيرات",
        ),
        kept_months=12,
        law=PERSONAL_DATA_LAW,
    ),
    RetentionClass(
        key="messages.reply",
        name=Text(
            kk="Қалаға жазған жауаптарыңыз",
            ru="Ваши ответы городу",
            en="What you replied to the city",
            ar="ردودك على المدينة",
        ),
        kept_months=60,
        law=PERSONAL_DATA_LAW,
    ),
)
