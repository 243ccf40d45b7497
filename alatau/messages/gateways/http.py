"""An SMS gateway that is called over HTTP. What a call looks like is told in the gateways file."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import httpx

from alatau.messages.gateways.values import Handed, Outcome

if TYPE_CHECKING:
    import ssl

    from alatau.messages.gateways.settings import GatewaySettings
    from alatau.messages.gateways.values import Outgoing

#: Answers that say "not now": nothing was taken.
BUSY = frozenset({408, 425, 429, 503})
SERVER_ERROR = 500
#: A gateway's answer is a few lines; more is not read.
ANSWER_BYTES_MOST = 65_536


@cache
def _trusted() -> ssl.SSLContext:
    """Return whom TLS trusts; read once, as it takes longer than a call."""
    return httpx.create_ssl_context(trust_env=False)


class HttpGateway:
    """One HTTP gateway with its kept connections."""

    def __init__(self, described: GatewaySettings) -> None:
        self.described = described
        # Proxies of the environment are not used: the way to a gateway is said in one place.
        self.client = httpx.Client(
            timeout=described.timeout_seconds, follow_redirects=False, trust_env=False, verify=_trusted()
        )

    def hand_over(self, outgoing: Outgoing) -> Outcome:
        """Call the gateway once, with the message's id as the key by which it drops doubles."""
        try:
            answer = self.client.send(self._request(outgoing))
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            return Outcome(handed=Handed.UNREACHABLE, failure=type(error).__name__)
        except httpx.HTTPError as error:
            return Outcome(handed=Handed.UNCLEAR, failure=type(error).__name__)
        return self._judge(answer)

    def _request(self, outgoing: Outgoing) -> httpx.Request:
        options = self.described.options
        values = {
            "id": str(outgoing.id),
            "address": outgoing.address,
            "text": outgoing.text,
            "sender": self.described.sender,
        }
        body = {name: _fill(template, values) for name, template in options.get("fields", {}).items()}
        headers = {options.get("idempotency_header", "Idempotency-Key"): str(outgoing.id), **self._proof()}
        if options.get("format", "json") == "form":
            return self.client.build_request("POST", options["url"], data=body, headers=headers)
        return self.client.build_request("POST", options["url"], json=body, headers=headers)

    def _proof(self) -> dict[str, str]:
        options = self.described.options
        match options.get("auth", "none"):
            case "bearer":
                return {"Authorization": f"Bearer {self.described.secret()}"}
            case "basic":
                request = httpx.Request("POST", options["url"])
                signed = next(httpx.BasicAuth(options["user"], self.described.secret()).auth_flow(request))
                return {"Authorization": signed.headers["Authorization"]}
            case "header":
                return {options["auth_header"]: self.described.secret()}
            case _:
                return {}

    def _judge(self, answer: httpx.Response) -> Outcome:
        failure = f"http_{answer.status_code}"
        if answer.status_code in BUSY:
            return Outcome(handed=Handed.UNREACHABLE, failure=failure)
        if answer.status_code >= SERVER_ERROR:
            return Outcome(handed=Handed.UNCLEAR, failure=failure)
        if not answer.is_success:
            return Outcome(handed=Handed.REFUSED, failure=failure)
        return Outcome(handed=Handed.TAKEN, gateway_message_id=self._read_id(answer))

    def _read_id(self, answer: httpx.Response) -> str:
        path = self.described.options.get("id_path", "")
        if not path or len(answer.content) > ANSWER_BYTES_MOST:
            return ""
        try:
            found = find_path(answer.json(), path)
        except ValueError:
            return ""
        return str(found)[:120] if isinstance(found, str | int) else ""


def find_path(tree: object, path: str) -> object:
    """Return what lies at a dotted path ("messages.0.id") of parsed JSON, or None."""
    for step in path.split("."):
        if isinstance(tree, list) and step.isdigit() and int(step) < len(tree):
            tree = tree[int(step)]
        elif isinstance(tree, dict):
            tree = tree.get(step)
        else:
            return None
    return tree


def _fill(template: object, values: dict[str, str]) -> object:
    if not isinstance(template, str):
        return template
    name = template.strip("{}")
    if template == f"{{{name}}}" and name in values:
        return values[name]
    return template
