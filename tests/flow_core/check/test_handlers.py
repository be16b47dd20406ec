"""Each problem of a handler, with its field, and handlers without a problem."""

from __future__ import annotations

from itertools import pairwise

import pytest

from flow_core.json import Json
from testing.flows import Document, edge, flow, node
from tests.flow_core.check.checking import checked, codes, the_problem

PERSON: Document = {"id": "person", "phrases": ["a person, please", "operator"], "target": "desk"}
HOURS: Document = {"id": "hours", "when": "the caller asks for the opening hours", "target": "hours", "resume": True}
LATE: Document = {"id": "late", "expression": "value.length > 0 && name", "target": "desk"}


def handles(*handlers: Json, asked: Document | None = None, **fields: Json) -> Document:
    """Return a flow with a question, and with `desk` and `hours`, to which only handlers lead."""
    ask = asked or node("elicitation", "ask", prompt="Your name?", variable="name")
    hours = node("end", "hours", message="We close at six.", outcome="resume")
    nodes = [node("start"), ask, node("end"), node("transfer", "desk"), hours]
    edges = [edge("start", "ask"), edge("ask", "end")]
    return flow(nodes, edges, onFailure="end", handlers=[*handlers], **fields)


def without(handler: Document, name: str) -> Document:
    return {field: value for field, value in handler.items() if field != name}


def test_handlers_without_a_problem_make_their_targets_reachable() -> None:
    assert codes(handles(PERSON, HOURS, LATE)) == []
    assert sorted(codes(handles())) == ["nothing-to-resume", "unreachable-node", "unreachable-node"]


@pytest.mark.parametrize(
    ("code", "severity", "field", "wrong"),
    [
        ("duplicate-handler-id", "error", ("id",), {**PERSON, "id": "hours", "phrases": ["desk"]}),
        ("unreached-handler", "error", ("phrases",), without(PERSON, "phrases")),
        ("unreached-handler", "error", ("phrases",), {**PERSON, "phrases": []}),
        ("two-conditions", "error", ("when",), {**PERSON, "when": "it is so"}),
        ("two-conditions", "error", ("expression",), {**PERSON, "expression": "true"}),
        ("two-conditions", "error", ("expression",), {**LATE, "when": "it is so"}),
        ("empty-when", "error", ("when",), {"id": "x", "when": " ", "target": "desk"}),
        ("hole-in-when", "warning", ("when",), {"id": "x", "when": "{{ name }} asks", "target": "desk"}),
        ("unknown-target", "error", ("target",), {**PERSON, "target": "dest"}),
        ("handler-into-start", "warning", ("target",), {**PERSON, "target": "start"}),
        ("empty-phrase", "error", ("phrases", 1), {**PERSON, "phrases": ["desk", "…"]}),
        ("never-resumes", "warning", ("resume",), {**PERSON, "resume": True}),
        ("missing-field", "error", ("target",), without(PERSON, "target")),
        ("missing-field", "error", ("id",), without(PERSON, "id")),
        ("wrong-type", "error", ("phrases",), {**PERSON, "phrases": "operator"}),
        ("wrong-type", "error", ("phrases", 0), {**PERSON, "phrases": [5]}),
        ("wrong-type", "error", ("resume",), {**PERSON, "resume": "yes"}),
        ("wrong-type", "error", ("when",), {"id": "x", "when": 5, "target": "desk"}),
        ("wrong-type", "error", ("expression",), {"id": "x", "expression": 5, "target": "desk"}),
        ("wrong-type", "error", (), "operator"),
        ("unknown-field", "warning", ("phrase",), {**PERSON, "phrase": "operator"}),
        ("bad-expression", "error", ("expression",), {**LATE, "expression": "value ("}),
        ("unknown-variable", "warning", ("expression",), {**LATE, "expression": "nam"}),
        ("misplaced-name", "warning", ("expression",), {**LATE, "expression": "response"}),
    ],
)
def test_a_handler_has_one_problem_with_its_field(
    code: str, severity: str, field: tuple[str | int, ...], wrong: Json
) -> None:
    document = handles(HOURS, wrong)
    # `desk` is reachable without the handler, which may be the one that leads there.
    document["edges"] = [edge("start", "ask"), edge("ask", "end"), edge("ask", "desk", "noInput")]
    problem = the_problem(document)
    assert (problem.code, problem.severity, problem.path) == (code, severity, ("handlers", 1, *field))
    assert problem.remedy
    assert problem.place.startswith("Handler ")


@pytest.mark.parametrize("value", [5, "person", {"id": "person"}, None])
def test_handlers_are_a_list(value: Json) -> None:
    problem = next(each for each in checked({**handles(), "handlers": value}).problems if each.severity == "error")
    assert (problem.code, problem.path) == ("wrong-type", ("handlers",))


def test_a_flow_has_at_most_two_hundred_handlers() -> None:
    many = [{**HOURS, "id": f"h{number}"} for number in range(201)]
    assert "too-long" in codes(handles(PERSON, *many))
    assert codes(handles(PERSON, *many[:199])) == []


