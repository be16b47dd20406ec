"""The contract of `Sessions`: the table, and the fake that other tests use."""

from __future__ import annotations

import base64
import random
from collections.abc import Collection
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flow_core.events import CallerSpoke, ToolAnswered, TurnFailed
from flow_core.json import Json
from flow_core.state import Hangup, Message, Session, Status
from functions.ports import turn_pages
from functions.ports.sessions import ROOM_SESSIONS, BadCursorError, Sessions, VersionCounts
from functions.ports.turn_pages import TurnPage
from functions.records import RECENT_TURNS, FlowPin, Head, ToolLease, TurnCall, TurnRecord, UnwritableError
from functions.turn.begin import new_head, prepare
from testing.fakes.sessions import InMemorySessions

ODD_IDS = ["ünï-cödé ☎", "a#b#c", "with spaces", "per%23cent", "..", "TURN#1"]
PACKED = "x" * 120_000
"""A text that is longer than an unpacked payload."""
IN_PARTS = random.Random(1).randbytes(1_500_000).hex()
"""A text of 1.5 MB when packed: longer than an item."""
NUMBERS = count()
BOOLEANS = st.booleans()


@pytest.fixture(params=["memory", "dynamodb"])
def sessions(request: pytest.FixtureRequest) -> Sessions:
    if request.param == "memory":
        return InMemorySessions()
    store: Sessions = request.getfixturevalue("dynamo_sessions")
    return store


def head_of(
    session_id: str,
    *,
    organization: str = "acme",
    flow: str = "support",
    room: str = "room-1",
    at: int = 1_000,
    status: Status = Status.PENDING,
) -> Head:
    head = new_head(organization, flow, FlowPin(3, 7), room, Session(session_id, "chat", at))
    return replace(head, version=1, state=replace(head.state, status=status))


def record_of(turn_id: str, number: int = 1, *, previous: str | None = None, said: str = "Hello.") -> TurnRecord:
    return TurnRecord(
        turn_id=turn_id,
        number=number,
        previous=previous,
        at=2_000,
        events=(CallerSpoke(turn_id=turn_id, at=2_000, seed=2**53 - 1, text=said),),
        reply='{"response":"Hi — \\u00fc"}',
        messages=(Message("user", said, turn_id),),
        interrupted=None,
        input=said,
        response="Hi",
        action={"type": "hangup"},
        changed={"big": 2**60, "nested": [{"a": None, "b": 1.5}]},
    )


def test_a_session_that_was_not_stored_has_no_head_and_no_turns(sessions: Sessions) -> None:
    assert sessions.head("s") is None
    assert sessions.turn("s", "t") is None
    assert sessions.turns_after(head_of("s"), 0) == TurnPage((), more=False)


def test_a_head_is_returned_as_it_was_stored(sessions: Sessions) -> None:
    answer = ToolAnswered(turn_id="t", at=1, seed=0, effect_id="s:1", status=200, headers={"a": "b"}, body=[1, {}])
    state = replace(head_of("s").state, status=Status.WAITING, action=Hangup(), variables={"n": 12345678901234567890})
    head = replace(
        head_of("s"), state=state, lease=ToolLease(TurnCall("t", "hello"), "s:1", 5, (answer,), "r"), recent=("a", "b")
    )
    assert sessions.advance(head)
    assert sessions.head("s") == head


def test_a_head_follows_only_the_one_before_it(sessions: Sessions) -> None:
    first = head_of("s")
    assert not sessions.advance(replace(first, version=2))
    assert sessions.advance(first)
    assert not sessions.advance(replace(first, room_name="another first"))
    assert not sessions.advance(replace(first, version=3))
    assert sessions.advance(replace(first, version=2, turns=1))
    assert not sessions.advance(replace(first, version=2, turns=9))
    existing = sessions.head("s")
    assert existing is not None
    assert (existing.version, existing.turns, existing.room_name) == (2, 1, "room-1")


def test_preparing_a_session_again_changes_nothing(sessions: Sessions) -> None:
    prepare(sessions, replace(head_of("s"), version=0))
    prepare(sessions, replace(head_of("s", room="room-2"), version=0))
    existing = sessions.head("s")
    assert existing is not None
    assert existing.room_name == "room-1"


def test_a_turn_is_written_once_and_returned_as_it_was_stored(sessions: Sessions) -> None:
    head = head_of("s")
    first = record_of("t")
    assert sessions.propose(head, first) is None
    assert sessions.propose(head, record_of("t", said="another copy")) == first
    assert sessions.turn("s", "t") == first


