"""The states of a conversation and their data. They are immutable, without I/O or clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias, assert_never

from agent_worker.backend.reply import Continue, Hangup, Listen, Reply, Transfer
from agent_worker.phrases.phrases import Phrases, phrases_in
from agent_worker.turn.inputs import Input, Message, Said
from agent_worker.turn.request_body import MAX_WHISPERS, Interruption
from agent_worker.turn.words import fresh

MAX_RECENT = 20
"""Messages that the fallback model receives."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a call. They never change during it."""

    repeat_last_reply: bool = False
    """Whether to repeat the last reply of a call that another worker began. The caller may not have heard it."""
    silence_is_input: bool = True
    """Whether silence counts as no-input. False if the caller types."""
    language: str | None = None
    """The language of the call, as a language tag. None for English."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of the session and its reply."""

    turn_id: str
    input: Input
    reply: Reply | None = None
    """None until the API replies."""
    last_attempt_failed: bool = False
    """Whether the last attempt to post the turn failed."""
    own_words_spoken: bool = False
    """Whether the worker spoke its own words while the caller waited for the reply."""
    times_spoken: int = 0
    """How many speeches began to speak the reply."""
    heard: str = ""
    """The part of the reply that the caller heard when it was last cut off."""
    tool_turn_id: str | None = None
    """Id of the turn that runs a tool while this turn's reply is spoken."""
    arrived: tuple[str, ...] = ()
    """The words of the reply that the current attempt has streamed. They are not final."""
    said: tuple[str, ...] = ()
    """The words of the reply that were spoken before the reply was final, and count as heard or being heard."""
    heard_before: str = ""
    """The part of the reply that the caller heard in earlier speeches, and that is not spoken again."""
    cut: bool = False
    """Whether the caller cut the words off, after hearing enough of them, before the reply was final."""
    answer: Input | None = None
    """What the caller said to words that were cut off. It becomes a turn once this one is final."""
    stalled: bool = False
    """Whether a speech ended because no further words came. The next one bridges the silence at once."""
    settled: bool = False
    """Whether the final reply was compared with the words that were spoken before."""

    @property
    def fresh(self) -> tuple[str, ...]:
        """The words that arrived and can be spoken now. Empty if another stream of the turn said other words."""
        return () if self.cut or self.settled else fresh(self.arrived, self.said)


@dataclass(frozen=True, slots=True)
class SpokenText:
    """Text for the caller: a turn's reply, or words of the worker."""

    text: str
    turn_id: str | None = None
    """The turn whose reply this is. None for words of the worker."""
    action: Listen | Transfer | Hangup | None = None
    """The action after the text. None if a reply is still pending."""
    millis: Mapping[str, float] = field(default_factory=dict)
    """Milliseconds of each known phase of the turn."""
    whole: bool = True
    """Whether the text is final. False for words of a reply that more words follow."""

    @property
    def interruptible(self) -> bool:
        """Whether the caller may cut the text off."""
        match self.action:
            case Listen(interruptible=interruptible):
                return interruptible
            case Transfer() | Hangup():
                return False
            case None:
                return True
            case _:
                assert_never(self.action)


@dataclass(frozen=True, slots=True)
class Speech:
    """One speech of the agent, from the input that causes it until it ends."""

    speech_id: str
    """Also the id of the turn that the input becomes, if the input becomes a turn."""
    input: Input
    turn_id: str | None = None
    """The turn whose reply the speech waits for or speaks. None until its text is generated."""
    text: SpokenText | None = None
    """None until the text, or the beginning of it, is known."""
    said_before: int = 0
    """How many pieces of the turn's `said` earlier speeches spoke."""

    @property
    def speaks_words(self) -> bool:
        """Whether the speech speaks words of a reply that is not final."""
        return self.text is not None and not self.text.whole


