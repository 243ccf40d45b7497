"""What members of staff may be in the city."""

from __future__ import annotations

from alatau.core.content import Role
from alatau.core.text import Text

ROLES = (
    Role(key="caseworker", name=Text(kk="Маман", ru="Специалист", en="Caseworker", ar="أخصائي")),
    Role(
        key="supervisor",
        name=Text(kk="Бөлім басшысы", ru="Руководитель отдела", en="Supervisor", ar="مشرف"),
        needs_two=True,
    ),
    Role(key="analyst", name=Text(kk="Талдаушы", ru="Аналитик", en="Analyst", ar="محلل")),
    Role(key="operator", name=Text(kk="Оператор", ru="Оператор", en="Operator", ar="مشغّل النظام")),
    Role(
        key="registrar",
        name=Text(kk="Тізілімдер маманы", ru="Специалист по реестрам", en="Registrar", ar="أمين السجلات"),
    ),
    Role(
        key="administrator",
        name=Text(kk="Әкімші", ru="Администратор", en="Administrator", ar="مدير النظام"),
        needs_two=True,
    ),
    Role(
        key="auditor",
        name=Text(kk="Аудитор", ru="Аудитор", en="Auditor", ar="مدقق"),
        needs_two=True,
    ),
    Role(
        key="issuer",
        name=Text(kk="Эмиссия маманы", ru="Специалист эмиссии", en="Issuer's officer", ar="موظف الإصدار"),
        needs_two=True,
    ),
    Role(key="treasurer", name=Text(kk="Қазынашы", ru="Казначей", en="Treasurer", ar="موظف الخزانة"), needs_two=True),
)
