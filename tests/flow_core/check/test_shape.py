"""Documents without the shape of a flow."""

from __future__ import annotations

import json

import pytest

from flow_core.check import read_flow, shape
from flow_core.flow import MAX_NODES_IN_TURN
from flow_core.json import Json
from testing.flows import Document, edge, flow, line, node
from tests.flow_core.check.checking import checked, codes, the_problem


def test_a_correct_flow_has_no_problems_and_can_run() -> None:
    result = checked(line(node("elicitation")))
    assert result.problems == result.errors == result.warnings == ()
    assert result.flow is not None
    assert result.flow.start().id == "start"


def test_a_flow_with_errors_cannot_run() -> None:
    result = checked(line(node("elicitation", variable="class")))
    assert result.flow is None
    assert len(result.errors) == 1


def test_a_flow_with_warnings_can_run() -> None:
    result = checked(line(node("elicitation", prompt="")))
    assert result.flow is not None
    assert len(result.warnings) == 1


def test_read_flow_checks_the_shape_only() -> None:
    document = flow([node("start")], [])
    read, problems = read_flow(document)
    assert read is not None
    assert problems == ()
    read, problems = read_flow({**document, "name": 1})
    assert read is None
    assert [problem.path for problem in problems] == [("name",)]


@pytest.mark.parametrize("written", [None, True, 5, "flow", [], [[]]])
def test_a_document_that_is_not_an_object_has_one_problem(written: Json) -> None:
    assert the_problem(written).code == "wrong-type"


def test_a_missing_part_is_named() -> None:
    assert [problem.path for problem in checked({}).problems] == [("name",), ("nodes",)]


def test_a_part_of_the_wrong_type_has_one_problem() -> None:
    written: Document = {"name": "", "nodes": {}, "edges": 5, "variables": []}
    assert codes(written) == ["empty-field", "wrong-type", "wrong-type", "wrong-type"]


@pytest.mark.parametrize(
    ("part", "code", "path", "words"),
    [
        (node("elicitation", variable=5), "wrong-type", ("data", "variable"), '"variable" must be text'),
        (node("elicitation", maxAttempts=1.5), "wrong-type", ("data", "maxAttempts"), "a whole number"),
        (node("elicitation", maxAttempts=0), "out-of-range", ("data", "maxAttempts"), "at least 1"),
        (node("elicitation", noInputSeconds=0), "out-of-range", ("data", "noInputSeconds"), "more than 0"),
        (node("elicitation", noInputSeconds=10**400), "out-of-range", ("data", "noInputSeconds"), "too large"),
        (node("elicitation", valueType="txt"), "wrong-value", ("data", "valueType"), "txt"),
        (node("elicitation", valueType=5), "wrong-value", ("data", "valueType"), "a number"),
        (node("elicitation", validation=""), "empty-expression", ("data", "validation"), "is empty"),
        (
            node("elicitation", valueType="choice", choices=[5]),
            "wrong-type",
            ("data", "choices", 0),
            "text or an object",
        ),
        (
            node("elicitation", valueType="choice", choices=[{}]),
            "missing-field",
            ("data", "choices", 0, "value"),
            "is missing",
        ),
        (node("elicitation", choices=["a"] * 201), "too-long", ("data", "choices"), "200 entries"),
        (node("elicitation", prompt="a" * 8001), "too-long", ("data", "prompt"), "8000 characters"),
        (node("llm", speak=None), "wrong-type", ("data", "speak"), "null"),
        (node("llm", speak="yes"), "wrong-type", ("data", "speak"), "true or false"),
        (node("llm", maxTurns=True), "wrong-type", ("data", "maxTurns"), "is true"),
        (node("llm", maxTurns=False), "wrong-type", ("data", "maxTurns"), "is false"),
        (node("llm", until=""), "empty-expression", ("data", "until"), "is empty"),
        (node("llm", extract=[]), "wrong-type", ("data", "extract"), "a list"),
        (node("llm", extract={"a": {}, "b": 5}), "wrong-type", ("data", "extract", "b"), "extract.b"),
        (node("decision", conditions={}), "wrong-type", ("data", "conditions"), "an object"),
        (node("decision", conditions=[5]), "wrong-type", ("data", "conditions", 0), "conditions[0]"),
        (node("decision", conditions=[{"id": "a"}]), "missing-field", ("data", "conditions", 0, "expression"), "[0]"),
        (node("tool", request=None), "wrong-type", ("data", "request"), "must be an object"),
        (node("tool", request={}), "missing-field", ("data", "request", "url"), "request.url"),
        (node("tool", request={"url": ""}), "empty-field", ("data", "request", "url"), "is empty"),
        (node("tool", assign={"a": 1}), "wrong-type", ("data", "assign", "a"), "assign.a"),
        (node("transfer", mode="warm"), "wrong-value", ("data", "mode"), "warm"),
        ({"id": "x", "type": "elicitation"}, "missing-field", ("data",), '"data" is missing'),
        ({**node("elicitation", "x"), "data": []}, "wrong-type", ("data",), "an object"),
        ({**node("elicitation", "x"), "type": "elicitaton"}, "unknown-node-type", ("type",), "elicitaton"),
        ({**node("elicitation", "x"), "type": 5}, "wrong-type", ("type",), "a number"),
        ({"id": "x", "data": {}}, "missing-field", ("type",), "is missing"),
        ({**node("llm", "x"), "position": None}, "wrong-type", ("position",), "null"),
    ],
)
def test_a_malformed_value_has_one_problem_with_its_path(
    part: Document, code: str, path: tuple[str | int, ...], words: str
) -> None:
    document = line(part, node("transfer", "last"))
    onward = edge(str(part["id"]), "last", "failed" if part["id"] == "transfer" else None)
    document["edges"] = [edge("start", str(part["id"])), onward, edge("last", "end", "failed")]
    problem = the_problem(document)
    assert (problem.code, problem.path, problem.node_id) == (code, ("nodes", 1, *path), part["id"])
    assert words in problem.message


