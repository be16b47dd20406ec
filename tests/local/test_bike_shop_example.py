"""Natural conversations with the example that has handlers and conditions in words, with a model and without one."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from flow_core.effects import AskModel
from flow_core.flow import Flow
from flow_core.json import Json
from functions.adapters.javascript.engine import JavaScript
from functions.ports.model import ModelOutcome, Replied
from local.examples import EXAMPLES
from testing.fakes.model import FakeModel
from testing.stage import Stage

HOURS = "We are open from nine to six, and on Saturdays until two."
WISH = "What can we do for you?"
DAY = "On which day can you bring the bike?"
CHOICES = {"my brakes squeak": "repair", "the wheel that you sold me broke on the first day": "complaint"}


def model(effect: AskModel) -> ModelOutcome:
    """A model that chooses by the caller's last words, among what is on offer."""
    said, chosen = effect.messages[-1].content, effect.extract["chosen-id"]
    choice = CHOICES.get(said, "none")
    on_offer: Json = chosen["enum"]
    assert isinstance(on_offer, list)
    return Replied("", {"chosen-id": choice if choice in on_offer else "none"})


@pytest.fixture(scope="module")
def javascript() -> Iterator[JavaScript]:
    with JavaScript() as engine:
        yield engine


def calls(javascript: JavaScript, *, has_model: bool) -> Stage:
    example = Flow.model_validate(json.loads((EXAMPLES / "bike-shop" / "flow.json").read_text()))
    stage = Stage((example,), javascript, model=FakeModel(otherwise=model), has_model=has_model)
    stage.turn("0")
    return stage


def says(stage: Stage, words: str) -> str:
    reply = stage.turn(str(len(stage.turns)), words)
    return str(reply["response"])


def test_questions_in_between_lead_back_to_the_open_question(javascript: JavaScript) -> None:
    call = calls(javascript, has_model=True)
    assert says(call, "hi, what time do you close?") == f"{HOURS} {WISH}"
    assert says(call, "my brakes squeak") == DAY
    assert says(call, "um how much is a service please") == "Is it a city bike or an electric bike?"
    assert says(call, "when are you open") == f"{HOURS} Is it a city bike or an electric bike?"
    assert says(call, "an e-bike") == f"A service is 90 dollars. {DAY}"
    assert says(call, "next sunday").startswith("We are closed on Sundays.")
    assert says(call, "what are your opening hours") == f"{HOURS} {DAY}"
    assert says(call, "then tuesday please") == "We expect your bike on Tuesday, June 2, 2026. Goodbye!"
    assert (call.variables["day"], call.variables["bike"]) == ("2026-06-02", "electric")
    assert call.head.state.outcome == "booked"


def test_a_complaint_is_understood_by_the_model_wherever_it_comes(javascript: JavaScript) -> None:
    call = calls(javascript, has_model=True)
    assert says(call, "my brakes squeak") == DAY
    reply = call.turn("2", "the wheel that you sold me broke on the first day")
    assert (reply["action"]["type"], reply["action"]["to"]) == ("transfer", "+15550190")
    assert isinstance(call.model, FakeModel)
    # The handlers about the open answer, the decision, then the day and the handlers in one question.
    assert [sorted(asked.extract) for asked in call.model.asked] == [
        ["chosen-id"],
        ["chosen-id"],
        ["chosen-id", "day"],
    ]


def test_a_person_can_be_had_at_every_question(javascript: JavaScript) -> None:
    call = calls(javascript, has_model=False)
    assert call.turn("1", "can I speak to someone please")["action"]["type"] == "transfer"


def test_without_a_model_the_flow_asks_what_the_caller_wants(javascript: JavaScript) -> None:
    call = calls(javascript, has_model=False)
    assert says(call, "my brakes squeak") == "Is it about a repair, or would you like to buy something?"
    assert says(call, "what time do you close").startswith(HOURS)
    assert says(call, "a repair") == DAY
    assert says(call, "friday") == "We expect your bike on Friday, June 5, 2026. Goodbye!"
    assert isinstance(call.model, FakeModel)
    assert call.model.asked == []
