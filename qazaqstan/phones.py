"""Telephone numbers, in the one form +77010000000. Numbers of other countries are welcome: residents keep theirs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import phonenumbers

from alatau.core.errors import Mistake, NumberNotValidError
from alatau.core.text import Text

if TYPE_CHECKING:
    from datetime import date

#: Numbers of the named people of the sample city: the block +7 700 000 xx xx.
SYNTHETIC_PREFIX = "+7700000"
SYNTHETIC_SERIALS = 10_000
#: Everybody else invented: the codes 797 to 799, which no operator of the numbering plan has.
INVENTED_CODES = ("+7797", "+7798", "+7799")
INVENTED = re.compile(r"\+779[7-9][0-9]{7}")


@dataclass(frozen=True)
class PhoneNumbers:
    """Telephones; a number without a country is one of Kazakhstan, also when it starts with 8."""

    strict: bool = False
    key: ClassVar[str] = "phone"
    #: Mobile numbers of Kazakhstan: most of the millions in the registers.
    plain: ClassVar[str] = r"\+77(0[0-25-8]|47|7[15-8]|9[7-9])[0-9]{7}"
    name: ClassVar[Text] = Text(kk="Телефон нөмірі", ru="Номер телефона", en="Phone number", ar="رقم الهاتف")

    def check(self, text: str, *, on: date | None = None) -> str:
        """Return the number in international form; refuse by signs, length, range in use, synthetic block."""
        del on  # telephone numbers hold no date
        try:
            parsed = phonenumbers.parse(text, "KZ")
        except phonenumbers.NumberParseException as error:
            raise NumberNotValidError(number=self.name, mistake=Mistake.SIGNS.value) from error
        number = str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
        if not phonenumbers.is_possible_number(parsed) or parsed.extension:
            raise NumberNotValidError(number=self.name, mistake=Mistake.LENGTH.value, length=len(number) - 1)
        if not phonenumbers.is_valid_number(parsed) and not INVENTED.fullmatch(number):
            raise NumberNotValidError(number=self.name, mistake=Mistake.KIND.value)
        if self.strict and self.is_synthetic(number):
            raise NumberNotValidError(number=self.name, mistake=Mistake.SYNTHETIC.value)
        return number

    def is_synthetic(self, number: str) -> bool:
        """Tell whether the number lies in a block of invented people."""
        return number.startswith((SYNTHETIC_PREFIX, *INVENTED_CODES))

    def show(self, number: str) -> str:
        """Return the number as it is printed: "+7 700 000 00 01"."""
        if number.startswith("+7"):
            return "\u00a0".join((number[:2], number[2:5], number[5:8], number[8:10], number[10:]))
        form = phonenumbers.PhoneNumberFormat.INTERNATIONAL
        return str(phonenumbers.format_number(phonenumbers.parse(number), form)).replace(" ", "\u00a0")

    def synthesise(self, serial: int) -> str:
        """Return the telephone of the named person ``serial``; there are ten thousand of them."""
        return f"{SYNTHETIC_PREFIX}{serial % SYNTHETIC_SERIALS:04d}"


PHONE_NUMBERS = PhoneNumbers()
