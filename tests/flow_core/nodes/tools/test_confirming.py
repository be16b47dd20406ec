"""Before a tool with `confirm` runs, the caller is asked. Only a clear yes runs it."""

from __future__ import annotations

import pytest

from flow_core.state import Continue, Listen
from tests.flow_core.fake_evaluate import FakeEvaluate
from tests.flow_core.nodes.tools.conversation import CANCEL, FIND, at_tools, cancel, find, results

_QUESTION = "Shall I cancel order 1001?"


def test_the_caller_is_asked_and_a_yes_runs_the_tool() -> None:
    talk = at_tools(CANCEL)
    assert talk.model_calls(cancel()).then == Listen(8)
    assert talk.spoken == [_QUESTION]
    talk.says("Yes, please.")
    assert talk.tool_call().tool == "cancel_order"
    talk.answers(200, {"cancelled": True})
    assert results(talk) == ['{"cancelled": true}']


def test_a_no_runs_nothing_and_the_model_is_told() -> None:
    talk = at_tools(CANCEL)
    talk.model_calls(cancel())
    talk.says("No.")
    assert results(talk) == ["The caller said no. Nothing was called."]


@pytest.mark.parametrize(("keys", "runs"), [("1", True), ("2", False)])
def test_a_key_says_yes_or_no(keys: str, runs: bool) -> None:
    talk = at_tools(CANCEL)
    talk.model_calls(cancel())
    talk.keys(keys)
    assert (talk.state.visit.calls[0].result is None) == runs


def test_another_key_runs_nothing() -> None:
    talk = at_tools(CANCEL)
    talk.model_calls(cancel())
    talk.keys("7")
    assert "did not say yes" in (results(talk)[0] or "")


def test_other_words_run_nothing_and_the_model_reads_them() -> None:
    talk = at_tools(CANCEL, FIND)
    talk.model_calls(cancel(), find())
    talk.says("Which order was that again and what does it cost")
    assert all("did not say yes" in (text or "") for text in results(talk))
    assert talk.question().messages[-1].content == "Which order was that again and what does it cost"


def test_after_a_no_the_next_call_runs() -> None:
    talk = at_tools(CANCEL, FIND)
    talk.model_calls(cancel(), find())
    talk.says("No.")
    assert talk.tool_call().tool == "find_order"


def test_a_caller_who_says_nothing_is_asked_once_more() -> None:
    talk = at_tools(CANCEL)
    talk.model_calls(cancel())
    assert talk.silent().then == Listen(8)
    assert talk.spoken == [_QUESTION]
    talk.silent()
    assert results(talk) == ["The caller did not answer. Nothing was called."]


def test_a_caller_who_asks_to_hear_the_question_again_hears_it() -> None:
    talk = at_tools(CANCEL)
    talk.model_calls(cancel())
    assert talk.says("Could you say that again?").then == Listen(8)
    assert talk.spoken == [_QUESTION]
    talk.says("Yes.")
    assert talk.tool_call().tool == "cancel_order"


def test_the_yes_is_that_of_the_flows_language() -> None:
    talk = at_tools(CANCEL)
    talk.flow.__dict__["language"] = "de-DE"
    talk.model_calls(cancel())
    talk.says("Ja, bitte.")
    assert talk.tool_call().tool == "cancel_order"


def test_after_the_yes_the_caller_hears_the_message() -> None:
    talk = at_tools({**CANCEL, "message": "I cancel it."})
    talk.model_calls(cancel())
    assert talk.says("Yes.").then == Continue()
    assert talk.spoken == ["I cancel it."]
    talk.goes_on()
    assert talk.tool_call().tool == "cancel_order"


def test_a_question_that_cannot_be_filled_runs_nothing() -> None:
    talk = at_tools({**CANCEL, "confirm": "{{ throw }}"})
    talk.model_calls(cancel())
    assert results(talk) == ["Error, nothing was called: the caller could not be asked."]


def test_a_question_that_can_no_longer_be_filled_runs_nothing() -> None:
    talk = at_tools({**CANCEL, "confirm": "{{ ready }}"})
    talk.evaluate = FakeEvaluate({"ready": lambda variables, at, seed: "Ready?" if seed < 3_000 else ""})
    talk.model_calls(cancel(), cancel("7"))
    assert talk.spoken == ["Ready?"]
    talk.silent()
    assert results(talk) == [
        "Error, nothing was called: the caller could not be asked.",
        "The caller did not answer. Nothing was called.",
    ]


def test_a_question_may_be_not_interruptible() -> None:
    talk = at_tools(CANCEL, interruptible=False, noInputSeconds=20)
    assert talk.model_calls(cancel()).then == Listen(20, False)