def test_a_document_with_far_too_many_handlers_is_read_in_part() -> None:
    assert "too-long" in codes(handles(*({**HOURS, "id": f"h{number}"} for number in range(500))))


def test_a_phrase_of_two_handlers_belongs_to_the_first() -> None:
    problem = the_problem(handles(PERSON, HOURS, {"id": "x", "phrases": ["An operator!"], "target": "desk"}))
    assert (problem.code, problem.path) == ("shared-phrase", ("handlers", 2, "phrases", 0))
    assert '"person"' in problem.message
    assert codes(handles({**PERSON, "phrases": ["operator", "operators"]}, HOURS)) == []


@pytest.mark.parametrize("choice", ["operator", {"value": "x", "synonyms": ["an operator"]}, {"value": "Operators"}])
def test_a_phrase_that_is_a_choice_leads_to_the_handler_with_a_warning(choice: Json) -> None:
    asked: dict[str, Json] = {"prompt": "Who?", "variable": "name", "valueType": "choice", "choices": ["sales", choice]}
    for ask in (node("elicitation", "ask", **asked), node("form", "ask", slots=[asked])):
        problem = the_problem(handles(PERSON, HOURS, asked=ask))
        assert (problem.code, problem.path) == ("phrase-is-choice", ("handlers", 0, "phrases", 1))
        assert '"ask"' in problem.message


@pytest.mark.parametrize(
    ("asked", "warned"),
    [
        (node("elicitation", "ask", prompt="?", variable="name", valueType="boolean"), True),
        (node("elicitation", "ask", prompt="?", variable="name", confirm="{{ value }}?"), True),
        (node("form", "ask", slots=[{"prompt": "?", "variable": "name"}], confirm="Right?"), True),
        (node("form", "ask", slots=[{"prompt": "?", "variable": "name"}]), False),
        (node("elicitation", "ask", prompt="?", variable="name"), False),
    ],
)
def test_a_phrase_that_is_a_yes_or_a_no_has_a_warning_where_the_flow_asks_for_one(
    asked: Document, warned: bool
) -> None:
    found = codes(handles({**PERSON, "phrases": ["no", "operator"]}, HOURS, asked=asked))
    assert found == (["phrase-is-answer"] if warned else [])


def test_phrases_are_compared_in_the_language_of_the_flow() -> None:
    asked = node("elicitation", "ask", prompt="?", variable="name", valueType="choice", choices=["Rechnung"])
    german: Document = {**PERSON, "phrases": ["die Rechnung bitte"]}
    assert codes(handles(german, HOURS, asked=asked, language="de-DE")) == ["phrase-is-choice"]
    assert codes(handles(german, HOURS, asked=asked, language=5)) == ["wrong-type"]


def test_many_expressions_have_a_warning() -> None:
    many = [{**LATE, "id": f"e{number}"} for number in range(11)]
    problem = the_problem(handles(HOURS, *many))
    assert (problem.code, problem.path) == ("many-handler-expressions", ("handlers",))
    assert codes(handles(HOURS, *many[:10])) == []


def test_handlers_of_a_flow_that_never_listens_have_a_warning() -> None:
    document = handles(PERSON, asked=node("llm", "ask"))
    problem = checked(document).problems[-1]
    assert (problem.code, problem.path) == ("unheard-handlers", ("handlers",))


def test_an_end_with_the_outcome_resume_needs_a_handler_that_comes_back() -> None:
    problem = the_problem(handles(PERSON, {**HOURS, "resume": False}))
    assert (problem.code, problem.node_id, problem.path[-1]) == ("nothing-to-resume", "hours", "outcome")


def test_nodes_behind_a_handler_must_lead_to_an_end() -> None:
    document = handles(PERSON, HOURS, {"id": "x", "phrases": ["loop"], "target": "loop"})
    nodes = document["nodes"]
    assert isinstance(nodes, list)
    nodes.append(node("elicitation", "loop", prompt="?", variable="name"))
    document["edges"] = [
        *(edge("ask", "end"), edge("start", "ask")),
        *(edge("loop", "loop", exit) for exit in (None, "noMatch", "noInput")),
    ]
    assert codes(document) == ["no-way-to-end"]


@pytest.mark.parametrize(("length", "found"), [(48, []), (49, ["too-many-nodes-in-a-row"])])
def test_the_question_after_a_way_back_counts_among_the_nodes_in_a_row(length: int, found: list[str]) -> None:
    chain = [node("message", f"m{number}", message=".") for number in range(length)]
    document = handles(PERSON, {**HOURS, "target": "m0"})
    nodes, edges = document["nodes"], document["edges"]
    assert isinstance(nodes, list)
    assert isinstance(edges, list)
    nodes += chain
    names = [*(f"m{number}" for number in range(length)), "hours"]
    edges += [edge(one, other) for one, other in pairwise(names)]
    assert codes(document) == found


def test_a_flow_within_this_one_may_listen() -> None:
    found = codes(handles(PERSON, HOURS, asked=node("subflow", "ask")))
    assert "unheard-handlers" not in found
    assert "unreachable-node" not in found
