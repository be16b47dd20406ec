"""What the flow does if the caller neither answers nor asks for something: "say that again", "hold on", "hello?".

None of these is an attempt, and the node stays as it was.
"""

from __future__ import annotations

from dataclasses import replace

from flow_core.languages.phrases import Move
from flow_core.outcomes import Outcome, Wait
from flow_core.state import Listen
from flow_core.step_context import StepContext

MAX_MOVES = 20
"""Moves at one question without an attempt. Two machines that talk with each other come to an end."""
WAIT_SECONDS = 60.0
"""Seconds for which the flow listens to a caller who asked for time, if the node does not wait longer."""


def make(move: Move, context: StepContext, listen: Listen, again: str = "") -> Outcome | None:
    """Answer a move of the caller.

    Args:
        move: What the caller does.
        context: The step. The state before it has the flow's last words.
        listen: How the node listens.
        again: A template of the question as it is asked again, for a caller who says hello. Empty: the last words.

    Returns:
        The outcome; None if the move counts as an attempt: a second "hello?", or a move after many others.
    """
    visit = context.visit
    if visit.moves >= MAX_MOVES or (move == "hello" and visit.greeted):
        return None
    question = visit.question or context.before.response
    visit = replace(visit, moves=visit.moves + 1, question=question)
    said = context.locale.language.said
    if context.before.progress.caller_follows:
        # The caller spoke first: the greeting and the question have not been heard yet.
        context.say(question)
    elif move == "repeat":
        context.say(question)
    elif move == "hello":
        visit = replace(visit, greeted=True)
        context.say(f"{said.here} {context.spoken(again, 'reprompts') if again else question}")
    elif move == "wait":
        context.say(said.take_your_time)
        listen = replace(listen, no_input_seconds=max(listen.no_input_seconds, WAIT_SECONDS))
    elif context.before.session.channel == "chat":
        # In a chat, an empty reply looks like a failure.
        context.say(question)
    context.visit = visit
    return Wait(listen)
