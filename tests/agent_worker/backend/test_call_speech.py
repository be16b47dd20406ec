"""What the questions of a call ask for is added to the replies."""

from __future__ import annotations

from agent_worker.backend.call_speech import Asks, CallSpeech
from agent_worker.backend.reply import Hangup, Listen, Reply

REPLY = Reply(response="Your address?", current_node_id="ask", action=Listen(hints=("Niamh",)))


def test_a_reply_says_what_its_question_asks_for() -> None:
    asks = Asks(CallSpeech.model_validate_json('{"texts": [], "asks": {"ask": ["email"]}}').asks)
    assert asks.added_to(REPLY).action == Listen(hints=("Niamh",), expects=("email",))


def test_a_reply_says_whether_a_model_reads_its_answer() -> None:
    asks = Asks()
    asks.learn(CallSpeech.model_validate_json('{"asks": {"other": ["email"]}, "asksModel": ["ask"]}'))
    assert asks.added_to(REPLY).action == Listen(hints=("Niamh",), asks_model=True)
    asks.learn(CallSpeech.model_validate_json('{"asks": {"other": ["email"]}}'))
    assert asks.added_to(REPLY) == REPLY, "an older API does not tell"


def test_a_reply_stays_as_it_is_if_nothing_is_known_of_its_node_or_it_asks_nothing() -> None:
    known = Asks({"other": ("email",)})
    assert Asks().added_to(REPLY) == known.added_to(REPLY) == REPLY
    bye = Reply(current_node_id="other", action=Hangup())
    assert known.added_to(bye) == bye
    assert known.added_to(Reply(action=Listen())) == Reply(action=Listen())


def test_a_turn_carries_what_is_used_only_if_the_api_takes_it() -> None:
    asks = Asks()
    asks.learn(CallSpeech.model_validate_json('{"takesUsage": true}'))
    assert asks.takes_usage
    asks.learn(CallSpeech.model_validate_json("{}"))
    assert not asks.takes_usage, "an older API does not tell"
