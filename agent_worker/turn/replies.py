"""The part of a transition that decides which turn to post and what to say. It never starts or ends a speech."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from agent_worker.backend.reply import Continue, Hangup, Listen, Reply, Transfer
from agent_worker.phrases.phrases import phrase
from agent_worker.turn.commands import AskFallback, AwaitReply, EndSpeech, GenerationCommand, Post, Say, SayWords
from agent_worker.turn.early.foresee import is_drafted
from agent_worker.turn.events import (
    AttemptFailed,
    DraftEnded,
    FallbackAnswered,
    GenerationStarted,
    Replied,
    ReplyEvent,
    ReplyLate,
    ReplyReady,
    WordsArrived,
    WordsReady,
)
from agent_worker.turn.inputs import MAX_CHARACTERS, Input, Message, NoInput, Pressed, Proceed, words
from agent_worker.turn.request_body import Interruption, turn_fields
from agent_worker.turn.settle import answer_missed, settle
from agent_worker.turn.state import Context, Speech, SpokenText, Turn
from agent_worker.turn.words import from_next_clause, rest_after, shared

ReplyStep = tuple[Context, tuple[Post | GenerationCommand, ...]]
"""The next context and the commands."""


def reply_step(context: Context, event: ReplyEvent) -> ReplyStep:
    """Fold one event of the API or of a speech's generation into the context."""
    match event:
        case GenerationStarted():
            return _generate(context, event)
        case AttemptFailed(turn_id):
            turn = context.turn(turn_id)
            if turn is None:
                return context, ()
            # The next attempt streams from the beginning. What was spoken stays spoken.
            return context.with_turn(replace(turn, last_attempt_failed=True, arrived=())), ()
        case DraftEnded(turn_id):
            turn = context.turn(turn_id)
            return (context if turn is None else context.with_turn(replace(turn, arrived=()))), ()
        case WordsArrived(turn_id, text):
            turn = context.turn(turn_id)
            if turn is None or turn.reply is not None:
                return context, ()
            return context.with_turn(replace(turn, arrived=(*turn.arrived, text), last_attempt_failed=False)), ()
        case Replied(turn_id, reply):
            turn = context.turn(turn_id)
            if isinstance(reply.action, Listen) and reply.action.language is not None:
                context = replace(context, flow_language=reply.action.language)
            return (
                context if turn is None else context.with_turn(replace(turn, reply=reply, last_attempt_failed=False))
            ), ()
        case WordsReady(speech_id):
            return _speak_words(context, speech_id)
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
    if pending is not None and isinstance(speech.input, Pressed) and pending.times_spoken and not pending.cut:
        # A caller who knows the question presses the key without hearing it.
        if pending.settled:
            cut_off = Interruption(pending.turn_id, pending.heard)
            context = replace(context.with_interrupted(cut_off), pending_reply=pending.tool_turn_id)
        else:
            context = context.with_turn(replace(pending, cut=True))
        pending = context.pending
    posts: tuple[Post, ...] = ()
    if pending is None:
        pending, context, posts = _post(context, speech.speech_id, speech.input)
        context = replace(context, pending_reply=pending.turn_id)
    elif said:
        context, pending = answer_missed(context, pending)
        if pending.cut or context.speaks_words_of(pending):
            # The caller answers words whose turn is not final. One turn is posted at a time.
            pending = replace(pending, answer=speech.input)
            context = context.with_turn(pending)
        else:
            # Words that come before a reply was heard cannot answer it. The API receives them with the next turn.
            context = context.with_missed(Message("user", said))
    context = context.with_speech(replace(speech, turn_id=pending.turn_id))
    if pending.stalled:
        context = context.with_turn(replace(pending, stalled=False))
        if pending.reply is None and not pending.fresh:
            return _bridge(context, speech.speech_id)
    return context, (*posts, AwaitReply(speech.speech_id, pending.turn_id, pending.own_words_spoken))


def _post(context: Context, turn_id: str, user_input: Input) -> tuple[Turn, Context, tuple[Post]]:
    fields = turn_fields(user_input, context.interrupted, context.missed, context.whispers)
    post = Post(turn_id, fields, drafted=is_drafted(context, turn_id, fields))
    turn = Turn(turn_id, user_input)
    return turn, replace(context.with_turn(turn).posted(), begun=True), (post,)


def _speak_words(context: Context, speech_id: str) -> ReplyStep:
    """Speak the words that have arrived. The speech then waits for the rest of the reply."""
    speech, turn = _awaited(context, speech_id)
    if speech is None or turn is None:
        return context, ()
    pieces = turn.fresh
    if not pieces:
        return context, (AwaitReply(speech_id, turn.turn_id, turn.own_words_spoken),)
    context, turn, speech = _begun(context, turn, speech)
    context = context.with_turn(replace(turn, said=(*turn.said, *pieces)))
    words_now = SpokenText(_next_words(speech, "".join(pieces)), turn.turn_id, whole=False)
    text = replace(words_now, text=_text_of(speech) + words_now.text)
    return context.with_speech(replace(speech, text=text)), (SayWords(speech_id, words_now),)


