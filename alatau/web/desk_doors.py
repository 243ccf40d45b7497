"""The doors of a desk, in the order of a working day. Each shows to those whom its route lets in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alatau.web.doors import Entrance

DESK_ENTRANCES = (
    Entrance(
        key="queue",
        label=_("Queue"),
        icon="inbox-stack",
        routes=("desk:queue",),
        shortcut="q",
        covers=("/desk/tasks/",),
    ),
    Entrance(key="mine", label=_("My work"), icon="clipboard-document-check", routes=("desk:mine",), shortcut="m"),
    Entrance(key="cases", label=_("Cases"), icon="folder-open", routes=("desk:cases",), shortcut="c"),
    Entrance(key="load", label=_("Load"), icon="chart-bar", routes=("desk:load",), shortcut="l"),
    Entrance(
        key="people",
        label=_("People"),
        icon="identification",
        routes=("access:people",),
        shortcut="p",
        covers=("access:visit",),
    ),
    Entrance(key="write", label=_("Write a message"), icon="pencil-square", routes=("messages:new",), shortcut="n"),
    Entrance(key="staff", label=_("Staff and roles"), icon="user-group", routes=("access:staff_list",), shortcut="s"),
    Entrance(key="nation", label=_("The nation"), icon="map", routes=("family:nation",), shortcut="a"),
    Entrance(key="reforms", label=_("Reforms"), icon="scale", routes=("family:reforms",), shortcut="f"),
    Entrance(key="registers", label=_("Registers"), icon="circle-stack", routes=("registry:registers",), shortcut="r"),
    Entrance(key="events", label=_("Life events"), icon="sparkles", routes=("services:event_kinds",), shortcut="v"),
    Entrance(
        key="figures", label=_("Services in figures"), icon="chart-pie", routes=("services:figures",), shortcut="x"
    ),
    Entrance(
        key="queues", label=_("Queues for places"), icon="queue-list", routes=("services:queue_desks",), shortcut="g"
    ),
    Entrance(
        key="gambling", label=_("Gambling operators"), icon="no-symbol", routes=("services:operators",), shortcut="z"
    ),
    Entrance(key="operation", label=_("Operation"), icon="signal", routes=("operator_journal",), shortcut="o"),
    Entrance(key="supply", label=_("Money supply"), icon="banknotes", routes=("money:supply",), shortcut="y"),
    Entrance(key="bank", label=_("Bank"), icon="arrows-right-left", routes=("money:bank_book",), shortcut="k"),
    Entrance(key="issue", label=_("Issue"), icon="building-library", routes=("money:issuer",), shortcut="u"),
    Entrance(
        key="treasury",
        label=_("Treasury"),
        icon="building-office",
        routes=("money:treasury",),
        shortcut="t",
        covers=("money:marks", "/desk/payouts/"),
    ),
    Entrance(
        key="payments", label=_("A person's payments"), icon="magnifying-glass", routes=("money:person",), shortcut="b"
    ),
    Entrance(key="deliveries", label=_("Messages"), icon="envelope", routes=("messages:operator",), shortcut="e"),
    Entrance(key="webhooks", label=_("Webhooks"), icon="paper-airplane", routes=("messages:webhooks",), shortcut="w"),
    Entrance(key="me", label=_("My sign-in"), icon="finger-print", routes=("access:staff_me",), shortcut="i"),
    Entrance(key="design", label=_("Design"), icon="swatch", routes=("web:design",), shortcut="d"),
)
