"""How the law lets a person act for another, or for a firm."""

from __future__ import annotations

from alatau.access.kinds import RepresentationKind
from alatau.core.text import Text

FAMILY_CODE = "Code 518-IV of 26 December 2011 on marriage (matrimony) and family"
CIVIL_CODE = "Civil Code, General Part, of 27 December 1994"

REPRESENTATION_KINDS = (
    RepresentationKind(
        key="parent",
        name=Text(kk="Ата-анасы", ru="Родитель", en="Mother or father", ar="أحد الوالدين"),
        law=FAMILY_CODE,
        ends_at_age=18,
        looks_until_age=16,
    ),
    RepresentationKind(
        key="guardian_of_child",
        name=Text(
            kk="Баланың қорғаншысы немесе қамқоршысы",
            ru="Опекун или попечитель ребёнка",
            en="Guardian of a child",
            ar="وصيّ على طفل",
        ),
        law=FAMILY_CODE,
        ends_at_age=18,
        looks_until_age=16,
        may_be_paid=False,
    ),
    RepresentationKind(
        key="guardian_of_adult",
        name=Text(
            kk="Сот тағайындаған қорғаншы",
            ru="Опекун, назначенный по решению суда",
            en="Guardian appointed after a court decision",
            ar="قيّم معيَّن بعد حكم قضائي",
        ),
        law=f"{CIVIL_CODE}, article 26",
        may_be_paid=False,
    ),
    RepresentationKind(
        key="power_of_attorney",
        name=Text(kk="Сенімхат бойынша өкіл", ru="Представитель по доверенности", en="Power of attorney", ar="وكالة"),
        law=f"{CIVIL_CODE}, articles 167 and 168",
        given_by_person=True,
        longest_years=3,
        unless_said_years=1,
    ),
    RepresentationKind(
        key="signatory",
        name=Text(
            kk="Ұйымның бірінші басшысы",
            ru="Первый руководитель организации",
            en="Head of the organisation",
            ar="رئيس المؤسسة",
        ),
        law=f"{CIVIL_CODE}, article 37",
        for_organisation=True,
    ),
)
