"""Numbers that people write where a bank asks for the purpose: of a bill, or of a wallet to top up.

Drawn by chance, so that nobody counts a payee's bills or guesses another's; a wrong sign is found by the last two.
"""

from __future__ import annotations

import re
import secrets

#: Opens the number of a bill; and that of a wallet. No person's number has a letter.
BILL, WALLET = "B", "W"
DIGITS = 12
#: ISO/IEC 7064, MOD 97-10: finds each wrong digit and each swapped pair.
MODULUS = 97
_BETWEEN = re.compile(r"[\s-]+")


def draw_number(letter: str = BILL) -> str:
    """Return a new number: the letter, twelve digits by chance, two check digits."""
    digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    return f"{letter}{digits}{_check(digits)}"


def find_number(text: str, letter: str = BILL) -> str:
    """Return the number that a text is, without spaces and hyphens; nothing where it is none or does not check."""
    number = _BETWEEN.sub("", text.strip()).upper()
    if not re.fullmatch(rf"{letter}[0-9]{{{DIGITS + 2}}}", number, re.ASCII) or _check(number[1:-2]) != number[-2:]:
        return ""
    return number


def find_number_within(text: str, letter: str = BILL) -> str:
    """Return the one number that stands anywhere in a payer's words; nothing where there is none, or more."""
    shape = rf"(?<![A-Z0-9]){letter}(?:[\s-]?[0-9]){{{DIGITS + 2}}}(?![0-9])"
    numbers = {find_number(each, letter) for each in re.findall(shape, text.upper(), re.ASCII)} - {""}
    return numbers.pop() if len(numbers) == 1 else ""


def show_number(number: str) -> str:
    """Return a number in the groups in which people read it out."""
    return f"{number[0]}\u00a0{number[1:5]}\u00a0{number[5:9]}\u00a0{number[9:13]}\u00a0{number[13:]}"


def _check(digits: str) -> str:
    return f"{98 - int(digits) * 100 % MODULUS:02d}"