def _speak_reply(context: Context, event: ReplyReady) -> ReplyStep:
    speech, turn = _awaited(context, event.speech_id)
    if speech is None or turn is None or turn.reply is None:
        return context, ()
    reply = turn.reply
    said, rest = shared(reply.response, turn.said)
    if speech.speaks_words and (said != turn.said or turn.cut):
        # A duplicate request was decided, and this speech says words that are not the reply's. Or a key cut it off.
        return context, (EndSpeech(speech.speech_id),)
    context, turn = settle(context, turn)
    if _another_worker_began(reply):
        context, _ = answer_missed(context, turn)
        return _say(replace(context, pending_reply=None, repeats=False), speech, _resumption(context, reply))
    if turn.cut:
        return _after_cut_words(context, turn, speech, reply, event.next_turn_id)
    context, turn, speech = _begun(context, turn, speech)
    text = SpokenText(_next_words(speech, rest), turn.turn_id, millis=reply.millis)
    if not isinstance(reply.action, Continue):
        return _say(context, speech, replace(text, action=reply.action))
    posts: tuple[Post, ...] = ()
    if turn.tool_turn_id is None:
        # The tool runs while the reply is spoken.
        following, context, posts = _post(context, event.next_turn_id, Proceed())
        context = context.with_turn(replace(turn, tool_turn_id=following.turn_id))
    context, says = _say(context, speech, text)
    return context, (*posts, *says)


def _after_cut_words(context: Context, turn: Turn, speech: Speech, reply: Reply, next_turn_id: str) -> ReplyStep:
    """Go on after a reply of which the caller cut off the words before it was final: the rest is not spoken."""
    heard = turn.heard_before or turn.heard
    cut_off = None if rest_after(reply.response, heard) == "" else Interruption(turn.turn_id, heard[:MAX_CHARACTERS])
    match reply.action:
        case Transfer() | Hangup():
            # Last words cannot be cut off. What is left of them is spoken.
            context, turn = answer_missed(context, replace(turn, cut=False))
            context, turn, speech = _begun(context, turn, speech)
            rest = from_next_clause(reply.response, turn.heard_before)
            return _say(context, speech, SpokenText(rest, turn.turn_id, reply.action, reply.millis))
        case Listen() if turn.answer is None:
            context = replace(context.with_interrupted(cut_off), pending_reply=None)
            return _say(context, speech, SpokenText("", action=reply.action))
        case Listen():
            context = context.with_interrupted(cut_off)
            following, context, posts = _post(context, speech.speech_id, turn.answer or speech.input)
        case Continue():
            # The input cannot answer the result of the tool.
            context, turn = answer_missed(context.with_interrupted(cut_off), turn)
            following, context, posts = _post(context, next_turn_id, Proceed())
        case _:
            assert_never(reply.action)
    context = replace(context, pending_reply=following.turn_id)
    context = context.with_speech(replace(speech, turn_id=following.turn_id))
    return context, (*posts, AwaitReply(speech.speech_id, following.turn_id, own_words_spoken=False))


def _begun(context: Context, turn: Turn, speech: Speech) -> tuple[Context, Turn, Speech]:
    """Count a speech that begins to speak the words of a turn."""
    if not speech.speaks_words:
        turn = replace(turn, times_spoken=turn.times_spoken + 1)
        speech = replace(speech, said_before=len(turn.said))
    return context.with_turn(turn), turn, speech


def _text_of(speech: Speech) -> str:
    return speech.text.text if speech.text is not None and not speech.text.whole else ""


def _next_words(speech: Speech, text: str) -> str:
    """Return words as they follow those of a speech. A speech does not begin with the space that separated them."""
    return text if speech.speaks_words else text.lstrip()


def _another_worker_began(reply: Reply) -> bool:
    """Return whether another worker or a person had the call before. The caller must not be greeted twice."""
    return reply.last_response is not None and not reply.response and not reply.completed


def _resumption(context: Context, reply: Reply) -> SpokenText:
    """Return the words with which this worker continues the call of another worker, or of a person."""
    action = None if isinstance(reply.action, Continue) else reply.action
    if context.repeats and reply.last_response:
        return SpokenText(reply.last_response, action=action)
    repeats = context.options.repeat_last_reply and reply.last_response
    phrases = context.phrases
    text = f"{phrases.cut_off} {reply.last_response}" if repeats else phrases.back
    return SpokenText(text, action=action)


def _bridge(context: Context, speech_id: str) -> ReplyStep:
    """Speak words of the worker while the caller waits."""
    speech, turn = _awaited(context, speech_id)
    if speech is None or turn is None:
        return context, ()
    if speech.speaks_words:
        # Words of the worker have a speech of their own: what the caller heard of both must stay apart.
        return context.with_turn(replace(turn, stalled=True)), (EndSpeech(speech_id),)
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
    whole = replace(text, text=_text_of(speech) + text.text)
    return context.with_speech(replace(speech, text=whole)), (Say(speech.speech_id, text),)


def _awaited(context: Context, speech_id: str) -> tuple[Speech | None, Turn | None]:
    """Return a speech and the turn whose reply it waits for."""
    speech = context.speech(speech_id)
    turn = None if speech is None or speech.turn_id is None else context.turn(speech.turn_id)
    return speech, turn
