"""The contract of `Model`: the adapters over loopback HTTP, and the fake that other tests use."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from flow_core.effects import AskModel
from flow_core.json import Json
from functions.adapters.models.by_name import Models, Provider
from functions.adapters.models.openai import OpenAi
from functions.deadline import Deadline
from functions.ports.model import Model, ModelOutcome, Replied, Silent
from testing.fakes.loopback import Answer, Loopback
from testing.fakes.model import FakeModel
from testing.fakes.model_servers import (
    INTENT,
    aws_error,
    completion,
    converse,
    openai_error,
    question,
    tool_use,
)


@dataclass(frozen=True)
class Stage:
    """Three models: one that says "I see.", one that also fills in `intent`, and one whose server is down."""

    talking: Model
    filling_in: Model
    failing: Model


@pytest.fixture(params=["openai", "bedrock", "models", "fake"])
def stage(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    # Null means unknown, and `mood` is not asked for: the adapter leaves both out.
    sent: Json = {"reply": "I see.", "intent": "billing", "city": None, "mood": "angry"}
    if request.param == "fake":
        filled = Replied("I see.", {"intent": "billing"}, 11, 5)
        yield Stage(FakeModel(Replied("I see.", {}, 11, 5)), FakeModel(filled), FakeModel(Silent("it is down")))
        return
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    with ExitStack() as stack:

        def bedrock(answer: Answer) -> Model:
            from functions.adapters.models.bedrock import Bedrock

            server = stack.enter_context(Loopback(answer))
            return Bedrock("us-east-1", endpoint_url=server.origin).model("amazon.nova-lite-v1:0")

        def openai(answer: Answer) -> Model:
            server = stack.enter_context(Loopback(answer))
            provider: Provider = OpenAi(f"{server.origin}/v1", lambda: None)
            return Models("local/m", {"local": lambda: provider}) if request.param == "models" else provider.model("m")

        if request.param == "bedrock":
            used = converse(tool_use(sent), stop="tool_use")
            yield Stage(bedrock(converse("I see.")), bedrock(used), bedrock(aws_error(500, "InternalServerException")))
        else:
            whole = completion(json.dumps(sent))
            yield Stage(openai(completion("I see.")), openai(whole), openai(openai_error(500, "down")))


def asked(model: Model, effect: AskModel) -> ModelOutcome:
    return model.ask(effect, deadline=Deadline.after(60))


def test_a_reply_has_its_words_and_tokens(stage: Stage) -> None:
    assert asked(stage.talking, question()) == Replied("I see.", {}, 11, 5)


def test_a_reply_has_its_variables_and_words(stage: Stage) -> None:
    effect = question(extract={**INTENT, "city": {"type": "string"}})
    assert asked(stage.filling_in, effect) == Replied("I see.", {"intent": "billing"}, 11, 5)


def test_a_failure_is_a_value_with_its_reason(stage: Stage) -> None:
    outcome = asked(stage.failing, question())
    assert isinstance(outcome, Silent)
    assert "down" in outcome.error or "trouble" in outcome.error
