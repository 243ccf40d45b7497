"""Codes of places (KATO): regions, districts, rural districts and villages, one inside the other."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo

from alatau.core.errors import Mistake, NumberNotValidError
from alatau.core.text import Text
from qazaqstan.place_names import list_within, say_place

NINE = 9
#: Where each level's digits end: region, district, rural district or town, village.
LEVEL_ENDS = (2, 4, 6, 9)
#: Fourth digit of a synthetic district.
SYNTHETIC = "9"


@dataclass(frozen=True, kw_only=True)
class Region:
    """A region or city of republican significance, and the days on which its code was in use."""

    prefix: str
    name: Text
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True)
class PlaceCodeNumbers:
    """KATO: two digits of the region, two of the district, two of the rural district, three of the village."""

    regions: tuple[Region, ...]
    key: ClassVar[str] = "kato"
    plain: ClassVar[str] = ""
    name: ClassVar[Text] = Text(kk="ӘАОЖ коды", ru="Код КАТО", en="KATO code", ar="رمز المكان (KATO)")

    def check(self, text: str, *, on: date | None = None) -> str:
        """Return the nine digits; refuse by length, signs, region in use on the day, gap between levels."""
        code = "".join(text.split())
        if len(code) != NINE:
            raise NumberNotValidError(number=self.name, mistake=Mistake.LENGTH.value, length=len(code))
        if not (code.isascii() and code.isdigit()):
            raise NumberNotValidError(number=self.name, mistake=Mistake.SIGNS.value)
        day = on or datetime.now(ZoneInfo("Asia/Almaty")).date()
        if self._region(code, on=day) is None:
            raise NumberNotValidError(number=self.name, mistake=Mistake.UNKNOWN_PLACE.value)
        if code[2:4] == "00" and code[4:] != "00000":
            raise NumberNotValidError(number=self.name, mistake=Mistake.KIND.value)
        return code

    def is_synthetic(self, number: str) -> bool:
        """Tell whether the district was invented."""
        return number[3] == SYNTHETIC

    def show(self, number: str) -> str:
        """Return the code in its levels."""
        return "\u00a0".join((number[:2], number[2:4], number[4:6], number[6:]))

    def synthesise(self, serial: int) -> str:
        """Return the code of the invented village ``serial``, in an invented district of the regions in turn."""
        in_use = [region for region in self.regions if region.valid_until is None]
        rest, place = divmod(serial, len(in_use))
        district, village = divmod(rest, 99)
        return f"{in_use[place].prefix}{district % 10}{SYNTHETIC}{village + 1:02d}100"

    def parent(self, code: str) -> str | None:
        """Return the place around this one; None for a region."""
        around = [code[:end].ljust(NINE, "0") for end in LEVEL_ENDS]
        # A village may lie in a district directly: its middle level is empty, and repeats the district's code.
        return next((place for place in reversed(around) if place != code), None)

    def within(self, code: str = "", *, on: date) -> tuple[str, ...]:
        """Return the regions in use on the day, or the districts and towns of a region."""
        if code:
            return list_within(code)
        codes = (region.prefix.ljust(NINE, "0") for region in self.regions)
        return tuple(code for code in codes if self._region(code, on=on))

    def region_name(self, code: str) -> Text:
        """Return the name of the region that a code lies in, also of one that no longer exists."""
        return next(region.name for region in self.regions if region.prefix == code[:2])

    def full_name(self, code: str) -> Text | None:
        """Return the place in words, such as "Qonayev, Almaty Region"; None for a code that lies in no region."""
        if len(code) != NINE or all(region.prefix != code[:2] for region in self.regions):
            return None
        return say_place(code, self.region_name(code))

    def _region(self, code: str, *, on: date) -> Region | None:
        for region in self.regions:
            ended = region.valid_until is not None and region.valid_until <= on
            if region.prefix == code[:2] and region.valid_from <= on and not ended:
                return region
        return None


def _regions() -> tuple[Region, ...]:
    with (Path(__file__).parent / "regions.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(
            Region(
                prefix=row["prefix"],
                name=Text(kk=row["kk"], ru=row["ru"], en=row["en"], ar=row["ar"]),
                valid_from=date.fromisoformat(row["valid_from"]),
                valid_until=date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
            )
            for row in csv.DictReader(stream)
        )


PLACE_CODES = PlaceCodeNumbers(_regions())
