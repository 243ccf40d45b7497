"""The doors of a desk, in the order of a working day. Each shows to those whom its route lets in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alatau.web.doors import Entrance

DESK_ENTRANCES = (
    Entrance(key="queue", label=_("Queue"), icon="inbox-stack", routes=("desk:queue", "desk:home"), shortcut="q"),
    Entrance(key="mine", label=_("My work"), icon="clipboard-document-check", routes=("desk:mine",), shortcut="m"),
    Entrance(key="cases", label=_("Cases"), icon="folder-open", routes=("desk:cases",), shortcut="c"),
    Entrance(key="people", label=_("People"), icon="identification", routes=("access:people",), shortcut="p"),
    Entrance(key="staff", label=_("Staff and roles"), icon="user-group", routes=("access:staff_list",), shortcut="s"),
    Entrance(key="operator", label=_("Operation"), icon="signal", routes=("core:operation", "web:operator"), shortcut="o"),
    Entrance(key="webhooks", label=_("Deliveries"), icon="paper-airplane", routes=("messages:webhooks",), shortcut="w"),
    Entrance(key="me", label=_("My sign-in"), icon="finger-print", routes=("access:staff_me",), shortcut="i"),
)
