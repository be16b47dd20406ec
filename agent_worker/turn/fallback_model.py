"""The model that answers while the API is unavailable. It follows no flow."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from livekit.agents import llm

from agent_worker.settings import FallbackModel
from agent_worker.turn.inputs import Message

SECONDS = 2.0
"""Seconds that the model may take."""
MAX_CHARACTERS = 600
"""Maximum characters of an answer. A longer one is cut."""
INSTRUCTIONS = (
    "You answer a company's phone while its system is out of reach for a moment. In one or two short sentences, "
    "acknowledge what the caller said and ask for a little patience. Promise nothing, look nothing up, give no facts "
    "about orders, accounts, prices or appointments, and ask for no personal data."
)
"""The system prompt."""
_log = logging.getLogger(__name__)


class ModelFallback:
    """`agent_worker.turn.active_conversation.Fallback`. If the model fails, the worker speaks its own words.

    Args:
        model: The model, or None for no model.
        language: The language of the call, as a language tag. None leaves it to the model.
    """

    def __init__(self, model: llm.LLM[Any] | None, language: str | None = None) -> None:
        self._model = model
        self._instructions = INSTRUCTIONS if language is None else f"{INSTRUCTIONS} Answer in the language {language}."

    async def answer(self, messages: Sequence[Message]) -> str | None:
        """See `Fallback.answer`."""
        if self._model is None:
            return None
        context = llm.ChatContext.empty()
        context.add_message(role="system", content=self._instructions)
        for message in messages:
            context.add_message(role=message.role, content=message.content)
        try:
            async with asyncio.timeout(SECONDS):
                return await _whole(self._model, context) or None
        except Exception as error:  # any error of a provider's library: the caller must not wait in silence
            _log.warning("the fallback model failed: %s", type(error).__name__)
            return None


async def _whole(model: llm.LLM[Any], context: llm.ChatContext) -> str:
    text = ""
    async with model.chat(chat_ctx=context) as stream:
        async for chunk in stream:
            if chunk.delta is not None and chunk.delta.content:
                text += chunk.delta.content
            if len(text) > MAX_CHARACTERS:
                break
    return text[:MAX_CHARACTERS].strip()


def build_model(settings: FallbackModel | None) -> llm.LLM[Any] | None:
    """Create the client of a model, or return None if no model is configured."""
    if settings is None:
        return None
    if settings.base_url is None:
        from livekit.agents import inference

        return inference.LLM(settings.name)
    from livekit.plugins import openai

    return openai.LLM(model=settings.name, base_url=settings.base_url, api_key=settings.api_key or "none")
