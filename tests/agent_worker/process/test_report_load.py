"""The metrics of the container `load`: those that scaling and alarms read, with the dimensions that they name."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from agent_worker.process.report_load import line, report

MINUTE = 1_800_000_000
WORKER = {"agent_name": "callflow", "calls": 3, "places": 10, "free": 7, "takes_calls": True}
OUTDATED = {**WORKER, "free": 0, "takes_calls": False}


def metrics(text: str | None) -> dict[str, Any]:
    """Read a line in the embedded metric format: name -> value."""
    assert text is not None
    read = json.loads(text)
    [kind] = read["_aws"]["CloudWatchMetrics"]
    assert kind["Namespace"] == "Callflow"
    assert kind["Dimensions"] == [["stack", "agent"]]
    assert (read["stack"], read["agent"]) == ("prod", "callflow")
    return {each["Name"]: read[each["Name"]] for each in kind["Metrics"]}


def test_a_minute_reports_everything() -> None:
    assert metrics(report(WORKER, "prod", MINUTE)) == {"FreePercent": 70, "Calls": 3, "FreeCalls": 7, "Load": 30}


def test_ten_seconds_report_only_what_scaling_reads_in_high_resolution() -> None:
    text = report(WORKER, "prod", MINUTE + 10)
    assert metrics(text) == {"FreePercent": 70}
    assert '"StorageResolution": 1}' in str(text)


def test_the_time_of_a_report_is_its_moment() -> None:
    assert json.loads(str(report(WORKER, "prod", MINUTE)))["_aws"]["Timestamp"] == MINUTE * 1000


def test_a_worker_that_takes_no_calls_does_not_count_as_free_or_loaded() -> None:
    assert metrics(report(OUTDATED, "prod", MINUTE)) == {"Calls": 3}
    assert report(OUTDATED, "prod", MINUTE + 10) is None


@contextmanager
def worker_port(answer: bytes) -> Iterator[str]:
    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/worker"
        server.shutdown()


def test_the_worker_is_asked_for_its_calls() -> None:
    with worker_port(json.dumps(WORKER).encode()) as url:
        assert metrics(line(url, "prod", MINUTE))["Calls"] == 3


@pytest.mark.parametrize("answer", [b"", b"{}", b"[]", b"null", b'{"takes_calls": true, "free": "x", "places": 1}'])
def test_an_answer_that_cannot_be_read_is_a_warning(answer: bytes) -> None:
    with worker_port(answer) as url:
        assert json.loads(str(line(url, "prod", MINUTE)))["level"] == "WARNING"


def test_a_worker_that_does_not_answer_is_a_warning() -> None:
    assert json.loads(str(line("http://127.0.0.1:1/worker", "prod", MINUTE)))["level"] == "WARNING"
