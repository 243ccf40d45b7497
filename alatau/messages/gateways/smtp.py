"""E-mail over SMTP, through Django's mail."""

from __future__ import annotations

import smtplib
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from alatau.messages.gateways.values import Handed, Outcome

if TYPE_CHECKING:
    from django.core.mail.backends.base import BaseEmailBackend

    from alatau.messages.gateways.settings import GatewaySettings
    from alatau.messages.gateways.values import Outgoing

#: Mail servers answer 5xx for "never" and 4xx for "not now".
NEVER = 500


class SmtpGateway:
    """One mail server. Its taking a message counts as arrival: mail has no receipt one can trust."""

    def __init__(self, described: GatewaySettings) -> None:
        self.described = described

    def hand_over(self, outgoing: Outgoing) -> Outcome:
        """Send one letter; the message's id is its Message-ID, by which mail programs drop doubles."""
        host = self.described.sender.rpartition("@")[2]
        letter = EmailMessage(
            subject=outgoing.heading,
            body=outgoing.text,
            from_email=self.described.sender,
            to=[outgoing.address],
            headers={"Message-ID": f"<{outgoing.id}@{host}>", "Content-Language": outgoing.language},
            connection=self._connect(),
        )
        try:
            letter.send()
        except smtplib.SMTPRecipientsRefused as error:
            code = max(code for code, _ in error.recipients.values())
            return _turned_down(code)
        except smtplib.SMTPResponseException as error:
            return _turned_down(error.smtp_code)
        except (ConnectionRefusedError, smtplib.SMTPConnectError, smtplib.SMTPNotSupportedError) as error:
            return Outcome(handed=Handed.UNREACHABLE, failure=type(error).__name__)
        except (OSError, smtplib.SMTPException) as error:
            return Outcome(handed=Handed.UNCLEAR, failure=type(error).__name__)
        return Outcome(handed=Handed.TAKEN, gateway_message_id=str(outgoing.id), arrived=True)

    def _connect(self) -> BaseEmailBackend:
        options = self.described.options
        user = options.get("user", "")
        return get_connection(
            "django.core.mail.backends.smtp.EmailBackend",
            host=options.get("host", "127.0.0.1"),
            port=options.get("port", 587),
            username=user,
            password=self.described.secret() if user else "",
            use_tls=options.get("tls", "starttls" if settings.PRODUCTION else "none") == "starttls",
            use_ssl=options.get("tls", "") == "implicit",
            timeout=self.described.timeout_seconds,
        )


def _turned_down(code: int) -> Outcome:
    handed = Handed.REFUSED if code >= NEVER else Handed.UNREACHABLE
    return Outcome(handed=handed, failure=f"smtp_{code}")
