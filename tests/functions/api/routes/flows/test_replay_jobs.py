"""Replays that take longer than a request: they go on after it, and their results are kept."""

from __future__ import annotations

from typing import Any

import pytest

from flow_core.json import Json
from functions.api.routes import replay as route
from functions.errors import EngineBrokenError
from functions.replay import jobs
from functions.replay.run import ReplayCalls
from functions.wiring import api as wiring
from testing.api.documents import SURVEY
from testing.api.stack import Stack, assert_problem, of, replaced
from testing.replay.held import Held
from tests.functions.api.routes.flows.test_replay import doors, finished, read, replayed, talk

RIGHT, TURNED = doors("door === 'left'"), doors("door !== 'left'")


@pytest.fixture(autouse=True)
def no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A request has no time to fold a call. The tests of a minute begin more replays than an organization may."""
    monkeypatch.setattr(route, "SECONDS", 0.0)
    monkeypatch.setattr(route, "MAX_JOBS_A_MINUTE", 1000)


def begun(stack: Stack, flow_id: str, held: Held, body: Json = None) -> str:
    """Begin a replay whose messages are held, and return its id."""
    answer = stack.served(replay_queue=held).post(f"/api/flows/{flow_id}/replay", json=body)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["job"])


def test_a_long_replay_goes_on_after_its_request_and_gives_the_same_results(
    stack: Stack, fresh: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stack.publish(fresh, RIGHT)
    for number, said in enumerate(("left", "right", "left")):
        talk(stack, fresh, f"{fresh}-{number}", said)
    waiting = talk(stack, fresh, f"{fresh}-waiting")
    revision = stack.save(fresh, TURNED)["revision"]
    found = replayed(stack, fresh)
    assert (found["left"], found["results"]) == (4, [])
    job = finished(stack, fresh, found["job"])
    monkeypatch.setattr(route, "SECONDS", 30.0)
    at_once = replayed(stack, fresh)
    assert (job["version"], job["revision"], job["state"], job["total"], job["done"]) == (
        "draft",
        revision,
        "done",
        4,
        4,
    )
    assert [job[name] for name in ("same", "differ", "cannot")] == [
        at_once[name] for name in ("same", "differ", "cannot")
    ]
    assert job["groups"] == at_once["groups"]
    kept = [{key: each[key] for key in each.keys() - {"recorded", "now"}} for each in at_once["results"]]
    assert job["results"] == [each for each in kept if each["sessionId"] != waiting]
    assert (job["by"], job["cursor"], "why" in job) == ("local", None, False)


def test_what_a_request_has_folded_is_not_folded_again(
    stack: Stack, fresh: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stack.publish(fresh, RIGHT)
    ids = [talk(stack, fresh, f"{fresh}-{number}", "left") for number in range(3)]
    stack.save(fresh, TURNED)
    held = Held()
    real = ReplayCalls.__call__
    monkeypatch.setattr(route, "SECONDS", 30.0)

    def two(self: Any, *asked: Any) -> Any:
        results = real(self, *asked)
        return [next(results), next(results)] if self.sessions is stack.services.sessions else results

    monkeypatch.setattr(ReplayCalls, "__call__", two)
    job = begun(stack, fresh, held)
    monkeypatch.setattr(ReplayCalls, "__call__", real)
    assert (read(stack, fresh, job)["done"], read(stack, fresh, job)["state"]) == (2, "running")
    held.run(stack)
    found = read(stack, fresh, job)
    assert [each["sessionId"] for each in found["results"]] == ids[::-1]


def test_a_draft_is_replayed_as_it_was(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, RIGHT)
    talk(stack, fresh, fresh, "left")
    revision = stack.save(fresh, TURNED)["revision"]
    held = Held()
    job = begun(stack, fresh, held)
    stack.save(fresh, RIGHT)
    stack.publish(fresh, RIGHT)
    held.run(stack)
    found = read(stack, fresh, job)
    assert (found["revision"], found["differ"], found["groups"][0]["now"]["words"]) == (revision, 1, "The cellar.")


def test_no_words_and_no_values_of_a_call_are_kept(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, SURVEY)
    talk(stack, fresh, fresh, "Ermintrude")
    stack.save(fresh, {**SURVEY, "variables": {"name": {"type": "string", "default": "nobody"}}})
    before = stack.stored().count("Ermintrude")
    held = Held()
    begun(stack, fresh, held)
    held.run(stack)
    assert before > 0
    assert stack.stored().count("Ermintrude") == before


def test_a_replay_needs_several_messages_if_its_calls_take_longer_than_one(
    stack: Stack, fresh: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stack.publish(fresh, RIGHT)
    ids = [talk(stack, fresh, f"{fresh}-{number}", "left") for number in range(5)]
    stack.save(fresh, TURNED)
    held = Held()
    job = begun(stack, fresh, held)
    monkeypatch.setattr(jobs, "STORED_AT_ONCE", 2)
    (message,) = held.messages
    held.messages.clear()
    monkeypatch.setattr(jobs, "STRETCH_SECONDS", 0.0)
    assert held.deliver(stack, message) == []
    assert (read(stack, fresh, job)["done"], read(stack, fresh, job)["cannot"]) == (1, 1)
    monkeypatch.setattr(jobs, "STRETCH_SECONDS", 30.0)
    assert held.run(stack) == 1
    found = read(stack, fresh, job)
    assert (found["state"], found["done"], found["cannot"], found["differ"]) == ("done", 5, 1, 4)
    assert [each["sessionId"] for each in found["results"]] == ids[::-1]
    assert found["results"][0]["why"] == "the call takes too long to replay"


def test_a_message_that_is_delivered_again_changes_nothing(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, RIGHT)
    talk(stack, fresh, fresh, "left")
    stack.save(fresh, TURNED)
    held = Held()
    job = begun(stack, fresh, held)
    (message,) = held.messages
    assert held.run(stack) == 1
    first = read(stack, fresh, job)
    assert held.deliver(stack, message) == []
    assert read(stack, fresh, job) == first
    assert held.messages == []


def test_a_replay_that_fails_again_and_again_is_given_up(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, RIGHT)
    talk(stack, fresh, fresh, "left")
    stack.save(fresh, TURNED)
    held = Held()
    job = begun(stack, fresh, held)
    (message,) = held.messages

    def broken(*_: object) -> object:
        raise EngineBrokenError("no child")

    services = replaced(stack.services, pinned=broken)
    without_engine = Stack(services, stack.client, stack.observed, stack.tables)
    for receives in range(1, jobs.RECEIVES):
        assert held.deliver(without_engine, message, receives) == ["m"]
        assert read(stack, fresh, job)["state"] == "running"
    assert held.deliver(without_engine, message, jobs.RECEIVES) == []
    found = read(stack, fresh, job)
    assert (found["state"], found["why"]) == ("failed", "it failed again and again")
    assert stack.observed.codes[-1] == "replay-failed"


def test_a_replay_that_the_queue_does_not_take_has_failed(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, SURVEY)
    talk(stack, fresh, fresh, "Ann")
    found = read(stack, fresh, begun(stack, fresh, Held(refuses=True)))
    assert (found["state"], found["why"]) == ("failed", "the queue of replays did not take it; try again")


def test_a_replay_that_nobody_works_on_is_shown_as_failed(
    stack: Stack, fresh: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stack.publish(fresh, SURVEY)
    talk(stack, fresh, fresh, "Ann")
    job = begun(stack, fresh, Held())
    now = wiring._now
    monkeypatch.setattr(wiring, "_now", lambda: now() + jobs.STALLED_MILLIS + 1000)
    found = read(stack, fresh, job)
    assert (found["state"], found["why"]) == ("failed", "nobody works on it any more; begin it again")


def test_an_erased_call_is_left_out(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, RIGHT)
    ids = [talk(stack, fresh, f"{fresh}-{number}", "left") for number in range(3)]
    stack.save(fresh, TURNED)
    held = Held()
    job = begun(stack, fresh, held)
    sessions = stack.tables[0]
    for item in list(sessions.query(ids[1])):
        item.delete()
    held.run(stack)
    found = read(stack, fresh, job)
    assert (found["state"], found["total"], found["done"], found["differ"]) == ("done", 3, 3, 2)
    assert [each["sessionId"] for each in found["results"]] == [ids[2], ids[0]]


def test_calls_are_chosen_by_version_and_status_and_a_sample_has_some_of_each(
    stack: Stack, fresh: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(route, "SECONDS", 30.0)
    stack.publish(fresh, RIGHT)
    first = [talk(stack, fresh, f"{fresh}-1-{number}", "left") for number in range(3)]
    first_waiting = talk(stack, fresh, f"{fresh}-1-waiting")
    stack.publish(fresh, TURNED)
    second = [talk(stack, fresh, f"{fresh}-2-{number}", "left") for number in range(2)]

    def chosen(body: Json) -> list[str]:
        return [each["sessionId"] for each in replayed(stack, fresh, body)["results"]]

    assert chosen({"recordedVersions": [2]}) == second[::-1]
    assert chosen({"recordedVersions": [1], "statuses": ["waiting", "failed"]}) == [first_waiting]
    assert chosen({"recordedVersions": [1], "statuses": ["completed"], "last": 2}) == [first[2], first[1]]
    assert chosen({"recordedVersions": ["draft"]}) == []
    assert chosen({"sample": 3}) == [second[1], first_waiting, first[2]]
    assert chosen({"sample": 4}) == [second[1], second[0], first_waiting, first[2]]
    assert chosen({"sample": 100, "last": 3}) == [second[1], second[0], first_waiting]


def test_a_replay_of_named_sessions_goes_on_too(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, RIGHT)
    ids = [talk(stack, fresh, f"{fresh}-{number}", "left") for number in range(3)]
    stack.save(fresh, TURNED)
    held = Held()
    job = begun(stack, fresh, held, {"sessions": [ids[0], ids[2]]})
    held.run(stack)
    assert [each["sessionId"] for each in read(stack, fresh, job)["results"]] == [ids[0], ids[2]]


def test_the_calls_may_be_chosen_after_the_request(stack: Stack, fresh: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stack.publish(fresh, RIGHT)
    ids = [talk(stack, fresh, f"{fresh}-{number}", "left") for number in range(2)]
    stack.save(fresh, TURNED)
    monkeypatch.setattr(route, "LIST_SECONDS", 0.0)
    held = Held()
    job = begun(stack, fresh, held, {"last": 50})
    assert (read(stack, fresh, job)["total"], read(stack, fresh, job)["state"]) == (None, "running")
    held.run(stack)
    found = read(stack, fresh, job)
    assert (found["state"], found["total"], [each["sessionId"] for each in found["results"]]) == ("done", 2, ids[::-1])


def test_the_results_have_pages(stack: Stack, fresh: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stack.publish(fresh, RIGHT)
    ids = [talk(stack, fresh, f"{fresh}-{number}", "left") for number in range(3)]
    stack.save(fresh, TURNED)
    held = Held()
    job = begun(stack, fresh, held)
    held.run(stack)
    monkeypatch.setattr("functions.api.replay_jobs.PAGE", 2)
    page = read(stack, fresh, job)
    assert [each["sessionId"] for each in page["results"]] == [ids[2], ids[1]]
    page = read(stack, fresh, job, cursor=page["cursor"])
    assert ([each["sessionId"] for each in page["results"]], page["cursor"]) == ([ids[0]], None)
    for cursor in ("x", "-1", "9999999"):
        answer = stack.client.get(f"/api/flows/{fresh}/replay", params={"job": job, "cursor": cursor})
        assert_problem(answer, 422, "cursor")


def test_the_newest_replays_of_a_flow_are_listed(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, RIGHT)
    talk(stack, fresh, fresh, "left")
    assert stack.client.get(f"/api/flows/{fresh}/replay").json() == {"jobs": []}
    held = Held()
    first, second = begun(stack, fresh, held), begun(stack, fresh, held, {"version": 1})
    listed = stack.client.get(f"/api/flows/{fresh}/replay").json()["jobs"]
    assert {(each["job"], each["version"], each["state"], each["total"]) for each in listed} == {
        (first, "draft", "running", 1),
        (second, 1, "running", 1),
    }
    assert all("results" not in each for each in listed)


def test_what_is_not_there_is_404(stack: Stack, fresh: str) -> None:
    assert_problem(stack.client.get(f"/api/flows/{fresh}/replay"), 404)
    stack.publish(fresh, SURVEY)
    talk(stack, fresh, fresh, "Ann")
    job = begun(stack, fresh, Held())
    stack.publish(f"{fresh}-other", SURVEY)
    assert_problem(stack.client.get(f"/api/flows/{fresh}/replay?job=none"), 404)
    assert_problem(stack.client.get(f"/api/flows/{fresh}-other/replay?job={job}"), 404)
    assert_problem(stack.client.get(f"/api/flows/{fresh}/replay?job={job}", headers=of("other")), 404)


def test_an_organization_begins_only_so_many_long_replays_in_a_minute(
    stack: Stack, fresh: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiring, "_now", lambda: 1_780_315_200_000)
    monkeypatch.setattr(route, "MAX_JOBS_A_MINUTE", 2)
    stack.publish("survey", SURVEY, fresh)
    stack.process("survey", fresh, turnId="t0", organization=fresh)
    client = stack.served(replay_queue=Held())
    answers = [client.post("/api/flows/survey/replay", headers=of(fresh)).json() for _ in range(3)]
    assert [("job" in answer, answer["left"]) for answer in answers] == [(True, 1), (True, 1), (False, 1)]
