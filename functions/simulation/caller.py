"""The model that plays a caller: the question to it, and the move that it makes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from flow_core.effects import AskModel, PromptMessage
from flow_core.json import Json
from functions.deadline import Deadline
from functions.flow_tests.authored import Simulated
from functions.judging.judge import shown
from functions.ports.model import Model, Silent
from functions.simulation.conversation import Exchange, Move
from functions.simulation.manners import told_of

MAX_TOKENS = 200
"""Tokens of a move: a few sentences and the form of the answer."""
SECONDS = 8.0
"""Seconds for a move."""
_MAX_KEYS = 64
_KEYS = frozenset("0123456789*#ABCDabcd")

HangUp: TypeAlias = Literal["goalReached", "callerHungUp"]
"""Why the caller ends the call: with the goal, or without it."""


@dataclass(frozen=True, slots=True)
class NoMove:
    """The model gave no move."""

    error: str


_ACTS: dict[str, Json] = {"type": "string", "enum": ["say", "press", "silence", "done", "giveUp"]}
_EXTRACT: Mapping[str, Mapping[str, Json]] = {"act": _ACTS}
# words: skip-begin a change of the prompt's words changes what models do
_ROLE = (
    "You play a person who calls a service by phone. The messages that you read are what the service's agent says to "
    "you. Answer as this person would speak: one or two short spoken sentences, in the language of the agent, without "
    "markup. You are the caller and never the agent. Do not help the agent, and do not say that you are a model. Make "
    "up plausible details, such as a name or a number, if you are asked for some, and keep to them."
)
_FORM = (
    'Answer with a JSON object. "reply" has the words that you say next. "act" is "say" for words; "press" if you '
    'press keys on the phone, then "reply" has only the keys; "silence" if you say nothing; "done" once the agent '
    'has given you what you want; "giveUp" once you see that you will not get it. With "done" and "giveUp" you hang up.'
)
_OPENED = "(The line is open. Nobody has said anything yet.)"
_NOTHING = "(The agent says nothing.)"
_SILENCE = "(silence)"
# words: skip-end


def next_move(
    model: Model, name: str | None, caller: Simulated, so_far: Sequence[Exchange], deadline: Deadline
) -> Move | HangUp | NoMove:
    """Ask a model what the caller does next.

    Args:
        model: The models.
        name: The model that plays the caller, as `provider/name`; None for the default one.
        caller: The caller.
        so_far: The call until now.
        deadline: The answer is there by then.

    Returns:
        The move, the end of the call, or why there is none.
    """
    outcome = model.ask(_question(name, caller, so_far), deadline=deadline.within(SECONDS))
    if isinstance(outcome, Silent):
        return NoMove(outcome.error)
    match outcome.extracted.get("act"):
        case "done":
            return "goalReached"
        case "giveUp":
            return "callerHungUp"
        case "silence":
            return Move()
        case "press":
            keys = "".join(char for char in outcome.text if char in _KEYS)[:_MAX_KEYS]
            return Move(press=keys) if keys else _said(outcome.text)
        case _:
            return _said(outcome.text)


def _said(words: str) -> Move:
    words = words[:4000]
    silent = not words.strip() or words.strip() == _SILENCE
    return Move() if silent else Move(say=words)


def _question(name: str | None, caller: Simulated, so_far: Sequence[Exchange]) -> AskModel:
    parts = [
        _ROLE,
        f"Who you are: {caller.caller}",
        *told_of(caller.caller),
        f"What you want: {caller.goal}",
        _FORM,
    ]
    return AskModel(
        id="caller",
        node_id="caller",
        instructions="\n\n".join(parts),
        messages=tuple(_messages(so_far)),
        model=name,
        temperature=None,
        max_tokens=MAX_TOKENS,
        extract=_EXTRACT,
        speak=True,
        timeout_seconds=SECONDS,
        in_call=False,
    )


def _messages(so_far: Sequence[Exchange]) -> list[PromptMessage]:
    """Write the call as the caller's model sees it: the flow is the user, and the caller is the assistant."""
    messages: list[PromptMessage] = []
    for exchange in so_far:
        if exchange.move is not None:
            if not messages:
                messages.append(PromptMessage("user", _OPENED))
            done = exchange.move.say or exchange.move.press
            messages.append(PromptMessage("assistant", _SILENCE if done is None else shown(done)))
        nothing = _NOTHING if messages else _OPENED
        messages.append(PromptMessage("user", shown(exchange.reply) or nothing))
    return messages
