"""Every refusal of the room, in the order a reader meets them: contacts, sending, replies, gateways, webhooks."""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError, NotFoundError


class AddressNotUsableError(AlatauError):
    """The phone number or e-mail address is not one that messages can be sent to."""

    code = "messages.address_not_usable"
    http_status = HTTPStatus.BAD_REQUEST

    def sentence(self) -> str:
        return _("This address cannot receive messages. Check it. Write a phone number with its country code.")


class NoWayToReachError(AlatauError):
    """The person has no address for any channel of the template."""

    code = "messages.no_way_to_reach"

    def sentence(self) -> str:
        return _("We have no phone number or e-mail address for this person. Add one at a service desk.")


class ChannelNotOfferedError(AlatauError):
    """The template has no text for the channel that was asked for."""

    code = "messages.channel_not_offered"
    http_status = HTTPStatus.BAD_REQUEST

    def sentence(self) -> str:
        return _("This message cannot be sent this way. Choose another way to send it.")


class TemplateUnknownError(AlatauError):
    """The content package has no message template under this key."""

    code = "messages.template_unknown"
    http_status = HTTPStatus.BAD_REQUEST

    def sentence(self) -> str:
        return _("There is no such message. Choose one from the list.")


class TemplateFileError(AlatauError):
    """A file of message templates has a value the room cannot work with; the facts name file, template and problem."""

    code = "messages.template_file"

    def sentence(self) -> str:
        place = "/".join(filter(None, (str(self.facts.get("file", "")), str(self.facts.get("template", "")))))
        problem = self.facts.get("problem", "")
        return _("The message texts in %(place)s cannot be used: %(problem)s Correct them and start again.") % {
            "place": place,
            "problem": problem,
        }


class TemplateFactsError(AlatauError):
    """A fact the template needs is missing, unknown, or of another type; `facts` names it."""

    code = "messages.template_facts"
    http_status = HTTPStatus.BAD_REQUEST

    def sentence(self) -> str:
        return _("Some details of this message are missing or wrong. Fill in every field and send it again.")


class ReceiverNotFoundError(NotFoundError):
    """Nobody in the city uses this address for messages."""

    code = "messages.receiver_not_found"

    def sentence(self) -> str:
        return _("Nobody uses this number or address for messages. Check it and send again.")


class ReceiverNotOneError(AlatauError):
    """Several people share the address, so that a message by hand might reach the wrong one."""

    code = "messages.receiver_not_one"

    def sentence(self) -> str:
        return _("Several people share this number, so we did not send it. Use another address of this person.")


class MessageKeyReusedError(AlatauError):
    """The key was already used for another message. Retrying cannot succeed."""

    code = "messages.key_reused"

    def sentence(self) -> str:
        return _("This message was already sent with other details. Start a new message.")


class MessageNotFoundError(NotFoundError):
    """There is no such message for this reader."""

    code = "messages.message_not_found"


class MessageNotResendableError(AlatauError):
    """Only a message that was given up, or whose time passed, can be sent again; a secret one never."""

    code = "messages.not_resendable"

    def sentence(self) -> str:
        return _("This message cannot be sent again: it arrived, or it held a code that is no longer valid.")


class ConversationNotFoundError(NotFoundError):
    """There is no such question for this reader."""

    code = "messages.conversation_not_found"


class ConversationClosedError(AlatauError):
    """The question was answered already, or its time to answer passed."""

    code = "messages.conversation_closed"

    def sentence(self) -> str:
        return _("This question is closed, so your answer was not kept. If something has changed, tell a service desk.")


class AnswerNotUnderstoodError(AlatauError):
    """The answer fits none, or more than one, of the question's choices."""

    code = "messages.answer_not_understood"
    http_status = HTTPStatus.BAD_REQUEST

    def sentence(self) -> str:
        return _("We could not tell which answer you mean. Choose one of the answers listed.")


class CallbackRefusedError(AlatauError):
    """A gateway's call is not proved, too old, or malformed. It is answered with no further detail."""

    code = "messages.callback_refused"
    http_status = HTTPStatus.FORBIDDEN

    def sentence(self) -> str:
        return _("The call was refused. Check the gateway's secret and clock, then send it again.")


class GatewaySettingsError(AlatauError):
    """The gateways file has a value the room cannot work with; `problem` says which."""

    code = "messages.gateway_settings"

    def sentence(self) -> str:
        problem = self.facts.get("problem", "")
        return _("The gateways file cannot be used: %(problem)s Correct it and start again.") % {"problem": problem}
