"""Families of Tinyland: grown up at 16, gone at 20; strangers under one roof are no family."""

from __future__ import annotations

from alatau.core.text import Text
from alatau.registry.people.kinds import FamilyRules, Kin, Relation

KINSHIP = (
    Kin(key="mother", name=Text(ar="الأم", en="Mum", ru="Мама"), inverse="child"),
    Kin(key="father", name=Text(ar="الأب", en="Dad", ru="Папа"), inverse="child"),
    Kin(key="child", name=Text(ar="طفل", en="Kid", ru="Дитя"), inverse="parent"),
    Kin(key="spouse", name=Text(ar="شريك", en="Partner for life", ru="Спутник жизни"), inverse="spouse"),
    Kin(key="guardian", name=Text(ar="حارس", en="Keeper", ru="Хранитель"), inverse="ward"),
    Kin(key="ward", name=Text(ar="محروس", en="Kept child", ru="Хранимое дитя"), inverse="guardian"),
)
RELATIONS = (Relation(key="kids", name=Text(ar="الأطفال", en="Kids", ru="Дети"), kin=("child", "ward"), until_age=16),)
FAMILY_RULES = FamilyRules(law="Tiny Act 8", adult_at=16, leaves_at=20)
