"""The contract of `Replays`: the table, and the fake that other tests use."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flow_core.state import Status
from functions.adapters.dynamodb.flows.replays import DynamoReplays
from functions.ports.changes.replays import KEPT_DAYS, Choice, KeptCall, ReplayJob, Replays
from functions.records import FlowPin
from testing.replay.kept import InMemoryReplays
from testing.stage import NOON

CHOICE = Choice(500, (1, "draft"), (Status.COMPLETED,), 20)
JOB = ReplayJob("0001-a", "support", FlowPin(None, 7, "abc"), CHOICE, NOON, "ann@example.com", NOON)
CALLS = ["session_a", "session_b", "session_c"]
SAME = KeptCall("session_a", "same")
DIFFERS = KeptCall("session_b", "differs", 2, "which", ("node", "words"), mild=True, why="it ends")
CANNOT = KeptCall("session_c", "cannot", 1, "look-up", why="the tool of node look-up")


@pytest.fixture(params=["memory", "dynamodb"])
def replays(request: pytest.FixtureRequest) -> Replays:
    if request.param == "memory":
        return InMemoryReplays()
    store: Replays = request.getfixturevalue("dynamo_replays")
    return store


def begun(replays: Replays, job: ReplayJob = JOB) -> ReplayJob:
    replays.begin("acme", replace(job, total=len(CALLS)), CALLS)
    found = replays.get("acme", job.flow_id, job.job_id)
    assert found is not None
    return found


def test_a_replay_is_returned_as_it_began(replays: Replays) -> None:
    assert replays.get("acme", "support", JOB.job_id) is None
    replays.begin("acme", JOB)
    assert replays.get("acme", "support", JOB.job_id) == JOB
    assert replays.results("acme", JOB) == []


def test_its_calls_may_be_chosen_later(replays: Replays) -> None:
    replays.begin("acme", JOB)
    chosen = replays.choose("acme", JOB, CALLS, NOON + 5)
    assert chosen == replace(JOB, total=3, updated_at=NOON + 5, moves=1)
    assert replays.get("acme", "support", JOB.job_id) == chosen
    assert replays.chosen("acme", chosen) == CALLS


def test_results_are_added_in_order_and_those_that_are_the_same_are_counted(replays: Replays) -> None:
    job = begun(replays)
    first = replays.advance("acme", job, 2, [SAME, DIFFERS], NOON + 1)
    assert first is not None
    assert (first.done, first.same, first.differ, first.cannot, first.ended) == (2, 1, 1, 0, False)
    assert replays.results("acme", first) == [DIFFERS]
    second = replays.advance("acme", first, 1, [CANNOT], NOON + 2)
    assert second is not None
    assert (second.done, second.cannot, second.updated_at, second.ended) == (3, 1, NOON + 2, True)
    assert replays.get("acme", "support", JOB.job_id) == second
    assert replays.results("acme", second) == [DIFFERS, CANNOT]


def test_an_erased_call_has_no_result_and_counts_as_folded(replays: Replays) -> None:
    moved = replays.advance("acme", begun(replays), 3, [SAME], NOON)
    assert moved is not None
    assert (moved.done, moved.same, moved.differ, moved.cannot, moved.ended) == (3, 1, 0, 0, True)


def test_of_two_processes_with_the_same_calls_the_second_changes_nothing(replays: Replays) -> None:
    job = begun(replays)
    first = replays.advance("acme", job, 3, [SAME, DIFFERS, CANNOT], NOON)
    assert first is not None
    assert replays.advance("acme", job, 2, [SAME, replace(DIFFERS, turn=9)], NOON) is None
    replays.give_up("acme", job, "late", NOON)
    assert replays.choose("acme", job, ["other"], NOON) is None
    assert replays.get("acme", "support", JOB.job_id) == first
    assert replays.results("acme", first) == [DIFFERS, CANNOT]


def test_a_replay_that_is_given_up_has_ended_and_keeps_its_results(replays: Replays) -> None:
    moved = replays.advance("acme", begun(replays), 2, [SAME, DIFFERS], NOON)
    assert moved is not None
    replays.give_up("acme", moved, "no engine", NOON + 9)
    found = replays.get("acme", "support", JOB.job_id)
    assert found is not None
    assert (found.failed, found.ended, found.updated_at) == ("no engine", True, NOON + 9)
    assert replays.results("acme", found) == [DIFFERS]


def test_a_replay_that_begins_again_has_nothing_of_the_one_before(replays: Replays) -> None:
    old = replays.advance("acme", begun(replays), 3, [SAME, DIFFERS, CANNOT], NOON)
    assert old is not None
    again = begun(replays, replace(JOB, at=NOON + 60_000))
    assert replays.results("acme", again) == []
    assert replays.advance("acme", old, 1, [SAME], NOON) is None
    assert replays.advance("acme", replace(old, moves=0), 1, [SAME], NOON) is None
    assert replays.get("acme", "support", JOB.job_id) == again


def test_the_newest_come_first_and_those_of_a_gate_are_left_out(replays: Replays) -> None:
    jobs = [replace(JOB, job_id=f"{number:013d}-a") for number in range(4)]
    for job in (*jobs, replace(JOB, job_id="gate-7-alone-500")):
        replays.begin("acme", job)
    replays.begin("acme", replace(JOB, flow_id="other", job_id="9"))
    replays.begin("other", replace(JOB, job_id="9"))
    assert replays.newest("acme", "support", 3) == jobs[:0:-1]
    assert replays.newest("acme", "support", 50) == jobs[::-1]


@pytest.mark.parametrize("odd", ["acme#x", "ünï ☎", "..", "per%23cent", "0001-a#0"])
def test_no_replay_has_anything_of_another(replays: Replays, odd: str) -> None:
    job = begun(replays)
    replays.begin("acme", replace(JOB, job_id=odd, total=1), ["odd"])
    replays.advance("acme", replace(JOB, job_id=odd, total=1), 1, [replace(CANNOT, session_id="odd")], NOON)
    assert replays.chosen("acme", job) == CALLS
    assert replays.results("acme", job) == []
    assert replays.get(odd, "support", JOB.job_id) is None
    assert replays.get("acme", odd, JOB.job_id) is None


def test_ten_thousand_calls_and_their_results_fit(replays: Replays) -> None:
    calls = [f"session_{number:032x}" for number in range(10_000)]
    replays.begin("acme", replace(JOB, total=10_000), calls)
    job: ReplayJob | None = replace(JOB, total=10_000)
    for start in range(0, 10_000, 2_500):
        assert job is not None
        results = [replace(DIFFERS, session_id=each, why="w" * 200) for each in calls[start : start + 2_500]]
        job = replays.advance("acme", job, 2_500, results, NOON)
    assert job is not None
    assert job.ended
    assert replays.chosen("acme", job) == calls
    assert [each.session_id for each in replays.results("acme", job)] == calls


def test_all_items_of_a_replay_expire_together(dynamo_replays: DynamoReplays) -> None:
    dynamo_replays.advance("acme", begun(dynamo_replays), 2, [SAME, DIFFERS], NOON + 99_000)
    expires = [item.expires_at for item in dynamo_replays.items.scan()]
    assert expires == [NOON // 1000 + KEPT_DAYS * 86_400] * 3
