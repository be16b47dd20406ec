"""The provider's name of the model that replied, in the trace and in the head of a session."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from flow_core.effects import AskModel
from flow_core.events import ModelReplied
from functions.adapters.javascript.engine import JavaScript
from functions.ports.model import MAX_MODEL, ModelOutcome, Replied, Silent
from functions.records import MAX_MODELS, Head, TurnCall, TurnRecord, head_json, head_type, turn_json, turn_type
from testing.fakes.model import FakeModel
from testing.stage import Stage, flow, node

MINI = "openai/gpt-4.1-mini"


def stage(javascript: JavaScript, names: Iterator[str], *models: str | None) -> Stage:
    """A session that asks each of the models once, in one turn. The replies have the names, one after the other."""
    asking = [
        node(f"m{number}", "llm", instructions="Help.", fallback="Sorry?", model=model)
        for number, model in enumerate(models)
    ]
    ids = ["start", *(f"m{number}" for number in range(len(models))), "end"]
    edges = [f"{source} -> {target}" for source, target in pairwise(ids)]
    drawn = flow([node("start", "start", message="Hello."), *asking, node("end", "end", message="Bye.")], edges)

    def answer(effect: AskModel) -> ModelOutcome:
        name = next(names)
        return Silent("no words") if name == "-" else Replied("Yes.", model=name)

    return Stage((drawn,), javascript, model=FakeModel(otherwise=answer))


def ran(stage: Stage) -> tuple[Head, TurnRecord]:
    finished = stage.run(TurnCall("t1"))
    assert finished.record is not None
    return finished.head, finished.record


def test_the_trace_and_the_session_name_the_model_that_replied(javascript: JavaScript) -> None:
    head, record = ran(stage(javascript, iter(["mini-april", "llama", "-"]), MINI, None, "openai/silent"))
    assert [(run.model, run.answered_by) for run in record.effects] == [
        (MINI, "mini-april"),
        (None, "llama"),
        (None, None),
    ]
    assert head.models == {MINI: "mini-april", "": "llama"}
    assert head_type().validate_json(head_json(head)) == head
    assert turn_type().validate_json(turn_json(record)) == record
    assert [event.model for event in record.events if isinstance(event, ModelReplied)] == ["mini-april", "llama"]


def test_the_last_name_of_a_model_counts_and_the_names_are_bounded(javascript: JavaScript) -> None:
    head, _ = ran(stage(javascript, iter(["mini-april", "mini-may"]), MINI, MINI))
    assert head.models == {MINI: "mini-may"}
    many = [f"openai/{number}" for number in range(MAX_MODELS + 2)]
    head, _ = ran(stage(javascript, iter(many), *many))
    assert len(head.models) == MAX_MODELS
    head, _ = ran(stage(javascript, iter(["m"]), "o" * 500))
    assert head.models == {"o" * MAX_MODEL: "m"}


def test_a_provider_that_names_no_model_leaves_no_field_in_what_is_stored(javascript: JavaScript) -> None:
    head, record = ran(stage(javascript, iter([""]), None))
    for stored in (head_json(head), turn_json(record)):
        assert b'"models"' not in stored
        assert b"answered_by" not in stored
    assert replace(head, models={}) == head
