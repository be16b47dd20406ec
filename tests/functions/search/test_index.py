"""What a session is found by, from its head and its turns."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import cast

from flow_core.state import Message, Status
from flow_core.trace import NodeRun
from functions.ports.search.session_search import SessionQuery, Term
from functions.ports.sessions import Sessions
from functions.records import Head, TestMetadata, TurnRecord
from functions.search.index import MAX_NODES, MAX_TURNS, IndexSession, indexed
from testing.post_call.ended import ended
from testing.reports.stories import Recorded, heads_of, stories
from testing.search.session_search import InMemorySessionSearch


def turn(number: int, *nodes: str, caller: str = "", flow: str = "") -> TurnRecord:
    messages = (Message("user", caller, str(number)), Message("assistant", flow, str(number)))
    runs = tuple(NodeRun(node, "message", "default") for node in nodes)
    record = TurnRecord(str(number), number, None, 0, (), "{}", messages, None, caller, flow, {"type": "listen"})
    return replace(record, nodes=runs)


def terms(head: Head, *turns: TurnRecord) -> set[tuple[str, str]]:
    return {(term.kind, term.value) for term in indexed(head, turns).terms}


def test_a_session_is_found_by_its_fields_its_nodes_and_the_callers_words() -> None:
    head = replace(ended(), test_metadata=TestMetadata("simulated", "me", "room"))
    said = (
        turn(1, "start", "ask", caller="My BICYCLE broke", flow="Welcome"),
        turn(2, "ask", "sub/end", caller="bicycle"),
    )
    assert terms(head, *said) == {
        ("flow", "support"),
        ("agent", "agent-1"),
        ("status", "completed"),
        ("caller", "+15550111"),
        ("called", "+15550100"),
        ("outcome", "solved"),
        ("test", "simulated"),
        ("node", "start"),
        ("node", "ask"),
        ("node", "sub/end"),
        ("word", "bicycle"),
        ("word", "broke"),
    }


def test_an_open_session_is_found_by_what_its_first_head_has() -> None:
    head = ended(status=Status.PENDING)
    head = replace(head, agent_id=None, state=replace(head.state, outcome=None))
    assert ("status", "open") in terms(head)
    assert {kind for kind, _ in terms(head)} == {"flow", "status", "caller", "called", "test"}


def test_terms_have_a_bounded_number_and_size() -> None:
    nodes = [f"node-{number}" for number in range(100)]
    head = ended()
    head = replace(head, state=replace(head.state, outcome="o" * 5000))
    text = " ".join(f"word{number}" for number in range(5000))
    made = indexed(head, [turn(1, "n" * 5000, *nodes, caller=text)])
    assert len(made.terms) == 7 + MAX_NODES + 60
    assert max(len(term.value) for term in made.terms) == 100
    assert made.session.outcome == "o" * 100


def test_searches_of_generated_sessions_equal_a_recount_with_records_twice_and_out_of_order() -> None:
    rng, recorded = random.Random(5), Recorded()
    made = stories(600, since=1_700_000_000_000, until=1_700_600_000_000, seed=5)
    heads = {story.session_id: heads_of(story, recorded) for story in made}
    search = InMemorySessionSearch(lambda session_id: heads[session_id][-1])
    index = IndexSession(cast(Sessions, recorded), search)
    arrivals = [head for each in heads.values() for head in each for _ in range(rng.choice([1, 1, 2]))]
    rng.shuffle(arrivals)
    for head in arrivals:
        index(head)

    def found(query: SessionQuery) -> set[str]:
        page = search.find("acme", query, cursor=None, limit=1000)
        return {each.session_id for each in page.sessions}

    last = {name: each[-1] for name, each in heads.items()}
    for flow in ("shop", "clinic", "bank"):
        assert found(SessionQuery(flow_id=flow)) == {name for name, head in last.items() if head.flow_id == flow}
    for status in (Status.COMPLETED, Status.ABANDONED, Status.TRANSFERRED):
        expected = {name for name, head in last.items() if head.state.status is status}
        assert found(SessionQuery(status=status)) == expected
    for outcome in ("solved", "back"):
        expected = {name for name, head in last.items() if head.state.outcome == outcome}
        assert found(SessionQuery(outcome=outcome)) == expected
    for node in ("ask", "look-up", "pass-on"):
        expected = {
            name for name in last if any(run.node_id == node for each in recorded.turns[name] for run in each.nodes)
        }
        assert len(expected) > 0
        assert found(SessionQuery(node=node)) == expected


def test_of_a_very_long_session_the_first_turns_are_read() -> None:
    recorded = Recorded({"session_1": [turn(number, f"n{number % 3}") for number in range(1, MAX_TURNS + 50)]})
    reads: list[int] = []

    class Counted(Recorded):
        def turns_after(self, head, number):  # type: ignore[no-untyped-def]
            reads.append(number)
            return recorded.turns_after(head, number)

    head = replace(ended(turns=MAX_TURNS + 49), recent=("x",))
    search = InMemorySessionSearch(lambda session_id: head)
    IndexSession(cast(Sessions, Counted()), search)(head)
    assert max(reads) < MAX_TURNS
    assert Term("node", "n2") in search.stored["session_1"].terms
