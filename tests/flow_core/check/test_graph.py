"""Each problem of nodes and edges together, and a similar correct flow without a problem."""

from __future__ import annotations

import pytest

from testing.flows import Document, edge, flow, line, node
from tests.flow_core.check.checking import checked, codes, the_problem


def test_a_flow_has_exactly_one_start() -> None:
    assert codes(flow([node("end")], [])) == ["missing-start"]
    both = flow([node("start"), node("start", "second"), node("end")], [edge("start", "end"), edge("second", "end")])
    problem = the_problem(both)
    assert (problem.code, problem.node_id) == ("several-starts", "second")


def test_an_id_is_used_once() -> None:
    problem = the_problem(flow([node("start"), node("end"), node("end", "end")], [edge("start", "end")]))
    assert (problem.code, problem.path) == ("duplicate-node-id", ("nodes", 2, "id"))
    twice = {**edge("llm", "end"), "id": "start-default-llm"}
    problem = the_problem(
        flow([node("start"), node("llm"), node("end")], [edge("start", "llm"), twice], onFailure="end")
    )
    assert (problem.code, problem.path) == ("duplicate-edge-id", ("edges", 1, "id"))


def test_an_edge_joins_nodes_that_exist() -> None:
    problem = the_problem(line(edges=[edge("nowhere", "end")]))
    assert (problem.code, problem.path) == ("unknown-source", ("edges", 1, "source"))
    problem = the_problem(line(node("llm"), edges=[edge("llm", "emd", "error")]))
    assert (problem.code, problem.path) == ("unknown-target", ("edges", 2, "target"))
    assert 'Did you mean "end"?' in problem.remedy


def test_an_edge_leaves_by_an_exit_that_its_source_has() -> None:
    problem = the_problem(line(node("llm"), edges=[edge("llm", "end", "eror")]))
    assert (problem.code, problem.path) == ("unknown-exit", ("edges", 2, "sourceHandle"))
    assert '"default", "error" or "maxTurns"' in problem.message
    assert 'Did you mean "error"?' in problem.remedy
    assert codes(line(node("llm"), edges=[edge("llm", "end", "error"), edge("llm", "end", "maxTurns")])) == []


def test_no_edge_leaves_an_end() -> None:
    problem = the_problem(line(node("llm"), edges=[edge("end", "llm")]))
    assert problem.code == "unknown-exit"
    assert "nothing leaves an end node" in problem.message


def test_the_conditions_of_a_decision_are_its_exits() -> None:
    assert codes(line(node("decision"), edges=[edge("decision", "end", "yes")])) == []
    assert codes(line(node("decision"), edges=[edge("decision", "end", "no")])) == ["unknown-exit"]


def test_the_exits_of_a_decision_are_not_checked_while_a_condition_is_malformed() -> None:
    broken = node("decision", conditions=[{"id": 5, "expression": "1"}])
    assert codes(line(broken, edges=[edge("decision", "end", "no")])) == ["wrong-type"]


def test_an_exit_has_one_edge() -> None:
    problem = the_problem(line(node("llm"), edges=[{**edge("start", "end"), "sourceHandle": "default"}]))
    assert (problem.code, problem.path) == ("exit-taken", ("edges", 2, "sourceHandle"))


@pytest.mark.parametrize("kind", ["start", "elicitation", "llm", "decision", "tool"])
def test_default_needs_an_edge(kind: str) -> None:
    document = line(*([] if kind == "start" else [node(kind)]))
    edges = document["edges"]
    assert isinstance(edges, list)
    document["edges"] = edges[:-1]
    problem = next(problem for problem in checked(document).problems)
    assert (problem.code, problem.node_id) == ("missing-default-edge", kind)
    assert len(checked(document).errors) == 1


def test_an_empty_handle_is_default() -> None:
    assert codes(flow([node("start"), node("end")], [edge("start", "end", "")])) == []


def test_an_edge_into_the_start_is_a_warning() -> None:
    document = line(node("elicitation"), edges=[edge("elicitation", "start", "noMatch")])
    problem = the_problem(document)
    assert (problem.severity, problem.code) == ("warning", "edge-into-start")


def test_an_unreachable_node_is_a_warning() -> None:
    document = line(node("llm"))
    document["edges"] = [edge("start", "end"), edge("llm", "end")]
    problem = the_problem(document)
    assert (problem.severity, problem.code, problem.node_id) == ("warning", "unreachable-node", "llm")


