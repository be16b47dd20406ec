"""The `callflow` command, as a user types it."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import time
from pathlib import Path

import httpx

from testing.fakes.loopback import Loopback
from testing.flows import line, node
from testing.post_call.receive import checked
from testing.processes import callflow, free_port

ROOT = Path(__file__).parents[3]


def _callflow(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "local.cli", *arguments]
    return subprocess.run(command, input=typed, capture_output=True, text=True, cwd=ROOT, timeout=60, check=False)


def test_dev_prints_the_addresses(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with callflow(free_port(), log=log) as url:
        said = log.read_text()
        assert f"Callflow   {url}   OpenAPI at /docs\nDashboard  {url}\n" in said
        assert httpx.get(f"{url}/config.json").json() == {"auth": "local"}
        assert httpx.get(f"{url}/flows/x/test").headers["content-type"] == "text/html; charset=utf-8"


def test_dev_keeps_the_connection_of_a_caller_who_pauses() -> None:
    with callflow(free_port()) as url:
        connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=10)
        connection.connect()
        connection.auto_open = 0  # http.client must not reopen a connection that the server has closed
        for pause in (0, 7):
            time.sleep(pause)  # uvicorn's own default is 5 seconds
            connection.request("GET", "/api/health")
            assert json.loads(connection.getresponse().read())["status"] == "ok"
        connection.close()


FLOW = {
    "name": "mine",
    "nodes": [{"id": "start", "type": "start", "data": {"message": "Goodbye."}}, {"id": "end", "type": "end"}],
    "edges": [{"id": "1", "source": "start", "target": "end"}],
}


def test_dev_continues_with_its_stored_flows_and_sessions(tmp_path: Path) -> None:
    """A new flow and a session survive a restart, and also a kill."""
    options = ("--data", str(tmp_path / "data"))
    with callflow(free_port(), options=options, log=tmp_path / "first") as url:
        assert httpx.put(f"{url}/api/flows/mine", json=FLOW).status_code == 200
        assert httpx.post(f"{url}/api/flows/mine/publish").status_code == 201
        said = httpx.post(f"{url}/api/flows/mine/process", json={"roomName": "room", "turnId": "1"})
        again = _callflow("dev", "--port", str(free_port()), "--no-calls", *options)
        assert again.returncode == 1
        assert "in use by another Callflow" in again.stderr
    with callflow(free_port(), options=options, log=tmp_path / "second") as url:
        assert f"Data       {tmp_path / 'data'}" in (tmp_path / "second").read_text()
        assert "mine" in [flow["flowId"] for flow in httpx.get(f"{url}/api/flows").json()["flows"]]
        repeated = httpx.post(f"{url}/api/flows/mine/process", json={"roomName": "room", "turnId": "1"})
        assert repeated.content == said.content
    with callflow(free_port(), options=(*options, "--fresh"), log=tmp_path / "third") as url:
        assert httpx.get(f"{url}/api/flows/mine").status_code == 404
        assert "the previous store is now in" in (tmp_path / "third").read_text()


def test_dev_sends_a_summary_to_a_webhook_also_after_a_restart(tmp_path: Path) -> None:
    secret, options, down = "the organization's own", ("--data", str(tmp_path / "data")), [True]
    webhooks = tmp_path / "webhooks.json"
    environment = {"CALLFLOW_WEBHOOKS_FILE": str(webhooks)}
    with Loopback(lambda exchange: exchange.answer(500 if down[0] else 204)) as receiver:
        webhooks.write_text(json.dumps({"demo": {"url": f"{receiver.origin}/hook", "secret": secret}}))
        with callflow(free_port(), environment, options=options) as url:
            httpx.put(f"{url}/api/flows/mine", json=FLOW).raise_for_status()
            httpx.post(f"{url}/api/flows/mine/publish").raise_for_status()
            ended = httpx.post(f"{url}/api/flows/mine/process", json={"roomName": "room", "turnId": "1"}).json()
            assert ended["completed"]
            _await_requests(receiver, 1)
        down[0] = False
        with callflow(free_port(), environment, options=options):
            _await_requests(receiver, 2)  # the retry comes after half a minute
        summaries = [checked(received, secret) for received in receiver.received]
    assert {each["sessionId"] for each in summaries} == {ended["sessionId"]}
    assert len({each["eventId"] for each in summaries}) == 1


def test_dev_tells_a_webhook_each_turn_before_the_caller_says_the_next_words(tmp_path: Path) -> None:
    key = "0123456789abcdef0123456789abcdef"
    flow = line(node("elicitation", "city", prompt="Which city?", variable="city"), name="asks")
    with (
        Loopback(lambda exchange: exchange.answer(204)) as receiver,
        callflow(free_port(), options=("--data", str(tmp_path / "data"))) as url,
        httpx.Client(base_url=url, timeout=60) as client,
    ):
        chosen = {"url": receiver.origin, "events": ["session.started", "session.turn", "session.ended"]}
        client.put("/api/settings", json={"webhook": chosen}).raise_for_status()
        client.put("/api/settings/webhook/secret", json={"value": key}).raise_for_status()
        client.put("/api/flows/asks", json=flow).raise_for_status()
        client.post("/api/flows/asks/publish").raise_for_status()
        client.post("/api/flows/asks/process", json={"roomName": "room", "turnId": "1"}).raise_for_status()
        _await_requests(receiver, 2)
        said = {"roomName": "room", "turnId": "2", "userInput": "Rome"}
        client.post("/api/flows/asks/process", json=said).raise_for_status()
        _await_requests(receiver, 4)
        events = {event["eventId"]: event for event in (checked(each, key) for each in receiver.received)}
    turns = {event["turn"]: event for event in events.values() if event["type"] == "session.turn"}
    assert [message["content"] for number in (1, 2) for message in turns[number]["messages"]] == [
        "Hello. Which city?",
        "Rome",
        "Goodbye.",
    ]
    assert {event["type"] for event in events.values()} == set(chosen["events"])


def _await_requests(receiver: Loopback, number: int) -> None:
    deadline = time.monotonic() + 120
    while len(receiver.received) < number:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_dev_serves_the_mcp_server_of_the_examples(address: str) -> None:
    read = httpx.get(f"{address}/api/flows/parcel-desk?version=latest").raise_for_status().json()
    find = read["definition"]["nodes"][1]["data"]["tools"][0]
    assert find["description"] == "Finds out where a parcel is and when it arrives."
    called = {"tool": find, "arguments": {"number": "400200"}}
    tried = httpx.post(f"{address}/api/flows/parcel-desk/tools/test", json=called, timeout=60).raise_for_status().json()
    assert (tried["exit"], tried["body"]["status"]) == ("default", "in the depot")
    # What the process listed of its own server is what it serves.
    published = httpx.post(f"{address}/api/flows/parcel-desk/publish", timeout=60).raise_for_status().json()
    # A version of the examples has no settings, so the first publication by a user makes a version that has them.
    assert published["version"] == read["version"] + 1
    frozen = httpx.get(f"{address}/api/flows/parcel-desk?version=latest").raise_for_status().json()
    assert frozen["definition"] == read["definition"]
    again = httpx.post(f"{address}/api/flows/parcel-desk/publish", timeout=60).raise_for_status().json()
    assert again["version"] == published["version"]


def test_dev_has_the_tests_of_the_examples_and_they_reach_every_exit(address: str) -> None:
    for folder in sorted(path.parent for path in (ROOT / "examples").glob("*/flow.json")):
        ran = httpx.post(f"{address}/api/flows/{folder.name}/tests/run", timeout=60).raise_for_status().json()
        assert {result["testId"] for result in ran["results"]} == {path.stem for path in folder.glob("tests/*.json")}
        assert (ran["failed"], ran["coverage"]["missed"]) == (0, [])


def test_dev_serves_only_the_names_of_this_machine(address: str) -> None:
    """A web page under another name for this address, or one that posts across sites, can read and change nothing."""
    foreign = {"Host": "evil.example", "Origin": "http://evil.example"}
    assert httpx.put(f"{address}/api/flows/rebound", json=FLOW, headers=foreign).status_code == 400
    assert httpx.get(address, headers={"Host": "evil.example"}).status_code == 400
    simple = {"Origin": "http://evil.example", "Content-Type": "text/plain"}
    refused = httpx.post(f"{address}/api/flows/order-status/process", headers=simple, content=b'{"roomName": "r"}')
    assert (refused.status_code, refused.headers["content-type"]) == (403, "application/problem+json")
    assert httpx.get(f"{address}/api/flows/rebound").status_code == 404


def test_chat_holds_a_scripted_conversation(address: str, tmp_path: Path) -> None:
    script = tmp_path / "words.txt"
    script.write_text("My computer won't start\nyes, that helped\n")
    done = _callflow("chat", "customer-support", "--url", address, "--script", str(script))
    assert done.returncode == 0, done.stderr
    assert "Let me check our system status..." in done.stdout
    assert "[tool-1]" in done.stdout
    assert '"issueCategory": "technical"' in done.stdout
    assert "Glad that it works again. Goodbye!" in done.stdout


def test_chat_takes_typed_words(address: str) -> None:
    done = _callflow("chat", "order-status", "--url", address, typed="1001\nno\n")
    assert "Order 1001 is shipped" in done.stdout
    assert done.stdout.rstrip().endswith("hangup: completed")


def test_chat_names_the_remedy_if_the_api_does_not_answer() -> None:
    done = _callflow("chat", "order-status", "--url", "http://127.0.0.1:9")
    assert done.returncode == 1
    assert "make run" in done.stderr


def test_chat_reports_an_unknown_flow(address: str) -> None:
    done = _callflow("chat", "no-such-flow", "--url", address)
    assert done.returncode == 1
    assert "no-such-flow" in done.stderr


def test_check_finds_no_errors_in_the_examples() -> None:
    for path in sorted((ROOT / "examples").glob("*/flow.json")):
        done = _callflow("check", str(path))
        assert done.returncode == 0, done.stdout
        assert "0 errors" in done.stdout


def test_check_names_line_and_remedy(tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    written = (ROOT / "examples/order-status/flow.json").read_text()
    path.write_text(written.replace('"expression": "another"', '"expression": "another =="'))
    line = next(number for number, text in enumerate(path.read_text().splitlines(), 1) if "another ==" in text)
    done = _callflow("check", str(path))
    assert done.returncode == 1
    assert f"{path}:{line}: error:" in done.stdout


def test_check_reports_invalid_json(tmp_path: Path) -> None:
    path = tmp_path / "flow.json"
    path.write_text('{"name": "x",\n "nodes": [}')
    done = _callflow("check", str(path))
    assert done.returncode == 1
    assert f"{path}:2: error:" in done.stdout


def test_eval_answers_each_line() -> None:
    lines = [
        {"expression": "name.toUpperCase()", "variables": {"name": "ada"}},
        {"expression": "missing", "variables": {}},
        {"expression": "2 ** 40", "variables": {}},
        {"expression": 5},
    ]
    done = _callflow("eval", typed="\n".join(json.dumps(line) for line in lines) + "\nnot json\n")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert answers[0] == {"ok": True, "value": "ADA"}
    assert answers[1]["ok"] is False
    assert "missing" in answers[1]["error"]
    assert answers[2] == {"ok": True, "value": 1099511627776}
    assert [answer["ok"] for answer in answers[3:]] == [False, False]
    assert done.returncode == 0


def test_replay_confirms_that_recordings_take_the_same_path() -> None:
    files = [str(path) for path in sorted((ROOT / "tests/recordings").rglob("*.json"))]
    done = _callflow("replay", *files)
    assert done.returncode == 0, done.stdout
    assert done.stdout.count(": the same") == len(files)


def test_dev_reports_that_its_port_is_in_use(address: str) -> None:
    done = _callflow("dev", "--port", address.rsplit(":", 1)[1])
    assert done.returncode == 1
    assert "--port" in done.stderr
