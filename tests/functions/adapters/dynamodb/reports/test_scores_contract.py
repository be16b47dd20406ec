"""The contract of `Scores`: the table, and the fake that other tests use."""

from __future__ import annotations

from dataclasses import replace

import pytest

from functions.adapters.dynamodb.sessions.erasures import DynamoErasures
from functions.adapters.dynamodb.sessions.scores import SCORES_KEY, DynamoScores
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
from functions.deadline import NEVER
from functions.ports.privacy.erasure import Tombstone
from functions.ports.reporting.scores import Judgement, Score, Scores
from testing.post_call.ended import ended
from testing.reports.scores import InMemoryScores
from testing.stage import KEEP_DAYS

HEAD = ended()
JUDGED = Judgement(
    version=4,
    at=1_800_000_000_000,
    scores=(
        Score("answered", "Did it answer? — 😀", "yesNo", 1, "It did.\n"),
        Score("polite", "How polite?", "1to5", None),
    ),
    model="a-model",
    input_tokens=900,
    output_tokens=40,
)


@pytest.fixture(params=["memory", "dynamodb"])
def scores(request: pytest.FixtureRequest) -> Scores:
    if request.param == "memory":
        return InMemoryScores()
    return DynamoScores(request.getfixturevalue("dynamo_sessions"))


def test_what_is_saved_is_read(scores: Scores) -> None:
    assert scores.read(HEAD.session_id) is None
    assert scores.save(HEAD, JUDGED) == JUDGED
    assert scores.read(HEAD.session_id) == JUDGED
    assert scores.read("another") is None


def test_a_session_that_was_not_judged_keeps_the_reason(scores: Scores) -> None:
    problem = Judgement(4, 1, (), "", problem="the day's limit")
    scores.save(HEAD, problem)
    assert scores.read(HEAD.session_id) == problem


def test_the_first_judgement_of_a_head_stays_and_that_of_a_later_head_replaces_it(scores: Scores) -> None:
    scores.save(HEAD, JUDGED)
    for other in (replace(JUDGED, at=7), replace(JUDGED, version=3, at=8)):
        assert scores.save(HEAD, other) == JUDGED
        assert scores.read(HEAD.session_id) == JUDGED
    later = replace(JUDGED, version=5, at=9)
    assert scores.save(HEAD, later) == later
    assert scores.read(HEAD.session_id) == later


@pytest.mark.parametrize(("days", "stored"), [(None, KEEP_DAYS), (3, 3)])
def test_a_judgement_is_stored_as_long_as_its_session(
    dynamo_sessions: DynamoSessions, days: int | None, stored: int
) -> None:
    scores = DynamoScores(dynamo_sessions)
    scores.save(replace(HEAD, keep_days=days), JUDGED)
    item = dynamo_sessions.connection.read(dynamo_sessions.items, HEAD.session_id, SCORES_KEY)
    assert item is not None
    assert item.expires_at == HEAD.updated_at // 1000 + stored * 86_400


def test_an_erasure_deletes_the_judgement_and_leaves_the_tombstone(dynamo_sessions: DynamoSessions) -> None:
    scores = DynamoScores(dynamo_sessions)
    assert dynamo_sessions.advance(HEAD)
    scores.save(HEAD, JUDGED)
    erasures = DynamoErasures(dynamo_sessions.items, dynamo_sessions.connection)
    erasures.bury(Tombstone(HEAD.session_id, HEAD.organization_id, HEAD.flow_id, 1, "ann"))
    assert erasures.clear(HEAD.session_id, NEVER)
    assert scores.read(HEAD.session_id) is None
    assert dynamo_sessions.is_erased(HEAD.session_id)


def test_the_items_of_a_session_are_read_as_before(dynamo_sessions: DynamoSessions) -> None:
    assert dynamo_sessions.advance(HEAD)
    DynamoScores(dynamo_sessions).save(HEAD, JUDGED)
    assert dynamo_sessions.head(HEAD.session_id) == HEAD
    page = dynamo_sessions.of_flow(HEAD.organization_id, HEAD.flow_id, status=None, cursor=None, limit=10)
    assert [each.session_id for each in page.sessions] == [HEAD.session_id]


def test_a_judgement_that_was_erased_between_two_requests_is_returned_as_it_was_made(
    dynamo_sessions: DynamoSessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    scores = DynamoScores(dynamo_sessions)
    scores.save(HEAD, JUDGED)
    monkeypatch.setattr(scores, "read", lambda session_id: None)
    again = replace(JUDGED, at=2)
    assert scores.save(HEAD, again) == again
