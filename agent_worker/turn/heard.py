"""The part of a transition that records what the caller heard of a speech, when the speech ends."""

from __future__ import annotations

from dataclasses import replace

from agent_worker.backend.reply import Listen
from agent_worker.turn.events import SpeechEnded
from agent_worker.turn.inputs import MAX_CHARACTERS, Message
from agent_worker.turn.request_body import Interruption
from agent_worker.turn.settle import with_heard_words, without_heard_words
from agent_worker.turn.state import Context, Speech, SpokenText, Turn
from agent_worker.turn.words import joined, shared

UNHEARD_WORDS = 2
"""A reply of which the caller heard at most this many words is spoken again."""
MAX_TIMES_SPOKEN = 3
"""How often a reply is spoken that the caller cuts off at once."""


def record_speech(context: Context, event: SpeechEnded) -> tuple[Context, SpokenText | None]:
    """Record what the caller heard, and end the speech.

    Returns:
        The next context, and the text of the speech. The text is None if the speech ended before it had one.
    """
    speech = context.speech(event.speech_id)
    if speech is None:
        return context, None
    if speech.text is not None:
        heard = event.heard.strip()
        if heard:
            context = context.with_recent(Message("assistant", heard))
        turn = None if speech.text.turn_id is None else context.turn(speech.text.turn_id)
        if turn is None:
            context = context.with_missed(Message("assistant", heard)) if heard else context
        else:
            record = _record_reply if speech.text.whole else _record_words
            context = record(context, speech, speech.text, turn, heard, interrupted=event.interrupted)
        if isinstance(speech.text.action, Listen):
            action = speech.text.action
            context = replace(context, no_input_seconds=action.no_input_seconds, asks_model=action.asks_model)
    others = tuple(each for each in context.speeches if each.speech_id != event.speech_id)
    return replace(context, speeches=others), speech.text


def _record_reply(
    context: Context, speech: Speech, text: SpokenText, turn: Turn, heard: str, *, interrupted: bool
) -> Context:
    """Record what the caller heard of a final reply."""
    # A voice that fails says nothing, and reports no interruption.
    cut_off = (interrupted or not heard) and heard != text.text.strip()
    total = joined(turn.heard_before, heard)
    if cut_off and isinstance(text.action, Listen) and turn.times_spoken < MAX_TIMES_SPOKEN:
        if not heard and not interrupted:
            return context.with_turn(replace(turn, said=turn.said[: speech.said_before], heard=""))
        if len(total.split()) <= UNHEARD_WORDS:
            return context.with_turn(replace(turn, said=(), heard_before="", heard=total[:MAX_CHARACTERS]))
    if cut_off:
        context = context.with_interrupted(Interruption(turn.turn_id, total[:MAX_CHARACTERS]))
    if context.pending_reply == turn.turn_id:
        context = replace(context, pending_reply=turn.tool_turn_id)
    return context


def _record_words(
    context: Context, speech: Speech, text: SpokenText, turn: Turn, heard: str, *, interrupted: bool
) -> Context:
    """Record what the caller heard of words before their reply was final. The reply stays pending."""
    total = joined(turn.heard_before, heard)
    often = turn.times_spoken >= MAX_TIMES_SPOKEN
    if not interrupted and not often and heard != text.text.strip():
        # The voice failed. The clauses that it did not finish are spoken again.
        said = (*turn.said[: speech.said_before], *shared(heard, turn.said[speech.said_before :])[0])
        turn = replace(turn, said=said, heard_before=joined(turn.heard_before, "".join(said[speech.said_before :])))
        heard = "".join(said[speech.said_before :]).strip()
    elif not interrupted and heard:
        turn = replace(turn, heard_before=total)
    elif len(total.split()) <= UNHEARD_WORDS and not often and not turn.cut:
        turn = replace(turn, said=(), heard_before="", heard=total)
        return without_heard_words(context.with_turn(turn), turn)
    else:
        turn = replace(turn, heard_before=total, cut=True)
    return with_heard_words(context.with_turn(turn), turn, heard)
