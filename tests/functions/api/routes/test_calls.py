"""POST /api/calls: a number leads to an agent, and the agent to a flow."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flow_core.json import Json
from testing.api.documents import KNOWS, SURVEY, saying
from testing.api.events import WORKER, answered, rest, user
from testing.api.stack import LOCAL, ApiResponse, Stack, assert_problem, of

NUMBER = "+15550100"


@pytest.fixture(scope="module", autouse=True)
def _answering(stack: Stack) -> None:
    """acme answers its number with the flow `knows`, and has another agent with the flow `survey`."""
    for agent, document in (("knows", KNOWS), ("survey", SURVEY)):
        stack.publish(agent, document, "acme")
        stack.client.put(f"/api/agents/{agent}", json={"name": agent, "flowId": agent}, headers=of("acme"))
    _give(stack, NUMBER, "knows")


def _give(stack: Stack, number: str, agent: str) -> None:
    answer = stack.client.put(f"/api/phone-numbers/{number}", json={"agentId": agent}, headers=of("acme"))
    assert answer.status_code == 200, answer.text


def _call(stack: Stack, room: str, number: str = NUMBER, organization: str = "acme", **fields: Json) -> ApiResponse:
    body = {"roomName": room, "calledNumber": number, **fields}
    return stack.client.post("/api/calls", json=body, headers=of(organization))


def test_the_response_names_the_organization_and_the_session(stack: Stack, fresh: str) -> None:
    answer = _call(stack, fresh, callerNumber="+15550777", sipCallId="sip-1")
    assert answer.status_code == 201
    assert answer.json() == {
        "organizationId": "acme",
        "agentId": "knows",
        "flowId": "knows",
        "flowVersion": 1,
        "roomName": fresh,
        "sessionId": answer.json()["sessionId"],
    }


SPEAKS_SPANISH: dict[str, Json] = {**SURVEY, "language": "es-ES", "timeZone": "Europe/Madrid"}


@pytest.mark.parametrize(
    ("document", "fields", "language", "time_zone"),
    [
        (SPEAKS_SPANISH, {}, "es-ES", None),
        (SPEAKS_SPANISH, {"language": "es-MX", "timeZone": "America/Mexico_City"}, "es-MX", "America/Mexico_City"),
        (SURVEY, {"language": "de"}, "de", None),
        (SURVEY, {}, None, None),
    ],
)
def test_the_language_is_that_of_the_agent_or_else_of_the_flow(
    stack: Stack, fresh: str, document: dict[str, Json], fields: dict[str, Json], language: str | None, time_zone: str
) -> None:
    number = "+15550111"
    stack.publish(fresh, document, "acme")
    stack.client.put(f"/api/agents/{fresh}", json={"name": "a", "flowId": fresh, **fields}, headers=of("acme"))
    _give(stack, number, fresh)
    first = _call(stack, fresh, number).json()
    assert first.get("language") == language
    # The session has what the agent said when the call began.
    stack.client.put(f"/api/agents/{fresh}", json={"name": "a", "flowId": fresh}, headers=of("acme"))
    assert _call(stack, fresh, number).json() == first
    head = stack.services.run_turn.sessions.head(first["sessionId"])
    assert head is not None
    assert (head.state.session.language, head.state.session.time_zone) == (fields.get("language"), time_zone)


def test_the_session_is_pending_and_names_the_agent(stack: Stack, fresh: str) -> None:
    session = stack.session(_call(stack, fresh).json()["sessionId"], "acme")
    assert (session["status"], session["agentId"], session["turns"]) == ("pending", "knows", [])
    assert session["currentNodeId"] is None
    assert "testMetadata" not in session


def test_the_flow_knows_both_numbers_and_the_channel(stack: Stack, fresh: str) -> None:
    answer = _call(stack, fresh, "+1-555-0100", callerNumber="+15550777").json()
    turn = stack.process(answer["flowId"], fresh, organization="acme")
    assert turn["sessionId"] == answer["sessionId"]
    assert turn["response"] == "Hello. nobody on phone from +15550777 to +15550100"


@pytest.mark.parametrize("caller", [None, "anonymous", "sip:ann@example.com", "+1 555 0777"])
def test_a_caller_may_be_anyone(stack: Stack, fresh: str, caller: str | None) -> None:
    answer = _call(stack, fresh, callerNumber=caller).json()
    response = stack.process("knows", fresh, organization="acme")["response"]
    assert f"from {caller or 'null'} to" in response or "from  to" in response
    assert answer["agentId"] == "knows"


@pytest.mark.parametrize("number", ["+1-555-0100", "+1 (555) 0100", "15550100", "0015550100", "tel:+15550100"])
def test_the_number_may_have_any_notation(stack: Stack, fresh: str, number: str) -> None:
    first = _call(stack, fresh, number)
    assert first.status_code == 201
    assert first.json() == _call(stack, fresh).json()


def test_a_repeated_call_gets_the_same_response(stack: Stack, fresh: str) -> None:
    first = _call(stack, fresh)
    stack.process("knows", fresh, organization="acme")
    again = _call(stack, fresh, callerNumber="+15550999")
    assert (again.status_code, again.json()) == (201, first.json())
    session = stack.session(first.json()["sessionId"], "acme")
    assert (session["status"], len(session["turns"])) == ("waiting", 1)


def test_the_answer_stays_after_the_number_the_agent_and_the_flow_have_changed(stack: Stack, fresh: str) -> None:
    number = "+15550111"
    stack.publish(fresh, SURVEY, "acme")
    agent = {"name": "A", "flowId": fresh}
    stack.client.put(f"/api/agents/{fresh}", json=agent, headers=of("acme"))
    _give(stack, number, fresh)
    first = _call(stack, fresh, number).json()
    stack.publish(fresh, KNOWS, "acme")
    assert _call(stack, fresh, number).json() == first
    _give(stack, number, "survey")
    assert _call(stack, fresh, number).json() == first
    assert _call(stack, f"{fresh}-2", number).json()["agentId"] == "survey"
    stack.client.delete(f"/api/phone-numbers/{number}", headers=of("acme"))
    stack.client.delete(f"/api/agents/{fresh}", headers=of("acme"))
    assert _call(stack, fresh, number).json() == first
    assert_problem(_call(stack, f"{fresh}-3", number), 404)


def test_an_agent_may_name_a_version(stack: Stack, fresh: str) -> None:
    for document in (SURVEY, KNOWS):
        stack.publish(fresh, document, "acme")
    for version, expected in ((1, 1), ("latest", 2)):
        agent = {"name": "A", "flowId": fresh, "flowVersion": version}
        stack.client.put(f"/api/agents/{fresh}", json=agent, headers=of("acme"))
        _give(stack, "+15550112", fresh)
        assert _call(stack, f"{fresh}-{version}", "+15550112").json()["flowVersion"] == expected


def test_a_number_without_an_owner_is_404(stack: Stack, fresh: str) -> None:
    assert_problem(_call(stack, fresh, "+15559999"), 404)


def test_an_agent_or_a_published_flow_that_is_gone_is_404(stack: Stack, fresh: str) -> None:
    agent = {"name": "A", "flowId": "never-published"}
    stack.client.put(f"/api/agents/{fresh}", json=agent, headers=of("acme"))
    _give(stack, "+15550113", fresh)
    assert_problem(_call(stack, fresh, "+15550113"), 404)
    stack.save("never-published", SURVEY, "acme")
    assert_problem(_call(stack, fresh, "+15550113"), 404)
    stack.client.put(
        f"/api/agents/{fresh}", json={"name": "A", "flowId": "knows", "flowVersion": 99}, headers=of("acme")
    )
    assert_problem(_call(stack, fresh, "+15550113"), 404)
    stack.client.delete(f"/api/agents/{fresh}", headers=of("acme"))
    assert_problem(_call(stack, fresh, "+15550113"), 404)
    stack.client.put(f"/api/agents/{fresh}", json={"name": "A", "flowId": "knows"}, headers=of("acme"))
    assert _call(stack, fresh, "+15550113").status_code == 201


def test_the_numbers_organization_counts_and_not_the_workers(stack: Stack, fresh: str) -> None:
    answer = _call(stack, fresh, organization="umbrella").json()
    assert answer["organizationId"] == "acme"
    assert stack.session(answer["sessionId"], "acme")["organizationId"] == "acme"
    assert_problem(stack.client.get(f"/api/flows/sessions/{answer['sessionId']}", headers=of("umbrella")), 404)


def test_a_user_of_another_organization_answers_none_of_its_calls(stack: Stack, fresh: str) -> None:
    """A worker serves every organization. A user of the dashboard sees only the user's organization."""
    on_aws = stack.served(settings=replace(LOCAL, auth="aws"))
    body: Json = {"roomName": fresh, "calledNumber": NUMBER}
    for _ in range(2):
        theirs = answered(on_aws, rest("POST", "/api/calls", user("umbrella"), body=body))
        assert_problem(theirs, 404)
        assert "knows" not in theirs.text
        assert answered(on_aws, rest("POST", "/api/calls", user("acme"), body=body)).status_code == 201
    worker = answered(on_aws, rest("POST", "/api/calls", WORKER, body=body, headers=of("umbrella")))
    assert worker.json()["organizationId"] == "acme"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"roomName": ""}, "roomName"),
        ({"roomName": "r" * 256}, "roomName"),
        ({"roomName": None}, "roomName"),
        ({"calledNumber": "support"}, "calledNumber"),
        ({"calledNumber": 15550100}, "calledNumber"),
        ({"calledNumber": None}, "calledNumber"),
        ({"callerNumber": 5}, "callerNumber"),
        ({"callerNumber": "5" * 101}, "callerNumber"),
        ({"sipCallId": {}}, "sipCallId"),
        ({"organizationId": "acme"}, "organizationId"),
    ],
    ids=lambda body: str(body)[:40],
)
def test_an_invalid_field_is_named(stack: Stack, fresh: str, fields: dict[str, Json], field: str) -> None:
    body = {"roomName": fresh, "calledNumber": NUMBER, **fields}
    assert_problem(stack.client.post("/api/calls", json=body), 422, field)


