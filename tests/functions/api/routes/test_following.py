"""Following a session: a tag needs one read if nothing has changed, and a continuation reads only what is new."""

from __future__ import annotations

from typing import Any

import pytest

from flow_core.json import Json
from functions.ports import turn_pages
from functions.ports.turn_pages import TurnPage
from functions.records import Head, TurnRecord
from testing.api.documents import SURVEY
from testing.api.events import answered, rest, user
from testing.api.stack import LOCAL, Stack, assert_problem, of, stack_on
from testing.flows import edge, flow, node
from tests.functions.turn.test_continuations import merged

ECHO: dict[str, Json] = flow(
    [node("start"), node("elicitation", "ask", prompt="More than {{ said }}?", variable="said"), node("end")],
    [edge("start", "ask"), edge("ask", "ask"), edge("ask", "end", "noMatch"), edge("ask", "end", "noInput")],
    name="echo",
)
"""A flow that asks until the caller says nothing."""


class Counted:
    """Wraps the sessions of a stack, and records the reads."""

    def __init__(self, sessions: Any) -> None:
        self._sessions = sessions
        self.reads: list[str] = []

    def head(self, session_id: str) -> Head | None:
        self.reads.append("head")
        found: Head | None = self._sessions.head(session_id)
        return found

    def turn(self, session_id: str, turn_id: str) -> TurnRecord | None:
        self.reads.append(turn_id)
        found: TurnRecord | None = self._sessions.turn(session_id, turn_id)
        return found

    def turns_after(self, head: Head, number: int) -> TurnPage:
        self.reads.append(f"after {number}")
        found: TurnPage = self._sessions.turns_after(head, number)
        return found

    def turn_at(self, head: Head, number: int) -> str:
        self.reads.append(f"at {number}")
        return str(self._sessions.turn_at(head, number))


@pytest.fixture
def session_id(stack: Stack, fresh: str) -> str:
    """A session of twelve turns: t-1 to t-12."""
    stack.publish("echo", ECHO)
    session_id = str(stack.process("echo", fresh, turnId="t-1")["sessionId"])
    for number in range(2, 13):
        stack.process("echo", fresh, turnId=f"t-{number}", userInput=f"words {number}")
    return session_id


def _counted(stack: Stack, path: str, **headers: str) -> tuple[Any, list[str]]:
    counted = Counted(stack.services.sessions)
    answer = stack.served(sessions=counted).get(path, headers=headers)
    return answer, counted.reads


def test_the_tag_is_strong_and_stays_while_nothing_changes(stack: Stack, fresh: str, session_id: str) -> None:
    path = f"/api/flows/sessions/{session_id}"
    first, second = stack.client.get(path), stack.client.get(path)
    assert first.headers["etag"] == second.headers["etag"]
    assert first.headers["etag"].strip('"').isdigit()
    assert first.headers["cache-control"] == "private, no-cache"
    stack.process("echo", fresh, userInput="more")
    assert stack.client.get(path).headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize("names", ["{}", "W/{}", '"x", {}', '"a,b" ,W/{} , "y"', "*", " * ", "{},"])
def test_a_reader_that_sends_the_tag_gets_a_304(stack: Stack, session_id: str, names: str) -> None:
    path = f"/api/flows/sessions/{session_id}"
    tag = stack.client.get(path).headers["etag"]
    answer, reads = _counted(stack, path, **{"If-None-Match": names.format(tag)})
    assert (answer.status_code, answer.content) == (304, b"")
    assert (answer.headers["etag"], answer.headers["cache-control"]) == (tag, "private, no-cache")
    assert answer.headers["x-request-id"]
    assert reads == ["head"]


@pytest.mark.parametrize("names", ['"0"', "", "nonsense", 'x "{}"', "{bare}", '"{bare}', '"0" {}', "W/*", '"*"'])
def test_any_other_header_gets_the_session(stack: Stack, session_id: str, names: str) -> None:
    path = f"/api/flows/sessions/{session_id}"
    tag = stack.client.get(path).headers["etag"]
    named = names.replace("{bare}", tag.strip('"')).replace("{}", tag)
    answer = stack.client.get(path, headers={"If-None-Match": named})
    assert answer.status_code == 200
    assert answer.json()["session"]["sessionId"] == session_id


def test_a_tag_opens_nothing_to_another_organization(stack: Stack, session_id: str) -> None:
    headers = {"If-None-Match": "*", **of("umbrella")}
    assert_problem(stack.client.get(f"/api/flows/sessions/{session_id}", headers=headers), 404)


