"""The settings of the worker: valid environments, and the errors of the others."""

from __future__ import annotations

import pytest

from agent_worker.settings import FallbackModel, Settings, SettingsError, from_environment
from agent_worker.speech.settings import OPENAI_URL

LOCAL = {"CALLFLOW_STT": "local", "CALLFLOW_TTS": "local"}


def read(**environment: str) -> Settings:
    return from_environment({**LOCAL, **environment})


def test_the_defaults_are_iam_and_an_api_on_this_machine() -> None:
    settings = read()
    assert settings == Settings(speech=settings.speech)
    assert (settings.api_auth, settings.fallback_model, settings.ecs_agent) == ("iam", None, None)


def test_everything_can_be_set() -> None:
    settings = read(
        CALLFLOW_API_URL="https://api.example.com/prod/",
        CALLFLOW_API_AUTH="none",
        AWS_REGION="eu-central-1",
        CALLFLOW_AGENT_NAME="staging",
        CALLFLOW_CALLS_PER_WORKER="25",
        CALLFLOW_DRAFTS="1",
        CALLFLOW_FALLBACK_MODEL="google/gemini-2.5-flash",
        CALLFLOW_HEALTH_HOST="0.0.0.0",
        CALLFLOW_HEALTH_PORT="0",
        CALLFLOW_DRAIN_SECONDS="0",
        ECS_AGENT_URI="http://169.254.170.2/api/1",
    )
    assert settings == Settings(
        speech=settings.speech,
        api_url="https://api.example.com/prod",
        api_auth="none",
        region="eu-central-1",
        agent_name="staging",
        calls=25,
        drafts=True,
        fallback_model=FallbackModel("google/gemini-2.5-flash"),
        health_host="0.0.0.0",
        health_port=0,
        drain_seconds=0,
        ecs_agent="http://169.254.170.2/api/1",
    )


@pytest.mark.parametrize(
    ("variable", "value", "remedy"),
    [
        ("CALLFLOW_API_AUTH", "", "set it to iam"),
        ("CALLFLOW_API_AUTH", "IAM", "set it to iam"),
        ("CALLFLOW_API_AUTH", "off", "or to none"),
        ("CALLFLOW_API_URL", "", "such as https://"),
        ("CALLFLOW_API_URL", "api.example.com", "such as https://"),
        ("CALLFLOW_API_URL", "ftp://api.example.com", "such as https://"),
        ("CALLFLOW_DRAFTS", "yes", "set it to 1 or 0, or unset it"),
        ("CALLFLOW_CALLS_PER_WORKER", "0", "at least 1"),
        ("CALLFLOW_CALLS_PER_WORKER", "ten", "a whole number"),
        ("CALLFLOW_CALLS_PER_WORKER", "1.5", "a whole number"),
        ("CALLFLOW_CALLS_PER_WORKER", " 1", "a whole number"),
        ("CALLFLOW_CALLS_PER_WORKER", "³", "a whole number"),
        ("CALLFLOW_HEALTH_PORT", "-1", "at least 0"),
        ("CALLFLOW_HEALTH_PORT", "65536", "at most 65535"),
        ("CALLFLOW_HEALTH_PORT", "9" * 5000, "a whole number"),
        ("CALLFLOW_DRAIN_SECONDS", "1h", "a whole number"),
        ("CALLFLOW_FALLBACK_MODEL", "gpt-4o-mini", "set it to openai/MODEL"),
        ("CALLFLOW_FALLBACK_MODEL", "openai/", "set it to openai/MODEL"),
        ("CALLFLOW_FALLBACK_MODEL", "/gpt-4o-mini", "set it to openai/MODEL"),
    ],
)
def test_an_error_names_the_variable_its_value_and_the_remedy(variable: str, value: str, remedy: str) -> None:
    with pytest.raises(SettingsError) as error:
        read(**{variable: value})
    assert str(error.value).startswith(f"{variable} is {value!r}; set it to ")
    assert remedy in str(error.value)


@pytest.mark.parametrize("variable", ["CALLFLOW_STT", "CALLFLOW_TTS"])
def test_an_error_of_the_speech_settings_names_its_variable(variable: str) -> None:
    with pytest.raises(ValueError, match=f"^{variable} "):
        read(**{variable: "/nonsense"})


@pytest.mark.parametrize(
    "variable",
    [
        *("CALLFLOW_CALLS_PER_WORKER", "CALLFLOW_HEALTH_PORT", "CALLFLOW_DRAIN_SECONDS", "CALLFLOW_FALLBACK_MODEL"),
        *("CALLFLOW_AGENT_NAME", "CALLFLOW_HEALTH_HOST", "ECS_AGENT_URI", "AWS_REGION", "AWS_DEFAULT_REGION"),
    ],
)
def test_an_empty_variable_counts_as_unset(variable: str) -> None:
    """LiveKit would dispatch a worker without a name into each of its rooms."""
    assert read(**{variable: ""}) == read()


@pytest.mark.parametrize(
    ("environment", "model"),
    [
        ({"OPENAI_API_KEY": "sk-1"}, FallbackModel("gpt-4o-mini", OPENAI_URL, "sk-1")),
        (
            {"CALLFLOW_OPENAI_BASE_URL": "http://127.0.0.1:8080/v1"},
            FallbackModel("gpt-4o-mini", "http://127.0.0.1:8080/v1", "none"),
        ),
        ({}, FallbackModel("openai/gpt-4o-mini")),
    ],
)
def test_openais_models_use_openais_api_if_a_key_or_an_address_is_set(
    environment: dict[str, str], model: FallbackModel
) -> None:
    assert read(CALLFLOW_FALLBACK_MODEL=" openai/gpt-4o-mini ", **environment).fallback_model == model


def test_a_models_name_may_hold_slashes() -> None:
    assert read(
        CALLFLOW_FALLBACK_MODEL="openai/meta/llama-3", CALLFLOW_OPENAI_BASE_URL="http://h/v1"
    ).fallback_model == FallbackModel("meta/llama-3", "http://h/v1", "none")


def test_aws_region_has_priority_over_aws_default_region() -> None:
    assert read(AWS_DEFAULT_REGION="eu-west-1").region == "eu-west-1"
    assert read(AWS_DEFAULT_REGION="eu-west-1", AWS_REGION="eu-west-2").region == "eu-west-2"


def test_settings_do_not_show_their_key() -> None:
    assert "sk-1" not in repr(read(CALLFLOW_FALLBACK_MODEL="openai/gpt-4o-mini", OPENAI_API_KEY="sk-1"))
