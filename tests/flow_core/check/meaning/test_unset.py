"""Variables that no node has set on some way from the start, and expressions that reckon with that."""

from __future__ import annotations

from itertools import pairwise

import pytest

from flow_core.check import Problem
from flow_core.check.bounds import MAX_REPORTED
from flow_core.json import Json
from testing.flows import Document, edge, flow, line, node
from tests.flow_core.check.meaning.reading import found_in


def _unset(document: Json) -> list[Problem]:
    return [problem for problem in found_in(document) if problem.code == "unset-variable"]


def _around(question: Document, *behind: Document, exit: str = "noMatch", **fields: Json) -> Document:
    """Build a flow in which a node is left by `default` to "other", by another exit around it, and then by `behind`."""
    nodes = [node("start"), question, node("llm", "other"), *behind, node("end")]
    chain = [str(each["id"]) for each in nodes]
    edges = [edge(one, other) for one, other in pairwise(chain)]
    return flow([*nodes], [*edges, edge(chain[1], chain[3], exit)], **fields)


def _deciding(expression: str) -> Document:
    return node("decision", conditions=[{"id": "yes", "expression": expression}])


_ASKED = node("elicitation", "ask", variable="name")


def test_a_variable_that_is_not_set_on_some_way_is_a_warning() -> None:
    (problem,) = _unset(_around(_ASKED, node("end", "bye", message="Goodbye, {{ name }}.")))
    assert (problem.severity, problem.path) == ("warning", ("nodes", 3, "data", "message"))
    assert '"ask" (noMatch) → "bye"' in problem.text
    assert "name || …" in problem.remedy


def test_a_variable_that_is_set_on_every_way_is_no_problem() -> None:
    assert _unset(line(_ASKED, node("llm", instructions="{{ name }}"))) == []
    both = node("llm", "other", assign={"name": "'you'"})
    document = _around(node("elicitation", "ask", variable="name", assign={"name": "'nobody'"}), both)
    assert _unset(document) == []


def test_a_variable_with_a_default_is_always_set() -> None:
    reading = node("llm", instructions="{{ name }}")
    assert _unset(_around(_ASKED, reading, variables={"name": {"default": ""}})) == []
    assert len(_unset(_around(_ASKED, reading, variables={"name": {"type": "string"}}))) == 1


def test_a_variable_that_only_comes_from_outside_is_no_problem() -> None:
    assert _unset(line(node("llm", instructions="{{ name }}"), variables={"name": {}})) == []


@pytest.mark.parametrize(
    "expression",
    [
        "name",
        "!name",
        "name === null",
        "undefined == name",
        "name === true",
        "typeof name === 'string'",
        "void name",
        "name && name.length > 3",
        "!name || name.length > 3",
        "name ? name.length > 3 : false",
        "!name ? false : name.length > 3",
        "name?.length > 3",
        "name?.[0] === 'a'",
        "(name || '').length > 3",
        "(name ?? '').length > 3",
        "String(name) === 'a'",
        "name !== null && name.length > 3",
        "name == null || name.length > 3",
        "typeof name === 'string' && name.length > 3",
        "typeof name !== 'undefined' && name.length > 3",
        "(name === 'a' ? true : false) || true".replace("name === 'a'", "name"),
        "(1, name)",
        "'a' === 'b'",
        "name && session.turn > 3 && name.length > 2",
    ],
)
def test_an_expression_that_tests_a_variable_is_no_problem(expression: str) -> None:
    assert _unset(_around(_ASKED, _deciding(expression))) == []


@pytest.mark.parametrize(
    "expression",
    [
        "name === 'Ann'",
        "name.length > 3",
        "name[0] === 'A'",
        "session[name] === 'A'",
        "/a/.test(name)",
        "name + 'a' === 'ba'",
        "(name, 1) === 1",
        "!name && name.length > 3",
        "name || name.length > 3",
        "name ? true : name.length > 3",
        "`${name}` === 'a'",
        "(name || session.id) && !name || name.trim() === 'a'",
        "typeof session === 'string' && name.length > 3",
        "(name || session.id) && name.length > 3",
        "(name === session.id) && name.length > 3",
        "name !== 'a' && name.length > 3",
        "(session.turn > 3 ? name : name) === 'a'",
        "name === session?.id",
    ],
)
def test_an_expression_that_needs_a_variable_is_a_warning(expression: str) -> None:
    assert len(_unset(_around(_ASKED, _deciding(expression)))) == 1


