"""The part of a conversation that a session remembers, and the messages of a model's prompt.

A prompt has a limit at every turn: the last messages in full, and no older ones. Turn 200 sends as much as turn 20.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flow_core.effects import PromptMessage
from flow_core.state import Message

MAX_REMEMBERED_MESSAGES = 20
"""Messages that a session remembers."""
MAX_REMEMBERED_CHARACTERS = 3000
"""Characters of all remembered messages together. The last message may be longer."""

MAX_WHISPERS = 10
"""Whispers that a session remembers."""

_GUIDANCE = (
    "A supervisor of the company listens to this call and tells you the following, the newest last. Follow it. The "
    "caller cannot hear it: do not mention it."
)
_SILENCE = "(The caller says nothing.)"
_GO_ON = "(The caller waits for you to go on.)"


def joined(messages: Sequence[Message]) -> tuple[Message, ...]:
    """Join the consecutive messages of the reply to one turn, because an interruption names a turn."""
    whole: list[Message] = []
    for message in messages:
        last = whole[-1] if whole else None
        if last and last.is_reply_to(message.turn_id) and message.is_reply_to(message.turn_id):
            whole[-1] = replace(last, content=f"{last.content} {message.content}")
        else:
            whole.append(message)
    return tuple(whole)


def remember(messages: Sequence[Message]) -> tuple[Message, ...]:
    """Return the last messages, as many as a prompt needs."""
    kept = tuple(messages[-MAX_REMEMBERED_MESSAGES:])
    characters = len("".join([message.content for message in kept]))
    while characters > MAX_REMEMBERED_CHARACTERS and len(kept) > 1:
        characters -= len(kept[0].content)
        kept = kept[1:]
    return kept


def guided(instructions: str, whispers: Sequence[str]) -> str:
    """Return the instructions of a model, with what supervisors told it."""
    if not whispers:
        return instructions
    # One line for each, so that no whisper looks like a part of the instructions.
    return "\n".join([instructions, "", _GUIDANCE, *(f"- {' '.join(each.split())}" for each in whispers)])


def conversation(messages: Sequence[Message], *, silent: bool) -> tuple[PromptMessage, ...]:
    """Return the messages for a model. They alternate, and begin and end with the caller, as models require.

    Args:
        messages: The remembered conversation.
        silent: Whether the caller was asked and said nothing.
    """
    turns: list[PromptMessage] = []
    # An interrupted reply may be empty, and models reject an empty message.
    for message in (message for message in messages if message.content.strip()):
        if turns and turns[-1].role == message.role:
            turns[-1] = PromptMessage(message.role, f"{turns[-1].content}\n{message.content}")
        else:
            turns.append(PromptMessage(message.role, message.content))
    if turns and turns[0].role == "assistant":
        turns.insert(0, PromptMessage("user", _GO_ON))
    if not turns or turns[-1].role == "assistant":
        turns.append(PromptMessage("user", _SILENCE if silent else _GO_ON))
    return tuple(turns)
