"""A sensitive value that is spoken or that a model may read has a warning."""

from __future__ import annotations

from flow_core.json import Json
from testing.flows import Document, line, node
from tests.flow_core.check.checking import codes, the_problem

ASKED: dict[str, Json] = {"prompt": "Your card?", "variable": "card", "sensitive": True, "extraction": "parse"}


def ask(**data: Json) -> Document:
    return node("elicitation", **{**ASKED, "valueType": "digits", **data})


def test_a_sensitive_question_whose_value_only_a_tool_gets_has_no_problem() -> None:
    request: Json = {"method": "POST", "url": "https://pay.example", "body": {"card": "{{ card }}"}}
    assert codes(line(ask(pauseRecording=True), node("tool", request=request))) == []


def test_a_sensitive_value_that_is_spoken_whole_has_a_warning() -> None:
    problem = the_problem(line(ask(), node("message", message="It is {{ card }}.")))
    assert (problem.code, problem.severity, problem.node_id) == ("sensitive-spoken", "warning", "message")
    assert '"card"' in problem.message


def test_a_part_of_a_sensitive_value_may_be_spoken() -> None:
    assert codes(line(ask(), node("message", message="It ends with {{ card.slice(-4) }}."))) == []


def test_a_sensitive_answer_that_is_read_back_has_a_warning() -> None:
    assert codes(line(ask(confirm="Is {{ value }} right?"))) == ["sensitive-spoken"]
    assert codes(line(ask(confirm="Is {{ value }} right?", sensitive=False))) == []


def test_an_empty_hole_has_its_own_problem_only() -> None:
    assert codes(line(ask(), node("message", message="It is {{ }}."))) == ["empty-expression"]


def test_a_sensitive_value_in_a_models_instructions_has_a_warning() -> None:
    talk = node("llm", instructions="The card is {{ card.slice(0) }}. Its owner is {{ session.callerNumber }}.")
    problem = the_problem(line(ask(), talk))
    assert (problem.code, problem.path[-1]) == ("sensitive-to-model", "instructions")


def test_a_model_that_may_read_a_sensitive_answer_has_a_warning() -> None:
    problem = the_problem(line(ask(extraction="auto")))
    assert (problem.code, problem.path[-2:]) == ("sensitive-to-model", ("data", "extraction"))
    slots: Json = [{"prompt": "Name?", "variable": "name"}, {**ASKED, "extraction": "llm"}]
    problem = the_problem(line(node("form", slots=slots)))
    assert (problem.code, problem.path[-4:]) == ("sensitive-to-model", ("data", "slots", 1, "extraction"))


def test_a_declared_variable_is_sensitive_for_every_question_that_sets_it() -> None:
    document: Document = {**line(ask(sensitive=False, extraction="llm")), "variables": {"card": {"sensitive": True}}}
    assert codes(document) == ["sensitive-to-model"]


def test_a_malformed_flow_has_the_problems_of_its_form_only() -> None:
    assert codes(line(ask(sensitive="yes"))) == ["wrong-type"]