def test_a_lost_record_is_replaced_by_a_record_that_names_its_number(sessions: Sessions) -> None:
    head = head_of("s")
    void = record_of("t", 3)
    fourth = record_of("t", 4)
    sessions.propose(head, void)
    assert sessions.propose(head, fourth, instead_of=2) == void
    assert sessions.propose(head, fourth, instead_of=3) is None
    assert sessions.propose(head, record_of("t", 5), instead_of=3) == fourth
    assert sessions.turn("s", "t") == fourth


def test_a_record_is_written_if_there_is_none_to_replace(sessions: Sessions) -> None:
    assert sessions.propose(head_of("s"), record_of("t", 4), instead_of=3) is None
    assert sessions.turn("s", "t") == record_of("t", 4)


def grown(sessions: Sessions, turns: int, *, void: Collection[int] = (), said: str = "Hello.") -> Head:
    """Write a session of `turns` turns. Each turn in `void` also has a lost record with its number."""
    head = head_of("s")
    assert sessions.advance(head)
    for number in range(1, turns + 1):
        turn_id, previous = f"t-{number}", head.recent[-1] if head.recent else None
        if number in void:
            sessions.propose(head, record_of(f"a void {number}", number, previous=previous))
        assert sessions.propose(head, record_of(turn_id, number, previous=previous, said=said)) is None
        recent = (*head.recent, turn_id)[-RECENT_TURNS:]
        head = replace(head, version=head.version + 1, turns=number, recent=recent)
        assert sessions.advance(head)
    sessions.propose(head, record_of("beyond", turns + 1, previous=head.recent[-1] if head.recent else None))
    sessions.propose(head_of("s2"), record_of("of another"))
    return head


def paged(sessions: Sessions, head: Head, number: int = 0) -> list[list[int]]:
    """The numbers of the turns on each page."""
    found: list[list[int]] = []
    for _ in range(60):
        page = sessions.turns_after(head, number)
        assert [turn.turn_id for turn in page.turns] == [f"t-{turn.number}" for turn in page.turns]
        found.append([turn.number for turn in page.turns])
        if not page.more:
            return found
        number = page.turns[-1].number
    raise AssertionError("the pages never end")


@pytest.mark.parametrize("after", [0, 1, 7, 30, 38, 39, 40])
def test_the_turns_of_a_session_are_in_order_and_without_lost_records(sessions: Sessions, after: int) -> None:
    head = grown(sessions, 40, void=(1, 5, 6, 33, 40))
    assert paged(sessions, head, after) == [list(range(after + 1, 41))]
    assert [sessions.turn_at(head, number) for number in range(1, 41)] == [f"t-{number}" for number in range(1, 41)]


@pytest.mark.parametrize("most_bytes", [1, 4_000])
def test_a_session_of_any_length_is_read_in_pages(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch, most_bytes: int
) -> None:
    head = grown(sessions, 45, void=(3, 12, 44))
    monkeypatch.setattr(turn_pages, "MAX_BYTES", most_bytes)
    found = paged(sessions, head)
    assert [number for page in found for number in page] == list(range(1, 46))
    assert len(found) > 5
    assert all(found[:-1])
    for after in range(46):
        assert [number for page in paged(sessions, head, after) for number in page] == list(range(after + 1, 46))


@pytest.mark.parametrize("odd", ODD_IDS)
def test_an_id_may_have_any_characters(sessions: Sessions, odd: str) -> None:
    head = head_of(odd, organization=odd, flow=odd, room=odd)
    assert sessions.advance(head)
    assert sessions.propose(head, record_of(odd)) is None
    assert sessions.head(odd) == head
    assert sessions.turn(odd, odd) == record_of(odd)
    assert sessions.in_room(odd) == [odd]
    page = sessions.of_flow(odd, odd, status=None, cursor=None, limit=5)
    assert [(one.session_id, one.flow_id, one.room_name) for one in page.sessions] == [(odd, odd, odd)]


@pytest.mark.parametrize("payload", [PACKED, IN_PARTS], ids=["packed", "in parts"])
def test_a_long_head_and_a_long_turn_are_returned_whole(sessions: Sessions, payload: str) -> None:
    head = replace(head_of("s"), given_variables={"long": payload})
    assert sessions.advance(head)
    assert sessions.head("s") == head
    shorter = replace(head, version=2, given_variables={})
    assert sessions.advance(shorter)
    assert sessions.head("s") == shorter
    assert sessions.propose(head, record_of("t", said=payload)) is None
    assert sessions.turn("s", "t") == record_of("t", said=payload)
    committed = replace(head, version=3, turns=1, recent=("t",))
    assert sessions.turns_after(committed, 0) == TurnPage((record_of("t", said=payload),), more=False)


