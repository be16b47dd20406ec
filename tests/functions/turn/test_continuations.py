"""The merged continuations of a session are equal to the whole session."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flow_core.state import Message
from functions.api.schemas.session_response import session_response
from functions.history.conversation import conversation, every_turn, read_page
from functions.ports import turn_pages
from functions.ports.sessions import Sessions
from functions.records import RECENT_TURNS, Head, Interruption, TurnRecord
from testing.fakes.sessions import InMemorySessions
from tests.functions.adapters.dynamodb.test_sessions_contract import head_of, record_of


@dataclass(frozen=True, slots=True)
class Drawn:
    """A random turn: the roles of its messages, and the reply that it reports as interrupted."""

    roles: tuple[str, ...]
    cuts: int | None
    """Number of turns back to the interrupted reply. 0 is the turn itself. A number that is too large names a turn that
    does not exist."""
    void_before: bool
    """True if the session also has a lost record of another turn with this number."""


_turns = st.lists(
    st.builds(
        Drawn,
        st.lists(st.sampled_from(["user", "assistant"]), max_size=4).map(tuple),
        st.none() | st.integers(0, 14),
        st.booleans(),
    ),
    min_size=1,
    max_size=20,
)


def commit(sessions: Sessions, head: Head, drawn: Drawn) -> Head:
    number = head.turns + 1
    turn_id = f"t-{number}"
    if drawn.void_before:
        sessions.propose(head, replace(record_of(f"void-{number}", number), previous=_last(head)))
    cut = None
    if drawn.cuts is not None:
        target = number - drawn.cuts
        cut = Interruption(f"t-{target}" if target > 0 else f"void-{1 - target}", f"heard by {turn_id}")
    messages = tuple(
        Message("user" if role == "user" else "assistant", f"{place} of {turn_id}", turn_id)
        for place, role in enumerate(drawn.roles)
    )
    record = replace(record_of(turn_id, number), previous=_last(head), messages=messages, interrupted=cut)
    assert sessions.propose(head, record) is None
    following = replace(
        head,
        version=head.version + 1,
        turns=number,
        recent=(*head.recent, turn_id)[-RECENT_TURNS:],
        updated_at=head.updated_at + 1,
    )
    assert sessions.advance(following)
    return following


def _last(head: Head) -> str | None:
    return head.recent[-1] if head.recent else None


def whole(sessions: Sessions, head: Head) -> Any:
    turns: list[TurnRecord] = every_turn(sessions, head)
    return session_response(head, turns, conversation(turns))


def merged(known: Any, session: Any) -> Any:
    """Merge a continuation into the known session as a reader does: turns and messages by turn id."""
    turns = {turn["turnId"]: turn for turn in [*known["turns"], *session["turns"]]}
    known_messages: dict[str, list[Any]] = {}
    for message in known["context"]["conversation"]:
        known_messages.setdefault(message["turnId"], []).append(message)
    fresh: dict[str, list[Any]] = {}
    for message in session["context"]["conversation"]:
        fresh.setdefault(message["turnId"], []).append(message)
    every = {**known_messages, **fresh}
    return {
        **session,
        "turns": list(turns.values()),
        "context": {**session["context"], "conversation": [each for turn_id in every for each in every[turn_id]]},
    }


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(_turns, st.lists(st.integers(1, 9), min_size=1, max_size=20), st.integers(1, 9))
def test_merged_continuations_are_the_whole_session(drawn: list[Drawn], pauses: list[int], most: int) -> None:
    """`pauses` are the numbers of turns between two reads. `most` is the number of turns in one response."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(turn_pages, "MAX_TURNS", most)
        _follow(drawn, pauses)


def _follow(drawn: list[Drawn], pauses: list[int]) -> None:
    sessions = InMemorySessions()
    head = head_of("s")
    sessions.advance(head)
    looks = {sum(pauses[:count]) for count in range(1, len(pauses) + 1)}
    known: Any = None
    for number, turn in enumerate(drawn, 1):
        head = commit(sessions, head, turn)
        if number not in looks:
            continue
        more = True
        while more:
            page = read_page(
                sessions, head, known["turns"][-1]["turnId"] if known is not None and known["turns"] else None
            )
            session = session_response(head, page.turns, page.messages)
            known = session if page.after is None else merged(known, session)
            more = page.more
        assert known == whole(sessions, head)


@pytest.fixture(params=["memory", "dynamodb"])
def sessions(request: pytest.FixtureRequest) -> Sessions:
    if request.param == "memory":
        return InMemorySessions()
    store: Sessions = request.getfixturevalue("dynamo_sessions")
    return store


BOTH = ("user", "assistant")


def _long(sessions: Sessions, cuts: dict[int, int], turns: int = 12) -> Head:
    """Write a session of `turns` turns. `cuts`: turn -> number of turns back to the reply that it interrupted."""
    head = head_of("s")
    sessions.advance(head)
    for number in range(1, turns + 1):
        head = commit(sessions, head, Drawn(BOTH, cuts.get(number), False))
    return head


@pytest.mark.parametrize(
    ("after", "cuts", "turns", "said"),
    [
        ("t-12", {}, [], []),
        ("t-11", {}, ["t-12"], ["t-12"]),
        ("t-5", {}, [f"t-{n}" for n in range(6, 13)], [f"t-{n}" for n in range(6, 13)]),
        ("t-11", {12: 1}, ["t-12"], ["t-11", "t-12"]),
        ("t-10", {11: 2, 12: 7}, ["t-11", "t-12"], ["t-5", "t-9", "t-11", "t-12"]),
        ("t-11", {12: 12}, ["t-12"], ["t-12"]),
        ("t-10", {12: 1}, ["t-11", "t-12"], ["t-11", "t-12"]),
        ("t-1", {}, [f"t-{n}" for n in range(2, 13)], [f"t-{n}" for n in range(2, 13)]),
        ("t-11", {12: 8}, ["t-12"], ["t-4", "t-12"]),
        ("t-11", {12: 11}, ["t-12"], ["t-1", "t-12"]),
    ],
    ids=[
        "nothing new",
        "one",
        "seven",
        "the last reply cut",
        "older replies cut",
        "no turn at all",
        "a new one",
        "eleven",
        "a reply cut that is older than the last eight",
        "the first reply cut",
    ],
)
def test_a_continuation_has_the_new_turns_and_the_messages_of_interrupted_turns(
    sessions: Sessions, after: str, cuts: dict[int, int], turns: list[str], said: list[str]
) -> None:
    continued = read_page(sessions, _long(sessions, cuts), after)
    assert (continued.after, continued.more) == (after, False)
    assert [turn.turn_id for turn in continued.turns] == turns
    assert [each.message.turn_id for each in continued.messages] == [turn_id for turn_id in said for _ in BOTH]


@pytest.mark.parametrize("after", ["none", "", "void-12", "t-13", "x" * 3_000])
def test_a_page_after_an_unknown_turn_begins_with_the_first_turn(sessions: Sessions, after: str) -> None:
    head = _long(sessions, {})
    sessions.propose(head, record_of("void-12", 12))
    sessions.propose(head, record_of("t-13", 13))
    page = read_page(sessions, head, after)
    assert page.after is None
    assert [turn.turn_id for turn in page.turns] == [f"t-{n}" for n in range(1, 13)]