def test_a_continuation_reads_the_later_turns_alone(stack: Stack, session_id: str) -> None:
    path = f"/api/flows/sessions/{session_id}"
    answer, reads = _counted(stack, f"{path}?after=t-10")
    session = answer.json()["session"]
    assert reads == ["head", "after 10"]
    assert session["after"] == "t-10"
    assert [turn["turnId"] for turn in session["turns"]] == ["t-11", "t-12"]
    assert {message["turnId"] for message in session["context"]["conversation"]} == {"t-11", "t-12"}
    assert answer.headers["etag"] == stack.client.get(path).headers["etag"]
    whole = stack.session(session_id)
    assert {**session, "turns": 0, "context": 0, "after": 0} == {**whole, "turns": 0, "context": 0, "after": 0}
    assert session["context"]["variables"] == whole["context"]["variables"]


@pytest.mark.parametrize("after", ["none", "", "%00", "x" * 3000, "t-12 "])
def test_without_a_turn_of_the_session_the_response_is_the_whole_session(
    stack: Stack, session_id: str, after: str
) -> None:
    answer = stack.client.get(f"/api/flows/sessions/{session_id}?after={after}")
    assert answer.json()["session"] == stack.session(session_id)
    assert "after" not in answer.json()["session"]


def test_a_reader_can_continue_after_any_turn(stack: Stack, session_id: str) -> None:
    answer, reads = _counted(stack, f"/api/flows/sessions/{session_id}?after=t-2")
    session = answer.json()["session"]
    assert reads == ["head", "t-2", "at 2", "after 2"]
    assert session["after"] == "t-2"
    assert [turn["turnId"] for turn in session["turns"]] == [f"t-{number}" for number in range(3, 13)]


def test_a_session_that_does_not_fit_is_read_in_parts(
    stack: Stack, session_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = stack.session(session_id)
    assert "more" not in whole
    monkeypatch.setattr(turn_pages, "MAX_TURNS", 5)
    path = f"/api/flows/sessions/{session_id}"
    known: Any = stack.client.get(path).json()["session"]
    assert known["more"] is True
    parts = 1
    while known.pop("more", False):
        last = known["turns"][-1]["turnId"]
        known = merged(known, stack.client.get(f"{path}?after={last}").json()["session"])
        assert known.pop("after") == last
        parts += 1
    assert known == whole
    assert parts == 3


def test_a_continuation_has_the_heard_part_of_an_interrupted_reply(stack: Stack, fresh: str) -> None:
    stack.publish("survey", SURVEY)
    session_id = stack.process("survey", fresh, turnId="t-1")["sessionId"]
    known = stack.session(session_id)
    cut: Json = {"turnId": "t-1", "heard": "Hello."}
    stack.process("survey", fresh, turnId="t-2", userInput="Ann", interrupted=cut)
    session = stack.client.get(f"/api/flows/sessions/{session_id}?after=t-1").json()["session"]
    assert session["turns"][0]["interrupted"] == cut
    said = [(message["turnId"], message["content"]) for message in session["context"]["conversation"]]
    assert said == [("t-1", "Hello."), ("t-2", "Ann"), ("t-2", "Which city, Ann?")]
    assert session["context"]["conversation"][0]["interrupted"] is True
    assert merged(known, session) == {**stack.session(session_id), "after": "t-1"}
    assert "interrupted" not in known["turns"][0]


def test_both_work_behind_api_gateway() -> None:
    with stack_on(LOCAL) as local:
        local.publish("survey", SURVEY)
        session_id = local.process("survey", "r", turnId="t-1")["sessionId"]
        local.process("survey", "r", turnId="t-2", userInput="Ann")
        path = f"/api/flows/sessions/{session_id}"
        event = rest("GET", path, user("demo"))
        whole = answered(local.client, event)
        assert whole.headers["etag"] == f'"{_version(local, session_id)}"'
        unchanged = rest("GET", path, user("demo"), headers={"If-None-Match": whole.headers["etag"]})
        answer = answered(local.client, unchanged)
        assert (answer.status_code, answer.text) == (304, "")
        assert answer.headers["etag"] == whole.headers["etag"]
        query = {"queryStringParameters": {"after": "t-1"}, "multiValueQueryStringParameters": {"after": ["t-1"]}}
        continued = answered(local.client, {**event, **query}).json()["session"]
        assert [turn["turnId"] for turn in continued["turns"]] == ["t-2"]


def _version(stack: Stack, session_id: str) -> int:
    sessions = stack.services.sessions
    head = sessions.head(session_id)
    assert head is not None
    return head.version
