"""JSON log lines. They contain the fields that are listed here, and never a caller's words.

A record with the attribute `metric` is also counted as that metric of the stack.
"""

from __future__ import annotations

import errno
import json
import logging
import os
import sys
import time

_MAX_CAUSES = 8

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
    "part",
)
"""The attributes of a log record that a line contains, if they are set."""


class JsonLines(logging.Formatter):
    """Formats a log record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Format a record. Text of an error is left out, because it may quote a caller."""
        line: dict[str, object] = {
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{int(record.msecs):03d}Z",
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
        }
        line.update({name: value for name in FIELDS if (value := getattr(record, name, None)) is not None})
        if metric := getattr(record, "metric", None):
            line.update(_metric(metric, record.created))
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["causes"] = _causes(record.exc_info[1])
            line["frames"] = _frames(record)
        return json.dumps(line, ensure_ascii=False, default=str)


def _metric(name: str, at: float) -> dict[str, object]:
    """Return the fields by which CloudWatch counts a line as 1 of a metric (CloudWatch embedded metric format)."""
    kind = {"Namespace": "Callflow", "Dimensions": [["stack"]], "Metrics": [{"Name": name, "Unit": "Count"}]}
    told = {"Timestamp": int(at * 1000), "CloudWatchMetrics": [kind]}
    return {"_aws": told, "stack": os.environ.get("CALLFLOW_STACK") or "local", name: 1}


def _message(record: logging.LogRecord) -> str:
    try:
        message = record.getMessage()
    except (TypeError, ValueError, KeyError):  # arguments that do not fit the message: logging would print them
        message = str(record.msg)
    error = record.exc_info[1] if record.exc_info else None
    # Some messages quote their error, such as asyncio's message about a failed task.
    for quoted in (repr(error), str(error)) if error is not None else ():
        if quoted:
            message = message.replace(quoted, type(error).__name__)
    if record.levelno >= logging.WARNING and not record.name.startswith("agent_worker"):
        # Libraries quote an error after a colon, and a provider's error may quote its request.
        message = message.partition(": ")[0]
    return message


def _causes(error: BaseException | None) -> list[str]:
    """Return the class and the code of each error in the chain, the last error first."""
    causes: list[str] = []
    while error is not None and len(causes) < _MAX_CAUSES:
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
    """Log as JSON to the standard error stream of this process.

    Args:
        level: The lowest level that is logged.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # Debug lines of LiveKit quote transcripts.
    logging.getLogger("livekit").setLevel(logging.INFO)
    logging.getLogger("livekit.agents").setLevel(logging.INFO)
