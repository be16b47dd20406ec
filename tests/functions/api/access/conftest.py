"""The API as on AWS, with what an organization has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from testing.api.documents import SURVEY
from testing.api.events import WORKER, answered, rest, user
from testing.api.stack import LOCAL, Stack, stack_on

KEY = "a-key-of-calls-with-more-than-thirty-two-characters"
NUMBER = "+15550100"


@dataclass(frozen=True, slots=True)
class Acme:
    """The API, and the ids of what the organization acme has in it."""

    stack: Stack
    session_id: str
    """A phone call that is open."""
    capability: str
    """The right of the call's worker."""

    @property
    def ids(self) -> dict[str, str]:
        """The values of the parameters of paths, by their names."""
        return {
            "flowId": "survey",
            "agentId": "anna",
            "testId": "first",
            "e164": NUMBER,
            "sessionId": self.session_id,
            "version": "1",
            "name": "staging",
        }


@pytest.fixture(scope="module")
def acme() -> Iterator[Acme]:
    with stack_on(replace(LOCAL, auth="aws", call_key=KEY)) as stack:

        def done(method: str, path: str, body: Any = None, context: Any = None) -> Any:
            event = rest(method, path, user("acme", "callflow-admin") if context is None else context, body=body)
            answer = answered(stack.client, event)
            assert answer.status_code < 300, answer.text
            return answer

        done("PUT", "/api/flows/survey", SURVEY)
        done("POST", "/api/flows/survey/publish")
        done("PUT", "/api/flows/survey/tests/first", {"name": "first", "turns": [{"say": "Ann"}]})
        done("PUT", "/api/flows/survey/environments/staging", {"version": 1})
        done("PUT", "/api/agents/anna", {"name": "Anna", "flowId": "survey"})
        done("PUT", f"/api/phone-numbers/{NUMBER}", {"agentId": "anna"})
        call = done("POST", "/api/calls", {"roomName": "call", "calledNumber": NUMBER}, WORKER)
        yield Acme(stack, call.json()["sessionId"], call.headers["X-Call-Capability"])
