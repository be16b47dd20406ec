"""How long the worker waits in a silence, by what the question asks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, cast, get_args

import pytest
from livekit.agents import inference

from agent_worker.backend.reply import Hangup, Listen
from agent_worker.call import media
from agent_worker.call.media import JUDGED_LANGUAGES, turn_end_of
from agent_worker.call.open_question import OpenQuestion
from agent_worker.call.patience import TurnEnd, end_delays
from agent_worker.speech.settings import Engine, SpeechSettings
from flow_core.authored.asked import ValueType

LOCAL = SpeechSettings(stt=Engine("local"), tts=Engine("local"))
ENDS: Iterable[TurnEnd] = get_args(TurnEnd)


@pytest.mark.parametrize("turn_end", ENDS)
def test_what_is_spelled_takes_longer_than_yes_or_no(turn_end: TurnEnd) -> None:
    yes, free, day, spelled = (
        end_delays((each,), turn_end).after_whole for each in ("boolean", "string", "date", "digits")
    )
    assert yes <= free < day < spelled or yes <= free <= day < spelled
    for slow in ("email", "phone", "code", "postcode"):
        assert end_delays((slow,), turn_end).after_whole == spelled


@pytest.mark.parametrize("turn_end", ENDS)
def test_each_type_of_value_has_a_patience_that_is_shorter_than_the_silence_of_no_input(turn_end: TurnEnd) -> None:
    for each in get_args(ValueType):
        patience = end_delays((each,), turn_end)
        assert 0.25 <= patience.after_whole <= patience.after_half <= 3.0


def test_the_slowest_of_several_values_counts_and_without_any_the_usual_patience() -> None:
    assert end_delays(("boolean", "email", "date"), "silence") == end_delays(("email",), "silence")
    assert end_delays((), "silence") == end_delays(("string",), "silence") == end_delays(("new",), "silence")


def test_meaning_answers_whole_words_sooner_and_waits_for_the_rest_of_half_ones() -> None:
    for each in get_args(ValueType):
        meaning, silence = end_delays((each,), "meaning"), end_delays((each,), "silence")
        assert meaning.after_whole < silence.after_whole < meaning.after_half


@dataclass(slots=True)
class Session:
    """The part of a session that takes options."""

    options: list[dict[str, Any]] = field(default_factory=list)

    def update_options(self, **options: Any) -> None:
        self.options.append(options)


def test_a_question_sets_the_patience_once_and_other_words_set_it_back() -> None:
    session, question = Session(), OpenQuestion("silence")
    for action in (Listen(expects=("email",)), Listen(expects=("email",)), Hangup(), Listen()):
        question.ask(cast(Any, session), action)
    delays = [each["endpointing_opts"]["min_delay"] for each in session.options]
    # A silence of 1.2 and 0.5 s for the caller, which livekit-agents hears 0.1 s late.
    assert delays == pytest.approx([1.1, 0.4])


def test_a_chat_has_no_patience() -> None:
    session, question = Session(), OpenQuestion()
    question.ask(cast(Any, session), Listen(expects=("email",), hints=("Niamh",)))
    assert session.options == [{"keyterms": ["Niamh"]}]


def test_meaning_is_a_setting_for_the_languages_that_the_model_judges() -> None:
    meaning = SpeechSettings(stt=Engine("local"), tts=Engine("local"), turn_end="meaning")
    assert [turn_end_of(meaning, tag) for tag in (None, "en-GB", "de", "pl", "no")] == [
        "meaning", "meaning", "meaning", "silence", "silence",
    ]  # fmt: skip
    assert turn_end_of(LOCAL, "en") == "silence"


def test_the_models_languages_are_those_of_the_library() -> None:
    from livekit.agents.inference.eot.languages import LOCAL_LANGUAGES

    assert frozenset(LOCAL_LANGUAGES) == JUDGED_LANGUAGES


def test_the_weights_of_the_model_are_installed_and_need_no_network() -> None:
    handling = media._turn_handling("meaning")
    detector = handling["turn_detection"]
    assert isinstance(detector, inference.TurnDetector)
    assert detector.model == "turn-detector-v1-mini"
    assert handling["interruption"] == media.TURN_HANDLING["interruption"]
