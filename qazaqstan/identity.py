"""Numbers of persons (IIN), organisations (BIN), places (KATO) and bank accounts (IBAN), with their real checksums.

Numbers made here for invented people, firms and accounts pass the checksum and cannot belong to anyone: the seventh
digit of a synthetic IIN is 7 or 8, the month of a synthetic BIN is 00, the bank of a synthetic account is 000.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar, NoReturn
from zoneinfo import ZoneInfo

from alatau.core.errors import Mistake, NumberNotValidError
from alatau.core.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

TWELVE = 12
FIRST_WEIGHTS = tuple(range(1, 12))
SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
NO_DIGIT = 10

#: Seventh digit of an IIN: the centuries its first two digits may mean. 0 stands in numbers of some foreigners, 7 and
#: 8 in synthetic ones, and neither tells the century.
CENTURIES = {
    "0": (1900, 2000),
    "1": (1800,),
    "2": (1800,),
    "3": (1900,),
    "4": (1900,),
    "5": (2000,),
    "6": (2000,),
    "7": (1900, 2000),
    "8": (1900, 2000),
}
SYNTHETIC_MAN, SYNTHETIC_WOMAN = "7", "8"
SERIALS = 10_000
SEPARATORS = str.maketrans("", "", " \u00a0\u202f\u2009-")


def control_digit(eleven: str) -> int | None:
    """Return the twelfth digit for eleven; None when the serial number has none and is passed over.

    The first pass does not see the eleventh digit, whose weight is eleven, and where the second pass decides, some
    changes of one digit stay hidden: a number that adds up may still be another person's.

    Law: government resolution 565 of 11 June 2003, resolution 406 of 2007 (read through public validators).
    """
    digits = [int(digit) for digit in eleven]
    for weights in (FIRST_WEIGHTS, SECOND_WEIGHTS):
        remainder = sum(weight * digit for weight, digit in zip(weights, digits, strict=True)) % 11
        if remainder != NO_DIGIT:
            return remainder
    return None


@dataclass(frozen=True)
class IndividualNumbers:
    """IIN: birth date, century and sex, serial number, control digit.

    The register's own fields tell sex and birth date: some real numbers carry wrong ones. ``strict`` reads and makes
    real-format numbers only; keep what it makes in memory.
    """

    strict: bool = False
    key: ClassVar[str] = "iin"
    plain: ClassVar[str] = ""
    name: ClassVar[Text] = Text(kk="ЖСН", ru="ИИН", en="IIN", ar="رقم الهوية الفردي")

    def check(self, text: str, *, on: date | None = None) -> str:
        """Return the twelve digits; refuse by length, signs, date, future date, seventh digit, control digit."""
        number = _plain(text, length=TWELVE, name=self.name)
        if number[4] in "456" and _is_month(number[2:4]):
            _refuse(self.name, Mistake.OTHER_NUMBER)
        if self.strict and self.is_synthetic(number):
            _refuse(self.name, Mistake.SYNTHETIC)
        days = _birth_days(number)
        if not days:
            _refuse(self.name, Mistake.DATE)
        if min(days) > (on or _today()):
            _refuse(self.name, Mistake.FUTURE)
        if number[6] not in CENTURIES:
            _refuse(self.name, Mistake.KIND)
        _check_control_digit(number, self.name)
        return number

    def is_synthetic(self, number: str) -> bool:
        """Tell whether the number belongs to an invented person."""
        return number[6] in (SYNTHETIC_MAN, SYNTHETIC_WOMAN)

    def show(self, number: str) -> str:
        """Return the digits in the groups in which people read them out."""
        return f"{number[:6]}\u00a0{number[6:]}"

    def synthesise(self, *, born_on: date, woman: bool, serial: int) -> str:
        """Return the first number at or after ``serial`` that has a control digit, within one day and sex."""
        head = f"{born_on:%y%m%d}{self._seventh(born_on, woman=woman)}"
        for step in range(SERIALS):
            eleven = f"{head}{(serial + step) % SERIALS:04d}"
            digit = control_digit(eleven)
            if digit is not None:
                return f"{eleven}{digit}"
        message = "a block of serial numbers always holds valid ones"
        raise AssertionError(message)

    def _seventh(self, born_on: date, *, woman: bool) -> str:
        if not self.strict:
            return SYNTHETIC_WOMAN if woman else SYNTHETIC_MAN
        return str((born_on.year // 100 - 18) * 2 + 1 + int(woman))


@dataclass(frozen=True)
class BusinessNumbers:
    """BIN: year and month of registration, kind of body, kind of unit, serial number, control digit."""

    strict: bool = False
    key: ClassVar[str] = "bin"
    plain: ClassVar[str] = ""
    name: ClassVar[Text] = Text(kk="БСН", ru="БИН", en="BIN", ar="رقم تعريف الأعمال")

    def check(self, text: str, *, on: date | None = None) -> str:
        """Return the twelve digits; refuse by length, signs, kind of body, month, future month, unit, control digit."""
        number = _plain(text, length=TWELVE, name=self.name)
        if number[4] not in "456":
            _refuse(self.name, Mistake.OTHER_NUMBER if number[4] in "0123" else Mistake.KIND)
        if self.is_synthetic(number):
            if self.strict:
                _refuse(self.name, Mistake.SYNTHETIC)
        elif not _is_month(number[2:4]):
            _refuse(self.name, Mistake.DATE)
        elif _registered(number) > (on or _today()):
            _refuse(self.name, Mistake.FUTURE)
        if number[5] not in "0123":
            _refuse(self.name, Mistake.KIND)
        _check_control_digit(number, self.name)
        return number

    def is_synthetic(self, number: str) -> bool:
        """Tell whether the number belongs to an invented firm: no real one was registered in month 00."""
        return number[2:4] == "00"

    def show(self, number: str) -> str:
        """Return the digits in the groups in which people read them out."""
        return f"{number[:6]}\u00a0{number[6:]}"

    def synthesise(self, serial: int) -> str:
        """Return the number of the invented firm ``serial``: a resident legal entity's head unit."""
        year, start = divmod(serial, 5_000)
        for place in range(start * 20, start * 20 + 20):
            eleven = f"{year % 100:02d}0040{place:05d}"
            digit = control_digit(eleven)
            if digit is not None:
                return f"{eleven}{digit}"
        message = "twenty neighbouring serial numbers always hold a valid one"
        raise AssertionError(message)


