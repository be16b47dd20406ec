"""The part of a transition that decides which turn to post and what to say. It never starts or ends a speech."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from agent_worker.backend.reply import Continue, Listen, Reply
from agent_worker.phrases.phrases import phrase
from agent_worker.turn.commands import AskFallback, AwaitReply, GenerationCommand, Post, Say
from agent_worker.turn.events import (
    AttemptFailed,
    FallbackAnswered,
    GenerationStarted,
    Replied,
    ReplyEvent,
    ReplyLate,
    ReplyReady,
)
from agent_worker.turn.inputs import Input, Message, NoInput, Pressed, Proceed, words
from agent_worker.turn.request_body import Interruption, turn_fields
from agent_worker.turn.state import Context, Speech, SpokenText, Turn

ReplyStep = tuple[Context, tuple[Post | GenerationCommand, ...]]
"""The next context and the commands."""


def reply_step(context: Context, event: ReplyEvent) -> ReplyStep:
    """Fold one event of the API or of a speech's generation into the context."""
    match event:
        case GenerationStarted():
            return _generate(context, event)
        case AttemptFailed(turn_id):
            turn = context.turn(turn_id)
            return (context if turn is None else context.with_turn(replace(turn, last_attempt_failed=True))), ()
        case Replied(turn_id, reply):
            turn = context.turn(turn_id)
            if isinstance(reply.action, Listen) and reply.action.language is not None:
                context = replace(context, flow_language=reply.action.language)
            return (
                context if turn is None else context.with_turn(replace(turn, reply=reply, last_attempt_failed=False))
            ), ()
        case ReplyReady():
            return _speak_reply(context, event)
        case ReplyLate(speech_id):
            return _bridge(context, speech_id)
        case FallbackAnswered(speech_id, text):
            speech = context.speech(speech_id)
            if speech is None:
                return context, ()
            return _say(context, speech, SpokenText(text)) if text else _speak_unavailable(context, speech)
        case _:
            assert_never(event)


def _generate(context: Context, event: GenerationStarted) -> ReplyStep:
    """Post the input as a turn, or wait for the reply that is already pending."""
    speech = context.speech(event.speech_id)
    if speech is None:
        return context, ()
    if speech.text is not None and speech.turn_id is None:  # the busy sentence, which waits for no turn
        return context, (Say(speech.speech_id, speech.text),)
    said = words(speech.input)
    if said:
        context = context.with_recent(Message("user", said))
    pending = context.pending
    if pending is not None and isinstance(speech.input, Pressed) and pending.times_spoken:
        # A caller who knows the question presses the key without hearing it.
        cut_off = Interruption(pending.turn_id, pending.heard)
        context = replace(context, interrupted=cut_off, pending_reply=pending.tool_turn_id)
        pending = context.pending
    posts: tuple[Post, ...] = ()
    if pending is None:
        pending, context, posts = _post(context, speech.speech_id, speech.input)
        context = replace(context, pending_reply=pending.turn_id)
    elif said:
        # Words that come before a reply was heard cannot answer it. The API receives them with the next turn.
        context = context.with_missed(Message("user", said))
    context = context.with_speech(replace(speech, turn_id=pending.turn_id))
    return context, (*posts, AwaitReply(speech.speech_id, pending.turn_id, pending.own_words_spoken))


def _post(context: Context, turn_id: str, user_input: Input) -> tuple[Turn, Context, tuple[Post]]:
    post = Post(turn_id, turn_fields(user_input, context.interrupted, context.missed))
    turn = Turn(turn_id, user_input)
    return turn, replace(context.with_turn(turn), begun=True, interrupted=None, missed=()), (post,)


def _speak_reply(context: Context, event: ReplyReady) -> ReplyStep:
    speech, turn = _awaited(context, event.speech_id)
    if speech is None or turn is None or turn.reply is None:
        return context, ()
    reply = turn.reply
    if _another_worker_began(reply):
        return _say(replace(context, pending_reply=None), speech, _resumption(context, reply))
    turn = replace(turn, times_spoken=turn.times_spoken + 1)
    if not isinstance(reply.action, Continue):
        text = SpokenText(reply.response, turn.turn_id, reply.action, reply.millis)
        return _say(context.with_turn(turn), speech, text)
    posts: tuple[Post, ...] = ()
    if turn.tool_turn_id is None:
        # The tool runs while the reply is spoken.
        following, context, posts = _post(context, event.next_turn_id, Proceed())
        turn = replace(turn, tool_turn_id=following.turn_id)
    text = SpokenText(reply.response, turn.turn_id, None, reply.millis)
    context, says = _say(context.with_turn(turn), speech, text)
    return context, (*posts, *says)


def _another_worker_began(reply: Reply) -> bool:
    """Return whether another worker began the call. The caller must not be greeted twice."""
    return reply.last_response is not None and not reply.response and not reply.completed


def _resumption(context: Context, reply: Reply) -> SpokenText:
    """Return the words with which this worker continues the call of another worker."""
    repeats = context.options.repeat_last_reply and reply.last_response
    phrases = context.phrases
    text = f"{phrases.cut_off} {reply.last_response}" if repeats else phrases.back
    return SpokenText(text, action=None if isinstance(reply.action, Continue) else reply.action)


def _bridge(context: Context, speech_id: str) -> ReplyStep:
    """Speak words of the worker while the caller waits."""
    speech, turn = _awaited(context, speech_id)
    if speech is None or turn is None:
        return context, ()
    context = context.with_turn(replace(turn, own_words_spoken=True))
    if not turn.last_attempt_failed:
        text = phrase(context.phrases.slow, context.slow_phrases)
        return _say(replace(context, slow_phrases=context.slow_phrases + 1), speech, SpokenText(text))
    if isinstance(turn.input, Proceed | NoInput):
        return _speak_unavailable(context, speech)
    return context, (AskFallback(speech_id, context.recent),)


def _speak_unavailable(context: Context, speech: Speech) -> ReplyStep:
    text = phrase(context.phrases.out_of_reach, context.unavailable_phrases)
    return _say(replace(context, unavailable_phrases=context.unavailable_phrases + 1), speech, SpokenText(text))


def _say(context: Context, speech: Speech, text: SpokenText) -> tuple[Context, tuple[Say]]:
    return context.with_speech(replace(speech, text=text)), (Say(speech.speech_id, text),)


def _awaited(context: Context, speech_id: str) -> tuple[Speech | None, Turn | None]:
    """Return a speech and the turn whose reply it waits for."""
    speech = context.speech(speech_id)
    turn = None if speech is None or speech.turn_id is None else context.turn(speech.turn_id)
    return speech, turn
