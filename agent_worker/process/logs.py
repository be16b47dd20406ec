"""Log lines as JSON: what happened, in which session. Only the fields named here are told, never a caller's words."""

from __future__ import annotations

import errno
import json
import logging
import sys
import time

_LONGEST_CHAIN = 8

FIELDS = (
    "session_id",
    "turn_id",
    "flow_id",
    "organization_id",
    "room",
    "job_id",
    "request_id",
    "millis",
    "mode",
    "pid",
)


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{int(record.msecs):03d}Z",
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
        }
        line.update({name: value for name in FIELDS if (value := getattr(record, name, None)) is not None})
        if record.exc_info and record.exc_info[0] is not None:
            # The kind and the places only: an error's text may quote what was said.
            line["error"] = record.exc_info[0].__name__
            line["causes"] = _causes(record.exc_info[1])
            line["frames"] = _frames(record)
        return json.dumps(line, ensure_ascii=False, default=str)


def _message(record: logging.LogRecord) -> str:
    try:
        message = record.getMessage()
    except (TypeError, ValueError, KeyError):  # arguments that do not fit, which logging itself would print
        message = str(record.msg)
    error = record.exc_info[1] if record.exc_info else None
    # asyncio's message about a task quotes its error, and others do as well.
    for quoted in (repr(error), str(error)) if error is not None else ():
        if quoted:
            message = message.replace(quoted, type(error).__name__)
    if record.levelno >= logging.WARNING and not record.name.startswith("agent_worker"):
        # Where a library quotes an error it does so after a colon, and a provider's error may quote what it was sent.
        message = message.partition(": ")[0]
    return message


def _causes(error: BaseException | None) -> list[str]:
    """The class and the code of each error in the chain, the last first; never a text."""
    causes: list[str] = []
    while error is not None and len(causes) < _LONGEST_CHAIN:
        number, status = getattr(error, "errno", None), getattr(error, "status", None)
        code = errno.errorcode.get(number) if isinstance(number, int) else None
        if code is None and isinstance(status, int):
            code = f"HTTP {status}"
        causes.append(type(error).__name__ + (f" {code}" if code else ""))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return causes


def _frames(record: logging.LogRecord) -> list[str]:
    trace = record.exc_info[2] if record.exc_info else None
    frames: list[str] = []
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{code.co_filename}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return frames[-12:]


def log_json(level: int = logging.INFO) -> None:
    """For this whole process."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # Its debug lines quote transcripts.
    logging.getLogger("livekit").setLevel(logging.INFO)
    logging.getLogger("livekit.agents").setLevel(logging.INFO)
