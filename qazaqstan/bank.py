"""The invented bank that the sample city tops up from and withdraws to.

A real city names its own bank here, with the account that holds the money behind its wallets. Account numbers of the
bank 000 and codes whose eighth sign is 0 belong to nobody.
"""

from __future__ import annotations

from alatau.money.bank.kinds import BankLink, Habit, Rail, SampleBankAccount
from qazaqstan.identity import ACCOUNT_NUMBERS

BANK_LINK = BankLink(
    body="samal_bank",
    bic="SAMLKZK0",
    own_bic="ALTUKZK0",
    own_name="Alatau",
    account=ACCOUNT_NUMBERS.synthesise(9000),
    rail=Rail.ORDER,
    sample_accounts=(
        SampleBankAccount(serial=9001, name="Айгерім Серікқызы Сейтқали", habit=Habit.PAYS),
        SampleBankAccount(serial=9002, name="Болат Сейтқали", habit=Habit.SLOW),
        SampleBankAccount(serial=9003, name="Гүлнара Ахметова", habit=Habit.CLOSED),
        SampleBankAccount(serial=9004, name="Emma Clarke", habit=Habit.TWICE),
        SampleBankAccount(serial=9005, name="Нұрлан Жақсыбеков", habit=Habit.MISBOOKS),
    ),
)
