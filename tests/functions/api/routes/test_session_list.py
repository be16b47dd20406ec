"""`GET /api/sessions`: the sessions of an organization by any filters."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest

from flow_core.json import Json
from functions.adapters.dynamodb.items import Table
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
from functions.wiring.post_call import index_session
from testing.api.stack import Stack, assert_problem, of
from tests.functions.api.routes.test_sessions import CHOOSING


class Desk:
    """An organization whose sessions are indexed as the stream's function does it."""

    def __init__(self, stack: Stack, organization: str) -> None:
        self.stack, self.organization = stack, organization
        settings = stack.services.settings
        table = Table(settings.sessions_table, settings.region)
        self._index = index_session(table, DynamoSessions(table, keep_days=settings.session_days))
        stack.publish("desk", CHOOSING, organization)

    def call(self, room: str, *said: str, caller: str | None = None, agent: str | None = None) -> str:
        """Have a conversation, and index its first and last head."""
        session_id = ""
        for number, words in enumerate((None, *said)):
            fields: dict[str, Json] = {"turnId": f"t{number}", "userInput": words}
            session_id = self.stack.process("desk", room, organization=self.organization, **fields)["sessionId"]
            head = self.stack.services.sessions.head(session_id)
            assert head is not None
            session = replace(head.state.session, caller_number=caller, called_number="+15550100")
            self._index(replace(head, agent_id=agent, state=replace(head.state, session=session)))
        return session_id

    def ask(self, **query: str | int) -> Any:
        headers = of(self.organization)
        return self.stack.client.get(f"/api/sessions?{urlencode(query)}", headers=headers)

    def found(self, **query: str | int) -> list[str]:
        answer = self.ask(**query)
        assert answer.status_code == 200, answer.text
        return [each["sessionId"] for each in answer.json()["sessions"]]


@pytest.fixture
def desk(stack: Stack, fresh: str) -> Desk:
    return Desk(stack, fresh)


def test_sessions_are_found_by_each_filter_and_by_all_together(desk: Desk) -> None:
    bike = desk.call("one", "My bicycle is BROKEN", caller="+15550111", agent="ada")
    car = desk.call("two", "a car, and no bicycle")
    still_on = desk.call("three", caller="+15550111")
    newest = sorted([bike, car, still_on], key=lambda each: desk.stack.session(each, desk.organization)["createdAt"])
    assert set(desk.found()) == set(newest)
    assert desk.found(flowId="desk", to="2100-01-01") == desk.found()
    assert desk.found(status="waiting") == [still_on]
    assert set(desk.found(callerNumber="+1 555-0111")) == {bike, still_on}
    assert set(desk.found(text="Bicycle")) == {bike, car}
    assert desk.found(text="the bicycle, broken!") == [bike]
    assert desk.found(text="bicycle", callerNumber="15550111", agentId="ada", outcome="chosen", status="completed") == [
        bike
    ]
    assert desk.found(node="ask", status="completed", testMode="none", calledNumber="+15550100") == desk.found(
        text="bicycle"
    )
    assert desk.found(node="never") == desk.found(testMode="chat") == desk.found(flowId="another") == []
    assert desk.found(**{"from": "2100-01-01"}) == desk.found(to="2000-01-01") == []


def test_a_found_session_has_what_the_list_shows(desk: Desk) -> None:
    session_id = desk.call("one", "bicycle", caller="+15550111", agent="ada")
    stored = desk.stack.session(session_id, desk.organization)
    (shown,) = desk.ask(text="bicycle").json()["sessions"]
    assert shown == {
        "sessionId": session_id,
        "flowId": "desk",
        "flowVersion": 1,
        "status": "completed",
        "roomName": "one",
        "createdAt": stored["createdAt"],
        "channel": shown["channel"],
        "agentId": "ada",
        "callerNumber": "+15550111",
        "calledNumber": "+15550100",
        "outcome": "chosen",
    }


def test_pages_follow_each_other(desk: Desk) -> None:
    sessions = {desk.call(f"room-{number}", "bicycle") for number in range(5)}
    found: list[str] = []
    query: dict[str, str | int] = {"text": "bicycle", "limit": 2}
    for number in range(3):
        page = desk.ask(**query).json()
        found += [each["sessionId"] for each in page["sessions"]]
        assert (page["cursor"] is None) == (number == 2)
        query["cursor"] = page["cursor"]
    assert (len(found), set(found)) == (5, sessions)


def test_another_organization_finds_nothing_and_cannot_use_a_cursor(desk: Desk, fresh: str) -> None:
    for number in range(3):
        desk.call(f"room-{number}", "bicycle")
    cursor = desk.ask(limit=1).json()["cursor"]
    other = Desk(desk.stack, f"{fresh}-other")
    assert other.found() == other.found(text="bicycle") == []
    assert_problem(other.ask(cursor=cursor), 422, "cursor")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("flowId", "no/flow"),
        ("agentId", ""),
        ("status", "over"),
        ("callerNumber", " "),
        ("calledNumber", "1" * 101),
        ("outcome", ""),
        ("node", "  "),
        ("testMode", "real"),
        ("from", "yesterday"),
        ("to", "2026-13-01"),
        ("text", "the and"),
        ("text", "one1 two2 three3 four4 five5 six6 seven7 eight8 nine9"),
        ("text", "x" * 501),
        ("cursor", "no"),
        ("limit", "0"),
        ("limit", "101"),
    ],
)
def test_a_malformed_value_is_a_problem_of_its_field(desk: Desk, field: str, value: str) -> None:
    assert_problem(desk.ask(**{field: value}), 422, field)


def test_a_time_that_ends_before_it_begins_is_a_problem(desk: Desk) -> None:
    assert_problem(desk.ask(**{"from": "2026-11-02", "to": "2026-11-01"}), 422, "from")
