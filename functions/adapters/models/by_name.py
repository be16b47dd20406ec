"""Every language model behind one port, chosen by `provider/name`. Each provider's format is in its own module."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Protocol

from flow_core.effects import AskModel
from functions.deadline import Deadline
from functions.ports.model import LetOut, Model, ModelOutcome, Silent
from functions.settings import ModelProvider

NONE_CONFIGURED = "no model is configured: set CALLFLOW_MODEL to provider/name, or give the node a model"


class Provider(Protocol):
    """A service or server that has models."""

    def model(self, name: str) -> Model:
        """Return the model with the provider's name for it. No request is sent."""
        ...


class Models:
    """`Model` of several providers. Thread-safe. A provider is loaded at the first request for one of its models.

    Args:
        default: The model of a node without a model, as `provider/name`.
        providers: Provider's name -> a function that makes it. Each is called at most once.
    """

    def __init__(self, default: str | None, providers: Mapping[str, Callable[[], Provider]]) -> None:
        self._default = default
        self._providers = dict(providers)
        self._made: dict[str, Provider] = {}
        self._lock = threading.Lock()

    def ask(self, effect: AskModel, *, deadline: Deadline, let_out: LetOut | None = None) -> ModelOutcome:
        """See `Model.ask`."""
        chosen = effect.model or self._default
        if not chosen:
            return Silent(NONE_CONFIGURED)
        provider, _, name = chosen.partition("/")
        if not provider or not name:
            return Silent(f"the model {chosen!r} is not written as provider/name, such as openai/gpt-4.1-mini")
        if provider not in self._providers:
            known = ", ".join(sorted(self._providers))
            return Silent(
                f"there is no model provider {provider!r}: use {known}, or add it to CALLFLOW_MODEL_PROVIDERS"
            )
        return self._provider(provider).model(name).ask(effect, deadline=deadline, let_out=let_out)

    def _provider(self, provider: str) -> Provider:
        with self._lock:
            if provider not in self._made:
                self._made[provider] = self._providers[provider]()
            return self._made[provider]


def providers(
    speaking_openai: Iterable[ModelProvider],
    *,
    bedrock_region: str,
    aws_profile: str | None,
    openai_key: Callable[[], str | None] | None = None,
) -> dict[str, Callable[[], Provider]]:
    """List the functions that make the providers. A provider's library is imported when it is made.

    Args:
        speaking_openai: The servers with OpenAI's chat completions.
        bedrock_region: The region of Amazon Bedrock.
        aws_profile: The profile of AWS's configuration files for Bedrock, or None.
        openai_key: Returns the key of the provider `openai` at each request; by default, the key of the settings.

    Returns:
        Provider's name -> function.
    """

    def bedrock() -> Provider:
        from functions.adapters.models.bedrock import Bedrock

        return Bedrock(bedrock_region, profile=aws_profile)

    def openai(provider: ModelProvider) -> Provider:
        from functions.adapters.models.openai import OpenAi

        if provider.name == "openai" and openai_key is not None:
            return OpenAi(provider.base_url, openai_key, "CALLFLOW_OPENAI_SECRET")
        return OpenAi(provider.base_url, lambda: provider.api_key, provider.key_variable)

    return {"bedrock": bedrock, **{each.name: partial(openai, each) for each in speaking_openai}}
