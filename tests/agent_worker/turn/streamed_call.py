"""A call against an API that streams, without a clock: the API's and the caller's steps come in any order.

It keeps what the caller truly heard, and what the API believes that the caller heard.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, assert_never

from agent_worker.backend.reply import Action, Continue, Hangup, Listen, Reply, Transfer
from agent_worker.turn.commands import (
    AskFallback,
    AwaitReply,
    CancelPosts,
    Command,
    EndSpeech,
    LeaveCall,
    Post,
    PostDraft,
    Say,
    SayWords,
    StartSpeech,
    StartTimer,
    StopTimer,
)
from agent_worker.turn.conversation import transition
from agent_worker.turn.events import (
    AttemptFailed,
    Event,
    FallbackAnswered,
    GenerationStarted,
    InputReceived,
    Replied,
    ReplyLate,
    ReplyReady,
    SpeechEnded,
    WordsArrived,
    WordsReady,
)
from agent_worker.turn.inputs import Input, Proceed, Said
from agent_worker.turn.state import Context, Idle, Leaving, Left, State

ACTIONS: Mapping[str, Action] = {
    "listen": Listen(),
    "continue": Continue(),
    "transfer": Transfer(to="+15550100"),
    "hangup": Hangup(),
}


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one attempt at a turn streams before it breaks, or before the reply if it is the last one."""

    clauses: int
    same: bool = True
    """Whether it streams the words of the final reply. Otherwise a duplicate request is decided."""
    agrees: int = 0
    """How many of the first clauses are those of the final reply all the same."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the API does with one turn."""

    action: str = "listen"
    clauses: int = 3
    attempts: Sequence[Attempt] = (Attempt(3),)


def clauses_of(turn: int, count: int, variant: str) -> list[str]:
    """Return clauses of four words, each of which stands nowhere else in the call."""
    return [
        " ".join(f"t{turn}{variant}c{clause}w{word}" for word in range(4)) + (". " if clause < count - 1 else ".")
        for clause in range(count)
    ]


@dataclass(slots=True)
class Api:
    """One open turn at most. `step` does the next thing of its plan."""

    plans: list[Plan]
    conversation: list[tuple[str, str, str]] = field(default_factory=list)
    """Role, turn id and words, as the API would store them."""
    turn_id: str | None = None
    posted: int = 0
    _left: list[Event] = field(default_factory=list)

    def post(self, turn_id: str, fields: Mapping[str, object]) -> None:
        assert self.turn_id is None, "one turn at a time"
        cut: Any = fields.get("interrupted")
        if cut is not None:
            place = next(i for i, each in enumerate(self.conversation) if each[:2] == ("assistant", cut["turnId"]))
            response = self.conversation[place][2]
            assert " ".join(response.split()).startswith(cut["heard"]), "an interruption names heard words of its turn"
            self.conversation[place] = ("assistant", cut["turnId"], cut["heard"])
        missed: Any = fields.get("missed", [])
        self.conversation += [(each["role"], "", each["content"]) for each in missed]
        if "userInput" in fields:
            self.conversation.append(("user", turn_id, str(fields["userInput"])))
        plan = self.plans.pop(0) if self.plans else Plan()
        self.turn_id, number, self.posted = turn_id, self.posted, self.posted + 1
        final = clauses_of(number, plan.clauses, "f")
        for index, attempt in enumerate(plan.attempts):
            other = [*final[: attempt.agrees], *clauses_of(number, plan.clauses, f"x{index}-")[attempt.agrees :]]
            words = final if attempt.same else other
            self._left += [WordsArrived(turn_id, clause) for clause in words[: attempt.clauses]]
            if index < len(plan.attempts) - 1:
                self._left.append(AttemptFailed(turn_id))
        self._left.append(Replied(turn_id, Reply(response="".join(final), action=ACTIONS[plan.action])))

    def step(self) -> Event | None:
        if not self._left:
            return None
        event = self._left.pop(0)
        if isinstance(event, Replied):
            assert self.turn_id is not None
            self.conversation.append(("assistant", self.turn_id, event.reply.response))
            self.turn_id = None
        return event


