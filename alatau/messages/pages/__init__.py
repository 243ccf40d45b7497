"""Addresses of the room's pages and of the doors that gateways call."""

from __future__ import annotations

from django.urls import path

from alatau.messages.pages import callbacks, choices, inbox, operator, sample, webhooks

app_name = "messages"

urlpatterns = [
    path("messages/", inbox.inbox, name="inbox"),
    path("messages/<uuid:conversation_id>/answer/", inbox.answer, name="answer"),
    path("me/messages/", choices.choices, name="choices"),
    path("operator/messages/", operator.overview, name="operator"),
    path("operator/messages/new/", operator.new, name="new"),
    path("operator/messages/<uuid:message_id>/resend/", operator.resend, name="resend"),
    path("operator/webhooks/", webhooks.overview, name="webhooks"),
    path("operator/webhooks/<uuid:endpoint_id>/", webhooks.endpoint, name="webhook"),
    path("operator/webhooks/<uuid:endpoint_id>/rotate/", webhooks.rotate, name="webhook_rotate"),
    path("operator/webhooks/<uuid:endpoint_id>/switch/", webhooks.switch, name="webhook_switch"),
    path("operator/webhooks/<uuid:endpoint_id>/replay/", webhooks.replay, name="webhook_replay"),
    path("sample/phone/", sample.phones, name="sample_phones"),
    path("sample/phone/<uuid:phone_id>/", sample.phone, name="sample_phone"),
    path("gateways/<slug:gateway>/receipts/", callbacks.receipts, name="receipts"),
    path("gateways/<slug:gateway>/replies/", callbacks.replies, name="replies"),
]
