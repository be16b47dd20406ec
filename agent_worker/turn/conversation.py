"""The conversation as a pure state machine: a state and an event give the next state and commands.

It decides which turn to post, what to say and how long to wait. It performs nothing: `ActiveConversation` carries out
the commands for the API, and `FlowAgent` those for the room.

| state | meaning | leaves it by |
|---|---|---|
| `Idle` | the caller's turn | an input → `AwaitingReply`; silence → `AwaitingReply` with `NoInput` |
| `AwaitingReply` | the latest speech has no text yet | `Say` or `SayWords` → `Speaking`; cut off → `Undelivered` or \
`Idle` |
| `Speaking` | the latest speech has its text, or the first words of it | heard → `Idle`; another reply is due → \
`AwaitingReply`; cut off before more than two words → `Undelivered`; its action is a transfer or hang-up → `Leaving` |
| `Undelivered` | a reply is pending, nothing is spoken | an input, or 1.5 seconds of silence → `AwaitingReply` |
| `Refusing` | the busy sentence is spoken | heard, failed, or too long → `Leaving` |
| `TakenOver` | a person speaks in place of the agent | the person leaves → `AwaitingReply` |
| `Leaving` | a transfer or hang-up is carried out | success → `Left`; failure → `AwaitingReply` |
| `Left` | the call is over | nothing |

| event | commands |
|---|---|
| `InputReceived`, `TimerExpired`, `LeaveFailed` | `StopTimer`, `StartSpeech`; none in `Leaving` for the first two; \
`LeaveCall` in `Refusing` for `TimerExpired` |
| `InputForeseen` | `PostDraft` in `Idle`, if a model reads the answer |
| `InputDeferred` | none; the input follows the speech that cannot be cut off |
| `CallerStarted` | `StopTimer` |
| `CallerStopped` | `StartTimer`, in `Idle` and `Undelivered` |
| `GenerationStarted` | `Post` unless a reply is pending, then `AwaitReply`; the post says if its draft was posted |
| `WordsReady` | `SayWords` with the words of the reply that have arrived; they are not final |
| `ReplyReady` | `Say` with the rest of the reply; `Post` of the next turn if the reply continues at once, or if the \
caller cut off its first words and answered them; `EndSpeech` if the reply does not begin with the words of the speech |
| `ReplyLate` | `Say` with words of the worker, or `AskFallback`; `EndSpeech` if the speech speaks words of a reply |
| `FallbackAnswered` | `Say` |
| `SpeechEnded` | `LeaveCall`, `StopTimer` and `StartSpeech`, or `StartTimer`; in `Refusing` `StopTimer`, `Post` and \
`LeaveCall` |
| `AttemptFailed`, `DraftEnded`, `WordsArrived`, `Replied` | none; the turn records it |
| `SpeechLost` | `StopTimer`, `StartSpeech` and `StartTimer`, unless the call ends already |
| `PersonCame` | `StopTimer` |
| `PersonLeft` | `StartSpeech` with the reply that is due, or with the last question |
| `Whispered` | none; the next `Post` carries it |
| `CallLeft`, `Closed` | `StopTimer`, `CancelPosts` |
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias, assert_never

from agent_worker.backend.reply import Hangup, Transfer
from agent_worker.turn.commands import CancelPosts, Command, LeaveCall, Post, StartSpeech, StartTimer, StopTimer
from agent_worker.turn.early.foresee import foresee, take
from agent_worker.turn.events import (
    CallerStarted,
    CallerStopped,
    CallLeft,
    Closed,
    Event,
    InputDeferred,
    InputForeseen,
    InputReceived,
    LeaveFailed,
    PersonCame,
    PersonLeft,
    PostEvent,
    ReplyEvent,
    RoomEvent,
    SpeechEnded,
    SpeechLost,
    TimerExpired,
    Whispered,
)
from agent_worker.turn.heard import record_speech
from agent_worker.turn.inputs import Input, Message, NoInput, Proceed, words
from agent_worker.turn.replies import reply_step
from agent_worker.turn.request_body import turn_fields
from agent_worker.turn.settle import settle, without_heard_words
from agent_worker.turn.state import (
    AwaitingReply,
    Context,
    Idle,
    Leaving,
    Left,
    Refusing,
    Speaking,
    Speech,
    SpokenText,
    State,
    TakenOver,
    Turn,
    Undelivered,
    active_state,
)

UNDELIVERED_SECONDS = 1.5
"""Seconds of silence before a reply is spoken again that the caller cut off without saying anything."""
REFUSING_SECONDS = 20.0
"""Maximum seconds until the busy sentence has been spoken. The call then ends without it."""

Transition: TypeAlias = tuple[State, tuple[Command, ...]]
"""The next state, and the commands in order."""


def transition(state: State, event: Event) -> Transition:
    """Fold one event into a state."""
    if isinstance(state, Left):
        return state, ()
    if isinstance(event, ReplyEvent):
        if isinstance(state, TakenOver) and not isinstance(event, PostEvent):
            return state, ()  # the speech ends without words
        context, commands = reply_step(state.context, event)
        ends = isinstance(state, Refusing | Leaving)
        return replace(state, context=context) if ends else active_state(context), commands
    if isinstance(event, Whispered):
        return replace(state, context=replace(state.context, whispers=(*state.context.whispers, event.text))), ()
    match state:
        case TakenOver(context):
            return _taken_over(context, event)
        case Idle(context) | AwaitingReply(context) | Speaking(context) | Undelivered(context):
            return _active(context, event)
        case Refusing(context):
            return _refusing(context, event)
        case Leaving(context):
            return _leaving(context, event)
        case _:
            assert_never(state)


def _active(context: Context, event: RoomEvent) -> Transition:
    match event:
        case InputReceived(speech_id, user_input):
            return _start_speech(context, speech_id, user_input)
        case TimerExpired(speech_id):
            return _start_speech(context, speech_id, NoInput() if context.pending_reply is None else Proceed())
        case InputForeseen():
            context, drafts = foresee(context, event)
            return active_state(context), drafts
        case InputDeferred(user_input):
            return active_state(replace(context, deferred=(*context.deferred, user_input))), ()
        case CallerStarted():
            return active_state(context), (StopTimer(),)
        case CallerStopped():
            return active_state(context), _wait_for_caller(context)
        case SpeechEnded():
            return _after_speech(context, event)
        case LeaveFailed() | CallLeft():  # only a call that is being left can fail or succeed at it
            return active_state(context), ()
        case SpeechLost(speech_id, text):
            return _refuse(context, speech_id, text)
        case PersonCame():
            return active_state(_taken_by_person(context)), (StopTimer(),)
        case PersonLeft():  # nobody had taken the call over
            return active_state(context), ()
        case Closed():
            return _leave()
        case _:
            assert_never(event)


def _taken_by_person(context: Context) -> Context:
    """Return the data of a call that a person takes over. What waits for a turn is kept for a later one."""
    for user_input in context.deferred:
        context = _kept(context, user_input)
    return replace(context, deferred=(), draft=None, taken_over=True)


def _kept(context: Context, user_input: Input) -> Context:
    said = words(user_input)
    return context.with_missed(Message("user", said)) if said else context


def _taken_over(context: Context, event: RoomEvent) -> Transition:
    """Ignore what the caller does: the caller talks with a person."""
    match event:
        case PersonLeft(speech_id):
            return _handed_back(context, speech_id)
        case SpeechEnded():
            speech = context.speech(event.speech_id)
            if speech is not None and speech.turn_id is None:  # no turn was posted for its input
                context = _kept(context, speech.input)
            context, _ = record_speech(context, event)
            return active_state(context), ()
        case SpeechLost(_, text):
            return active_state(replace(context, lost=text)), ()
        case InputReceived() | InputForeseen() | InputDeferred() | TimerExpired() | CallerStarted() | CallerStopped():
            return active_state(context), ()
        case LeaveFailed() | CallLeft() | PersonCame():
            return active_state(context), ()
        case Closed():
            return _leave()
        case _:
            assert_never(event)


def _handed_back(context: Context, speech_id: str) -> Transition:
    """Go on after a person has left: with the reply that is due, or with the last question once more."""
    context = replace(context, taken_over=False, repeats=True)
    if context.lost is not None:
        return _refuse(replace(context, lost=None), speech_id, context.lost)
    pending = context.pending
    if pending is not None:
        # The caller has heard other words since, so the reply is spoken from its beginning.
        whole = replace(pending, said=(), heard_before="", heard="", cut=False, stalled=False, settled=False)
        context = without_heard_words(context.with_turn(replace(whole, times_spoken=0)), whole)
    return _start_speech(context, speech_id, Proceed())


def _refuse(context: Context, speech_id: str, text: str) -> Transition:
    """Start the busy sentence, unless the last words of the call are already spoken."""
    if any(speech.text and isinstance(speech.text.action, Transfer | Hangup) for speech in context.speeches):
        return active_state(context), ()
    speech = Speech(speech_id, Proceed(), text=SpokenText(text, action=Hangup()))
    context = replace(context, speeches=(*context.speeches, speech))
    start = StartSpeech(speech_id, Proceed(), interruptible=False)
    return Refusing(context), (StopTimer(), start, StartTimer(REFUSING_SECONDS))


def _refusing(context: Context, event: RoomEvent) -> Transition:
    """End the call after the busy sentence. What the caller does meanwhile is ignored."""
    match event:
        case SpeechEnded():
            context, text = record_speech(context, event)
            if text is None or not isinstance(text.action, Transfer | Hangup):
                return Refusing(context), ()
            context, posts = _last_post(context, event.next_speech_id)
            return Leaving(context), (StopTimer(), *posts, LeaveCall(text.action))
        case TimerExpired(speech_id):
            context, posts = _last_post(context, speech_id)
            return Leaving(context), (*posts, LeaveCall(Hangup()))
        case InputReceived() | InputForeseen() | InputDeferred() | CallerStarted() | CallerStopped():
            return Refusing(context), ()
        case LeaveFailed() | CallLeft() | SpeechLost() | PersonCame() | PersonLeft():
            return Refusing(context), ()
        case Closed():
            return _leave()
        case _:
            assert_never(event)


def _last_post(context: Context, turn_id: str) -> tuple[Context, tuple[Post, ...]]:
    """Post a turn that adds the worker's last words to the conversation. It must run no tool: the caller is gone."""
    if not context.missed or not context.api_waits:
        return context, ()
    if context.pending is not None:
        context, _ = settle(context, context.pending)
    post = Post(turn_id, turn_fields(Proceed(), context.interrupted, context.missed))
    # Pending: if the call cannot be left, the caller hears the reply, and no second turn is posted meanwhile.
    context = context.with_turn(Turn(turn_id, Proceed()))
    return replace(context.posted(), pending_reply=turn_id), (post,)


