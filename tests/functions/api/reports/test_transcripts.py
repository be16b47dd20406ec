"""The transcript of a session: its formats, all its pages, and who may read it."""

from __future__ import annotations

from typing import Any

import pytest

from functions.api.reports import transcripts
from functions.ports import turn_pages
from testing.api.documents import SURVEY
from testing.api.stack import Stack, assert_problem, of


def session(stack: Stack, room: str, *words: str, organization: str = "demo") -> str:
    stack.publish("survey", SURVEY, organization=organization)
    answer: Any = {}
    for number, said in enumerate(["", *words]):
        fields = {"userInput": said} if said else {}
        answer = stack.process("survey", room, organization=organization, turnId=f"t-{number}", **fields)
    return str(answer["sessionId"])


def read(stack: Stack, session_id: str, organization: str = "demo", **query: str) -> Any:
    path = f"/api/flows/sessions/{session_id}/transcript"
    return stack.client.get(path, params=query, headers=of(organization))


@pytest.mark.parametrize(
    ("wanted", "ending", "media_type"),
    [("text", "txt", "text/plain; charset=utf-8"), ("vtt", "vtt", "text/vtt; charset=utf-8")],
)
def test_a_transcript_is_a_file(stack: Stack, fresh: str, wanted: str, ending: str, media_type: str) -> None:
    session_id = session(stack, fresh, "Zoë <b>")
    answer = read(stack, session_id, format=wanted)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert answer.headers["content-disposition"] == f'attachment; filename="{session_id}.{ending}"'
    assert "Zoë" in answer.text
    assert answer.text.startswith("WEBVTT" if wanted == "vtt" else f"Session {session_id}\nFlow survey")


def test_the_default_is_text(stack: Stack, fresh: str) -> None:
    session_id = session(stack, fresh)
    assert read(stack, session_id).text == read(stack, session_id, format="text").text


def test_a_transcript_has_all_pages_of_the_conversation(
    stack: Stack, fresh: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    session_id = session(stack, fresh, "Ann", "no")
    whole = read(stack, session_id, format="json").json()
    monkeypatch.setattr(turn_pages, "MAX_TURNS", 1)
    shown = stack.client.get(f"/api/flows/sessions/{session_id}").json()["session"]
    assert shown["more"]
    again = read(stack, session_id, format="json").json()
    assert again == whole
    said = [message["content"] for message in again["messages"] if message["role"] == "user"]
    assert said == ["Ann", "no"]
    first = [{name: message[name] for name in ("role", "content", "at", "turnId")} for message in again["messages"]]
    assert first[: len(shown["context"]["conversation"])] == shown["context"]["conversation"]


def test_a_session_that_nobody_joined_has_an_empty_transcript(stack: Stack) -> None:
    stack.publish("survey", SURVEY)
    prepared = stack.client.post("/api/flows/survey/test-chat", headers=of("demo")).json()["sessionId"]
    assert read(stack, prepared, format="json").json()["messages"] == []


def test_only_the_organization_of_a_session_reads_its_transcript(stack: Stack, fresh: str) -> None:
    session_id = session(stack, fresh)
    assert_problem(read(stack, session_id, organization="other"), 404)
    assert_problem(read(stack, "session_none"), 404)
    assert_problem(read(stack, session_id, format="pdf"), 422, "format")


def test_a_transcript_that_does_not_fit_names_the_other_way(
    stack: Stack, fresh: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    session_id = session(stack, fresh, "Ann")
    for limit in (3, 100):
        monkeypatch.setattr(transcripts, "MAX_BYTES", limit)
        assert "`after`" in assert_problem(read(stack, session_id), 422)["detail"]
    monkeypatch.undo()
    monkeypatch.setattr(transcripts, "SECONDS", -1.0)
    assert_problem(read(stack, session_id), 422)
