"""The version that a new session gets from an agent's split."""

from __future__ import annotations

import pytest

from functions.ports.agents import Share, Split
from functions.turn.begin import session_id_of
from functions.turn.rollout import version_for

SESSIONS = [session_id_of("acme", "flow", f"room-{number}") for number in range(10_000)]


def split(*percents: float) -> Split:
    return Split(tuple(Share(version, percent) for version, percent in enumerate(percents, 1)))


@pytest.mark.parametrize("percents", [(90, 10), (10, 90), (50, 25, 25), (0.5, 99.5), (0, 100), (100, 0)])
def test_the_shares_of_ten_thousand_sessions_are_within_one_percent(percents: tuple[float, ...]) -> None:
    got = [version_for(split(*percents), session) for session in SESSIONS]
    for version, percent in enumerate(percents, 1):
        assert got.count(version) == pytest.approx(percent * 100, abs=100 if percent not in (0, 100) else 0)


def test_the_same_session_always_gets_the_same_version() -> None:
    once = [version_for(split(90, 10), session) for session in SESSIONS]
    assert [version_for(split(90, 10), session) for session in SESSIONS] == once


def test_a_larger_share_of_the_first_version_moves_no_session_away_from_it() -> None:
    for session in SESSIONS[:1000]:
        if version_for(split(50, 50), session) == 1:
            assert version_for(split(90, 10), session) == 1


def test_an_agent_without_a_split_gives_its_version() -> None:
    assert (version_for("latest", "s"), version_for(3, "s")) == ("latest", 3)


def test_percents_that_do_not_quite_add_up_leave_no_session_without_a_version() -> None:
    assert {version_for(split(33.333333, 66.666666), session) for session in SESSIONS} == {1, 2}
    assert version_for(split(1e-9, 0), SESSIONS[0]) == 1
