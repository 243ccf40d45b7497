"""Every refusal of this room, in the order a reader would meet them.

AlatauError
├── TaskTypeContentError      the content package holds a task type that cannot be used
├── OpeningReusedError        one request id, two different cases
├── StepReusedError           one request id, two different steps
├── CaseClosedError           the case is decided; reopen it first
├── CaseOpenError             the case is not decided yet
├── CaseSuspendedError        the clock stands still; resume it first
├── NotSuspendedError         the clock runs already
├── TaskDoneError             the task ended meanwhile
├── TaskTakenError            a colleague has it
├── NotYourTaskError          take it first
├── RoleMissingError          this step needs a role the actor does not hold
├── OwnAffairError            nobody decides on themselves, or on those they represent
├── NothingProposedError      there is no proposal to confirm or return
├── SamePersonError           two eyes are not four
├── OutcomeUnknownError       the type of the case has no such outcome
├── OutcomeIncompleteError    a field of the outcome is empty or too long
├── ColleagueUnsuitableError  the colleague does not hold a role for this task
├── FileRefusedError          neither PDF nor picture, or too large
├── TooManyFilesError         the case holds as many documents as it can
└── AppealTooLateError        the time to appeal is over
"""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError


class TaskTypeContentError(AlatauError):
    """The content package's task type cannot be used. `problem` says what to correct, for the author of the content."""

    code = "desk.task_type_content"
    http_status = HTTPStatus.INTERNAL_SERVER_ERROR

    def sentence(self) -> str:
        return _("This kind of case cannot be worked on now. The city's staff have been told. Please try again later.")

    def __str__(self) -> str:
        return f"{self.facts['task_type']}: {self.facts['problem']}"


class OpeningReusedError(AlatauError):
    """The request id already opened another case. A new case needs a new id."""

    code = "desk.opening_reused"

    def sentence(self) -> str:
        return _("This request has already opened another case. Start again to open a new one.")


class StepReusedError(AlatauError):
    """The request id already recorded another step of a case."""

    code = "desk.step_reused"

    def sentence(self) -> str:
        return _("This form was already used for something else. Open the page again and repeat what you wrote.")


class CaseClosedError(AlatauError):
    """The case is decided."""

    code = "desk.case_closed"

    def sentence(self) -> str:
        return _("This case is already decided. Nothing was changed. Reopen it first if there is a reason.")


class CaseOpenError(AlatauError):
    """The case is not decided yet."""

    code = "desk.case_open"

    def sentence(self) -> str:
        return _("This case is still open. Nothing was changed. Wait for its decision first.")


class CaseSuspendedError(AlatauError):
    """The clock of the case stands still."""

    code = "desk.case_suspended"

    def sentence(self) -> str:
        return _("The clock of this case is stopped. Let it run again before you go on.")


class NotSuspendedError(AlatauError):
    """The clock of the case runs."""

    code = "desk.not_suspended"

    def sentence(self) -> str:
        return _("The clock of this case is running already. Open the page again to see where it stands.")


class TaskDoneError(AlatauError):
    """The task ended since the page was opened."""

    code = "desk.task_done"

    def sentence(self) -> str:
        return _("This task is finished. Nothing was changed. Open the case to see what came of it.")


class TaskTakenError(AlatauError):
    """A colleague took the task first."""

    code = "desk.task_taken"

    def sentence(self) -> str:
        return _("A colleague has taken this task. Take another one, or ask for a hand-over.")


class NotYourTaskError(AlatauError):
    """The task is not on the actor's table."""

    code = "desk.not_your_task"
    http_status = HTTPStatus.FORBIDDEN

    def sentence(self) -> str:
        return _("This task is not with you. Take it first, then repeat this step.")


class RoleMissingError(AlatauError):
    """The type of the case reserves this step for other roles."""

    code = "desk.role_missing"
    http_status = HTTPStatus.FORBIDDEN

    def sentence(self) -> str:
        return _("Your role does not allow this step for this kind of case. Hand it over to a colleague who may.")


class OwnAffairError(AlatauError):
    """The actor is the case's subject, or represents them."""

    code = "desk.own_affair"
    http_status = HTTPStatus.FORBIDDEN

    def sentence(self) -> str:
        return _("This case concerns you or somebody you represent. A colleague has to work on it.")


class NothingProposedError(AlatauError):
    """No proposal waits for a second official."""

    code = "desk.nothing_proposed"

    def sentence(self) -> str:
        return _("No proposal is waiting here. It may have been returned. Open the case again to see.")


class SamePersonError(AlatauError):
    """The one who proposed a decision cannot confirm or return it."""

    code = "desk.same_person"
    http_status = HTTPStatus.FORBIDDEN

    def sentence(self) -> str:
        return _("You proposed this decision yourself. Another official has to confirm it.")


class OutcomeUnknownError(AlatauError):
    """The type of the case has no such outcome."""

    code = "desk.outcome_unknown"

    def sentence(self) -> str:
        return _("This outcome does not exist for this kind of case. Choose one from the list.")


class OutcomeIncompleteError(AlatauError):
    """A field of the outcome is empty, too long, or not known."""

    code = "desk.outcome_incomplete"

    def sentence(self) -> str:
        return _("The letter needs every field of this outcome. Fill them all, then propose again.")


class ColleagueUnsuitableError(AlatauError):
    """The colleague holds no role that this task asks for."""

    code = "desk.colleague_unsuitable"

    def sentence(self) -> str:
        return _("This colleague cannot work on this task. Choose somebody from the list.")


class FileRefusedError(AlatauError):
    """The file is neither a PDF nor a picture, or is larger than the city keeps."""

    code = "desk.file_refused"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return _("We take PDF, JPEG and PNG files of up to 8 MB. Choose another file, or take a smaller photo.")


class TooManyFilesError(AlatauError):
    """The case holds as many documents as it can."""

    code = "desk.too_many_files"

    def sentence(self) -> str:
        return _("This case already holds as many documents as it can. Put several pages into one PDF.")


class AppealTooLateError(AlatauError):
    """The time to appeal against the decision is over."""

    code = "desk.appeal_too_late"

    def sentence(self) -> str:
        return _("The time to appeal against this decision is over. A court can still extend it for a good reason.")
