"""Public holidays and moved working days of Kazakhstan, from `calendar.csv`: one row for each day that differs.

Law: Law 267-II of 13 December 2001 on holidays; Labour Code 414-V of 23 November 2015, articles 84 and 85. A holiday on
a weekend gives the next working day free; Orthodox Christmas and the first day of Kurban Ait do not.
"""

from __future__ import annotations

import csv
from datetime import date, time
from pathlib import Path

from alatau.core.calendar import DayKind, SpecialDay, WorkingCalendar
from alatau.core.text import Text

SATURDAY, SUNDAY = 5, 6

NAMES = {
    "new_year": Text(kk="Жаңа жыл", ru="Новый год", en="New Year", ar="رأس السنة"),
    "christmas": Text(kk="Рождество", ru="Рождество", en="Orthodox Christmas", ar="عيد الميلاد الأرثوذكسي"),
    "womens_day": Text(
        kk="Халықаралық әйелдер күні",
        ru="Международный женский день",
        en="International Women's Day",
        ar="اليوم الدولي للمرأة",
    ),
    "nauryz": Text(kk="Наурыз мейрамы", ru="Наурыз мейрамы", en="Nauryz", ar="عيد النوروز"),
    "unity": Text(
        kk="Қазақстан халқының бірлігі мерекесі",
        ru="Праздник единства народа Казахстана",
        en="Day of Unity of the People of Kazakhstan",
        ar="عيد وحدة شعب كازاخستان",
    ),
    "defender": Text(
        kk="Отан қорғаушы күні", ru="День защитника Отечества", en="Defender's Day", ar="يوم المدافع عن الوطن"
    ),
    "victory": Text(kk="Жеңіс күні", ru="День Победы", en="Victory Day", ar="يوم النصر"),
    "capital": Text(kk="Астана күні", ru="День столицы", en="Capital Day", ar="يوم العاصمة"),
    "constitution": Text(kk="Конституция күні", ru="День Конституции", en="Constitution Day", ar="يوم الدستور"),
    "republic": Text(kk="Республика күні", ru="День Республики", en="Republic Day", ar="يوم الجمهورية"),
    "independence": Text(kk="Тәуелсіздік күні", ru="День Независимости", en="Independence Day", ar="يوم الاستقلال"),
    "kurban_ait": Text(kk="Құрбан айт", ru="Курбан-айт", en="Kurban Ait", ar="عيد الأضحى"),
    "moved": Text(kk="Ауыстырылған күн", ru="Перенесённый день", en="Moved day", ar="يوم منقول"),
}

#: Holidays on the same day each year, by the law in force from 2027.
REPEATING = {
    (1, 1): "new_year",
    (1, 2): "new_year",
    (1, 7): "christmas",
    (3, 8): "womens_day",
    (3, 15): "constitution",
    (3, 21): "nauryz",
    (3, 22): "nauryz",
    (3, 23): "nauryz",
    (5, 1): "unity",
    (5, 7): "defender",
    (5, 9): "victory",
    (7, 6): "capital",
    (10, 25): "republic",
    (12, 16): "independence",
}


def _special_days() -> dict[date, SpecialDay]:
    with (Path(__file__).parent / "calendar.csv").open(encoding="utf-8", newline="") as stream:
        rows = [
            SpecialDay(
                day=date.fromisoformat(row["day"]),
                kind=DayKind(row["kind"]),
                name=NAMES[row["holiday"]],
                source=row["source"],
            )
            for row in csv.DictReader(stream)
        ]
    return {row.day: row for row in rows}


SPECIAL_DAYS = _special_days()
CALENDAR = WorkingCalendar(
    weekend=frozenset({SATURDAY, SUNDAY}),
    special_days=SPECIAL_DAYS,
    repeating={day: NAMES[holiday] for day, holiday in REPEATING.items()},
    announced_years=frozenset(day.year for day in SPECIAL_DAYS),
    opens_at=time(9),
    closes_at=time(18, 30),
)
