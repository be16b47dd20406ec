"""The real responses of each route match the OpenAPI document, so types that are generated from it are right."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

import pytest
from fastapi.testclient import TestClient

from flow_core.json import Json
from flow_core.state import Status
from functions.adapters.dynamodb.items import Table
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
from functions.ports.model import Replied
from functions.ports.supervision.takeovers import Takeover
from functions.ports.webhooks import Delivery
from functions.post_call.summary import event_id
from functions.records import Head
from functions.wiring.post_call import count_session, index_session
from testing.api.documented import Documented
from testing.api.documents import SURVEY, calling
from testing.api.stack import Stack
from testing.api.webhooks import event, sent
from testing.fakes.model import FakeModel
from testing.fakes.rooms import InMemoryRooms
from testing.flows import edge, flow, line, node
from testing.mcp.server import serving
from testing.post_call.secrets import InMemorySecrets
from testing.reports.judged import JUDGED, judge
from tests.functions.api.routes.test_sessions import CHOOSING
from tests.functions.flow_import.exports import PIPECAT

_numbers = count(1)

MOVING: dict[str, Json] = flow(
    [node("start"), node("transfer", to="+15550199")], [edge("start", "transfer")], name="moving", onFailure="transfer"
)
WARNED: dict[str, Json] = {**line(node("elicitation"), name="warned"), "more": 1}


@pytest.fixture(scope="module")
def documented(stack: Stack) -> Documented:
    return Documented(stack.client.get("/openapi.json").json())


@dataclass(frozen=True, slots=True)
class Ask:
    """A client that compares every response with the document."""

    client: TestClient
    documented: Documented

    def __call__(self, method: str, path: str, *, json: Json = None, headers: Any = None, **names: str) -> Any:
        address, _, query = path.partition("?")
        full = address.format(**names) + (f"?{query}" if query else "")
        answer = self.client.request(method, full, json=json, headers=headers)
        self.documented.judge(method.lower(), address, answer)
        return answer.json() if answer.text else None


def _turns(ask: Ask, flow_id: str, *words: str | None, **more: Json) -> str:
    room, reply = f"room-{next(_numbers)}", None
    for number, said in enumerate(words):
        body: Json = {"roomName": room, "turnId": f"t-{number}", "userInput": said, **(more if number else {})}
        reply = ask("POST", "/api/flows/{flowId}/process", json=body, flowId=flow_id)
    assert reply is not None
    return str(reply["sessionId"])


def _session(ask: Ask, session_id: str, query: str = "", **headers: str) -> Any:
    path = "/api/flows/sessions/{sessionId}" + query
    return ask("GET", path, sessionId=session_id, headers=headers)


def _flows(stack: Stack, ask: Ask) -> None:
    ask("PUT", "/api/flows/{flowId}", json=SURVEY, flowId="survey")
    ask("GET", "/api/flows/{flowId}", flowId="survey")
    ask("POST", "/api/flows/{flowId}/publish", flowId="survey")
    ask("PUT", "/api/flows/{flowId}", json=WARNED, flowId="warned")
    for flow_id in ("survey", "warned"):
        ask("GET", "/api/flows/{flowId}", flowId=flow_id)
    ask("GET", "/api/flows?limit=1")
    ask("GET", "/api/flows")


def _versions(stack: Stack, ask: Ask) -> None:
    ask("PUT", "/api/flows/{flowId}", json=SURVEY, flowId="versions")
    ask("POST", "/api/flows/{flowId}/publish", json={"note": "New."}, flowId="versions")
    ask("POST", "/api/flows/{flowId}/versions/{version}/restore", flowId="versions", version="1")
    ask("PUT", "/api/flows/{flowId}", json=WARNED, flowId="versions")
    ask("POST", "/api/flows/{flowId}/publish", flowId="versions")
    ask("GET", "/api/flows/{flowId}/versions?limit=1", flowId="versions")
    ask("GET", "/api/flows/{flowId}/versions", flowId="versions")
    ask("DELETE", "/api/flows/{flowId}", flowId="versions")
    ask("GET", "/api/flows/{flowId}?version=1", flowId="versions")


def _checks(stack: Stack, ask: Ask) -> None:
    ask("POST", "/api/flows/import", json=PIPECAT)
    broken: Json = {"nodes": [{"id": 1}], "edges": [{"id": "e"}]}
    for written in (SURVEY, WARNED, broken):
        ask("POST", "/api/flows/{flowId}/check", json=written, flowId="any")


def _problems(stack: Stack, ask: Ask) -> None:
    ask("PUT", "/api/flows/{flowId}", json={"name": "x", "nodes": [], "edges": [{"id": "e"}]}, flowId="wrong")
    ask("POST", "/api/flows/{flowId}/process", json={"roomName": 1, "more": 2}, flowId="survey")
    ask("GET", "/api/flows/{flowId}", flowId="none")
    ask("GET", "/api/flows?cursor=x")


def _sessions_of_every_kind(stack: Stack, ask: Ask) -> None:
    for flow_id, document in (("choosing", CHOOSING), ("moving", MOVING), ("survey", SURVEY)):
        stack.publish(flow_id, document)
    asked = _turns(ask, "survey", None, "Ann", None, interrupted={"turnId": "t-0", "heard": "Hel"})
    chosen = _turns(ask, "choosing", None, "a")
    moved = _turns(ask, "moving", None)
    for session_id, status in ((asked, "waiting"), (chosen, "completed"), (moved, "transferred")):
        assert _session(ask, session_id)["session"]["status"] == status
    continued = _session(ask, asked, "?after=t-0")["session"]
    assert (continued["after"], len(continued["turns"])) == ("t-0", 2)
    assert continued["turns"][0]["interrupted"] == {"turnId": "t-0", "heard": "Hel"}
    _session(ask, asked, **{"If-None-Match": "*"})
    said = ask("GET", "/api/flows/sessions/{sessionId}/transcript?format=json", sessionId=asked)
    assert said["messages"][0]["interrupted"] is True
    ask("GET", "/api/flows/sessions/{sessionId}/transcript?format=pdf", sessionId=asked)
    ask("GET", "/api/flows/sessions/{sessionId}/cost", sessionId=asked)
    ask("GET", "/api/flows/sessions/{sessionId}/scores", sessionId=asked)
    _judged(stack, ask)
    prepared = ask("GET", "/api/flows/sessions/{sessionId}/speech", sessionId=asked)
    assert prepared["texts"]
    for query in ("", "?limit=1", "?status=waiting"):
        ask("GET", "/api/flows/{flowId}/sessions" + query, flowId="survey")


def _judged(stack: Stack, ask: Ask) -> None:
    stack.publish("judged", JUDGED)
    judged, not_judged = _turns(ask, "judged", None), _turns(ask, "judged", "again")
    judge(stack, judged, FakeModel(Replied("", {"answer1": "yes", "reason1": "It was."}, model="m")))
    judge(stack, not_judged, FakeModel())
    statuses = [
        ask("GET", "/api/flows/sessions/{sessionId}/scores", sessionId=each)["status"] for each in (judged, not_judged)
    ]
    assert statuses == ["judged", "notJudged"]
    assert ask("GET", "/api/flows/{flowId}/report", flowId="judged")["scores"]


def _a_tool_and_its_failure(stack: Stack, ask: Ask) -> None:
    stack.publish("calling", calling("http://127.0.0.1:9/orders"))
    turns = _session(ask, _turns(ask, "calling", None, "1001", None))["session"]["turns"]
    effect = turns[-1]["effects"][0]
    assert (effect["kind"], effect["ok"]) == ("CallTool", False)
    assert effect["error"]
    assert turns[1]["action"] == {"type": "continue"}


def _voices(stack: Stack, ask: Ask) -> None:
    ask("GET", "/api/voices/list")
    ask("GET", "/api/voices/list?language=en-US")
    ask("POST", "/api/voices/preview", json={"language": "en-US", "text": "Hello."})
    ask("POST", "/api/voices/preview", json={"language": "de-DE"})


def _test_calls_of_a_tool(stack: Stack, ask: Ask) -> None:
    stack.save("calling", calling("http://127.0.0.1:9/orders"))
    path = "/api/flows/{flowId}/tools/test"
    for url, status in (("http://127.0.0.1:9/{{ order }}", 200), (1, 422)):
        tool: Json = {"request": {"url": url}, "timeoutSeconds": 2, "assign": {"found": "response.status"}}
        answer = ask("POST", path, json={"tool": tool, "variables": {"order": "1"}}, flowId="calling")
        assert answer.get("status", 200) in (None, status)
    ask("POST", path, json={"tool": {}}, flowId="none")
    path = "/api/flows/{flowId}/tools/list"
    with serving() as (server, _):
        assert ask("POST", path, json={"server": server}, flowId="calling")["tools"]
    assert ask("POST", path, json={"server": "http://127.0.0.1:9/mcp"}, flowId="calling")["problem"]
    ask("POST", path, json={"server": "shop"}, flowId="calling")
    ask("POST", path, json={"server": "shop"}, flowId="none")


def _replays(stack: Stack, ask: Ask) -> None:
    path = "/api/flows/{flowId}/replay"
    for flow_id in ("survey", "calling"):
        _turns(ask, flow_id, None, "1001", None)
    assert ask("POST", path, flowId="survey")["same"]
    stack.save("survey", line(node("elicitation", "ask-name", prompt="Who?", variable="name"), name="survey"))
    stack.save("calling", calling("http://127.0.0.1:9/others"))
    assert ask("POST", path, json={"last": 5}, flowId="survey")["groups"][0]["recorded"]
    assert ask("POST", path, json={"version": "draft"}, flowId="calling")["groups"][0]["why"]
    ask("POST", path, json={"last": 0}, flowId="survey")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("functions.api.routes.replay.SECONDS", 0.0)
        jobs = [ask("POST", path, flowId=flow_id)["job"] for flow_id in ("survey", "calling")]
    while not all(each["state"] == "done" for each in ask("GET", path, flowId="calling")["jobs"]):
        time.sleep(0.05)
    assert ask("GET", f"{path}?job={jobs[1]}", flowId="calling")["groups"]
    ask("GET", f"{path}?job=none", flowId="calling")
    ask("GET", f"{path}?job={jobs[0]}&cursor=x", flowId="survey")
    stack.save("survey", SURVEY)


def _tests_of_a_flow(stack: Stack, ask: Ask) -> None:
    stack.publish("tested", calling("http://127.0.0.1:9/orders"))
    path = "/api/flows/{flowId}/tests"
    mocks: Json = {"look-up": [{"status": 200, "body": {"state": "sent"}, "headers": {"a": "b"}}]}
    expect: Json = {"says": "sent", "action": {"type": "listen"}, "variables": {"order": "1"}, "status": "waiting"}
    turns: Json = [{"say": "1", "expect": expect}, {"silence": True}, {"press": "1", "expect": {"action": "listen"}}]
    whole: dict[str, Json] = {
        "name": "a",
        "channel": "phone",
        "at": "2026-06-01T12:00:00Z",
        "callerNumber": "+1",
        "turns": turns,
    }
    ask("PUT", f"{path}/{{testId}}", json={**whole, "mocks": mocks, "variables": {"a": 1}}, flowId="tested", testId="a")
    ask("PUT", f"{path}/{{testId}}", json={"name": "b", "turns": [{}]}, flowId="tested", testId="b")
    ask("PUT", f"{path}/{{testId}}", json={"name": "b", "turns": [{"say": "1"}]}, flowId="tested", testId="b")
    ask("GET", f"{path}/{{testId}}", flowId="tested", testId="a")
    assert len(ask("GET", path, flowId="tested")["tests"]) == 2
    run = ask("POST", f"{path}/run", json={}, flowId="tested")
    assert (run["passed"], run["failed"]) == (0, 2)
    session_id = stack.process("tested", "room", userInput="1")["sessionId"]
    made = ask("POST", f"{path}/from-session", json={"sessionId": session_id}, flowId="tested")
    for test_id in ("a", "b", made["testId"]):
        ask("DELETE", f"{path}/{{testId}}", flowId="tested", testId=test_id)


def _gates(stack: Stack, ask: Ask) -> None:
    stack.save("gated", SURVEY)
    path = "/api/flows/{flowId}/gate"
    assert ask("GET", path, flowId="gated") == {"tests": False}
    test: Json = {"name": "no", "turns": [{"say": "Ann", "expect": {"node": "end"}}]}
    assert ask("PUT", "/api/flows/{flowId}/tests/{testId}", json=test, flowId="gated", testId="no")
    gate: Json = {"tests": True, "replayLast": 5, "leastNodeCoverage": 1, "wordsMayDiffer": True, "mostDiffering": 0}
    assert ask("PUT", path, json=gate, flowId="gated") == gate
    refused = ask("POST", "/api/flows/{flowId}/publish", flowId="gated")
    assert set(refused["gate"]) == {"gate", "tests", "coverage", "replay"}
    ask("PUT", path, json={"tests": 1}, flowId="gated")


def _environments(stack: Stack, ask: Ask) -> None:
    stack.publish("staged", SURVEY)
    path = "/api/flows/{flowId}/environments"
    assert ask("PUT", f"{path}/{{name}}", json={"version": 1}, flowId="staged", name="staging")["had"] == [1]
    split: Json = {"split": [{"version": 1, "percent": 100}]}
    assert ask("PUT", f"{path}/{{name}}", json=split, flowId="staged", name="production")["split"]
    ask("GET", f"{path}/{{name}}", flowId="staged", name="draft")
    assert len(ask("GET", path, flowId="staged")["environments"]) == 3
    stack.services.model_names.add("demo", "staged", 1, {"": "one"}, 1)
    stack.services.model_names.add("demo", "staged", 1, {"": "two"}, 2)
    (version,) = ask("GET", "/api/flows/{flowId}/versions", flowId="staged")["versions"]
    assert version["environments"] == ["production", "staging"]
    assert version["models"][0]["before"] == "one"
    agent: Json = {"name": "Ann", "flowId": "staged", "flowVersion": {"environment": "staging"}}
    ask("PUT", "/api/agents/{agentId}", json=agent, agentId="staged")
    ask("GET", "/api/agents")
    ask("DELETE", f"{path}/{{name}}", flowId="staged", name="staging")
    ask("DELETE", "/api/agents/{agentId}", agentId="staged")
    ask("DELETE", f"{path}/{{name}}", flowId="staged", name="staging")


def _reports(stack: Stack, ask: Ask) -> None:
    path = "/api/flows/{flowId}/report"
    stack.publish("reported", calling("http://127.0.0.1:9/orders"))
    settings = stack.services.settings
    head = stack.services.sessions.head(_turns(ask, "reported", None, "1001", None))
    assert head is not None
    table = Table(settings.sessions_table, settings.region)
    count_session(table, DynamoSessions(table, keep_days=1))(head)
    shown = ask("GET", path, flowId="reported")
    assert shown["nodes"]
    assert shown["errors"]
    assert shown["byVersion"]
    ask("GET", f"{path}?version=none", flowId="reported")
    whole = ask("GET", "/api/report")
    assert whole["byFlow"]["reported"]["errors"]
    ask("GET", "/api/report?format=none")
    ask("GET", path, flowId="none")


def _searches(stack: Stack, ask: Ask) -> None:
    path, settings = "/api/sessions", stack.services.settings
    stack.publish("searched", CHOOSING)
    spoken = _turns(ask, "searched", None, "a needle")
    room = ask("POST", "/api/flows/{flowId}/test-chat", json={"version": "draft"}, flowId="searched")
    for session_id in (spoken, room["sessionId"]):
        head = stack.services.sessions.head(session_id)
        assert head is not None
        session = replace(head.state.session, caller_number="+15550111", called_number="+15550100")
        head = replace(head, agent_id="ada", state=replace(head.state, session=session))
        table = Table(settings.sessions_table, settings.region)
        index_session(table, DynamoSessions(table, keep_days=1))(head)
    assert len(ask("GET", f"{path}?flowId=searched")["sessions"]) == 2
    assert ask("GET", f"{path}?text=needle&limit=1")["sessions"][0]["outcome"] == "chosen"
    assert ask("GET", f"{path}?testMode=chat&callerNumber=%2B15550111")["sessions"][0]["testMode"] == "chat"
    ask("GET", f"{path}?from=yesterday")


def _erasures(stack: Stack, ask: Ask) -> None:
    stack.publish("erased", SURVEY)
    session_id = _turns(ask, "erased", None, "Ann")
    made = ask("POST", "/api/flows/{flowId}/tests/from-session", json={"sessionId": session_id}, flowId="erased")
    path = "/api/flows/sessions/{sessionId}"
    gone = {"sessionId": session_id, "complete": True, "tests": [made["testId"]]}
    assert ask("DELETE", path, sessionId=session_id) == gone
    ask("DELETE", path, sessionId=session_id)
    assert ask("POST", "/api/callers/erase", json={"callerNumber": "+15550111"})["more"] is False
    ask("POST", "/api/callers/erase", json={})


def _llm_nodes(stack: Stack, ask: Ask) -> None:
    talk = line(node("llm", instructions="Talk.", fallback="Sorry."), name="talking")
    stack.publish("talking", talk)
    turns = _session(ask, _turns(ask, "talking", None))["session"]["turns"]
    assert turns[-1]["effects"][0]["kind"] == "AskModel"


def _agents_and_numbers(stack: Stack, ask: Ask) -> None:
    agent: dict[str, Json] = {"name": "Ann", "flowId": "survey"}
    ask("PUT", "/api/agents/{agentId}", json=agent, agentId="ann")
    ask("PUT", "/api/agents/{agentId}", json={**agent, "voice": "v", "language": "en", "flowVersion": 1}, agentId="ben")
    ask("GET", "/api/agents/{agentId}", agentId="ben")
    ask("GET", "/api/agents?limit=1")
    ask("PUT", "/api/phone-numbers/{e164}", json={"agentId": "ann"}, e164="+15550107")
    ask("GET", "/api/phone-numbers/{e164}", e164="+15550107")
    ask("GET", "/api/phone-numbers")
    ask("POST", "/api/calls", json={"roomName": "call-1", "calledNumber": "+15550107"})
    ask("DELETE", "/api/phone-numbers/{e164}", e164="+15550107")
    for agent_id in ("ann", "ben"):
        ask("DELETE", "/api/agents/{agentId}", agentId=agent_id)
    saved = ask("PUT", "/api/settings", json={"transfers": {"prefixes": ["+1"]}})
    assert ask("GET", "/api/settings") == saved
    ask("PUT", "/api/settings", json={})
    assert ask("GET", "/api/audit")["entries"]


def _settings(stack: Stack, ask: Ask) -> None:
    served = stack.served(tool_secrets=InMemorySecrets(), webhook_secrets=InMemorySecrets())
    ask = replace(ask, client=served)
    ask("PUT", "/api/settings", json={"webhook": {"url": "http://127.0.0.1:9/hook"}})
    ask("POST", "/api/settings/webhook/test")
    for path in ("/api/settings/secrets/{name}", "/api/settings/webhook/secret"):
        named = {"name": "KEY"} if path.endswith("{name}") else {}
        ask("PUT", path, json={"value": "v"}, **named)
        ask("PUT", path, json={"value": "v" * 40}, **named)
    assert ask("GET", "/api/settings/secrets")["secrets"]
    assert ask("POST", "/api/settings/webhook/test")["problem"]
    kept = Delivery("event_1", "session.ended", None, None, "2026-06-01T12:00:00.000Z", 1, None, "no answer")
    stack.services.deliveries.keep("demo", kept)
    head = stack.services.sessions.head(_turns(ask, "survey", None))
    assert head is not None
    started = event_id(head, "session.started")
    stack.services.deliveries.keep(
        "demo", replace(kept, event_id=started, event="session.started", session_id=head.session_id)
    )
    assert ask("GET", "/api/settings/webhook/deliveries")["deliveries"]
    for again in ("event_1", "event_2", started):
        ask("POST", "/api/settings/webhook/deliveries/{eventId}/redeliver", eventId=again)
    for path in ("/api/settings/secrets/{name}", "/api/settings/webhook/secret"):
        named = {"name": "KEY"} if path.endswith("{name}") else {}
        ask("DELETE", path, **named)
        ask("DELETE", path, **named)
    ask("PUT", "/api/settings", json={})


def _rooms(stack: Stack, ask: Ask) -> None:
    for mode in ("test-chat", "test-audio"):
        room = ask("POST", "/api/flows/{flowId}/" + mode, json={"variables": {"a": 1}}, flowId="survey")
        session = _session(ask, room["sessionId"])["session"]
        assert session["status"] == "pending"
        assert session["testMetadata"]["testMode"] == mode.removeprefix("test-")
        ended = sent(stack.client, event("room_finished", room["roomName"]))
        ask.documented.judge("post", "/api/livekit/webhook", ended)
        assert _session(ask, room["sessionId"])["session"]["status"] == "abandoned"


def _live_calls(stack: Stack, ask: Ask) -> None:
    rooms = InMemoryRooms()
    supervised = replace(ask, client=stack.served(rooms=rooms))
    room = supervised("POST", "/api/flows/{flowId}/test-audio", flowId="survey")
    index_session(*_stores(stack))(_head(stack, room["sessionId"]))
    there = rooms.livekit.room(room["roomName"])
    there.enters("ann")
    there.supervised_by("bob", "listen")
    rooms.livekit.dispatch(room["roomName"])
    assert supervised("GET", "/api/calls?limit=1")["calls"][0]["supervisors"] == [{"name": "bob", "mode": "listen"}]
    for mode in ("listen", "takeOver"):
        path = "/api/flows/sessions/{sessionId}/supervise"
        supervised("POST", path, json={"mode": mode}, sessionId=room["sessionId"])
    supervised("POST", "/api/flows/sessions/{sessionId}/whisper", json={"text": "Hi"}, sessionId=room["sessionId"])
    stack.services.takeovers.save(room["sessionId"], Takeover("PA_1", "ann", 1, 2))
    assert _session(ask, room["sessionId"])["session"]["takeovers"]


def _stores(stack: Stack) -> tuple[Table, DynamoSessions]:
    table = Table(stack.services.settings.sessions_table, stack.services.settings.region)
    return table, DynamoSessions(table, keep_days=1)


def _head(stack: Stack, session_id: str) -> Head:
    head = stack.services.sessions.head(session_id)
    assert head is not None
    return head


def _health(stack: Stack, ask: Ask) -> None:
    ask("GET", "/api/health")
    ask("GET", "/api/me")
    made = ask("POST", "/api/keys", json={"name": "k", "role": "viewer", "expiresAt": "2999-01-01T00:00:00Z"})
    ask("GET", "/api/keys")
    ask("DELETE", "/api/keys/{keyId}", keyId=made["keyId"])


def test_each_response_has_exactly_the_documented_fields(stack: Stack, documented: Documented) -> None:
    ask = Ask(stack.client, documented)
    for subject in (
        _flows,
        _versions,
        _checks,
        _problems,
        _sessions_of_every_kind,
        _a_tool_and_its_failure,
        _voices,
        _test_calls_of_a_tool,
        _replays,
        _gates,
        _environments,
        _tests_of_a_flow,
        _reports,
        _searches,
        _erasures,
        _llm_nodes,
        _agents_and_numbers,
        _settings,
        _rooms,
        _live_calls,
        _health,
    ):
        subject(stack, ask)
    assert documented.successes() - documented.seen == set()


def test_each_status_is_documented(documented: Documented) -> None:
    schemas = documented.document["components"]["schemas"]
    assert schemas["Status"]["enum"] == list(Status)
    assert set(schemas["Action"]["discriminator"]["mapping"]) == {"listen", "continue", "transfer", "hangup"}
    assert schemas["ProblemItem"]["properties"]["severity"]["enum"] == ["error", "warning"]


def test_no_schema_is_documented_twice(documented: Documented) -> None:
    names = list(documented.document["components"]["schemas"])
    assert not [name for name in names if "-" in name or "__" in name]


def test_each_operation_has_its_own_id(documented: Documented) -> None:
    ids = [one["operationId"] for methods in documented.document["paths"].values() for one in methods.values()]
    assert len(ids) == len(set(ids))
    assert {"getSession", "listSessions", "saveFlow", "checkFlow", "publishFlow", "process"} <= set(ids)
