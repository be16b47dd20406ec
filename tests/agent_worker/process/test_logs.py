"""The log of the worker: JSON lines without words of a caller."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from agent_worker.process.logs import FIELDS, JsonLines, log_json

WORDS = "my card is 4111 1111"


@pytest.fixture
def stream(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Log as the worker does, into a stream. Restores the log of this process afterwards."""
    root = logging.getLogger()
    levels = {name: logging.getLogger(name).level for name in ("", "livekit", "livekit.agents")}
    handlers = list(root.handlers)
    for handler in handlers:
        root.removeHandler(handler)
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    log_json()
    yield written
    for handler in list(root.handlers):
        root.removeHandler(handler)
    for handler in handlers:
        root.addHandler(handler)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_one_json_object_with_time_level_logger_and_message(stream: io.StringIO) -> None:
    logging.getLogger("agent_worker.entry").warning("status %s\nof %r", 503, "é")
    (line,) = lines(stream)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line.pop("timestamp"))
    assert line == {"level": "WARNING", "logger": "agent_worker.entry", "message": "status 503\nof 'é'"}


def test_a_record_with_a_metric_is_counted_for_the_stack(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    """CloudWatch reads the metric from the line (embedded metric format)."""
    monkeypatch.setenv("CALLFLOW_STACK", "callflow-prod")
    logging.getLogger("agent_worker.call").error("lost", extra={"metric": "SpeechLost", "part": "text to speech"})
    (line,) = lines(stream)
    [counted] = line["_aws"]["CloudWatchMetrics"]
    assert (counted["Namespace"], counted["Dimensions"]) == ("Callflow", [["stack"]])
    assert [each["Name"] for each in counted["Metrics"]] == ["SpeechLost"]
    assert (line["stack"], line["SpeechLost"], line["part"]) == ("callflow-prod", 1, "text to speech")


def test_only_the_listed_fields_are_logged(stream: io.StringIO) -> None:
    fields = {name: f"a {name}" for name in FIELDS}
    extra = {**fields, "lk.pii.user_input": WORDS, "transcript": WORDS, "user_transcript": WORDS, "text": WORDS}
    logging.getLogger("livekit.agents").warning("skipping reply to user input", extra=extra)
    (line,) = lines(stream)
    assert fields.items() <= line.items()
    assert set(line) == {"timestamp", "level", "logger", "message", *FIELDS}
    assert WORDS not in stream.getvalue()


def test_a_field_that_is_none_or_missing_is_left_out(stream: io.StringIO) -> None:
    logging.getLogger("livekit").info("hi", extra={"session_id": None, "room": "r", "pid": 0})
    (line,) = lines(stream)
    assert set(line) == {"timestamp", "level", "logger", "message", "room", "pid"}


def test_an_error_is_logged_with_its_class_and_frames_without_its_text(stream: io.StringIO) -> None:
    def inner() -> None:
        raise ValueError(WORDS)

    def outer() -> None:
        try:
            inner()
        except ValueError as error:
            raise RuntimeError(f"failed at {WORDS}") from error

    try:
        outer()
    except RuntimeError:
        logging.getLogger("agent_worker").exception("a turn failed")
    (line,) = lines(stream)
    assert line["error"] == "RuntimeError"
    assert line["message"] == "a turn failed"
    assert [frame.split()[-1] for frame in line["frames"]][-1] == "outer"
    assert all(re.fullmatch(r".+\.py:\d+ \S+", frame) for frame in line["frames"])
    assert WORDS not in stream.getvalue()


def test_an_error_without_a_traceback_is_logged(stream: io.StringIO) -> None:
    logging.getLogger("x").error("no", exc_info=KeyError(WORDS))
    logging.getLogger("x").error("none", exc_info=True)
    first, second = lines(stream)
    assert (first["error"], first["frames"]) == ("KeyError", [])
    assert "error" not in second
    assert WORDS not in stream.getvalue()


def test_text_after_a_colon_in_a_warning_of_a_library_is_left_out(stream: io.StringIO) -> None:
    logging.getLogger("livekit.agents").warning(f"failed to generate LLM completion: {WORDS}, retrying in 2.0s")
    logging.getLogger("livekit.agents").info("registered worker: id")
    logging.getLogger("agent_worker.entry").warning("POST /api/calls: status 503")
    messages = [line["message"] for line in lines(stream)]
    assert messages == ["failed to generate LLM completion", "registered worker: id", "POST /api/calls: status 503"]


def test_a_deep_recursion_does_not_fill_the_log(stream: io.StringIO) -> None:
    def deeper(left: int) -> None:
        if not left:
            raise ValueError
        deeper(left - 1)

    try:
        deeper(200)
    except ValueError:
        logging.getLogger("x").exception("too deep")
    assert len(lines(stream)[0]["frames"]) == 12


def test_a_field_that_is_not_json_does_not_lose_the_line(stream: io.StringIO) -> None:
    logging.getLogger("livekit").error("connected", extra={"room": object(), "job_id": {1, 2}})
    (line,) = lines(stream)
    assert line["message"] == "connected"


@pytest.mark.parametrize("message", ["no place for it", "%d", "%(name)s", "%"])
def test_arguments_that_do_not_fit_their_message_are_not_shown(message: str) -> None:
    """Otherwise the logging module prints them with a traceback between the JSON lines."""
    record = logging.LogRecord("x", logging.INFO, __file__, 1, message, (WORDS,), None)
    assert json.loads(JsonLines().format(record))["message"] == message


def test_debug_lines_of_livekit_are_not_logged_because_they_quote_transcripts(stream: io.StringIO) -> None:
    for name in ("livekit", "livekit.agents", "livekit.plugins.openai"):
        logging.getLogger(name).debug("received user transcript %s", WORDS)
    assert stream.getvalue() == ""


def test_an_uncaught_error_of_a_task_is_logged_without_its_text(stream: io.StringIO) -> None:
    async def scenario() -> None:
        async def fails() -> None:
            raise ValueError(WORDS)

        task = asyncio.create_task(fails())
        await asyncio.sleep(0)
        del task
        asyncio.get_running_loop().call_soon(lambda: 1 / 0)
        await asyncio.sleep(0)

    asyncio.run(scenario())
    assert {line["error"] for line in lines(stream)} >= {"ZeroDivisionError"}
    assert WORDS not in stream.getvalue()