def test_a_room_has_the_sessions_of_every_flow_in_it(sessions: Sessions) -> None:
    sessions.advance(head_of("a"))
    sessions.advance(head_of("b", flow="sales"))
    sessions.advance(head_of("c", room="room-2"))
    sessions.advance(head_of("0", at=2_000))
    assert sessions.in_room("room-1") == ["a", "b", "0"]
    assert sessions.in_room("room-3") == []


def test_of_a_room_with_very_many_sessions_the_first_and_the_last_are_found(sessions: Sessions) -> None:
    for index in range(2 * ROOM_SESSIONS + 20):
        sessions.advance(head_of(f"s{index:03}", at=index))
    found = sessions.in_room("room-1")
    assert found == [f"s{index:03}" for index in (*range(100), *range(120, 220))]


def pages(sessions: Sessions, limit: int, status: Status | None = None) -> list[list[str]]:
    cursor: str | None = None
    found: list[list[str]] = []
    for _ in range(30):
        page = sessions.of_flow("acme", "support", status=status, cursor=cursor, limit=limit)
        found.append([session.session_id for session in page.sessions])
        if (cursor := page.cursor) is None:
            return found
    raise AssertionError("the pages never end")


@pytest.mark.parametrize("limit", [1, 3, 4, 7, 100])
def test_the_pages_of_a_flow_hold_each_session_once_newest_first(sessions: Sessions, limit: int) -> None:
    for index in (4, 1, 6, 2, 5, 3, 7):
        sessions.advance(head_of(f"s{index}", at=1_000 * index))
    found = pages(sessions, limit)
    assert [one for page in found for one in page] == ["s7", "s6", "s5", "s4", "s3", "s2", "s1"]
    assert all(len(page) <= limit for page in found)


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_a_page_of_one_status_is_full(sessions: Sessions, limit: int) -> None:
    for index in range(12):
        status = Status.COMPLETED if index % 3 == 0 else Status.WAITING
        sessions.advance(head_of(f"s{index:02}", at=1_000 * index, status=status))
    found = pages(sessions, limit, Status.COMPLETED)
    assert [one for page in found for one in page] == ["s09", "s06", "s03", "s00"]
    assert all(len(page) == limit for page in found[:-2])
    assert pages(sessions, limit, Status.FAILED)[0] == []


STATUSES = (Status.WAITING, Status.COMPLETED, Status.FAILED)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(
    times=st.lists(st.integers(0, 6), max_size=25),
    limit=st.integers(1, 9),
    wanted=st.sampled_from((None, *STATUSES)),
    data=st.data(),
)
def test_the_pages_hold_each_session_once_although_sessions_change_between_them(
    sessions: Sessions, times: list[int], limit: int, wanted: Status | None, data: st.DataObject
) -> None:
    """Many sessions begin in one millisecond, and some end between two pages."""
    flow = f"flow {next(NUMBERS)}"
    heads = {}
    for index, at in enumerate(times):
        head = head_of(f"{flow}-{index}", flow=flow, at=at, status=STATUSES[index % 3])
        assert sessions.advance(head)
        heads[head.session_id] = head
    stood = dict(heads)
    found: list[str] = []
    cursor: str | None = None
    for _ in range(40):
        page = sessions.of_flow("acme", flow, status=wanted, cursor=cursor, limit=limit)
        assert len(page.sessions) <= limit
        assert wanted is None or all(session.status is wanted for session in page.sessions)
        found += [session.session_id for session in page.sessions]
        cursor = page.cursor
        if cursor is None:
            break
        if data.draw(BOOLEANS):
            head = heads[data.draw(st.sampled_from(sorted(heads)))]
            changed = replace(head, version=head.version + 1, state=replace(head.state, status=Status.ABANDONED))
            assert sessions.advance(changed)
            heads[head.session_id] = changed
    assert cursor is None
    newest_first = sorted(stood.values(), key=lambda head: (head.created_at, head.session_id), reverse=True)
    if wanted is None:
        assert found == [head.session_id for head in newest_first]
    else:
        at_first = [head.session_id for head in newest_first if head.state.status is wanted]
        stayed = [one for one in at_first if heads[one].state.status is wanted]
        assert [one for one in at_first if one in found] == found
        assert set(stayed) <= set(found)


