"""Makes what a session is found by: from its head, and if it has ended from its turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from functions.history.conversation import every_turn
from functions.ports.search.session_search import (
    MAX_VALUE,
    FoundSession,
    IndexedSession,
    SessionSearch,
    Term,
    TermKind,
    TestMode,
    status_value,
)
from functions.ports.sessions import Sessions
from functions.records import Head, TurnRecord
from functions.search.words import most_telling, number_key

MAX_TURNS = 1000
"""Turns of a session whose words and nodes are kept."""
MAX_NODES = 40
"""Nodes of a session by which it is found, in the order in which it reached them. Each is one write unit."""


@dataclass(frozen=True, slots=True)
class IndexSession:
    """Stores what a session is found by. The same head, or an older one, changes nothing."""

    sessions: Sessions
    search: SessionSearch

    def __call__(self, head: Head) -> None:
        """Index a session.

        Args:
            head: A head of the session: the first, or one that has ended. The words and nodes of an open session are
                not read yet.

        UnavailableError is raised if the store does not answer: then the head is indexed again later.
        """
        turns = every_turn(self.sessions, head, MAX_TURNS) if head.state.status.ended else ()
        self.search.save(indexed(head, turns))


def indexed(head: Head, turns: Sequence[TurnRecord]) -> IndexedSession:
    """Return what a session is found by.

    Args:
        head: The session's head.
        turns: Its turns, first to last. They are read as they are stored, so a redacted word is no term.

    Returns:
        The session and its terms.
    """
    session, outcome = head.state.session, head.state.outcome
    test: TestMode = "none" if head.test_metadata is None else head.test_metadata.test_mode
    found = FoundSession(
        session_id=head.session_id,
        flow_id=head.flow_id,
        flow_version=head.pin.label,
        status=head.state.status,
        room_name=head.room_name,
        created_at=head.created_at,
        channel=session.channel,
        agent_id=head.agent_id,
        caller_number=session.caller_number,
        called_number=session.called_number,
        outcome=None if outcome is None else outcome[:MAX_VALUE],
        test_mode=test,
    )
    fields: tuple[tuple[TermKind, str | None], ...] = (
        ("flow", head.flow_id),
        ("agent", head.agent_id),
        ("status", status_value(head.state.status)),
        ("caller", None if session.caller_number is None else number_key(session.caller_number)),
        ("called", None if session.called_number is None else number_key(session.called_number)),
        ("outcome", outcome),
        ("test", test),
    )
    terms = {Term(kind, value[:MAX_VALUE]) for kind, value in fields if value}
    nodes = dict.fromkeys(run.node_id[:MAX_VALUE] for turn in turns for run in turn.nodes)
    terms |= {Term("node", node) for node in list(nodes)[:MAX_NODES]}
    said = (message.content for turn in turns for message in turn.messages if message.role == "user")
    terms |= {Term("word", word) for word in most_telling(said)}
    return IndexedSession(head.organization_id, head.version, found, frozenset(terms))
