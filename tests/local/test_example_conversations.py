"""Two natural conversations with each example that authors write first, with the tools of the local stack."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from flow_core.effects import CallTool
from flow_core.json import Json
from functions.adapters.http.request import filled, looked_up
from functions.adapters.javascript.engine import JavaScript
from functions.deadline import Deadline
from functions.ports.tools import Answered, Failed, SecretNamed, ToolOutcome
from local.commands.check import flow_beside
from local.examples import EXAMPLES
from local.site.demo_tools import router
from testing.stage import Stage


@dataclass(frozen=True)
class Heard:
    """One turn of the caller, and the reply that is expected."""

    said: str | None
    """None: the caller says nothing, or the flow goes on by itself."""
    reply: str
    """A regular expression that the reply matches, in any case."""
    call: dict[str, Any] = field(default_factory=dict)
    """Further fields of TurnCall."""


def keyed(keys: str, reply: str) -> Heard:
    return Heard(None, reply, {"dtmf": keys})


def silence(reply: str) -> Heard:
    return Heard(None, reply, {"no_input": True})


class DemoTools:
    """The tools of the local stack, in this process."""

    def __init__(self) -> None:
        app = FastAPI()
        app.include_router(router)
        self._client = TestClient(app)

    def call(self, effect: CallTool, *, idempotency_key: str, secrets: SecretNamed, deadline: Deadline) -> ToolOutcome:
        values = looked_up(effect.request, secrets)
        assert not isinstance(values, Failed)
        request = filled(effect.request, values, {"Idempotency-Key": idempotency_key})
        assert not isinstance(request, Failed)
        path, headers = request.url.raw_path.decode(), list(request.headers)
        answer = self._client.request(request.method, path, content=request.content, headers=headers)
        return Answered(answer.status_code, dict(answer.headers), answer.json())


@pytest.fixture(scope="module")
def javascript() -> Iterator[JavaScript]:
    with JavaScript() as engine:
        yield engine


# The clock of the stage stands at noon of Monday, 1 June 2026, in UTC.
CONVERSATIONS: list[tuple[str, list[Heard], dict[str, Json], str | None]] = [
    (
        "restaurant-booking",
        [
            Heard("hi, a table for four tomorrow at half past seven in the evening please", "four|4.*right"),
            Heard("yes but make it five people", "5|five"),
            Heard("yes please", "one moment"),
            Heard(None, "booked"),
        ],
        {"people": 5, "day": "2026-06-02", "time": "19:30"},
        "booked",
    ),
    (
        "restaurant-booking",
        [
            Heard("six, no sorry, seven people", "which day"),
            Heard("the twelfth of june please", "what time"),
            Heard("sorry what did you say", "what time"),
            Heard("quarter past eight", "right"),
            Heard("no, at nine in the evening", "right"),
            Heard("that's right", "one moment"),
            Heard(None, "booked"),
        ],
        {"people": 7, "day": "2026-06-12", "time": "21:00"},
        "booked",
    ),
    (
        "identity-check",
        [
            Heard("uh it's the twelfth of march nineteen eighty", "account number"),
            Heard("zero zero one two three four five six", "verified"),
        ],
        {"birthday": "1980-03-12", "account": "00123456", "tries": 1, "known": True},
        "verified",
    ),
    (
        "identity-check",
        [
            Heard("november 30th 75", "account number"),
            Heard("hold on a second", ""),
            Heard("double four, no, I have to look", "eight digits"),
            keyed("40404041", "can't find.*date of birth"),
            Heard("the thirtieth of november nineteen seventy five", "account number"),
            Heard("it's four oh four oh, four oh four oh", "verified"),
        ],
        {"birthday": "1975-11-30", "account": "40404040", "tries": 2, "known": True},
        "verified",
    ),
    (
        "insurance-claim",
        [
            Heard("it's j dot smith at example dot com", "postcode"),
            Heard("S W 1 A 1 A A", "which day"),
            Heard("yesterday", "police"),
            Heard("no I don't have one", "what happened"),
            Heard("um so I was parked and uh someone ran into my door and drove off", "filing"),
            Heard(None, "claim number"),
        ],
        {"email": "j.smith@example.com", "postcode": "SW1A 1AA", "day": "2026-05-31", "police": None},
        "filed",
    ),
    (
        "insurance-claim",
        [
            Heard("can you repeat that please", "e-mail"),
            Heard("anna underscore lee at mail dot example dot org", "postcode"),
            Heard("that's M for mother, one, one, A for apple, A for apple", "which day"),
            Heard("03/05/2026", "police"),
            Heard("yes, it's Q R 7 7 2", "what happened"),
            silence("take your time"),
            Heard("a tree fell on the shed", "filing"),
            Heard(None, "claim number"),
        ],
        {
            "email": "anna_lee@mail.example.org",
            "postcode": "M1 1AA",
            "day": "2026-05-03",
            "police": "QR772",
            "story": "a tree fell on the shed",
        },
        "filed",
    ),
    (
        "prescription-refill",
        [
            silence("are you there"),
            keyed("0012345", "look that up"),
            Heard(None, "amoxicillin"),
            keyed("2", "ready tomorrow"),
        ],
        {"number": "0012345", "when": "tomorrow", "refills": 2},
        "refilled",
    ),
    (
        "prescription-refill",
        [
            Heard("it's one two three four five six seven", "look that up"),
            Heard(None, "can't find"),
            Heard("oh sorry, double zero one two three four five", "look that up"),
            Heard(None, "amoxicillin"),
            Heard("today would be great", "ready today"),
        ],
        {"number": "0012345", "when": "today", "refills": 2},
        "refilled",
    ),
    (
        "appointment-reminder",
        [
            Heard("sorry, could you say that again please", "can you make it"),
            Heard("who is this", "will you come"),
            Heard("yes that works", "see you then"),
        ],
        {"keep": True},
        "confirmed",
    ),
    (
        "appointment-reminder",
        [
            Heard("oh no I can't, I'm away that day", "which other day"),
            Heard("anything but monday", "which day"),
            Heard("tuesday next week", "what time"),
            Heard("half past nine in the morning", "shall I move it"),
            Heard("mm yes please", "moved"),
        ],
        {"keep": False, "day": "2026-06-09", "time": "09:30"},
        "moved",
    ),
    (
        "card-lock",
        [
            Heard("my credit card please", "for locking your credit card.*date of birth"),
            Heard("the twelfth of march nineteen eighty", "account number"),
            Heard("zero zero one two three four five six", "thank you.*your credit card.*is locked"),
        ],
        {"card": "credit", "account": "00123456"},
        "locked",
    ),
    (
        "card-lock",
        [
            Heard("debit", "date of birth"),
            Heard("the first of may 1970", "account number"),
            keyed("11111111", "can't find.*date of birth"),
            Heard("sorry, what did you say?", "date of birth"),
            Heard("the first of may 1970", "account number"),
            keyed("11111111", "could not verify you.*colleague"),
        ],
        {"card": "debit", "account": "11111111"},
        None,
    ),
    (
        "statement-request",
        [
            Heard("november 30th 75", "account number"),
            Heard("four oh four oh four oh four oh", "thank you.*which day"),
            Heard("the first of may", "May.*by post"),
        ],
        {"account": "40404040", "month": "2026-05-01"},
        "sent",
    ),
    (
        "statement-request",
        [
            silence("date of birth"),
            silence("date of birth"),
            silence("branches"),
        ],
        {"account": ""},
        "not-sent",
    ),
    (
        "verify-caller",
        [
            Heard("the twelfth of march nineteen eighty", "account number"),
            keyed("00123456", "thank you"),
        ],
        {"known": True, "tries": 1},
        "verified",
    ),
    (
        "verify-caller",
        [
            Heard("november 30th 75", "account number"),
            keyed("00000000", "can't find"),
            Heard("november 30th 75", "account number"),
            keyed("40404040", "thank you"),
        ],
        {"known": True, "tries": 2},
        "verified",
    ),
]


@pytest.mark.parametrize(
    ("name", "turns", "variables", "outcome"),
    CONVERSATIONS,
    ids=[f"{name}-{index % 2 + 1}" for index, (name, *_) in enumerate(CONVERSATIONS)],
)
def test_a_natural_conversation_comes_to_its_end(
    name: str, turns: list[Heard], variables: dict[str, Json], outcome: str | None, javascript: JavaScript
) -> None:
    example = flow_beside(EXAMPLES / name / "flow.json")
    assert example is not None
    stage = Stage((example,), javascript, tools=DemoTools())
    stage.turn("0")
    for number, heard in enumerate(turns, 1):
        reply = stage.turn(str(number), heard.said, **heard.call)
        assert re.search(heard.reply, reply["response"], re.IGNORECASE | re.DOTALL), (heard, reply["response"])
    assert {each: stage.variables.get(each) for each in variables} == variables
    assert stage.head.state.outcome == outcome
