"""An organization that uses up its open calls is refused, and no other organization notices."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from functions.settings import SettingsError, from_environment
from testing.api.documents import SURVEY
from testing.api.stack import LOCAL, ApiResponse, Stack, assert_problem, of, stack_on

LIMIT = 3
NUMBERS = {"acme": "+15550100", "umbrella": "+15550101"}


@pytest.fixture
def limited() -> Iterator[Stack]:
    with stack_on(replace(LOCAL, organization_calls=LIMIT)) as made:
        for organization, number in NUMBERS.items():
            made.publish("survey", SURVEY, organization)
            agent = {"name": "Anna", "flowId": "survey"}
            made.client.put("/api/agents/anna", json=agent, headers=of(organization))
            made.client.put(f"/api/phone-numbers/{number}", json={"agentId": "anna"}, headers=of(organization))
        yield made


def _test(stack: Stack, organization: str = "acme") -> ApiResponse:
    return stack.client.post("/api/flows/survey/test-chat", headers=of(organization))


def _call(stack: Stack, room: str, organization: str = "acme") -> ApiResponse:
    body = {"roomName": room, "calledNumber": NUMBERS[organization]}
    return stack.client.post("/api/calls", json=body)


def _end(stack: Stack, room: str) -> None:
    for number in range(9):
        if stack.process("survey", room, organization="acme", turnId=f"{number}", userInput="end")["completed"]:
            return
    raise AssertionError("the call does not end")


def test_the_call_beyond_the_limit_is_refused_with_the_time_to_wait(limited: Stack) -> None:
    assert [_test(limited).status_code for _ in range(LIMIT)] == [201] * LIMIT
    refused = _test(limited)
    problem = assert_problem(refused, 429)
    assert f"acme has {LIMIT} open calls" in problem["detail"]
    assert int(refused.headers["retry-after"]) > 0
    assert_problem(_call(limited, "phone"), 429)
    assert limited.observed.codes == ["organization-limit"] * 2


def test_another_organization_begins_calls_meanwhile(limited: Stack) -> None:
    for _ in range(2 * LIMIT):
        _test(limited)
    assert [_test(limited, "umbrella").status_code for _ in range(LIMIT - 1)] == [201] * (LIMIT - 1)
    assert _call(limited, "phone", "umbrella").status_code == 201


def test_calls_in_progress_continue(limited: Stack) -> None:
    rooms = [str(_test(limited).json()["roomName"]) for _ in range(LIMIT)]
    assert _test(limited).status_code == 429
    for room in rooms:
        assert limited.process("survey", room, organization="acme")["response"]


def test_the_end_of_a_call_makes_place_for_another(limited: Stack) -> None:
    rooms = [str(_test(limited).json()["roomName"]) for _ in range(LIMIT)]
    for _ in range(3):
        assert _test(limited).status_code == 429
        _end(limited, rooms.pop())
        begun = _test(limited)
        assert begun.status_code == 201
        rooms.append(str(begun.json()["roomName"]))


def test_a_repeated_call_is_the_same_call(limited: Stack) -> None:
    for _ in range(LIMIT + 2):
        assert _call(limited, "room").status_code == 201
    assert [_call(limited, f"room-{number}").status_code for number in range(LIMIT)] == [201] * (LIMIT - 1) + [429]
    assert _call(limited, "room").status_code == 201


def test_a_refused_call_leaves_nothing_behind(limited: Stack) -> None:
    rooms = [str(_test(limited).json()["roomName"]) for _ in range(LIMIT)]
    before = limited.stored()
    assert _call(limited, "phone").status_code == 429
    assert limited.stored() == before
    _end(limited, rooms[0])
    assert _call(limited, "phone").status_code == 201


def test_concurrent_calls_never_exceed_the_limit_together(limited: Stack) -> None:
    with ThreadPoolExecutor(8) as threads:
        statuses = [each.status_code for each in threads.map(lambda _: _test(limited), range(16))]
    assert statuses.count(201) <= LIMIT
    assert set(statuses) <= {201, 429}


def test_many_calls_that_ended_do_not_add_up(limited: Stack) -> None:
    for _ in range(6 * LIMIT):
        begun = _test(limited)
        assert begun.status_code == 201
        _end(limited, str(begun.json()["roomName"]))
    assert limited.stored().count("CALLS#acme") <= LIMIT + 1


def test_a_call_whose_session_was_never_stored_stops_counting(limited: Stack) -> None:
    now = limited.services.now()
    calls = limited.services.open_calls
    for number in range(LIMIT):
        assert calls.begin("acme", f"lost-{number}", limit=LIMIT, at=now)
    assert not calls.begin("acme", "next", limit=LIMIT, at=now + 30_000)
    assert calls.begin("acme", "next", limit=LIMIT, at=now + 90_000)


def test_without_a_limit_nothing_is_counted(stack: Stack) -> None:
    stack.publish("survey", SURVEY)
    assert {stack.client.post("/api/flows/survey/test-chat").status_code for _ in range(12)} == {201}
    assert "CALLS#" not in stack.stored()


@pytest.mark.parametrize("written", ["-1", "many", "1.5", "1e3"])
def test_a_limit_is_a_whole_number(written: str) -> None:
    with pytest.raises(SettingsError, match="CALLFLOW_ORGANIZATION_CALLS"):
        from_environment({"CALLFLOW_ORGANIZATION_CALLS": written})
    assert from_environment({"CALLFLOW_ORGANIZATION_CALLS": "50"}).organization_calls == 50