def test_a_list_with_a_status_reads_a_limited_number_of_sessions_a_page(sessions: Sessions) -> None:
    """An earlier release read one session in each query until the page was full. A page of one took 7 seconds."""
    for index in range(230):
        sessions.advance(head_of(f"s{index:03}", at=index, status=Status.COMPLETED if index == 5 else Status.WAITING))
    found = pages(sessions, 1, Status.COMPLETED)
    assert found == [[], [], ["s005"], []]
    assert pages(sessions, 100, Status.COMPLETED) == [[], [], ["s005"]]


def test_the_sessions_of_each_version_are_counted(sessions: Sessions) -> None:
    assert sessions.count_by_version("acme", "support") == VersionCounts({}, complete=True)
    for index, version in enumerate((1, 1, 2, None, 1)):
        head = replace(head_of(f"s{index}"), pin=FlowPin(version, 4))
        sessions.advance(head)
        sessions.advance(replace(head, version=2, turns=1))
    sessions.advance(head_of("other", flow="sales"))
    sessions.advance(head_of("another", organization="umbrella"))
    assert sessions.count_by_version("acme", "support") == VersionCounts({1: 3, 2: 1, "draft": 1}, complete=True)


def test_a_list_shows_the_current_status(sessions: Sessions) -> None:
    head = head_of("s", at=1_234)
    sessions.advance(head)
    waiting = replace(head.state, status=Status.WAITING)
    sessions.advance(replace(head, version=2, state=waiting))
    (summary,) = sessions.of_flow("acme", "support", status=Status.WAITING, cursor=None, limit=5).sessions
    assert (summary.session_id, summary.flow_version, summary.status) == ("s", 3, Status.WAITING)
    assert (summary.flow_id, summary.room_name, summary.created_at) == ("support", "room-1", 1_234)


def test_no_organization_sees_the_sessions_of_another(sessions: Sessions) -> None:
    sessions.advance(head_of("a", organization="acme", flow="x#support"))
    sessions.advance(head_of("b", organization="acme#x", flow="support"))
    seen = sessions.of_flow("acme#x", "support", status=None, cursor=None, limit=5).sessions
    assert [session.session_id for session in seen] == ["b"]


@pytest.mark.parametrize(
    "cursor", ["", "nonsense", "☎", "e30=", "bnVsbA==", "W10=", base64.b64encode(b'{"pk": 1}').decode(), "e" * 5_000]
)
def test_a_malformed_cursor_is_refused(sessions: Sessions, cursor: str) -> None:
    with pytest.raises(BadCursorError):
        sessions.of_flow("acme", "support", status=None, cursor=cursor, limit=5)


def test_the_cursor_of_another_list_is_refused(sessions: Sessions) -> None:
    for index in range(3):
        sessions.advance(head_of(f"s{index}", at=index))
        sessions.advance(head_of(f"r{index}", at=index, flow="sales"))
    cursor = sessions.of_flow("acme", "support", status=None, cursor=None, limit=1).cursor
    assert cursor is not None
    for organization, flow in (("acme", "sales"), ("other", "support")):
        with pytest.raises(BadCursorError):
            sessions.of_flow(organization, flow, status=None, cursor=cursor, limit=1)


def test_a_lease_with_an_answer_and_a_failed_turn_are_returned_as_they_were_stored(sessions: Sessions) -> None:
    answer = ToolAnswered(turn_id="t", at=1, seed=0, effect_id="s:1", status=200, headers={}, body={"a": [1.5, None]})
    spoke = CallerSpoke(turn_id="t", at=1, seed=0, text="Hi")
    head = replace(head_of("s"), lease=ToolLease(TurnCall("t", "Hi"), "s:1", 7, (spoke,), "r", answer, takeovers=2))
    assert sessions.advance(head)
    assert sessions.head("s") == head
    failed = TurnFailed(turn_id="t", at=1, seed=0, error="it broke", unfolded=(spoke, answer))
    record = replace(record_of("t"), events=(failed,))
    assert sessions.propose(head, record) is None
    assert sessions.turn("s", "t") == record


def _nested(levels: int) -> Json:
    value: Json = []
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize("value", [_nested(250), _nested(5_000), 10**5_000, "half \ud800"], ids=type)
def test_a_value_that_could_not_be_read_again_is_not_written(sessions: Sessions, value: Json) -> None:
    head = head_of("s")
    assert sessions.advance(head)
    with pytest.raises(UnwritableError):
        sessions.advance(replace(head, version=2, state=replace(head.state, variables={"x": value})))
    with pytest.raises(UnwritableError):
        sessions.propose(head, replace(record_of("t"), changed={"x": value}))
    assert sessions.head("s") == head
    assert sessions.turn("s", "t") is None
