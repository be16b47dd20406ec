"""What `check` says about subflow nodes, and what it sees through them."""

from __future__ import annotations

import pytest

from flow_core.check import check
from flow_core.check.inner.problems import MAX_NODES_OF_ALL
from flow_core.flow import RULES
from flow_core.subflows.published import MAX_CALLED, Published
from testing.flows import Document, call, edge, flow, line, node
from tests.flow_core.check.checking import schema_problem
from tests.flow_core.check.inner.looked_up import called_in, checked, codes, store_of, the_problem
from tests.flow_core.fakes import inspect

ASKS = flow(
    [node("start"), node("elicitation", "ask"), node("end", "ok", outcome="ok"), node("end", "other")],
    [edge("start", "ask"), edge("ask", "ok"), edge("ask", "other", "noInput"), edge("ask", "other", "noMatch")],
)
SPEAKS = line(node("message"))


def outer(*nodes: Document, edges: list[Document] | None = None, **fields: str) -> Document:
    return line(*nodes, edges=edges, **fields)


def test_a_flow_that_calls_another_has_no_problem() -> None:
    document = outer(call("who", "asks"), edges=[edge("who", "end", "ok")])
    assert checked(document, asks=ASKS).problems == ()


def test_nothing_is_said_about_flows_that_are_not_known() -> None:
    document = outer(call("who", "nobody", {"x": "1"}, out={"y": "z"}), edges=[edge("who", "end", "any")])
    assert check(document, inspect, schema_problem).errors == ()
    assert [problem.code for problem in check(document, inspect, schema_problem).problems] == []


@pytest.mark.parametrize(("publishing", "severity"), [(True, "error"), (False, "warning")])
def test_a_missing_flow_is_an_error_when_it_is_published_and_a_warning_before(publishing: bool, severity: str) -> None:
    (problem,) = checked(outer(call("who", "nobody")), publishing=publishing).problems
    assert (problem.severity, problem.code, problem.node_id) == (severity, "unknown-subflow", "who")
    assert problem.path[-2:] == ("data", "version")
    assert problem.remedy == "Name a flow that exists."
    latest = node("subflow", "who", flowId="nobody", version=None)
    (problem,) = checked(outer(latest), publishing=publishing).problems
    assert problem.path[-2:] == ("data", "flowId")


def test_a_flow_that_calls_itself_is_an_error_that_names_the_way() -> None:
    assert the_problem(outer(call("me", "outer")), outer=SPEAKS).text.endswith('"outer" → "outer".')
    store = {"outer": SPEAKS, "b": outer(call("c", "outer")), "a": outer(call("c", "b"))}
    problem = the_problem(outer(call("me", "a")), **store)
    assert (problem.code, problem.severity) == ("subflow-cycle", "error")
    assert problem.text == 'the flow calls itself without an end: "outer" → "a" → "b" → "outer".'


def test_a_document_without_an_id_has_no_cycle() -> None:
    store = store_of({"outer": SPEAKS})
    document = outer(call("me", "outer"))
    called = called_in(document, store, flow_id=None)
    assert check(document, inspect, schema_problem, called).problems == ()


def test_eight_levels_are_possible_and_nine_are_not() -> None:
    flows = {"f8": SPEAKS}
    for level in range(7, 0, -1):
        flows[f"f{level}"] = outer(call("next", f"f{level + 1}"))
    assert codes(outer(call("next", "f1")), **flows) == []
    flows["f0"] = outer(call("next", "f1"))
    problem = the_problem(outer(call("next", "f0")), **flows)
    assert (problem.code, problem.severity, problem.node_id) == ("too-many-levels", "error", "next")
    assert '9 flows run within each other here, and at most 8 may: "f0" → "f1" → ' in problem.text


def test_a_flow_that_is_called_from_two_sides_counts_once_for_the_levels() -> None:
    flows = {
        "c": SPEAKS,
        "b": outer(call("one", "c"), call("two", "c")),
        "a": outer(call("one", "b"), call("two", "c")),
    }
    assert codes(outer(call("one", "a"), call("two", "b")), **flows) == []


def test_a_flow_calls_at_most_fifty_others() -> None:
    flows = {f"f{number}": SPEAKS for number in range(MAX_CALLED + 1)}
    nodes = [call(flow_id, flow_id) for flow_id in flows]
    asks = [node("elicitation", f"ask{number}") for number in range(len(nodes))]
    alternately = [one for pair in zip(nodes, asks, strict=True) for one in pair]
    assert codes(outer(*alternately), **flows) == ["too-many-subflows"]
    assert codes(outer(*alternately[2:]), **flows) == []


def test_the_nodes_of_all_flows_together_have_a_limit() -> None:
    large = outer(*(node("elicitation", f"ask{number}") for number in range(600)))
    assert codes(outer(*(call(f"c{number}", "large") for number in range(8))), large=large) == []
    problem = the_problem(outer(*(call(f"c{number}", "large") for number in range(9))), large=large)
    assert (problem.code, problem.severity) == ("too-many-nodes-with-subflows", "error")
    assert f"at most {MAX_NODES_OF_ALL:,}" in problem.text


