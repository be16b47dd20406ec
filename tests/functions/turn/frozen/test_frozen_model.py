"""The model that is frozen with a version answers its questions."""

from __future__ import annotations

import pytest

from flow_core.effects import AskModel
from flow_core.events import SessionBegan
from functions.adapters.javascript.engine import JavaScript
from functions.ports.model import ModelOutcome, Replied
from functions.records import TurnCall
from testing.fakes.model import FakeModel
from testing.stage import Stage, flow, node

TALK = flow(
    [
        node("start", "start", message="Hello."),
        node("talk", "llm", instructions="Help.", fallback="Sorry?"),
        node("named", "llm", instructions="Help.", fallback="Sorry?", model="bedrock/nova"),
        node("end", "end", message="Bye."),
    ],
    ["start -> talk", "talk -> named", "named -> end"],
)


@pytest.mark.parametrize(
    ("frozen", "asked"), [("openai/small", ["openai/small", "bedrock/nova"]), (None, [None, "bedrock/nova"])]
)
def test_a_question_that_names_no_model_is_for_the_frozen_one(
    javascript: JavaScript, frozen: str | None, asked: list[str | None]
) -> None:
    models: list[str | None] = []

    def answer(effect: AskModel) -> ModelOutcome:
        models.append(effect.model)
        return Replied("Yes.")

    stage = Stage((TALK.with_model(frozen),), javascript, model=FakeModel(otherwise=answer))
    finished = stage.run(TurnCall("t1"))
    assert models == asked
    assert finished.record is not None
    (began,) = [event for event in finished.record.events if isinstance(event, SessionBegan)]
    # A frozen model is a model: questions that ask one only where there is one ask it.
    assert began.model == (frozen is not None)
