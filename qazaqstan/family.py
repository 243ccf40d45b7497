"""Who is kin, who forms a family, and which pairs of people rules may ask for.

The published queries of the Digital Family Card start from marriages without a divorce, add children from birth acts
and co-residents from registration, and split off adults over 23 who do not study and live elsewhere.
"""

from __future__ import annotations

from alatau.core.text import Text
from alatau.registry.people.kinds import FamilyRules, Kin, Relation

KINSHIP = (
    Kin(key="mother", name=Text(kk="Анасы", ru="Мать", en="Mother", ar="الأم"), inverse="child"),
    Kin(key="father", name=Text(kk="Әкесі", ru="Отец", en="Father", ar="الأب"), inverse="child"),
    Kin(key="child", name=Text(kk="Баласы", ru="Ребёнок", en="Child", ar="الابن أو الابنة"), inverse="parent"),
    Kin(
        key="spouse",
        name=Text(kk="Жұбайы", ru="Супруг или супруга", en="Spouse", ar="الزوج أو الزوجة"),
        inverse="spouse",
    ),
    Kin(
        key="guardian",
        name=Text(kk="Қорғаншысы", ru="Опекун", en="Guardian", ar="الوصي"),
        inverse="ward",
    ),
    Kin(
        key="ward",
        name=Text(kk="Қорғаншылықтағы бала", ru="Подопечный ребёнок", en="Child in guardianship", ar="طفل تحت الوصاية"),
        inverse="guardian",
    ),
)

RELATIONS = (
    Relation(
        key="children_of_mother",
        name=Text(kk="Ананың балалары", ru="Дети матери", en="Children of a mother", ar="أبناء الأم"),
        kin=("child",),
        seen_as=("mother",),
    ),
    Relation(
        key="dependants_of",
        name=Text(kk="Асырауындағы балалар", ru="Дети на иждивении", en="Dependent children", ar="الأطفال المُعالون"),
        kin=("child", "ward"),
        until_age=18,
        studying_until=23,
        in_one_family=True,
    ),
    Relation(
        key="wards",
        name=Text(
            kk="Қорғаншылықтағы балалары",
            ru="Дети под опекой",
            en="Children in guardianship",
            ar="الأطفال تحت الوصاية",
        ),
        kin=("ward",),
    ),
    Relation(
        key="lost_parents",
        name=Text(kk="Қайтыс болған ата-анасы", ru="Умершие родители", en="Parents who died", ar="الوالدان المتوفيان"),
        kin=("mother", "father"),
        after_death=True,
    ),
    Relation(
        key="lost_relatives",
        name=Text(
            kk="Қайтыс болған жақындары",
            ru="Умершие близкие родственники",
            en="Close relatives who died",
            ar="الأقارب المقربون المتوفون",
        ),
        kin=("spouse", "mother", "father", "child"),
        after_death=True,
    ),
    Relation(
        key="lives_with",
        name=Text(kk="Бірге тұратындар", ru="Проживающие вместе", en="People at one address", ar="المقيمون معًا"),
    ),
)

FAMILY_RULES = FamilyRules(
    law="Order of 29 June 2023 No. 267 on the Digital Family Card, read through its published queries",
    co_residents_join=True,
)