@pytest.mark.parametrize(
    ("expression", "unset_if_true", "unset_if_false"),
    [
        ("name", 0, 1),
        ("!name", 1, 0),
        ("name === 'Ann'", 0, 1),
        ("name !== 'Ann'", 1, 0),
        ("name === null", 1, 0),
        ("name != null", 0, 1),
        ("typeof name === 'string'", 0, 1),
        ("typeof name === 'undefined'", 1, 0),
        ("name && session.turn > 3", 0, 1),
        ("name || session.turn > 3", 1, 1),
        ("!name || session.turn > 3", 1, 0),
        ("name.length > 3", 0, 1),
        ("name.length === 3", 0, 1),
        ("name?.length > 3", 1, 1),
        ("session.turn > 3 ? name.length > 3 : true", 1, 1),
        ("(session.turn > 3 && name.length > 3) === true", 1, 1),
        ("session.turn > 3", 1, 1),
        ("\nname", 1, 1),
    ],
)
def test_a_condition_proves_that_a_variable_is_set(expression: str, unset_if_true: int, unset_if_false: int) -> None:
    yes, no = node("end", "yes", message="{{ name }}"), node("end", "no", message="{{ name }}")
    document = _around(_ASKED, _deciding(expression), no, yes)
    document["edges"] = [*document["edges"], edge("decision", "yes", "yes")]  # type: ignore[misc]
    found = [problem.node_id for problem in _unset(document)]
    assert (found.count("yes"), found.count("no")) == (unset_if_true, unset_if_false)


def test_a_condition_knows_that_those_before_it_are_false() -> None:
    conditions: list[Json] = [{"id": "a", "expression": "!name"}, {"id": "b", "expression": "name.length > 3"}]
    assert _unset(_around(_ASKED, node("decision", conditions=conditions))) == []
    assert len(_unset(_around(_ASKED, node("decision", conditions=conditions[::-1])))) == 1
    assert (
        _unset(_around(_ASKED, node("decision", conditions=[*conditions, {"id": "c", "expression": "\n!name"}]))) == []
    )


def test_a_failed_question_empties_its_variable() -> None:
    again = node("elicitation", "again", variable="name")
    document = flow(
        [node("start"), _ASKED, again, node("end", message="{{ name }}")],
        [edge("start", "ask"), edge("ask", "again"), edge("again", "end"), edge("again", "end", "noInput")],
    )
    (problem,) = _unset(document)
    assert '"again" (noInput) → "end"' in problem.text


def test_a_failure_without_an_edge_leads_to_on_failure() -> None:
    sorry = node("end", "sorry", message="Sorry, {{ name }}.")
    nodes, edges = [node("start"), _ASKED, node("end"), sorry], [edge("start", "ask"), edge("ask", "end")]
    assert _unset(flow(nodes, edges)) == []
    assert [problem.node_id for problem in _unset(flow(nodes, edges, onFailure="sorry"))] == ["sorry"]


def test_an_assignment_reads_what_the_node_and_those_before_it_set() -> None:
    asked = node("elicitation", "ask", variable="name", assign={"short": "name.slice(0, 3)", "again": "short + 'a'"})
    assert _unset(line(asked, node("llm", instructions="{{ short }}{{ again }}"))) == []
    turned = node("elicitation", "ask", variable="name", assign={"again": "short + 'a'", "short": "name.slice(0, 3)"})
    assert [problem.path[-1] for problem in _unset(line(turned))] == ["again"]


def test_an_assignment_that_reads_an_answer_sets_nothing_without_one() -> None:
    asked = node("elicitation", "ask", variable="name", assign={"short": "name + ''", "fixed": "'a'", "odd": "\n1"})
    reading = node("llm", "last", instructions="{{ short }}{{ fixed }}{{ odd }}")
    assert ['"short"' in problem.text for problem in _unset(_around(asked, reading))] == [True]


@pytest.mark.parametrize(
    ("expression", "warnings"),
    [
        ("response.body.ref", 1),
        ("response.body[0]", 1),
        ("[response.body.ref][0]", 1),
        ("response.body?.ref", 0),
        ("response.body", 0),
        ("response.status", 0),
    ],
)
def test_a_failed_tool_sets_what_needs_no_body(expression: str, warnings: int) -> None:
    tool = node("tool", "ask", request={"url": "https://a"}, assign={"ref": expression})
    reading = node("llm", "last", instructions="{{ ref }}")
    assert len(_unset(_around(tool, reading, exit="error"))) == warnings


def test_a_model_sets_what_it_extracts_unless_it_fails() -> None:
    def extracting(exit: str, **data: Json) -> Document:
        reading = node("llm", "last", instructions="{{ order }}")
        return _around(node("llm", "ask", extract={"order": {}}, **data), reading, exit=exit)

    assert len(_unset(extracting("error"))) == 1
    assert _unset(extracting("maxTurns")) == []
    assert _unset(extracting("maxTurns", until="order")) == []
    assert len(_unset(extracting("error", until="order.length > 3", instructions="So far: {{ order }}"))) == 1


def test_each_variable_of_a_node_has_one_warning_with_a_short_way() -> None:
    steps = [node("llm", f"step-{number}") for number in range(8)]
    asked = node("elicitation", "ask", variable="name", prompt="{{ name }}", reprompts=["{{ name }}"])
    document = _around(_ASKED, *steps, node("llm", "last", instructions="{{ name }} {{ name }}", fallback="{{ name }}"))
    (problem,) = _unset(document)
    assert '"ask" (noMatch) → "step-0" → "…" → "step-6" → "step-7" → "last"'.replace('"…"', "…") in problem.text
    assert len(_unset(line(asked))) == 1


