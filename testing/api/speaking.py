"""A flow whose model speaks two clauses, and services with such a scripted model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flow_core.effects import AskModel
from flow_core.json import Json
from functions.ports.model import ModelOutcome, Replied
from functions.services import Services
from functions.turn.perform import Perform
from testing.api.stack import Stack, replaced
from testing.fakes.model import SpeakingModel
from testing.flows import line, node

CLAUSES = ["I can help you with that.", " What is the number of your order?"]
WORDS = "".join(CLAUSES)
TALK: dict[str, Json] = line(node("llm", instructions="Help.", until="false"), name="talk")


def speaking(
    stack: Stack,
    answer: Callable[[AskModel], ModelOutcome] = lambda effect: Replied(WORDS),
    between: Callable[[int], None] = lambda number: None,
) -> Services:
    """Return the stack's services with a scripted model.

    Args:
        stack: The stack.
        answer: The outcome of a question.
        between: Called after each clause, with its number.
    """
    run_turn = stack.services.run_turn
    perform: Perform = replace(run_turn.perform, model=SpeakingModel(answer, between))
    return replaced(stack.services, run_turn=replace(run_turn, perform=perform))
