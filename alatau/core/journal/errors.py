"""Every error of the journal, in the order a reader would meet them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError


class LineIdReusedError(AlatauError):
    """A line was to be written under the id of another line. Nothing was written."""

    code = "core.line_id_reused"

    def sentence(self) -> str:
        return _("This was already recorded with other contents. Nothing was changed. Reload the page and try again.")


class ListenerMovedError(AlatauError):
    """The listener no longer stands at the line that was to be left out. Nothing was changed."""

    code = "core.listener_moved"

    def sentence(self) -> str:
        return _("The listener has gone on meanwhile. Nothing was left out. Look at the page again.")


class NotYetSignedError(AlatauError):
    """A proof was asked for what no checkpoint covers yet. Asking again in a second can succeed."""

    code = "core.not_yet_signed"

    def sentence(self) -> str:
        return _("This is recorded and not yet signed. Wait a few seconds and try again.")
