"""Names that two choices share, and bodies that are JSON as text: each with a similar flow without a problem."""

from __future__ import annotations

import pytest

from flow_core.json import Json
from testing.flows import Document, line, node
from tests.flow_core.check.checking import checked, codes, the_problem


def _asking(*choices: Json) -> Document:
    return line(node("elicitation", valueType="choice", choices=[*choices]))


@pytest.mark.parametrize(
    ("choices", "path", "name"),
    [
        (
            [{"value": "invoice", "synonyms": ["bill"]}, {"value": "payment", "synonyms": ["bill"]}],
            (1, "synonyms", 0),
            "bill",
        ),
        (["sales", {"value": "support", "synonyms": ["help", "Sales"]}], (1, "synonyms", 1), "Sales"),
        (
            [{"value": "a", "label": "Check-in"}, {"value": "b", "synonyms": ["check in"]}],
            (1, "synonyms", 0),
            "check in",
        ),
        ([{"value": "a", "synonyms": ["red"]}, {"value": "Red", "synonyms": []}], (1, "value"), "Red"),
        ([{"value": "+", "label": "plus"}, {"value": "-", "synonyms": ["+"]}], (1, "synonyms", 0), "+"),
        ([{"value": "a", "synonyms": ["x"]}, {"value": "b", "label": "X"}], (1, "label"), "X"),
        ([{"value": "a", "synonyms": ["bill"]}, {"value": "b", "synonyms": ["bills"]}], (1, "synonyms", 0), "bills"),
    ],
)
def test_a_name_of_two_choices_is_a_warning(choices: list[Json], path: tuple[str | int, ...], name: str) -> None:
    problem = the_problem(_asking(*choices))
    assert (problem.severity, problem.code) == ("warning", "shared-choice-name")
    assert problem.path == ("nodes", 1, "data", "choices", *path)
    assert f'"{name}"' in problem.text


def test_a_choice_that_is_there_twice_is_one_warning() -> None:
    problem = the_problem(_asking("red", {"value": "red", "label": "Red", "synonyms": ["rouge"]}))
    assert (problem.code, problem.path) == ("choice-twice", ("nodes", 1, "data", "choices", 1, "value"))


def test_a_choice_may_repeat_a_name_of_its_own() -> None:
    own: Document = {"value": "invoice", "label": "Invoice", "synonyms": ["the invoice", "INVOICE"]}
    assert codes(_asking(own, {"value": "payment", "synonyms": ["bill payment"]}, "bill", "+", "-")) == []


def _sending(body: Json) -> Document:
    return line(node("tool", request={"method": "POST", "url": "https://example.com", "body": body}))


@pytest.mark.parametrize(
    "body",
    [
        '{"name": "{{ session.id }}"}',
        ' {\n  "name": "{{ session.id }}",\n}',
        "{'name': '{{ session.id }}'}",
        "{ name: {{ session.id }} }",
        "{ {{ session.id }}: 1}",
        "[{{ session.id }}, 2]",
        '["{{ session.id }}"]',
        "[1, 2]",
        "{}",
    ],
)
def test_json_written_as_text_is_a_warning(body: str) -> None:
    problem = the_problem(_sending(body))
    assert (problem.severity, problem.code) == ("warning", "json-as-text")
    assert problem.path == ("nodes", 1, "data", "request", "body")


@pytest.mark.parametrize(
    "body",
    [
        None,
        {"name": "{{ session.id }}"},
        "{{ session }}",
        "name={{ session.id }}",
        "<order>{{ session.id }}</order>",
        "query { orders { id } }",
        "[urgent] {{ session.id }}",
        "{",
        "",
    ],
)
def test_another_body_is_no_problem(body: Json) -> None:
    assert codes(_sending(body)) == []


def test_a_body_with_an_unclosed_hole_has_that_problem_only() -> None:
    assert codes(line(node("tool", request={"url": "https://a", "body": '{"a": "{{ b"}'}), edges=[])) == [
        "unclosed-hole"
    ]


def test_the_slots_of_a_form_and_the_language_of_the_flow_count() -> None:
    choices: list[Json] = [{"value": "a", "synonyms": ["reserva"]}, {"value": "b", "synonyms": ["reservas"]}]
    slot: Json = {"variable": "x", "prompt": "?", "valueType": "choice", "choices": choices}
    problems = checked(line(node("form", slots=[slot]), language="es-ES")).problems
    assert [each.path for each in problems if each.code == "shared-choice-name"] == [
        ("nodes", 1, "data", "slots", 0, "choices", 1, "synonyms", 0)
    ]
