"""The addresses of other standards, whole. Each view says who may use it."""

from __future__ import annotations

from django.urls import path

from alatau.money.compat.g2p import views
from alatau.money.compat.govstack import bills, current, first, pay_requests, vouchers_current, vouchers_first

app_name = "compat"
GOVSTACK = "compat/govstack/"
#: The first generation, whose file spells redeeming in a way that its peers do not.
FIRST = [
    path(f"{GOVSTACK}register-beneficiary", first.register, name="register"),
    path(f"{GOVSTACK}update-beneficiary-details", first.update, name="update"),
    path(f"{GOVSTACK}prepayment-validation", first.validate, name="validate"),
    path(f"{GOVSTACK}prepayment-validation-response", first.validation, name="validation"),
    path(f"{GOVSTACK}bulk-payment", first.pay, name="pay"),
    path(f"{GOVSTACK}vouchers/voucher_preactivation", vouchers_first.make, name="voucher_make"),
    path(f"{GOVSTACK}vouchers/voucher_activation", vouchers_first.activate, name="voucher_activate"),
    path(f"{GOVSTACK}vouchers/voucher_redeemption", vouchers_first.redeem, name="voucher_redeem"),
    path(f"{GOVSTACK}vouchers/voucher_redemption", vouchers_first.redeem, name="voucher_redeem_too"),
    path(f"{GOVSTACK}vouchers/voucherstatuscheck/<str:serial>", vouchers_first.voucher, name="voucher_status"),
]
CURRENT = [
    path(f"{GOVSTACK}identityAccountMapper/beneficiary", current.beneficiaries, name="beneficiaries"),
    path(f"{GOVSTACK}beneficiary", current.beneficiary, name="beneficiary"),
    path(f"{GOVSTACK}beneficiary/", current.beneficiary, name="beneficiary_slash"),
    path(f"{GOVSTACK}batchtransactions", current.batch, name="batch"),
    path(f"{GOVSTACK}api/v1/batch/detail", current.details, name="batch_details"),
    path(f"{GOVSTACK}beneficiaries", current.validate, name="accounts"),
    path(f"{GOVSTACK}batches/<str:batch_id>", current.authorize, name="funds"),
    path(f"{GOVSTACK}vouchers", vouchers_current.vouchers, name="vouchers"),
    path(f"{GOVSTACK}vouchers/<str:serial>", vouchers_current.voucher, name="voucher"),
]
BILLS = [
    path(f"{GOVSTACK}bills/<str:number>", bills.bill, name="bill"),
    path(f"{GOVSTACK}billTransferRequests", bills.paid, name="bill_paid"),
    path(f"{GOVSTACK}rtpRequest", pay_requests.ask, name="rtp"),
    path(f"{GOVSTACK}rtpResponse", pay_requests.answered, name="rtp_answered"),
    path(f"{GOVSTACK}transferRequests/<str:asked>", pay_requests.state, name="rtp_state"),
]
G2P = "compat/g2p/"
CONNECT = [
    path(f"{G2P}keys", views.keys, name="g2p_keys"),
    path(f"{G2P}mapper/txn/status", views.status, name="mapper_status"),
    path(f"{G2P}mapper/sync/txn/status", views.status_now, name="mapper_status_now"),
    # The published file of the mapper puts this one under the registry.
    path(f"{G2P}registry/sync/txn/status", views.status_now, name="mapper_status_now_too"),
    path(f"{G2P}mapper/<slug:action>", views.change, name="mapper"),
    path(f"{G2P}mapper/sync/<slug:action>", views.change_now, name="mapper_now"),
    path(f"{G2P}disburse", views.disburse, name="disburse"),
    path(f"{G2P}disburse/search", views.search, name="disburse_search"),
    path(f"{G2P}disburse/txn/status", views.status, name="disburse_status"),
    path(f"{G2P}disburse/sync/disburse", views.disburse_now, name="disburse_now"),
    path(f"{G2P}disburse/sync/search", views.search_now, name="disburse_search_now"),
    path(f"{G2P}disburse/sync/txn/status", views.status_now, name="disburse_status_now"),
]
urlpatterns = [*FIRST, *CURRENT, *BILLS, *CONNECT]
