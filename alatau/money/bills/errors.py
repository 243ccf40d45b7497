"""Why a bill is not issued, not paid, or not ended.

AlatauError
├── BillWordsError      what it is for is missing, too long, or cannot be printed
├── BillDayError        its last day is over already
├── BillIdReusedError   the id belongs to another bill
├── BillPaidError       it is paid in full
├── BillRestError       more is offered than is left to pay
├── BillLapsedError     its last day is over, and its issuer takes nothing after it
├── BillEndedError      it was taken back or declined
├── BillPartPaidError   it cannot be taken back while money for it is kept
└── BillBankPaidError   more would go back than came, or than came from accounts that are known
"""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError
from alatau.core.say import say_fact


class BillWordsError(AlatauError):
    """What the bill is for is missing, too long, or holds a sign that cannot be printed."""

    code = "money.bill_words"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return _("Say in a few plain words what the bill is for. Up to 100 letters fit.")


class BillDayError(AlatauError):
    """The last day to pay is over on the day of issue."""

    code = "money.bill_day"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return _("The last day to pay is over already. Choose today or a later day.")


class BillIdReusedError(AlatauError):
    """The id was given to a bill with other details. A new bill needs a new id."""

    code = "money.bill_id_reused"
    http_status = HTTPStatus.CONFLICT

    def sentence(self) -> str:
        return _("This bill was already issued with other details. Start a new one.")


class BillPaidError(AlatauError):
    """Nothing is left to pay. Nothing was taken now."""

    code = "money.bill_paid"
    http_status = HTTPStatus.CONFLICT

    def sentence(self) -> str:
        return _("This bill is paid already, and nothing was taken now. You do not have to do anything.")


class BillRestError(AlatauError):
    """More is offered than is left to pay; `rest` is what is left."""

    code = "money.bill_rest"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        rest = say_fact(self.facts["rest"])
        return _("Only %(rest)s is left to pay on this bill. Enter that or less.") % {"rest": rest}


class BillLapsedError(AlatauError):
    """The last day is over, and the issuer takes no money after it."""

    code = "money.bill_lapsed"
    http_status = HTTPStatus.CONFLICT

    def sentence(self) -> str:
        return _("The last day for this bill is over, and it can be paid no more. Ask who issued it for a new one.")


class BillEndedError(AlatauError):
    """The bill was taken back by its issuer, or declined."""

    code = "money.bill_ended"
    http_status = HTTPStatus.CONFLICT

    def sentence(self) -> str:
        return _("This bill was taken back or declined, so nothing is owed on it. You do not have to do anything.")


class BillPartPaidError(AlatauError):
    """Money was paid on the bill, and its issuer keeps it."""

    code = "money.bill_part_paid"
    http_status = HTTPStatus.CONFLICT

    def sentence(self) -> str:
        return _("Something was paid on this bill. Give it back first, then take the bill back.")


class BillBankPaidError(AlatauError):
    """More would go back than came, or than came from wallets and accounts that are known: `most` can go back."""

    code = "money.bill_bank_paid"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        most = say_fact(self.facts["most"])
        return _("Of this bill, %(most)s can go back from here. Ask the bank about what came without an account.") % {
            "most": most
        }