def test_a_wrong_value_lists_what_is_allowed() -> None:
    remedy = the_problem(line(node("elicitation", valueType="choise"))).remedy
    assert '"string", "number"' in remedy
    assert 'Did you mean "choice"?' in remedy


def test_a_malformed_choice_hides_no_other_problem_of_its_node() -> None:
    broken = node("elicitation", choices=[5], valueType="choice", variable="class", reprompts=["{{", 7])
    assert codes(line(broken)) == ["bad-variable-name", "wrong-type", "unclosed-hole", "wrong-type"]


def test_a_node_that_cannot_be_repaired_has_a_problem_and_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shape, "_MAX_REPAIR_ATTEMPTS", 1)
    assert codes(line(node("llm", speak=5, until="1 @ 2"))) == ["wrong-type"]


def test_a_field_may_be_written_as_python_would() -> None:
    part = node("elicitation", no_input_prompts=["{{"], value_type="choice", choices=["a"])
    assert codes(line(part)) == ["unclosed-hole"]


def test_a_node_without_an_id_is_named_by_its_number() -> None:
    document = line()
    nodes = document["nodes"]
    assert isinstance(nodes, list)
    document["nodes"] = [*nodes, 5, {"type": "end"}]
    assert [problem.message.split(":")[0] for problem in checked(document).problems] == [
        "Node number 3",
        "Node number 4",
    ]


def test_a_malformed_edge_has_one_problem() -> None:
    document = line()
    document["edges"] = [{"id": "e", "source": "start"}, 5]
    assert codes(document) == ["missing-field", "wrong-type"]


def test_an_edge_with_a_malformed_handle_does_not_use_an_exit() -> None:
    extra = {**edge("start", "end"), "id": "odd", "sourceHandle": 5}
    document = flow([node("start"), node("end")], [extra, edge("start", "end")])
    problem = the_problem(document)
    assert (problem.code, problem.path, problem.edge_id) == ("wrong-type", ("edges", 0, "sourceHandle"), "odd")


def test_an_edge_without_an_id_is_named_by_its_number() -> None:
    document = flow([node("start"), node("end")], [{"source": "start", "target": "end"}])
    assert the_problem(document).message == 'Edge number 1: "id" is missing.'


def test_a_malformed_variable_has_one_problem_and_is_still_declared() -> None:
    document = line(node("llm", instructions="{{ a + b }}"), variables={"a": 5, "b": {"type": "text"}})
    assert [problem.path for problem in checked(document).problems] == [("variables", "a"), ("variables", "b", "type")]


def test_too_many_nodes_hide_no_problem_of_a_node() -> None:
    crowd = [node("elicitation", f"n{index}", prompt="" if index == 700 else "?") for index in range(1000)]
    assert codes(line(*crowd)) == ["too-long", "empty-prompt"]


def test_a_node_of_an_unknown_type_still_sets_its_variables() -> None:
    odd: Document = {"id": "odd", "type": "quiz", "data": {"variable": "a", "extract": {"b": {}}, "assign": 5}}
    assert codes(line(odd, node("llm", instructions="{{ a + b }}"))) == ["unknown-node-type"]
    assert codes(line({**odd, "data": 5}, node("llm"))) == ["unknown-node-type"]


