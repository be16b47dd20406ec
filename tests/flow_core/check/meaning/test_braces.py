"""Variables in one pair of braces, and braces that are words."""

from __future__ import annotations

import pytest

from flow_core.json import Json
from testing.flows import line, node
from tests.flow_core.check.checking import codes, the_problem

_ASKED = node("elicitation", variable="name")


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("Hello {name}.", "{{ name }}"),
        ("Hello ${name}, {{ name }}.", "{{ name }}"),
        ("{{ name }} { session.id }", "{{ session.id }}"),
        ("{other} {name}", "{{ name }}"),
    ],
)
def test_a_variable_in_one_pair_of_braces_is_a_warning(text: str, remedy: str) -> None:
    problem = the_problem(line(_ASKED, node("llm", instructions=text)))
    assert (problem.severity, problem.code) == ("warning", "hole-with-one-brace")
    assert problem.path == ("nodes", 2, "data", "instructions")
    assert remedy in problem.remedy


@pytest.mark.parametrize(
    "text", ["{other}", '{"name": 1}', "{{ name }}", "{{ `${name}` }}", "{{{ name }}}", "{}", "name"]
)
def test_other_braces_are_words(text: str) -> None:
    found = codes(line(_ASKED, node("llm", instructions=text)))
    assert "hole-with-one-brace" not in found


def test_a_text_with_an_unclosed_hole_has_that_problem_only() -> None:
    assert codes(line(_ASKED, node("llm", instructions="{name} {{ name"))) == ["unclosed-hole"]


def test_a_node_of_an_unknown_type_has_no_texts() -> None:
    odd: Json = {"id": "odd", "type": "quiz", "data": {"variable": "name", "prompt": "{name}"}}
    assert isinstance(odd, dict)
    assert codes(line(odd)) == ["unknown-node-type"]