def test_a_loop_is_followed_once() -> None:
    document = flow(
        [node("start"), _ASKED, node("llm", instructions="{{ tries + 1 }}", assign={"tries": "1"}), node("end")],
        [edge("start", "llm"), edge("llm", "ask"), edge("ask", "end"), edge("ask", "llm", "noMatch")],
    )
    (problem,) = _unset(document)
    assert '"start" → "llm"' in problem.text


def test_of_two_ways_through_the_same_nodes_one_is_shown() -> None:
    decision = _deciding("session.turn > 3")
    document = flow(
        [node("start"), decision, node("llm", instructions="{{ tries + 1 }}", assign={"tries": "1"}), node("end")],
        [edge("start", "decision"), edge("decision", "llm", "yes"), edge("decision", "llm"), edge("llm", "end")],
    )
    (problem,) = _unset(document)
    assert 'by "start" → "decision" (yes) → "llm".' in problem.text


def test_a_way_around_a_loop_is_shown_once() -> None:
    again = node("elicitation", "again", variable="name", prompt="Not {{ name }}?")
    document = flow(
        [node("start"), _ASKED, again, node("end")],
        [edge("start", "ask"), edge("ask", "again"), edge("again", "end"), edge("again", "again", "noMatch")],
    )
    (problem,) = _unset(document)
    assert 'by "again" (noMatch) → "again".' in problem.text


def test_a_node_that_no_call_reaches_has_no_warning() -> None:
    assert _unset(flow([node("start"), _ASKED, node("end", message="{{ name }}")], [edge("start", "ask")])) == []
    assert _unset(flow([_ASKED, node("end", message="{{ name }}")], [edge("ask", "end")])) == []
    assert _unset(flow([node("start"), node("end", message="{{ a b }}")], [edge("start", "nowhere")])) == []


def test_the_warnings_are_bounded() -> None:
    readers = [node("llm", f"reader-{number}", instructions="{{ name }}") for number in range(MAX_REPORTED + 5)]
    assert len(_unset(_around(_ASKED, *readers))) <= MAX_REPORTED


def test_a_form_reads_the_slots_that_it_fills() -> None:
    slots: list[Json] = [
        {"variable": "day", "prompt": "Which day?", "valueType": "date"},
        {
            "variable": "time",
            "prompt": "At what time on {{ day }}?",
            "valueType": "time",
            "validation": "day !== value",
        },
        {"variable": "note", "prompt": "A note?", "required": False, "confirm": "{{ value }}?"},
    ]
    form = node("form", slots=slots, confirm="{{ day }} at {{ time }}?")
    assert _unset(line(form, node("llm", "last", instructions="{{ day }} {{ time }} {{ note }}"))) == []
    (problem,) = _unset(_around(form, node("llm", "last", instructions="{{ day }}")))
    assert '"form" (noMatch) → "last"' in problem.text


def test_an_answer_that_is_read_back_is_not_stored_yet() -> None:
    def confirming(text: str) -> list[str]:
        return [problem.code for problem in found_in(line(node("elicitation", variable="day", confirm=text)))]

    assert confirming("{{ value }}, right?") == []
    assert confirming("{{ day }}, right?") == ["answer-not-stored-yet"]


def test_a_question_that_is_declined_is_answered() -> None:
    asked = node("elicitation", "ask", variable="name", optional=True)
    assert _unset(_around(asked, node("llm", "last", instructions="{{ name }}"), exit="declined")) == []


def _handled(message: str, *asked: Document) -> Document:
    handler: Json = {"id": "hours", "phrases": ["hours"], "target": "hours", "resume": True}
    nodes = [node("start"), *asked, node("end"), node("end", "hours", message=message, outcome="resume")]
    chain = [str(each["id"]) for each in nodes[:-1]]
    return flow(nodes, [edge(one, other) for one, other in pairwise(chain)], handlers=[handler])


@pytest.mark.parametrize("asked", [_ASKED, node("form", "ask", slots=[{"prompt": "?", "variable": "name"}])])
def test_behind_a_handler_the_answer_of_an_interrupted_question_may_not_be_set(asked: Document) -> None:
    (problem,) = _unset(_handled("Goodbye, {{ name }}.", asked))
    assert '"ask" → a handler → "hours"' in problem.text


def test_behind_a_handler_a_variable_is_set_that_is_set_before_every_question() -> None:
    knows = node("message", message="Hi.", assign={"name": "'you'"})
    asked = [node("elicitation", "ask", variable="other"), node("llm", until="true")]
    assert _unset(_handled("Goodbye, {{ name }}.", knows, *asked)) == []
    assert len(_unset(_handled("Goodbye, {{ name }}.", asked[0], knows, asked[1]))) == 1


def test_a_handler_that_leads_nowhere_is_no_way() -> None:
    document = _handled("Goodbye, {{ name }}.", _ASKED)
    document["handlers"] = [{"id": "hours", "phrases": ["hours"], "target": "nowhere"}]
    assert _unset(document) == []