@pytest.mark.parametrize(
    ("document", "path", "hint"),
    [
        (line(node("elicitation", promt="x")), ("nodes", 1, "data", "promt"), "prompt"),
        (line(node("elicitation", zzz=1)), ("nodes", 1, "data", "zzz"), None),
        (
            line(node("tool", request={"url": "https://a", "header": {}})),
            ("nodes", 1, "data", "request", "header"),
            "headers",
        ),
        (
            line(node("elicitation", valueType="choice", choices=["a", {"value": "b", "synonym": []}])),
            ("nodes", 1, "data", "choices", 1, "synonym"),
            "synonyms",
        ),
        (line(node("llm", instructions="{{ a }}"), variables={"a": {"typ": 1}}), ("variables", "a", "typ"), "type"),
        (line(nodez=[]), ("nodez",), "nodes"),
        (line(description="A flow."), ("description",), None),
        (line({**node("llm"), "disabled": True}), ("nodes", 1, "disabled"), None),
    ],
)
def test_an_unknown_field_is_a_warning(document: Document, path: tuple[str | int, ...], hint: str | None) -> None:
    problem = the_problem(document)
    assert (problem.severity, problem.code, problem.path) == ("warning", "unknown-field", path)
    assert (f'Did you mean "{hint}"?' in problem.remedy) if hint else ("Did you" not in problem.remedy)


def test_an_unknown_field_of_an_edge_is_a_warning() -> None:
    document = line()
    document["edges"] = [{**edge("start", "end"), "priority": 1}]
    problem = the_problem(document)
    assert (problem.code, problem.path) == ("unknown-field", ("edges", 0, "priority"))


def test_a_field_beside_data_is_told_to_move_into_it() -> None:
    problem = the_problem(line({**node("llm"), "temperature": 0.2}))
    assert (problem.code, problem.path) == ("unknown-field", ("nodes", 1, "temperature"))
    assert 'into "data"' in problem.remedy


def test_the_fields_of_an_editor_are_not_a_problem() -> None:
    document = line(viewport={"x": 1, "y": 2, "zoom": 1.5})
    document["nodes"] = [
        {
            **node("start"),
            "width": 150,
            "height": 40,
            "selected": True,
            "dragging": False,
            "measured": {"width": 150, "height": 40},
            "position": {"x": 1, "y": 2, "z": 3},
            "positionAbsolute": {"x": 1, "y": 2},
            "sourcePosition": "right",
            "targetPosition": "left",
            "className": "wide",
            "style": {"border": 0},
        },
        node("end"),
    ]
    drawn: Document = {
        "animated": True,
        "targetHandle": None,
        "type": "smoothstep",
        "label": "go on",
        "selected": False,
    }
    data: Document = {"points": [1, 2], "condition": ""}
    document["edges"] = [{**edge("start", "end"), **drawn, "markerEnd": {"type": "arrow"}, "style": {}, "data": data}]
    assert codes(document) == []


@pytest.mark.parametrize(
    ("field", "path"),
    [
        ({"condition": "age > 5"}, ("condition",)),
        ({"data": {"condition": "age > 5", "label": "old"}}, ("data", "condition")),
        ({"data": {"expression": {"left": "age", "right": 5}}}, ("data", "expression")),
    ],
)
def test_a_condition_on_an_edge_is_a_warning(field: Document, path: tuple[str, ...]) -> None:
    document = line()
    document["edges"] = [{**edge("start", "end"), **field}]
    problem = the_problem(document)
    assert (problem.severity, problem.code, problem.path) == ("warning", "condition-on-edge", ("edges", 0, *path))
    assert "decision" in problem.remedy


@pytest.mark.parametrize(
    ("data", "code"),
    [({"label": "\ud800"}, "broken-text"), ({"\ud800": 1}, "broken-text"), ({"x": float("nan")}, "not-a-number")],
)
def test_a_broken_text_or_number_is_reported_in_text_that_can_be_sent(data: Document, code: str) -> None:
    problems = checked(line(node("llm", **data))).problems
    assert problems[0].code == code
    assert json.dumps([str(problem) for problem in problems], ensure_ascii=False).encode()


def test_a_document_that_is_half_a_character_has_a_problem() -> None:
    assert codes("\ud800") == ["broken-text"]


def test_nesting_has_a_limit() -> None:
    deep: Json = None
    for _ in range(20_000):
        deep = [deep]
    assert codes(line(node("tool", request={"url": "https://a", "body": deep}))) == ["too-deep"]


def test_the_number_of_nodes_in_a_row_is_not_checked_by_read_flow() -> None:
    chain = [node("tool", f"t{index}") for index in range(MAX_NODES_IN_TURN - 2)]
    assert codes(line(*chain)) == []