def test_no_node_is_unreachable_while_the_start_has_no_edge() -> None:
    document = line(node("llm"))
    document["edges"] = [edge("llm", "end")]
    assert codes(document) == ["missing-default-edge"]


def _trap(*edges: Document) -> Document:
    nodes = [node("start"), node("elicitation", "a"), node("elicitation", "b"), node("end")]
    failures = [edge(source, source, exit) for source in ("a", "b") for exit in ("noMatch", "noInput")]
    drawn = {(each["source"], each.get("sourceHandle")) for each in edges}
    others = [each for each in failures if (each["source"], each["sourceHandle"]) not in drawn]
    return flow(nodes, [edge("start", "a"), edge("a", "b"), *edges, *others])


def test_every_call_must_be_able_to_end() -> None:
    problem = checked(_trap(edge("b", "a"))).errors[0]
    assert (problem.code, problem.node_id) == ("no-way-to-end", "a")
    assert '"a" and "b"' in problem.message
    assert codes(_trap(edge("b", "a"), edge("b", "end", "noMatch"))) == []


def test_a_node_that_leads_to_itself_only_never_ends() -> None:
    problem = checked(_trap(edge("b", "b"))).errors[0]
    assert (problem.code, problem.node_id) == ("no-way-to-end", "b")
    assert len(checked(_trap(edge("b", "b"))).errors) == 1


def test_a_long_group_without_an_end_is_named_by_its_beginning() -> None:
    ring = [node("elicitation", f"n{index}") for index in range(20)]
    edges = [edge(f"n{index}", f"n{(index + 1) % 20}") for index in range(20)]
    assert (
        "and 8 more" in the_problem(flow([node("start"), *ring], [edge("start", "n0"), *edges], onFailure="n0")).message
    )


def test_a_node_of_an_unknown_type_may_be_an_end() -> None:
    assert codes(flow([node("start"), node("hangup")], [edge("start", "hangup")])) == ["unknown-node-type"]


@pytest.mark.parametrize(
    ("part", "exits"),
    [
        (node("elicitation"), ["noMatch", "noInput"]),
        (node("llm"), ["error"]),
        (node("llm", until="true"), ["error", "maxTurns"]),
        (node("tool"), ["error"]),
        (node("transfer"), ["failed"]),
    ],
)
def test_a_failure_exit_leads_somewhere(part: Document, exits: list[str]) -> None:
    end = [] if part["type"] == "transfer" else [edge(str(part["id"]), "end")]
    nodes = [node("start"), node("decision"), part, node("end")]
    edges = [edge("start", "decision"), edge("decision", "end"), edge("decision", str(part["id"]), "yes"), *end]
    problem = the_problem(flow(nodes, edges))
    assert (problem.severity, problem.code, problem.node_id) == ("warning", "missing-failure-edge", part["id"])
    assert all(f'"{exit}"' in problem.text for exit in exits)
    assert "onFailure" in problem.remedy
    assert codes(flow(nodes, edges, onFailure="end")) == []
    ways = [edge(str(part["id"]), "end", exit) for exit in exits]
    assert codes(flow(nodes, [*edges, *ways])) == []
    for missing in ways:
        (problem,) = checked(flow(nodes, [*edges, *(way for way in ways if way != missing)])).problems
        assert f'"{missing["sourceHandle"]}"' in problem.text


def test_a_misspelled_failure_exit_is_one_problem() -> None:
    document = flow([node("start"), node("tool"), node("end")], [edge("start", "tool"), edge("tool", "end")])
    document["edges"] = [edge("start", "tool"), edge("tool", "end"), edge("tool", "end", "eror")]
    assert the_problem(document).code == "unknown-exit"


def test_a_node_after_failures_only_is_reached() -> None:
    nodes = [node("start"), node("tool"), node("end"), node("end", "sorry")]
    edges = [edge("start", "tool"), edge("tool", "end")]
    assert codes(flow(nodes, edges, onFailure="sorry")) == []
    assert codes(flow(nodes, [*edges, edge("tool", "end", "error")], onFailure="sorry")) == ["unreachable-node"]


def test_a_call_that_can_only_fail_repeatedly_never_ends() -> None:
    nodes = [node("start"), node("elicitation", "a"), node("elicitation", "b")]
    edges = [edge("start", "a"), edge("a", "b"), edge("b", "a")]
    assert the_problem(flow(nodes, edges, onFailure="a")).code == "no-way-to-end"
