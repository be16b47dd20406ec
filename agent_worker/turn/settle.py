"""Compares a final reply with the words of its turn that the caller heard before it was final.

The words of a stream that broke may differ from the reply. Then the API does not know them: they go along as `missed`.
"""

from __future__ import annotations

from dataclasses import replace

from agent_worker.turn.inputs import Message, words
from agent_worker.turn.state import Context, Turn
from agent_worker.turn.words import rest_after, shared


def with_heard_words(context: Context, turn: Turn, heard: str) -> Context:
    """Store a heard part of a reply that is not final, at its place among the missed messages."""
    return context.with_missed(Message("assistant", heard, turn.turn_id)) if heard else context


def without_heard_words(context: Context, turn: Turn) -> Context:
    """Forget the heard parts of a reply: the reply is spoken again from its beginning."""
    return replace(context, missed=tuple(each for each in context.missed if each.turn_id != turn.turn_id))


def settle(context: Context, turn: Turn) -> tuple[Context, Turn]:
    """Compare the reply of a turn with the words that were heard of it, once no speech speaks other words.

    Args:
        context: The conversation.
        turn: A turn with a reply.

    Returns:
        The context, in which the heard words that the reply does not begin with are missed messages, and the turn.
    """
    if turn.settled or turn.reply is None:
        return context, turn
    said, _ = shared(turn.reply.response, turn.said)
    beginning = "".join(said)
    lost = (rest_after(turn.heard_before, beginning) or "").strip()
    context = _replace_heard(context, turn, lost)
    if lost:
        # The caller cut off words that are not the reply's: the reply is still to be heard.
        turn = replace(turn, heard_before=beginning.strip(), cut=False)
    if not turn.cut:
        context, turn = answer_missed(context, turn)
    turn = replace(turn, said=said, settled=True)
    return context.with_turn(turn), turn


def answer_missed(context: Context, turn: Turn) -> tuple[Context, Turn]:
    """Send what the caller said to the words of a turn with the next turn, because it answers no reply."""
    said = "" if turn.answer is None else words(turn.answer)
    turn = replace(turn, answer=None)
    context = context.with_turn(turn)
    return (context.with_missed(Message("user", said)) if said else context), turn


def _replace_heard(context: Context, turn: Turn, lost: str) -> Context:
    """Replace the heard parts of a reply by the words that it does not begin with, in the place of the last part."""
    places = [place for place, each in enumerate(context.missed) if each.turn_id == turn.turn_id]
    missed = tuple(
        Message("assistant", lost) if each.turn_id == turn.turn_id else each
        for place, each in enumerate(context.missed)
        if each.turn_id != turn.turn_id or (lost and place == places[-1])
    )
    return replace(context, missed=missed)