@dataclass(frozen=True, slots=True)
class Draft:
    """A turn that was tried with words that may be all that the caller says."""

    turn_id: str
    """The id of the turn, if it is taken."""
    input: Said
    fields: Mapping[str, object]
    """The fields of its request."""
    taken: bool = False
    """Whether the words were final, and a speech answers them."""


@dataclass(frozen=True, slots=True)
class Context:
    """The data of a conversation in each state but `Left`."""

    options: Options = field(default_factory=Options)
    begun: bool = False
    """Whether a turn was posted."""
    pending_reply: str | None = None
    """Id of the turn whose reply the caller has not heard, or whose reply has not arrived."""
    turns: tuple[Turn, ...] = ()
    """The turns that a pending reply or a speech refers to."""
    speeches: tuple[Speech, ...] = ()
    """Usually at most one. A second one may start before one that was cut off ends."""
    deferred: tuple[Input, ...] = ()
    """Inputs that came during a speech that cannot be cut off."""
    interrupted: Interruption | None = None
    """The reply that the caller cut off since the last turn. Sent with the next turn."""
    interrupted_before: tuple[Interruption, ...] = ()
    """Replies that the caller cut off before that one: the words before a tool and those after it are two. Each is sent
    with a later turn, because a request has room for one."""
    missed: tuple[Message, ...] = ()
    """Messages that the API does not know. Sent with the next turn."""
    recent: tuple[Message, ...] = ()
    """The latest messages, for the fallback model."""
    slow_phrases: int = 0
    """How many phrases for a slow API were spoken."""
    unavailable_phrases: int = 0
    """How many phrases for an unavailable API were spoken."""
    no_input_seconds: float | None = None
    """Seconds of silence that count as no-input. None until a reply sets it."""
    asks_model: bool = False
    """Whether the answer to the latest question is put to a model. Other turns need no draft."""
    draft: Draft | None = None
    """The latest draft since the last turn."""
    drafts: int = 0
    """How many drafts were posted since the last turn."""
    whispers: tuple[str, ...] = ()
    """Guidance of a supervisor. Sent with the next turn."""
    taken_over: bool = False
    """Whether a person speaks in place of the agent."""
    lost: str | None = None
    """The busy sentence, if the agent lost its speech while a person spoke in its place."""
    repeats: bool = False
    """Whether the next turn without an input says the last question again: a person has handed the call back."""
    flow_language: str | None = None
    """The language that the latest reply names. None until one names any."""

    @property
    def language(self) -> str | None:
        """The language of the worker's own words. None for English."""
        return self.flow_language or self.options.language

    @property
    def phrases(self) -> Phrases:
        """The worker's own words."""
        return phrases_in(self.language)

    @property
    def api_waits(self) -> bool:
        """Whether the session has begun, no reply is due, and a turn without an input would run no tool."""
        return self.begun and not any(
            turn.reply is None or (isinstance(turn.reply.action, Continue) and turn.tool_turn_id is None)
            for turn in self.turns
        )

    @property
    def pending(self) -> Turn | None:
        """The turn with the pending reply."""
        return None if self.pending_reply is None else self.turn(self.pending_reply)

    def turn(self, turn_id: str) -> Turn | None:
        """Return the turn with an id, or None if nothing refers to it."""
        return next((turn for turn in self.turns if turn.turn_id == turn_id), None)

    def speech(self, speech_id: str) -> Speech | None:
        """Return the speech with an id, or None if it has ended."""
        return next((speech for speech in self.speeches if speech.speech_id == speech_id), None)

    def speaks_words_of(self, turn: Turn) -> bool:
        """Return whether a speech speaks words of a turn that is not settled."""
        return any(speech.turn_id == turn.turn_id and speech.speaks_words for speech in self.speeches)

    def ready(self, speech_id: str) -> Literal["words", "reply"] | None:
        """Return what a speech that waits can speak now, or None if it must wait.

        It waits while another speech ends that speaks words of the same turn: what was heard of them decides what
        follows. A speech or a turn that is gone has a reply to its wait, which then ends.
        """
        speech = self.speech(speech_id)
        turn = None if speech is None or speech.turn_id is None else self.turn(speech.turn_id)
        if speech is None or turn is None:
            return "reply"
        if not speech.speaks_words and self.speaks_words_of(turn):
            return None
        if turn.reply is not None:
            return "reply"
        return "words" if turn.fresh else None

    def with_turn(self, turn: Turn) -> Context:
        """Add a turn, or replace the turn of the same id."""
        others = tuple(each for each in self.turns if each.turn_id != turn.turn_id)
        return replace(self, turns=(*others, turn))

    def with_speech(self, speech: Speech) -> Context:
        """Replace the speech of the same id."""
        speeches = tuple(speech if each.speech_id == speech.speech_id else each for each in self.speeches)
        return replace(self, speeches=speeches)

    def with_recent(self, message: Message) -> Context:
        """Add a message for the fallback model."""
        return replace(self, recent=(*self.recent, message)[-MAX_RECENT:])

    def with_interrupted(self, cut_off: Interruption | None) -> Context:
        """Add a reply that the caller cut off. None adds nothing."""
        if cut_off is None:
            return self
        earlier = () if self.interrupted is None else (self.interrupted,)
        before = tuple(each for each in (*self.interrupted_before, *earlier) if each.turn_id != cut_off.turn_id)
        return replace(self, interrupted=cut_off, interrupted_before=before)

    def posted(self) -> Context:
        """Return the data after a turn that carries `interrupted`, `missed` and `whispers`."""
        before = self.interrupted_before
        following = before[-1] if before else None
        return replace(
            self,
            interrupted=following,
            interrupted_before=before[:-1],
            missed=(),
            whispers=self.whispers[MAX_WHISPERS:],
            draft=None,
            drafts=0,
        )

    def with_missed(self, message: Message) -> Context:
        """Add a message that the API does not know."""
        return replace(self, missed=(*self.missed, message))


