"""The room's addresses, whole. Each view says who may use it."""

from __future__ import annotations

from django.urls import path

from alatau.money.pages import (
    home,
    marks,
    payee,
    payments,
    payouts,
    till,
    transfer,
    vouchers,
)

app_name = "money"
urlpatterns = [
    path("money/", home.home, name="home"),
    path("money/open/", home.open_own, name="open"),
    path("money/limits/", home.limits, name="limits"),
    path("money/ask/", home.ask, name="ask"),
    path("money/pay/", transfer.whom, name="pay"),
    path("money/pay/confirm/", transfer.confirm, name="confirm"),
    path("money/pay/done/", transfer.done, name="done"),
    path("money/payments/", payments.history, name="history"),
    path("money/payments/<uuid:transfer_id>/", payments.receipt, name="receipt"),
    path("money/payments/<uuid:transfer_id>/refund/", payments.give_back, name="refund"),
    path("money/marks/", marks.marks, name="marks"),
    path("till/", till.till, name="till"),
    path("till/bill/", till.bill, name="bill"),
    path("till/bill/state/", till.state, name="bill_state"),
    path("till/day/", till.day, name="till_day"),
    path("money/account/", payee.account, name="payee"),
    path("money/account/wallet/", payee.to_wallet, name="payee_wallet"),
    path("money/account/keep/", payee.keep, name="payee_keep"),
    path("till/voucher/", vouchers.voucher, name="voucher"),
    path("desk/payouts/", payouts.payouts, name="payouts"),
    path("desk/payouts/<uuid:batch_id>/", payouts.payout, name="payout"),
    path("desk/payouts/<uuid:batch_id>/state/", payouts.state, name="payout_state"),
    path("desk/payouts/<uuid:batch_id>/table/", payouts.table, name="payout_table"),
    path("desk/payouts/<uuid:batch_id>/approve/", payouts.approve, name="payout_approve"),
    path("desk/payouts/<uuid:batch_id>/decline/", payouts.decline, name="payout_decline"),
    path("desk/payouts/<uuid:batch_id>/retry/", payouts.retry, name="payout_retry"),
    path("desk/payouts/<uuid:batch_id>/close/", payouts.close, name="payout_close"),
]
