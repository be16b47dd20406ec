"""The questions that a judge model answers about ended calls."""

from __future__ import annotations

import pytest

from flow_core.json import Json
from testing.flows import Document, line, node
from tests.flow_core.check.checking import checked, codes, the_problem
from tests.flow_core.conversations import parsed

ANSWERED: dict[str, Json] = {"id": "answered", "ask": "Did the agent answer the caller's question?"}


def judged(**fields: Json) -> Document:
    return line(node("decision"), judging={"questions": [ANSWERED], **fields})


def test_questions_alone_judge_every_call_of_phone_and_audio_by_yes_or_no() -> None:
    assert codes(judged()) == []
    judging = parsed(judged()).judging
    assert judging is not None
    assert [question.scale for question in judging.questions] == ["yesNo"]
    assert (judging.share, judging.model, judging.channels) == (1, None, ["phone", "audio"])


@pytest.mark.parametrize(
    "fields",
    [
        {"share": 1},
        {"share": 0.25, "model": "bedrock/amazon.nova-lite-v1:0", "channels": ["chat"]},
        {"questions": [{**ANSWERED, "scale": "1to5"}, {"id": "polite", "ask": "q" * 500}]},
    ],
)
def test_a_setting_within_its_limits_is_no_problem(fields: dict[str, Json]) -> None:
    assert codes(judged(**fields)) == []


def test_a_flow_without_questions_is_not_judged() -> None:
    assert parsed(line(node("decision"))).judging is None
    assert codes(line(node("decision"), judging=None)) == []


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"questions": []}, ("judging", "questions")),
        ({"questions": [{**ANSWERED, "id": str(number)} for number in range(11)]}, ("judging", "questions")),
        ({"questions": "answered"}, ("judging", "questions")),
        ({"questions": [{**ANSWERED, "ask": "q" * 501}]}, ("judging", "questions", 0, "ask")),
        ({"questions": [{**ANSWERED, "ask": " \n"}]}, ("judging", "questions", 0, "ask")),
        ({"questions": [{"id": "answered"}]}, ("judging", "questions", 0, "ask")),
        ({"questions": [{**ANSWERED, "id": "i" * 41}]}, ("judging", "questions", 0, "id")),
        ({"questions": [ANSWERED, {**ANSWERED, "ask": "And politely?"}]}, ("judging", "questions", 1, "id")),
        ({"questions": [{**ANSWERED, "scale": "1to10"}]}, ("judging", "questions", 0, "scale")),
        ({"questions": [{**ANSWERED, "scales": "1to5"}]}, ("judging", "questions", 0, "scales")),
        ({"share": 1.5}, ("judging", "share")),
        ({"share": -0.1}, ("judging", "share")),
        ({"share": "all"}, ("judging", "share")),
        ({"share": 0}, ("judging", "share")),
        ({"channels": []}, ("judging", "channels")),
        ({"channels": ["fax"]}, ("judging", "channels", 0)),
        ({"model": "m" * 201}, ("judging", "model")),
    ],
)
def test_each_fault_is_one_problem_that_names_its_field(fields: dict[str, Json], path: tuple[str | int, ...]) -> None:
    problem = the_problem(judged(**fields))
    assert problem.path == path
    assert problem.remedy


@pytest.mark.parametrize("value", ["yes", 7, [ANSWERED], True])
def test_another_value_than_an_object_is_one_problem(value: Json) -> None:
    assert the_problem(line(node("decision"), judging=value)).path == ("judging",)


def test_a_share_of_none_and_an_unknown_field_leave_the_flow_usable() -> None:
    assert checked(judged(share=0)).errors == ()
    assert codes(judged(queries=[])) == ["unknown-field"]


def test_a_flow_of_the_first_rules_has_no_questions() -> None:
    from flow_core.check import read_flow

    flow, problems = read_flow(line(node("decision"), judging="anything"), rules=1)
    assert problems == ()
    assert flow is not None
    assert flow.judging is None