@dataclass(frozen=True)
class BankAccountNumbers:
    """IBAN of Kazakhstan: KZ, two check digits, three digits of the bank, thirteen letters or digits."""

    strict: bool = False
    key: ClassVar[str] = "iban"
    plain: ClassVar[str] = ""
    name: ClassVar[Text] = Text(kk="ЖСК (IBAN)", ru="ИИК (IBAN)", en="IBAN", ar="رقم الحساب (IBAN)")
    length: ClassVar[int] = 20

    def check(self, text: str, *, on: date | None = None) -> str:
        """Return the twenty characters in capitals; refuse by length, signs, country, synthetic bank, remainder."""
        del on  # account numbers hold no date
        number = _signs(text).upper()
        if len(number) != self.length:
            _refuse(self.name, Mistake.LENGTH, length=len(number))
        if not (number.isascii() and number.isalnum() and number[2:7].isdigit()):
            _refuse(self.name, Mistake.SIGNS)
        if not number.startswith("KZ"):
            _refuse(self.name, Mistake.OTHER_NUMBER)
        if self.strict and self.is_synthetic(number):
            _refuse(self.name, Mistake.SYNTHETIC)
        if _iban_remainder(number) != 1:
            _refuse(self.name, Mistake.CHECK)
        return number

    def is_synthetic(self, number: str) -> bool:
        """Tell whether the account lies at the bank 000, which does not exist."""
        return number[4:7] == "000"

    def show(self, number: str) -> str:
        """Return the number in groups of four, as banks print it."""
        return "\u00a0".join(number[place : place + 4] for place in range(0, len(number), 4))

    def synthesise(self, serial: int) -> str:
        """Return the account number of the invented account ``serial``."""
        account = f"000{serial:013d}"
        return f"KZ{98 - _iban_remainder(f'KZ00{account}'):02d}{account}"


def _iban_remainder(number: str) -> int:
    return int("".join(str(int(sign, 36)) for sign in number[4:] + number[:4])) % 97


def _plain(text: str, *, length: int, name: Text) -> str:
    """Return the digits without the spaces people put between them."""
    number = _signs(text)
    if len(number) != length:
        _refuse(name, Mistake.LENGTH, length=len(number))
    if not (number.isascii() and number.isdigit()):
        _refuse(name, Mistake.SIGNS)
    return number


def _signs(text: str) -> str:
    return text.strip().translate(SEPARATORS)


def _birth_days(number: str) -> Sequence[date]:
    """Return the days that the first six digits can mean, in the centuries that the seventh allows."""
    days = []
    for century in CENTURIES.get(number[6], (1800, 1900, 2000)):
        try:
            days.append(date(century + int(number[:2]), int(number[2:4]), int(number[4:6])))
        except ValueError:
            continue
    return days


def _registered(number: str) -> date:
    """Return the first day of the month of registration; BINs exist since this century, firms since the last."""
    year = int(number[:2])
    return date((1900 if year > LAST_CENTURY_FROM else 2000) + year, int(number[2:4]), 1)


#: Firms of the years 1990 to 1999 have BINs that start with 90 to 99; earlier ones exist too, as 40 and up.
LAST_CENTURY_FROM = 39


def _is_month(digits: str) -> bool:
    return "01" <= digits <= "12"


def _check_control_digit(number: str, name: Text) -> None:
    if control_digit(number[:11]) != int(number[11]):
        _refuse(name, Mistake.CHECK)


def _today() -> date:
    return datetime.now(ZoneInfo("Asia/Almaty")).date()


def _refuse(name: Text, mistake: Mistake, **facts: object) -> NoReturn:
    raise NumberNotValidError(number=name, mistake=mistake.value, **facts)


PERSON_NUMBERS = IndividualNumbers()
ORGANISATION_NUMBERS = BusinessNumbers()
ACCOUNT_NUMBERS = BankAccountNumbers()
