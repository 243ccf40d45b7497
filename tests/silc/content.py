"""Austria as its survey of incomes sees it: households, their incomes by kind, and the line of poverty."""

from __future__ import annotations

from pathlib import Path

from alatau.core.money import Currency
from alatau.core.parameters import load_parameters
from alatau.core.text import Text
from tests.tinyland.content import Tinyland

HERE = Path(__file__).parent


class Survey(Tinyland):
    """All that the rules need; the rest is as in the other small country."""

    code = "AT"
    currency = Currency(
        code="EUR",
        exponent=2,
        symbol="€",
        word=Text(ar="يورو", en="euros", ru="евро"),
        minor_word=Text(ar="سنت", en="cent", ru="цент"),
    )
    parameters = load_parameters(HERE / "parameters.csv")
    registers = HERE / "registers"
    law = "tests.silc.law"


CONTENT = Survey()
