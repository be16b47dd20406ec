"""The words of an utterance that has not ended."""

from __future__ import annotations

import pytest
from livekit.agents import LanguageCode, stt

from agent_worker.call.hearing.utterance import Utterance, pays_to_draft
from agent_worker.call.patience import TurnEnd

FINAL, PREFLIGHT = stt.SpeechEventType.FINAL_TRANSCRIPT, stt.SpeechEventType.PREFLIGHT_TRANSCRIPT


def heard(kind: stt.SpeechEventType, text: str = "") -> stt.SpeechEvent:
    return stt.SpeechEvent(kind, alternatives=[stt.SpeechData(language=LanguageCode("en"), text=text)] if text else [])


def test_the_final_parts_of_an_utterance_are_put_together() -> None:
    utterance = Utterance()
    assert utterance.hear(heard(FINAL, "I want ")) == "I want"
    assert utterance.hear(heard(FINAL, "a boat.")) == "I want a boat."


def test_words_that_the_engine_expects_to_be_final_follow_the_final_ones_and_may_change() -> None:
    utterance = Utterance()
    utterance.hear(heard(FINAL, "I want"))
    assert utterance.hear(heard(PREFLIGHT, "a boat")) == "I want a boat"
    assert utterance.hear(heard(PREFLIGHT, "a boot")) == "I want a boot"
    assert utterance.hear(heard(FINAL, "a boat.")) == "I want a boat."


def test_other_events_may_not_be_all_that_is_said() -> None:
    utterance = Utterance()
    for event in (
        heard(stt.SpeechEventType.INTERIM_TRANSCRIPT, "I"),
        heard(stt.SpeechEventType.END_OF_SPEECH),
        heard(FINAL, " "),
        heard(PREFLIGHT, " "),
        "words of an engine of one's own",
    ):
        assert utterance.hear(event) is None


def test_the_next_utterance_begins_with_what_was_said_after_the_end_of_the_last_one() -> None:
    utterance = Utterance()
    utterance.hear(heard(FINAL, "Yes."))
    utterance.hear(heard(FINAL, "And a boat."))
    utterance.ended("Yes.")
    assert utterance.hear(heard(FINAL, "For two.")) == "And a boat. For two."
    utterance.ended("something else that was heard")
    assert utterance.hear(heard(FINAL, "No.")) == "No."


@pytest.mark.parametrize(
    ("wanted", "turn_end", "pays"),
    [
        (None, "silence", False),
        (None, "meaning", True),
        (None, None, False),
        (True, "silence", True),
        (True, None, False),
        (False, "meaning", False),
    ],
)
def test_turns_are_drafted_by_default_if_meaning_is_judged(
    wanted: bool | None, turn_end: TurnEnd | None, pays: bool
) -> None:
    assert pays_to_draft(wanted, turn_end) is pays