@dataclass(slots=True)
class StreamedCall:
    """The room: one speech at a time, as in livekit-agents."""

    api: Api
    state: State = field(default_factory=lambda: Idle(Context()))
    heard: list[str] = field(default_factory=list)
    """Everything that the caller heard of the flow, in order."""
    own: list[str] = field(default_factory=list)
    """The worker's own words that the caller heard."""
    said: list[str] = field(default_factory=list)
    speech_id: str | None = None
    speaking: str = ""
    """The text of the speech so far."""
    complete: bool = False
    """Whether the speech has all its text."""
    waits: bool = False
    over: bool = False
    _count: int = 0

    def new(self) -> str:
        self._count += 1
        return f"id {self._count}"

    @property
    def context(self) -> Context:
        assert not isinstance(self.state, Left)
        return self.state.context

    def begin(self, user_input: Input) -> None:
        self.apply(InputReceived(self.new(), user_input))

    def apply(self, event: Event) -> None:
        before = self.state
        self.state, commands = transition(before, event)
        assert (self.state, commands) == transition(before, event), "the transition is pure"
        for command in commands:
            self._carry_out(command)

    def api_steps(self) -> bool:
        event = self.api.step()
        if event is not None:
            self.apply(event)
        return event is not None

    def goes_on(self) -> bool:
        """Let the speech take what has arrived."""
        if self.speech_id is None or not self.waits:
            return False
        match self.context.ready(self.speech_id):
            case "words":
                self.apply(WordsReady(self.speech_id))
            case "reply":
                self.apply(ReplyReady(self.speech_id, self.new()))
            case None:
                return False
        return True

    def silence(self) -> bool:
        """Let the speech wait for too long."""
        if self.speech_id is None or not self.waits or self.context.ready(self.speech_id) is not None:
            return False
        self.apply(ReplyLate(self.speech_id))
        return True

    def is_heard(self) -> bool:
        """Let the caller hear the speech to its end."""
        if self.speech_id is None or not self.complete:
            return False
        self._end(len(self.speaking.split()), interrupted=False)
        return True

    def barges_in(self, words: int) -> bool:
        """Let the caller hear some words and then speak.

        Args:
            words: How many words of the speech are heard. One or two count as none: such a reply is spoken again, and
                what was heard of it is not reported.
        """
        if self.speech_id is None or isinstance(self.state, Leaving):
            return False
        speech = self.context.speech(self.speech_id)
        assert speech is not None
        if speech.text is not None and not speech.text.interruptible:
            return False
        if self.complete and words >= len(self.speaking.split()):
            return self.is_heard()
        self._end(words if words > 2 else 0, interrupted=True)
        self.said.append(f"said{len(self.said)}")
        self.begin(Said(self.said[-1]))
        return True

    def speaks(self) -> bool:
        """Let the caller answer while nothing is spoken."""
        if self.speech_id is not None or self.over:
            return False
        self.said.append(f"said{len(self.said)}")
        self.begin(Said(self.said[-1]))
        return True

    def finish(self) -> None:
        """Go on without further barge-in until nothing is left to say."""
        for _ in range(1000):
            if not (self.goes_on() or self.is_heard() or self.api_steps()):
                context = self.context
                if self.over or context.pending_reply is None:
                    return
                self.begin(Proceed())  # the timer of an undelivered reply
        raise AssertionError("the call does not come to rest")

    def _end(self, words: int, *, interrupted: bool) -> None:
        assert self.speech_id is not None
        speech = self.context.speech(self.speech_id)
        heard = " ".join(self.speaking.split()[:words])
        if heard:
            of_flow = speech is not None and speech.text is not None and "w0" in speech.text.text
            (self.heard if of_flow else self.own).append(heard)
        speech_id, self.speech_id = self.speech_id, None
        self.apply(
            SpeechEnded(speech_id, heard, interrupted, failed=False, caller_active=False, next_speech_id=self.new())
        )

    def _carry_out(self, command: Command) -> None:
        match command:
            case StartSpeech(speech_id):
                assert self.speech_id is None, "one speech at a time"
                self.speech_id, self.speaking, self.complete, self.waits = speech_id, "", False, False
                self.apply(GenerationStarted(speech_id))
            case Post(turn_id, fields):
                self.api.post(turn_id, fields)
            case SayWords(_, text):
                assert text.text.strip()
                assert not text.whole
                self.speaking, self.waits = self.speaking + text.text, True
            case Say(_, text):
                self.speaking, self.complete, self.waits = self.speaking + text.text, True, False
            case EndSpeech():
                self.complete, self.waits = True, False
            case AwaitReply():
                self.waits = True
            case AskFallback(speech_id):
                self.apply(FallbackAnswered(speech_id, None))
            case LeaveCall():
                self.over = True
            case StartTimer() | StopTimer() | CancelPosts() | PostDraft():
                pass
            case _:
                assert_never(command)
