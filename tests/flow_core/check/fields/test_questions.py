"""The problems of what a node asks for, and similar questions without a problem."""

from __future__ import annotations

import pytest

from flow_core.json import Json
from testing.flows import Document, edge, flow, line, node
from tests.flow_core.check.checking import checked, codes, the_problem

_SLOT: Document = {"prompt": "For how many?", "variable": "people", "valueType": "integer"}


def _form(*slots: Document, **data: Json) -> Document:
    return line(node("form", slots=[*(slots or (_SLOT,))], **data))


@pytest.mark.parametrize(
    ("code", "field", "wrong", "right"),
    [
        ("unused-setting", "prefer", {"prefer": "past"}, {"valueType": "date", "prefer": "past"}),
        ("unused-setting", "country", {"country": "GB"}, {"valueType": "phone", "country": "GB"}),
        ("unused-setting", "length", {"length": 6}, {}),
        ("unused-setting", "minLength", {"minLength": 6}, {}),
        ("unused-setting", "pattern", {"pattern": "[A-Z]"}, {}),
        ("unused-setting", "many", {"valueType": "boolean", "many": True}, {"valueType": "integer", "many": True}),
    ],
)
def test_a_setting_of_other_types_is_a_warning(code: str, field: str, wrong: Document, right: Document) -> None:
    problem = the_problem(line(node("elicitation", **wrong)))
    assert (problem.code, problem.path, problem.severity) == (code, ("nodes", 1, "data", field), "warning")
    assert codes(line(node("elicitation", **right))) == []


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("impossible-length", {"minLength": 5, "maxLength": 4}),
        ("impossible-length", {"length": 3, "minLength": 4}),
        ("impossible-length", {"length": 3, "maxLength": 2}),
        ("bad-pattern", {"pattern": "["}),
    ],
)
def test_a_length_or_pattern_that_no_answer_fits_is_an_error(code: str, data: Document) -> None:
    asking = node("elicitation", valueType="code", **data)
    assert code in [problem.code for problem in checked(line(asking)).errors]


@pytest.mark.parametrize(
    "data", [{"length": 3, "minLength": 2, "maxLength": 4}, {"minLength": 2}, {"pattern": "[A-Z]+"}]
)
def test_a_length_or_pattern_that_answers_fit_is_no_error(data: Document) -> None:
    found = codes(line(node("elicitation", valueType="code", **data)))
    assert not {"impossible-length", "bad-pattern"} & set(found)


@pytest.mark.parametrize("keys", [{"length": 0}, {"length": 61}, {"end": "##"}, {"end": "x"}, {"seconds": 0}])
def test_rules_for_keys_that_no_telephone_can_follow_are_an_error(keys: Document) -> None:
    problem = the_problem(line(node("elicitation", keys=keys)))
    assert (problem.severity, problem.path[:4]) == ("error", ("nodes", 1, "data", "keys"))
    assert codes(line(node("elicitation", keys={"length": 8, "end": "*", "seconds": 5}))) == []


def test_a_form_without_a_problem_has_none() -> None:
    assert codes(_form()) == []
    assert codes(_form(prompt="What would you like?", confirm="{{ people }}?", maxAttempts=2)) == []


def test_a_form_needs_a_slot() -> None:
    assert the_problem(line(node("form", slots=[]))).severity == "error"


def test_a_form_has_20_slots_at_most_so_that_an_answer_is_read_in_bounded_time() -> None:
    slots: list[Document] = [{**_SLOT, "variable": f"people{number}"} for number in range(21)]
    assert the_problem(_form(*slots)).severity == "error"
    assert codes(_form(*slots[:20])) == []


def test_a_form_that_asks_for_nothing_is_an_error() -> None:
    slot: Document = {**_SLOT, "required": False}
    problem = the_problem(_form(slot))
    assert (problem.code, problem.severity) == ("form-asks-nothing", "error")
    assert codes(_form(slot, prompt="What would you like?")) == []


def test_two_slots_of_one_variable_are_an_error() -> None:
    problem = the_problem(_form(_SLOT, _SLOT))
    assert (problem.code, problem.path) == ("duplicate-slot", ("nodes", 1, "data", "slots", 1, "variable"))


def test_a_slot_has_the_problems_of_a_question_at_its_own_place() -> None:
    problem = the_problem(_form({**_SLOT, "prompt": " "}))
    assert (problem.code, problem.path) == ("empty-prompt", ("nodes", 1, "data", "slots", 0, "prompt"))
    problem = the_problem(_form({**_SLOT, "reprompts": ["a", "b"]}, maxAttempts=2))
    assert (problem.code, problem.path) == ("unused-prompts", ("nodes", 1, "data", "slots", 0, "reprompts", 1))
    problem = the_problem(_form({**_SLOT, "confirm": "{{ value }}?"}))
    assert (problem.code, problem.path) == ("unused-setting", ("nodes", 1, "data", "slots", 0, "confirm"))
    problem = the_problem(_form({**_SLOT, "maxAttempts": 3}))
    assert (problem.code, problem.path) == ("unused-setting", ("nodes", 1, "data", "slots", 0, "maxAttempts"))
    problem = the_problem(_form({**_SLOT, "assign": {"a": "1"}}))
    assert problem.code == "unknown-field"


def test_expressions_and_names_of_a_slot_are_checked() -> None:
    problem = the_problem(_form({**_SLOT, "variable": "number of people"}))
    assert (problem.code, problem.path) == ("bad-variable-name", ("nodes", 1, "data", "slots", 0, "variable"))
    problem = the_problem(_form({**_SLOT, "validation": "value <= places"}))
    assert (problem.code, problem.path) == ("unknown-variable", ("nodes", 1, "data", "slots", 0, "validation"))
    problem = the_problem(_form({**_SLOT, "reprompts": ["Only {{ places }} places."]}))
    assert (problem.code, problem.path) == ("unknown-variable", ("nodes", 1, "data", "slots", 0, "reprompts", 0))


def test_a_confirmation_reads_the_value_and_another_text_does_not() -> None:
    assert codes(line(node("elicitation", confirm="{{ value }}?"))) == []
    assert codes(line(node("elicitation", prompt="{{ value }}?"))) == ["misplaced-name"]


def test_an_edge_from_declined_needs_an_optional_question() -> None:
    def asking(**data: Json) -> Document:
        return line(node("elicitation", **data), edges=[edge("elicitation", "end", "declined")])

    assert codes(asking(optional=True)) == []
    assert len(codes(asking())) == 1


def test_a_form_listens_so_a_cycle_through_it_is_not_silent() -> None:
    edges = [
        edge("start", "form"),
        edge("form", "form"),
        edge("form", "end", "noMatch"),
        edge("form", "end", "noInput"),
    ]
    assert codes(flow([node("start"), node("form", slots=[_SLOT]), node("end")], edges)) == []


def test_a_form_without_edges_for_its_failures_is_an_error() -> None:
    edges = [edge("start", "form"), edge("form", "end")]
    document = flow([node("start"), node("form", slots=[_SLOT]), node("end")], edges)
    assert codes(document) == ["missing-failure-edge"]


def test_a_pattern_that_may_take_exponential_time_is_an_error() -> None:
    for pattern in (r"(?=A)A1", r"(A)\1", "(A{100}){100}"):
        data = {"prompt": "Code?", "variable": "code", "valueType": "code", "pattern": pattern}
        nodes = [node("start"), node("elicitation", "ask", **data), node("end")]
        found = checked(flow(nodes, [edge("start", "ask"), edge("ask", "end")], onFailure="end")).problems
        assert [(each.severity, each.code) for each in found] == [("error", "bad-pattern")]
