"""Structured logs: one JSON line per event, without anything personal. Django calls `configure` at start.

A line names what happened (``room.noun.verb_past``) and ids. Three nets lie below that habit: messages of other
people's libraries keep their template and lose their arguments, errors keep their place in the code and lose their
words, and whatever still looks like a number of a person, a telephone or an address is cut out.
"""

from __future__ import annotations

import logging
import sys
import threading
from typing import TYPE_CHECKING

import structlog
from django.conf import settings

from alatau.core.logfiles import DayFileHandler, ErrorStreamHandler
from alatau.core.redaction import redact
from alatau.core.tracebacks import describe_error

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from structlog.typing import EventDict, Processor

#: Loggers whose lines repeat what other lines say, or whole statements and addresses.
SILENCED = ("django.db.backends", "django.server", "httpx", "httpcore", "granian.access")
#: Fields of a job that a line of the queue may keep; its arguments stay out.
JOB_FIELDS = ("id", "task_name", "queue", "attempts", "status")

log = structlog.get_logger(__name__)


def configure(options: Mapping[str, object]) -> None:
    """Send every log line of the process, from whichever library, through the same chain to file and error stream.

    Calling it again replaces what it set up before.
    """
    level = logging.getLevelName(str(options["level"]).upper())
    logging.raiseExceptions = False  # else a failing handler would print the message with its arguments
    _replace_handlers(_handlers(options), level=level)
    for name in SILENCED:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    # Refused requests have their line from the middleware; failures need Django's, which carries the error.
    logging.getLogger("django.request").setLevel(logging.ERROR)
    # The queue tells of each job at work; that it knows its jobs needs no line at every start.
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    logging.getLogger("procrastinate.worker").setLevel(logging.INFO)
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *CHAIN, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    threading.excepthook = _log_thread_failure
    # A person at a terminal reads the whole trace; what a service prints is kept by others, as logs are.
    sys.excepthook = sys.__excepthook__ if sys.stderr.isatty() else _log_process_failure


def _handlers(options: Mapping[str, object]) -> list[logging.Handler]:
    json = structlog.processors.JSONRenderer(ensure_ascii=False)
    human = sys.stderr.isatty()
    file = DayFileHandler(
        settings.ALATAU_HOME / "logs", role=settings.ALATAU_ROLE, keep_days=int(str(options["keep_days"]))
    )
    file.setFormatter(_formatter(json))
    stream = ErrorStreamHandler()
    stream.setFormatter(_formatter(structlog.dev.ConsoleRenderer() if human else json))
    # A person at a terminal sees what went wrong; the file has the rest.
    stream.setLevel(logging.WARNING if human or options.get("stream") == "warnings" else logging.NOTSET)
    return [file, stream]


def _formatter(renderer: Processor) -> logging.Formatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[keep_template, *CHAIN],
        pass_foreign_args=True,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )


def _replace_handlers(handlers: list[logging.Handler], *, level: int) -> None:
    root = logging.getLogger()
    for handler in [old for old in root.handlers if isinstance(old, DayFileHandler | ErrorStreamHandler)]:
        root.removeHandler(handler)
        handler.close()
    for new in handlers:
        root.addHandler(new)
    root.setLevel(level)


def keep_template(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Reduce a line of another library to its logger, its place in the code and its template.

    A message that was put together before it was logged has no template, and could hold anything: it is left out.
    """
    record: logging.LogRecord = event["_record"]
    event["event"] = f"{record.name}.{record.funcName}"
    event["place"] = f"{record.filename}:{record.lineno}"
    if event.get("positional_args") and isinstance(record.msg, str):
        event["template"] = record.msg
    job = getattr(record, "job", None)
    if isinstance(job, dict):
        event["action"] = str(getattr(record, "action", ""))
        event["job"] = {name: job[name] for name in JOB_FIELDS if job.get(name) is not None}
    return event


def keep_places(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Put an exception's kinds and places into the line instead of its text."""
    given = event.pop("exc_info", None)
    event.pop("stack_info", None)
    event.pop("positional_args", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["error"] = describe_error(error)
    return event


def cut_personal(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Cut out of every field what still looks personal."""
    return {name: value if name in OWN_FIELDS else redact(value, key=name) for name, value in event.items()}


def _log_thread_failure(failure: threading.ExceptHookArgs) -> None:
    log.critical("core.thread.failed", exc_info=failure.exc_value)


def _log_process_failure(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    log.critical("core.process.failed", exc_info=error)


#: Fields of this module's own making, and what the formatter carries along.
OWN_FIELDS = frozenset({"_record", "_from_structlog", "at", "level", "request_id"})
CHAIN: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
    keep_places,
    cut_personal,
)