def test_the_id_of_a_subflow_node_holds_no_separator() -> None:
    problem = the_problem(outer(call("a/b", "asks")), asks=ASKS)
    assert (problem.code, problem.severity, problem.path[-1]) == ("bad-subflow-id", "error", "id")


def test_an_exit_for_an_outcome_that_no_end_has_is_a_warning() -> None:
    document = outer(call("who", "asks"), edges=[edge("who", "end", "okay")])
    problem = the_problem(document, asks=ASKS)
    assert (problem.code, problem.severity, problem.edge_id) == ("unknown-outcome", "warning", "who-okay-end")
    assert problem.remedy.endswith('Its ends lead to "ok" or "default". Did you mean "ok"?')


def test_a_flow_without_an_end_has_no_outcome() -> None:
    inner = flow([node("start"), node("transfer")], [edge("start", "transfer")], onFailure="transfer")
    document = outer(call("who", "asks"), edges=[edge("who", "end", "okay")])
    assert "It has no end." in the_problem(document, asks=inner).remedy


def test_default_needs_an_edge() -> None:
    document = flow([node("start"), call("who", "asks"), node("end")], [edge("start", "who"), edge("who", "end", "ok")])
    assert codes(document, asks=ASKS) == ["missing-default-edge"]


def test_a_malformed_node_has_its_own_problem_only() -> None:
    wrong = node("subflow", "who", flowId="not an id", version=0)
    assert codes(outer(wrong)) == ["wrong-value", "out-of-range"]
    assert codes(outer(call("who", "asks", {"x": ""}, out={"y": ""})), asks=ASKS) == [
        "empty-expression",
        "empty-expression",
    ]
    assert codes(outer({"id": "who", "type": "subflow", "data": {}})) == ["missing-field"]


def test_failures_inside_without_a_way_are_a_warning_of_the_node() -> None:
    inner = flow(
        [node("start"), node("elicitation"), node("end")], [edge("start", "elicitation"), edge("elicitation", "end")]
    )
    assert codes(outer(call("who", "asks")), asks=inner) == []
    document = flow([node("start"), call("who", "asks"), node("end")], [edge("start", "who"), edge("who", "end")])
    problem = the_problem(document, asks=inner)
    assert (problem.code, problem.severity, problem.node_id) == ("missing-failure-edge", "warning", "who")
    assert '"who/elicitation, noMatch" and "who/elicitation, noInput"' in problem.text
    # A flow between the two has a way.
    assert (
        codes(
            {**document, "nodes": [node("start"), call("who", "b"), node("end")]},
            asks=inner,
            b=outer(call("x", "asks")),
        )
        == []
    )
    lost = the_problem({**document, "nodes": [node("start"), call("who", "b"), node("end")]}, asks=inner, b=document)
    assert '"who/who/elicitation, noMatch"' in lost.text


def test_a_failure_that_no_call_reaches_is_no_problem() -> None:
    inner = flow(
        [node("start"), node("elicitation"), node("llm"), node("end")],
        [edge("start", "end"), edge("elicitation", "end"), edge("llm", "end")],
    )
    document = flow([node("start"), call("who", "asks"), node("end")], [edge("start", "who"), edge("who", "end")])
    assert codes(document, asks=inner) == []


def test_the_node_after_failures_is_reached_from_an_inner_flow() -> None:
    nodes = [node("start"), call("who", "asks"), node("end"), node("end", "lost")]
    inner = flow(
        [node("start"), node("elicitation"), node("end")], [edge("start", "elicitation"), edge("elicitation", "end")]
    )
    document = flow(nodes, [edge("start", "who"), edge("who", "end")], onFailure="lost")
    assert codes(document, asks=inner) == []


def test_a_cycle_through_a_flow_that_never_listens_is_an_error() -> None:
    document = flow(
        [node("start"), call("who", "speaks"), node("end")],
        [edge("start", "who"), edge("who", "who"), edge("who", "end", "x")],
    )
    found = checked(document, speaks=SPEAKS)
    assert [problem.code for problem in found.errors] == ["no-way-to-end", "silent-cycle"]
    cycle = found.errors[1]
    assert (cycle.code, cycle.node_id) == ("silent-cycle", "who")
    assert '"who" → "who/start" → "who/message" → "who/end" → "who"' in cycle.text
    # The same with a flow that asks.
    assert (
        codes(
            flow(
                [node("start"), call("who", "asks"), node("end")],
                [edge("start", "who"), edge("who", "who"), edge("who", "end", "ok")],
            ),
            asks=ASKS,
        )
        == []
    )


