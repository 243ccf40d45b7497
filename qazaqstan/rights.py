"""What each role may read of a person, and the offices that staff sit in."""

from __future__ import annotations

from alatau.access.kinds import Office, StaffRight
from alatau.core.text import Text

CASE_WORK = ("service", "case", "appeal", "social_support", "correction", "desk_visit")

STAFF_RIGHTS = (
    StaffRight(role="caseworker", purposes=CASE_WORK),
    StaffRight(role="supervisor", purposes=CASE_WORK),
    StaffRight(role="auditor", purposes=("audit",), needs_case=False),
    # An analyst, an operator, an administrator, the issuer and the treasury do their work without anybody's data.
)

OFFICES = (
    Office(
        key="city_office",
        name=Text(
            kk="Алатау қаласының әкімдігі", ru="акимат города Алатау", en="Alatau city office", ar="بلدية مدينة ألاتاو"
        ),
    ),
    Office(
        key="data_office",
        name=Text(kk="Деректер орталығы", ru="центр данных города", en="city data office", ar="مركز بيانات المدينة"),
    ),
    Office(
        key="audit_office",
        name=Text(kk="Ішкі аудит қызметі", ru="служба внутреннего аудита", en="internal audit", ar="التدقيق الداخلي"),
    ),
    Office(
        key="appeals_office",
        name=Text(
            kk="Шағымдарды қарау бөлімі", ru="отдел рассмотрения жалоб", en="appeals office", ar="مكتب الاعتراضات"
        ),
    ),
    Office(
        key="national_bank",
        name=Text(kk="Ұлттық Банк", ru="Национальный Банк", en="National Bank", ar="البنك الوطني"),
    ),
    Office(
        key="treasury",
        name=Text(kk="Қазынашылық комитеті", ru="Комитет казначейства", en="Treasury Committee", ar="لجنة الخزانة"),
    ),
)
