"""The gateways file, `ALATAU_HOME/gateways.toml`: which gateways there are, in the order they are tried.

Secrets are named by file under `ALATAU_HOME/keys`, never written in it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings

from alatau.messages.errors import GatewaySettingsError
from alatau.messages.values import Channel

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

KINDS = {"http": {Channel.SMS}, "smpp": {Channel.SMS}, "smtp": {Channel.EMAIL}, "sample": {Channel.SMS, Channel.EMAIL}}
#: Protocols that carry our id of a message, so that a second hand-over of the same one is recognised.
DROP_DOUBLES = frozenset({"http", "sample"})
#: Options that a protocol, or its way of proving the city, cannot do without.
NEEDED = {"http": ("url", "fields"), "smpp": ("host", "secret_file"), "smtp": ("host",), "sample": ()}
NEEDED_FOR_AUTH = {
    "bearer": ("secret_file",),
    "basic": ("user", "secret_file"),
    "header": ("auth_header", "secret_file"),
}
#: What a gateway's calls may be like; the first is usual.
CALLBACK_WORDS = {"proof": ("hmac", "token"), "format": ("json", "form")}
WORDS: dict[type, str] = {str: "text", dict: "table", list: "list"}


@dataclass(frozen=True, kw_only=True)
class GatewaySettings:
    """One gateway as the operator described it."""

    name: str
    kind: str
    channels: frozenset[Channel]
    #: Messages a second at most; 0 is without limit.
    per_second: float = 0
    timeout_seconds: float = 10
    #: What the phone or mail program shows as the sender.
    sender: str = ""
    #: Settings of the protocol: the table named after `kind`.
    options: Mapping[str, Any] = field(default_factory=dict)
    #: How the gateway proves its calls and what they look like; empty when it makes none.
    callbacks: Mapping[str, Any] = field(default_factory=dict)

    def secret(self, name: str = "secret_file") -> str:
        """Return the secret that an option names by file; it is read each time, so a new one is taken up at once."""
        return _read_secret(self, self.options.get(name, ""))

    def callback_secret(self) -> str:
        """Return the secret that proves the gateway's calls."""
        return _read_secret(self, self.callbacks.get("secret_file", ""))


SAMPLE = GatewaySettings(name="sample", kind="sample", channels=frozenset({Channel.SMS, Channel.EMAIL}))


def list_gateways() -> tuple[GatewaySettings, ...]:
    """Return the gateways in the order they are tried; a sample city always has its sample phones last."""
    path = settings.ALATAU_HOME / "gateways.toml"
    changed_at = path.stat().st_mtime_ns if path.exists() else 0
    return _load(path, changed_at)


def find_gateway(name: str) -> GatewaySettings | None:
    """Return one gateway by its name, or None."""
    return next((gateway for gateway in list_gateways() if gateway.name == name), None)


def wakes_people(channel: Channel) -> bool:
    """Tell whether a message over this channel can ring a real phone: sample phones wake nobody."""
    return any(channel in gateway.channels and gateway.kind != "sample" for gateway in list_gateways())


def drops_doubles(gateway: GatewaySettings) -> bool:
    """Tell whether the gateway recognises a message that it was handed before."""
    return gateway.kind in DROP_DOUBLES


def read_gateways(text: str) -> tuple[GatewaySettings, ...]:
    """Return the gateways a file describes.

    Raises:
        GatewaySettingsError: a value is missing, unknown or of another type.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise GatewaySettingsError(problem=f"it is not TOML ({error}).") from error
    tables = raw.get("gateway", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise GatewaySettingsError(problem="write [[gateway]] in double brackets.")
    gateways = tuple(_read_one(table) for table in tables)
    names = [gateway.name for gateway in gateways]
    if len(set(names)) < len(names):
        raise GatewaySettingsError(problem="two gateways have the same name.")
    return gateways


@cache
def _load(path: Path, changed_at: int) -> tuple[GatewaySettings, ...]:
    gateways = read_gateways(path.read_text(encoding="utf-8")) if changed_at else ()
    if settings.ALATAU_MODE == "sample" and all(gateway.kind != "sample" for gateway in gateways):
        return (*gateways, SAMPLE)
    return gateways


def _read_one(raw: dict[str, Any]) -> GatewaySettings:
    name, kind = raw.get("name", ""), raw.get("kind", "")
    if not isinstance(name, str) or not name.replace("-", "").isalnum() or len(name) > 40:
        raise GatewaySettingsError(problem=f"the name {name!r} is not a short word.")
    if not isinstance(kind, str) or kind not in KINDS:
        raise GatewaySettingsError(problem=f"{name} has kind {kind!r}; use {', '.join(KINDS)}.")
    per_second, timeout = raw.get("per_second", 0), raw.get("timeout_seconds", 10)
    if not _is_number(per_second, 0, 1000) or not _is_number(timeout, 0.1, 60):
        raise GatewaySettingsError(problem=f"{name} has a pace over 1000 a second, or a time-out over 60 seconds.")
    unknown = raw.keys() - {"name", "kind", "per_second", "timeout_seconds", "sender", "callbacks", kind}
    if unknown:
        raise GatewaySettingsError(problem=f"{name} has unknown settings: {', '.join(sorted(unknown))}.")
    _check_types(name, raw, {"sender": str, kind: dict, "callbacks": dict})
    _check_options(name, kind, raw.get(kind, {}))
    _check_callbacks(name, raw.get("callbacks", {}))
    return GatewaySettings(
        name=name,
        kind=kind,
        channels=frozenset(KINDS[kind]),
        per_second=per_second,
        timeout_seconds=timeout,
        sender=raw.get("sender", ""),
        options=raw.get(kind, {}),
        callbacks=raw.get("callbacks", {}),
    )


def _check_options(name: str, kind: str, options: dict[str, Any]) -> None:
    needed = (*NEEDED[kind], *NEEDED_FOR_AUTH.get(options.get("auth", ""), ()))
    missing = [option for option in needed if not options.get(option)]
    if missing:
        raise GatewaySettingsError(problem=f"{name} lacks {', '.join(missing)} in its table {kind}.")


def _check_types(name: str, raw: dict[str, Any], types: dict[str, type]) -> None:
    for option, wanted in types.items():
        if not isinstance(raw.get(option, wanted()), wanted):
            raise GatewaySettingsError(problem=f"{name} has {option} that is no {WORDS[wanted]}.")


def _check_callbacks(name: str, callbacks: dict[str, Any]) -> None:
    if not callbacks:
        return
    if not callbacks.get("secret_file"):
        raise GatewaySettingsError(problem=f"{name} lacks secret_file in its table callbacks.")
    for option, known in CALLBACK_WORDS.items():
        if callbacks.get(option, known[0]) not in known:
            raise GatewaySettingsError(problem=f"{name} has {option} in its callbacks; use {' or '.join(known)}.")
    _check_types(name, callbacks, {"receipt": dict, "reply": dict})
    for field_name in ("delivered", "failed"):
        _check_types(name, callbacks.get("receipt", {}), {field_name: list})


def _is_number(value: object, least: float, most: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most


def _read_secret(gateway: GatewaySettings, file: str) -> str:
    if not file or "/" in file or file.startswith("."):
        raise GatewaySettingsError(problem=f"{gateway.name} names no secret file under keys.")
    try:
        return (settings.ALATAU_HOME / "keys" / file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise GatewaySettingsError(problem=f"the secret file of {gateway.name}, {file}, cannot be read.") from error