def _leaving(context: Context, event: RoomEvent) -> Transition:
    """Ignore the caller's inputs: the flow would take the caller of a pending transfer for one who came back."""
    match event:
        case InputReceived() | InputForeseen() | TimerExpired() | CallerStopped():
            return Leaving(context), ()
        case InputDeferred(user_input):
            return Leaving(replace(context, deferred=(*context.deferred, user_input))), ()
        case CallerStarted():
            return Leaving(context), (StopTimer(),)
        case SpeechEnded():
            context, _ = record_speech(context, event)
            return Leaving(context), ()
        case LeaveFailed(speech_id):
            return (active_state(context), ()) if context.taken_over else _start_speech(context, speech_id, Proceed())
        case PersonCame():
            return Leaving(_taken_by_person(context)), ()
        case PersonLeft():
            return Leaving(replace(context, taken_over=False)), ()
        case SpeechLost():
            return Leaving(context), ()
        case CallLeft() | Closed():
            return _leave()
        case _:
            assert_never(event)


def _leave() -> Transition:
    return Left(), (StopTimer(), CancelPosts())


def _start_speech(context: Context, speech_id: str, user_input: Input) -> Transition:
    context = replace(take(context, speech_id), speeches=(*context.speeches, Speech(speech_id, user_input)))
    return active_state(context), (StopTimer(), StartSpeech(speech_id, user_input))


def _wait_for_caller(context: Context) -> tuple[Command, ...]:
    """Start the timer that ends the caller's silence, unless a speech is in progress."""
    if context.speeches:
        return ()
    if context.pending_reply is not None:
        return (StartTimer(UNDELIVERED_SECONDS),)
    if context.options.silence_is_input and context.no_input_seconds is not None:
        return (StartTimer(context.no_input_seconds),)
    return ()


def _after_speech(context: Context, event: SpeechEnded) -> Transition:
    context, text = record_speech(context, event)
    if text is not None and isinstance(text.action, Transfer | Hangup):
        return Leaving(context), (LeaveCall(text.action),)
    if context.speeches:
        return active_state(context), ()
    if context.deferred:
        first, *later = context.deferred
        return _start_speech(replace(context, deferred=tuple(later)), event.next_speech_id, first)
    if context.pending_reply is not None and not event.interrupted and not event.failed:
        return _start_speech(context, event.next_speech_id, Proceed())
    return active_state(context), () if event.caller_active else _wait_for_caller(context)
