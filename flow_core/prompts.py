"""How much of the conversation is remembered for a model, and what a model is told. Bounded at every turn.

The rule: the last messages in full, the oldest dropped whole, so that turn 200 sends what turn 20 sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flow_core.effects import PromptMessage
from flow_core.state import Message

MESSAGES_KEPT = 20
CHARACTERS_KEPT = 3000
"""Of all messages kept together; the last one is kept however long it is."""

_SILENCE = "(The caller says nothing.)"
_GO_ON = "(The caller waits for you to go on.)"


def joined(messages: Sequence[Message]) -> tuple[Message, ...]:
    """What the flow says in one go within one turn, as one message: so that an interruption can be laid to a turn."""
    whole: list[Message] = []
    for message in messages:
        last = whole[-1] if whole else None
        if last and last.role == message.role == "assistant" and last.turn_id == message.turn_id:
            whole[-1] = replace(last, content=f"{last.content} {message.content}")
        else:
            whole.append(message)
    return tuple(whole)


def remember(messages: Sequence[Message]) -> tuple[Message, ...]:
    """The last of `messages` that a prompt needs."""
    kept = tuple(messages[-MESSAGES_KEPT:])
    characters = sum([len(message.content) for message in kept])  # noqa: C419 (a list is faster to sum)
    while characters > CHARACTERS_KEPT and len(kept) > 1:
        characters -= len(kept[0].content)
        kept = kept[1:]
    return kept


def conversation(messages: Sequence[Message], *, silent: bool) -> tuple[PromptMessage, ...]:
    """What a model reads: begins and ends with the caller, as models want it, and takes turns.

    silent: the caller was asked and said nothing.
    """
    turns: list[PromptMessage] = []
    # Of a reply that was cut off at once nothing was heard, and models refuse a message without words.
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