@dataclass(frozen=True, slots=True)
class Idle:
    """The caller's turn: no reply is pending and nothing is spoken."""

    context: Context


@dataclass(frozen=True, slots=True)
class AwaitingReply:
    """The latest speech has no text yet."""

    context: Context


@dataclass(frozen=True, slots=True)
class Speaking:
    """The latest speech has its text, or the beginning of it."""

    context: Context


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A reply is pending and nothing is spoken: the caller cut the speech off, or the voice failed."""

    context: Context


@dataclass(frozen=True, slots=True)
class TakenOver:
    """A person speaks in place of the agent. Inputs are ignored, and nothing is spoken."""

    context: Context


@dataclass(frozen=True, slots=True)
class Refusing:
    """The busy sentence is spoken. Inputs are ignored."""

    context: Context


@dataclass(frozen=True, slots=True)
class Leaving:
    """A transfer or a hang-up is carried out. Inputs are ignored."""

    context: Context


@dataclass(frozen=True, slots=True)
class Left:
    """The call is over. All events are ignored."""


ActiveState: TypeAlias = Idle | AwaitingReply | Speaking | Undelivered
State: TypeAlias = ActiveState | TakenOver | Refusing | Leaving | Left


def active_state(context: Context) -> ActiveState | TakenOver:
    """Return the state of a call in progress, without the turns that no pending reply and no speech refers to."""
    context = replace(context, turns=_referenced(context))
    if context.taken_over:
        return TakenOver(context)
    if context.speeches:
        return AwaitingReply(context) if context.speeches[-1].text is None else Speaking(context)
    return Idle(context) if context.pending_reply is None else Undelivered(context)


def _referenced(context: Context) -> tuple[Turn, ...]:
    ids = {context.pending_reply, *(speech.turn_id for speech in context.speeches)}
    ids |= {turn.tool_turn_id for turn in context.turns if turn.turn_id in ids}
    return tuple(turn for turn in context.turns if turn.turn_id in ids)
