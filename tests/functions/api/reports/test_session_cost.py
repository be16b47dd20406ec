"""The cost of a session as the API returns it: from reports of workers to amounts, and who may read it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from flow_core.json import Json
from functions.api.reports import session_cost
from testing.api.documents import SURVEY
from testing.api.stack import Stack, assert_problem, of

USAGE: dict[str, Json] = {"worker": "abcdef", "heardMillis": {"aws": 12_500}, "spokenCharacters": {"aws/neural": 40}}


def cost(stack: Stack, session_id: str, organization: str = "demo") -> Any:
    return stack.client.get(f"/api/flows/sessions/{session_id}/cost", headers=of(organization))


def called(stack: Stack, usage: dict[str, Json] | None = None) -> str:
    """Begin a spoken test call, and take its turns."""
    stack.publish("survey", SURVEY)
    prepared = stack.client.post("/api/flows/survey/test-audio", headers=of("demo")).json()
    stack.process("survey", prepared["roomName"], turnId="1")
    stack.process("survey", prepared["roomName"], turnId="2", userInput="Ann", usage=usage)
    return str(prepared["sessionId"])


def test_a_call_costs_what_its_worker_reported(stack: Stack) -> None:
    answer = cost(stack, called(stack, USAGE)).json()
    assert answer["currency"] == "USD"
    heard, spoken, said, *_ = answer["parts"]
    assert heard == {
        "part": "speechToText",
        "detail": "aws",
        "quantity": "12.5",
        "unit": "second",
        "price": "0.0004",
        "amount": "0.005",
        "source": "measured",
    }
    assert (spoken["quantity"], spoken["price"], spoken["amount"]) == ("40", "0.000016", "0.00064")
    assert (said["part"], said["source"]) == ("textToSpeech", "estimated")
    amounts = [Decimal(part["amount"]) for part in answer["parts"] if part["amount"] is not None]
    assert Decimal(answer["total"]) == sum(amounts)


def test_a_repeated_turn_counts_its_report_once(stack: Stack) -> None:
    session_id = called(stack, USAGE)
    once = cost(stack, session_id).json()
    room = stack.client.get(f"/api/flows/sessions/{session_id}").json()["session"]["testMetadata"]["roomName"]
    stack.process("survey", room, turnId="2", userInput="Ann", usage=USAGE)
    assert cost(stack, session_id).json() == once


def test_the_speech_of_a_call_without_reports_is_unknown(stack: Stack) -> None:
    parts = cost(stack, called(stack)).json()["parts"]
    unknown = [part for part in parts if part["source"] == "unknown"]
    assert [part["part"] for part in unknown] == ["speechToText", "textToSpeech"]
    assert all(part["quantity"] is part["amount"] is part["price"] is None for part in unknown)


def test_an_organizations_own_price_counts(stack: Stack) -> None:
    session_id = called(stack, USAGE)
    settings = stack.client.get("/api/settings", headers=of("demo")).json()
    prices = {**settings["prices"], "textToSpeech": {"aws/neural": 0.3}, "livekitMinute": 0}
    saved = stack.client.put("/api/settings", json={**settings, "prices": prices}, headers=of("demo"))
    try:
        assert saved.json()["prices"] == prices
        spoken = next(part for part in cost(stack, session_id).json()["parts"] if part["detail"] == "aws/neural")
        assert (spoken["price"], spoken["amount"]) == ("0.0000003", "0.000012")
    finally:
        stack.client.put("/api/settings", json=settings, headers=of("demo"))


@pytest.mark.parametrize(
    ("usage", "field"),
    [
        ({"worker": "abcdef", "heardMillis": {"aws": -1}}, "usage.heardMillis.aws"),
        ({"worker": "abcdef", "heardMillis": {"aws": 10**12}}, "usage.heardMillis.aws"),
        ({"worker": "abcdef", "spokenCharacters": {"aws": 1.5}}, "usage.spokenCharacters.aws"),
        ({"worker": "abcdef", "spokenCharacters": {str(each): 1 for each in range(9)}}, "usage.spokenCharacters"),
        ({"worker": "Ann's number"}, "usage.worker"),
        ({"worker": "abcdef", "seconds": 4}, "usage.seconds"),
    ],
)
def test_a_report_that_cannot_be_true_is_refused_by_its_field(
    stack: Stack, fresh: str, usage: dict[str, Any], field: str
) -> None:
    stack.publish("survey", SURVEY)
    answer = stack.client.post("/api/flows/survey/process", json={"roomName": fresh, "usage": usage})
    assert_problem(answer, 422, field)


def test_only_the_organization_of_a_session_reads_its_cost(stack: Stack) -> None:
    session_id = called(stack)
    assert_problem(cost(stack, session_id, "other"), 404)
    assert_problem(cost(stack, "session_none"), 404)


def test_an_erased_session_has_no_cost(stack: Stack) -> None:
    session_id = called(stack, USAGE)
    stack.client.delete(f"/api/flows/sessions/{session_id}", headers=of("demo"))
    assert_problem(cost(stack, session_id), 404)


def test_a_session_with_too_many_turns_is_refused(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    session_id = called(stack)
    monkeypatch.setattr(session_cost, "MAX_TURNS", 1)
    assert "more than 1 turns" in assert_problem(cost(stack, session_id), 422)["detail"]
