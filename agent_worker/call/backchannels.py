"""Sounds by which a caller shows attention while the agent speaks, such as "mm-hm". They are no input."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Callable, Collection
from contextlib import aclosing
from typing import TypeVar

from livekit.agents import stt

_WORDS = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")
_TEXTS = frozenset({
    stt.SpeechEventType.INTERIM_TRANSCRIPT,
    stt.SpeechEventType.PREFLIGHT_TRANSCRIPT,
    stt.SpeechEventType.FINAL_TRANSCRIPT,
})  # fmt: skip
_LAUGHTER = re.compile(r"(h[aeo])(?:-?\1)+h?")
"""A laugh as speech to text writes it: "haha", "he-he". It is the same in each language that writes it with an h."""
_MAX_WORDS = 4
Event = TypeVar("Event")


def is_backchannel(text: str, sounds: Collection[str]) -> bool:
    """Return whether a text has only sounds of attention and laughter.

    Args:
        text: What speech to text heard.
        sounds: The sounds of the language, in lower case, without punctuation but a hyphen.
    """
    words = _WORDS.findall(text.casefold())
    return 0 < len(words) <= _MAX_WORDS and all(word in sounds or _LAUGHTER.fullmatch(word) for word in words)


async def without_backchannels(
    events: AsyncGenerator[Event, None], sounds: Callable[[], Collection[str]]
) -> AsyncGenerator[Event, None]:
    """Leave out the transcripts that have only sounds of attention.

    livekit-agents pauses a reply at any sound, and goes on with it if no words follow.

    Args:
        events: The events of speech to text, and anything else.
        sounds: Returns the sounds that count now. None of them count while the agent is silent: they may be an answer.

    Yields:
        The other events.
    """
    async with aclosing(events):
        async for event in events:
            if isinstance(event, stt.SpeechEvent) and event.type in _TEXTS and event.alternatives:
                now = sounds()
                if now and is_backchannel(event.alternatives[0].text, now):
                    continue
            yield event