def test_a_call_that_never_leaves_the_flows_is_an_error() -> None:
    document = flow(
        [node("start"), call("who", "asks"), node("end")],
        [edge("start", "who"), edge("who", "who"), edge("who", "end", "x")],
    )
    assert "no-way-to-end" in codes(document, asks=ASKS)


def test_a_transfer_inside_is_an_end_of_the_call() -> None:
    inner = flow(
        [node("start"), node("transfer"), node("end")], [edge("start", "transfer"), edge("transfer", "end", "failed")]
    )
    nodes = [node("start"), node("elicitation"), call("who", "asks")]
    edges = [edge("start", "elicitation"), edge("elicitation", "who"), edge("who", "elicitation")]
    document = flow(nodes, edges, onFailure="elicitation")
    assert codes(document, asks=inner) == []
    assert codes(document, asks=ASKS) == ["no-way-to-end"]


def test_a_transfer_inside_may_be_the_node_after_failures() -> None:
    for to, found in (("+15550100000", []), ("{{ 1 + 1 }}", ["silent-cycle"])):
        inner = flow([node("start"), node("transfer", to=to)], [edge("start", "transfer")], onFailure="transfer")
        assert codes(outer(call("who", "asks")), asks=inner) == found


def test_the_nodes_of_all_levels_count_for_the_longest_sequence() -> None:
    messages = outer(*(node("message", f"m{number}") for number in range(20)))
    two = [call("one", "messages"), call("two", "messages")]
    assert codes(outer(*two), messages=messages) == []
    problem = the_problem(outer(*two, node("message"), node("message", "m1"), node("message", "m2")), messages=messages)
    assert (problem.code, problem.severity) == ("too-many-nodes-in-a-row", "error")
    nested = outer(call("again", "messages"), call("twice", "messages"))
    assert codes(
        outer(call("one", "nested"), node("message"), node("message", "m1")), messages=messages, nested=nested
    ) == ["too-many-nodes-in-a-row"]


def test_a_flow_that_is_not_known_ends_the_search_for_long_ways() -> None:
    messages = [node("message", f"m{number}") for number in range(30)]
    more = [node("message", f"n{number}") for number in range(30)]
    document = outer(*messages, call("who", "nobody"), *more)
    assert [problem.code for problem in checked(document, publishing=False).problems] == ["unknown-subflow"]


def test_an_llm_inside_that_speaks_once_has_no_limit_of_replies() -> None:
    inner = flow(
        [node("start"), node("llm"), node("end")],
        [edge("start", "llm"), edge("llm", "end"), edge("llm", "end", "error")],
    )
    document = flow([node("start"), call("who", "asks"), node("end")], [edge("start", "who"), edge("who", "end")])
    assert codes(document, asks=inner) == []


def test_a_damaged_inner_flow_leads_nowhere() -> None:
    # A checked flow has no such node.
    inner = flow([node("start"), node("message"), node("end")], [edge("start", "message")])
    document = outer(call("who", "asks"))
    assert "no-way-to-end" not in codes(document, asks=inner)
    deeper = outer(call("x", "nobody"))
    called = called_in(document, {"asks": Published(1, deeper, RULES)})
    assert check(document, inspect, schema_problem, called).problems == ()


def test_an_edge_with_a_malformed_exit_has_its_own_problem() -> None:
    wrong: Document = {"id": "e", "source": "who", "target": "end", "sourceHandle": 1}
    assert codes(outer(call("who", "asks"), edges=[wrong]), asks=ASKS) == ["wrong-type"]


def test_the_ways_of_handlers_inside_are_looked_through() -> None:
    nodes = [node("start"), node("elicitation", "ask"), node("message", "hours"), node("end", "back", outcome="resume")]
    edges = [edge("start", "ask"), edge("ask", "end"), edge("hours", "back")]
    handler: Document = {"id": "hours", "phrases": ["when do you close"], "target": "hours", "resume": True}
    inner: Document = {**flow([*nodes, node("end")], edges, onFailure="end"), "handlers": [handler]}
    document = flow([node("start"), call("who", "asks"), node("end")], [edge("start", "who"), edge("who", "end")])
    assert codes(document, asks=inner) == []
    lost: Document = {**flow([*nodes, node("end")], edges), "handlers": [handler]}
    assert codes(document, asks=lost) == ["missing-failure-edge"]
    looks: Document = {
        **flow(
            [*nodes[:2], node("tool", "hours"), *nodes[3:], node("end")],
            [*edges, edge("ask", "end", "noMatch"), edge("ask", "end", "noInput")],
        ),
        "handlers": [handler],
    }
    problem = the_problem(document, asks=looks)
    assert '"who/hours, error"' in problem.text


def test_the_handlers_of_the_flow_itself_reach_their_nodes() -> None:
    document = line(node("elicitation"), node("message", "hours"), call("who", "asks"))
    document["handlers"] = [{"id": "h", "phrases": ["when do you close"], "target": "hours"}]
    assert codes(document, asks=ASKS) == []