def test_a_call_gets_a_version_of_its_agents_split_and_keeps_it(stack: Stack, fresh: str) -> None:
    number = "+15550112"
    for message in ("one", "two"):
        stack.publish(fresh, saying(message), "acme")

    def split(first: int) -> None:
        shares: Json = [{"version": 1, "percent": first}, {"version": 2, "percent": 100 - first}]
        agent: Json = {"name": "a", "flowId": fresh, "flowVersion": {"split": shares}}
        assert stack.client.put(f"/api/agents/{fresh}", json=agent, headers=of("acme")).status_code == 200

    split(100)
    _give(stack, number, fresh)
    before = _call(stack, f"{fresh}-0", number).json()
    split(50)
    got = {room: _call(stack, f"{fresh}-{room}", number).json() for room in range(12)}
    assert got[0] == before
    assert {answer["flowVersion"] for answer in got.values()} == {1, 2}
    for room, answer in got.items():
        words = stack.process(fresh, f"{fresh}-{room}", organization="acme", turnId="t")["response"]
        assert words == f"Hello. {'one' if answer['flowVersion'] == 1 else 'two'}"
        assert stack.session(answer["sessionId"], "acme")["flowVersion"] == answer["flowVersion"]
    split(0)
    assert _call(stack, f"{fresh}-new", number).json()["flowVersion"] == 2
    assert _call(stack, f"{fresh}-0", number).json() == before


def test_a_call_that_gets_a_version_that_does_not_exist_is_404(stack: Stack, fresh: str) -> None:
    number = "+15550113"
    stack.publish(fresh, SURVEY, "acme")
    agent: Json = {"name": "a", "flowId": fresh, "flowVersion": {"split": [{"version": 7, "percent": 100}]}}
    stack.client.put(f"/api/agents/{fresh}", json=agent, headers=of("acme"))
    _give(stack, number, fresh)
    assert "published version 7" in assert_problem(_call(stack, fresh, number), 404)["detail"]
