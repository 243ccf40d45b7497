"""The room's addresses, whole. Each view says who may use it."""

from __future__ import annotations

from django.urls import path

from alatau.money.pages import home, marks, payments, till, transfer

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
]
