"""Random events, each of which can happen in the environment at that moment, keep the conversation's invariants."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, assert_never

from hypothesis import given, settings
from hypothesis import strategies as st

from agent_worker.backend.reply import Continue, Hangup, Listen, Reply, Transfer
from agent_worker.phrases.phrases import phrases_in
from agent_worker.turn.commands import (
    AskFallback,
    AwaitReply,
    CancelPosts,
    Command,
    EndSpeech,
    GenerationCommand,
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
from agent_worker.turn.early.foresee import draft_of
from agent_worker.turn.events import (
    AttemptFailed,
    CallerStarted,
    CallerStopped,
    CallLeft,
    Closed,
    DraftEnded,
    Event,
    FallbackAnswered,
    GenerationStarted,
    InputDeferred,
    InputForeseen,
    InputReceived,
    LeaveFailed,
    PersonCame,
    PersonLeft,
    Replied,
    ReplyLate,
    ReplyReady,
    SpeechEnded,
    SpeechLost,
    TimerExpired,
    WordsArrived,
    WordsReady,
)
from agent_worker.turn.inputs import Input, Pressed, Proceed, Said, words
from agent_worker.turn.state import (
    Context,
    Draft,
    Idle,
    Leaving,
    Left,
    Refusing,
    SpokenText,
    State,
    TakenOver,
    active_state,
)

WORDS = phrases_in("en")

REPLIES = (
    Reply(response="Hello, what is your name?", action=Listen()),
    Reply(response="And what then?", action=Listen(asks_model=True)),
    Reply(response="Please listen to all of this.", action=Listen(interruptible=False)),
    Reply(response="One moment please, I look.", action=Continue()),
    Reply(response="I connect you with someone.", action=Transfer(to="+15550100")),
    Reply(response="Goodbye, and thank you.", action=Hangup()),
    Reply(response="", last_response="Hello again.", action=Listen()),
)
CLAUSES = ("Hello, ", "One moment please, ", "Goodbye, and ")
"""Words before a reply is final. It may begin with others."""
LIKELY = 6
"""Weight of events that make progress, compared with 1 of other events. Calls then last long."""


@dataclass(slots=True)
class Environment:
    """The room and the API: what the commands so far have started, and therefore what can happen next."""

    state: State = field(default_factory=lambda: Idle(Context()))
    count: int = 0
    said: list[str] = field(default_factory=list)
    """The caller's words in the order in which their speeches were generated."""
    inputs: dict[str, Input] = field(default_factory=dict)
    """The input of each speech that has not ended."""
    step: dict[str, GenerationCommand] = field(default_factory=dict)
    """The last command for the generation of each speech that has not ended."""
    texts: dict[str, str] = field(default_factory=dict)
    """The words so far of each speech that has not ended."""
    posts: dict[str, Mapping[str, object]] = field(default_factory=dict)
    open_posts: set[str] = field(default_factory=set)
    draft: PostDraft | None = None
    """The latest draft that no turn has dropped or taken."""
    timer: bool = False
    person: bool = False
    """Whether a person has had the call."""
    leaving: bool = False

    def new(self, kind: str) -> str:
        self.count += 1
        return f"{kind} {self.count}"

    def possible(self, pick: int) -> list[Callable[[], Event]]:
        """Return the events that can happen now. `pick` chooses among their variants."""
        events: list[Callable[[], Event]] = [
            lambda: InputReceived(self.new("speech"), Said(self.new("word"))),
            lambda: InputReceived(self.new("speech"), Pressed(self.new("key"))),
            lambda: InputDeferred(Said(self.new("word"))),
            CallerStarted,
            CallerStopped,
            *[lambda: InputForeseen(self.new("speech"), Said(self.new("word")))] * 3,
        ]
        if (foreseen := self._foreseen()) is not None:
            events += [lambda: InputReceived(foreseen.turn_id, foreseen.input)] * LIKELY
        if pick % 25 == 0:
            events.append(lambda: SpeechLost(self.new("speech"), WORDS.busy))
        if pick % 12 == 0:
            events.append(PersonCame)
        if not isinstance(self.state, Left) and self.state.context.taken_over:
            events += [lambda: PersonLeft(self.new("speech"))] * LIKELY
        if self.timer:
            events.append(lambda: TimerExpired(self.new("speech")))
        for turn_id in self.open_posts:
            events += [
                lambda turn_id=turn_id: AttemptFailed(turn_id),  # type: ignore[misc]  # mypy cannot infer it
                lambda turn_id=turn_id: DraftEnded(turn_id),  # type: ignore[misc]
                *[lambda turn_id=turn_id: WordsArrived(turn_id, CLAUSES[pick % len(CLAUSES)])] * 3,
                *[lambda turn_id=turn_id: Replied(turn_id, REPLIES[pick % len(REPLIES)])] * LIKELY,
            ]
        for speech_id in self.inputs:
            events += [lambda event=event: event for event in self._of_speech(speech_id, pick)]  # type: ignore[misc]
        if self.leaving:
            events += [CallLeft, *[lambda: LeaveFailed(self.new("speech"))] * LIKELY]
        if pick % 40 == 0:
            events.append(Closed)
        return events

    def _of_speech(self, speech_id: str, pick: int) -> list[Event]:
        step = self.step.get(speech_id)
        match step:
            case None:
                progress: Event = GenerationStarted(speech_id)
            case AwaitReply() | SayWords():
                ready = self._ready(speech_id)
                if ready is None:
                    progress = ReplyLate(speech_id)
                elif ready == "words":
                    progress = WordsReady(speech_id)
                else:
                    progress = ReplyReady(speech_id, self.new("turn"))
            case AskFallback():
                progress = FallbackAnswered(speech_id, "Sorry." if pick % 2 else None)
            case Say() | EndSpeech():
                progress = self._ended(speech_id, self.texts[speech_id], pick, interrupted=False)
            case _:
                assert_never(step)
        heard = " ".join(self.texts.get(speech_id, "").split()[: pick % 4])
        return [self._ended(speech_id, heard, pick, interrupted=True), *[progress] * LIKELY]

    def _foreseen(self) -> Draft | None:
        """Return the draft that the next words can take."""
        if isinstance(self.state, Left) or self.state.context.draft is None:
            return None
        return draft_of(self.state.context, self.state.context.draft.input.text)

    def _ready(self, speech_id: str) -> Literal["words", "reply"] | None:
        assert not isinstance(self.state, Left)
        return self.state.context.ready(speech_id)

    def _ended(self, speech_id: str, heard: str, pick: int, *, interrupted: bool) -> SpeechEnded:
        failed, active = pick % 7 == 0, pick % 3 == 0
        return SpeechEnded(speech_id, heard, interrupted, failed, active, self.new("speech"))

    def apply(self, event: Event) -> None:
        before = self.state
        self.state, commands = transition(before, event)
        assert (self.state, commands) == transition(before, event), "the transition is pure"
        self._happened(event, before)
        for command in commands:
            self._carry_out(command)
        if isinstance(before, Leaving | Refusing) and isinstance(event, InputReceived):
            assert commands == (), "nothing starts while the call is left"
        if isinstance(before, TakenOver) and not isinstance(event, PersonLeft | Closed):
            assert commands == (), "the agent is silent while a person has the call"
        if isinstance(before, Refusing):
            assert isinstance(self.state, Refusing | Leaving | Left), "a refused call ends"
        self._check()

    def _happened(self, event: Event, before: State) -> None:
        match event:
            case GenerationStarted() if isinstance(before, TakenOver):
                pass
            case PersonCame() if not isinstance(before, Left | TakenOver | Refusing):
                self.person = True
                self.said += [said for each in before.context.deferred if (said := words(each))]
            case SpeechEnded(speech_id) if isinstance(before, TakenOver) and speech_id not in self.step:
                if said := words(self.inputs.pop(speech_id)):
                    self.said.append(said)
            case GenerationStarted(speech_id):
                if said := words(self.inputs[speech_id]):
                    self.said.append(said)
            case SpeechEnded(speech_id):
                del self.inputs[speech_id]
                self.step.pop(speech_id, None)
                self.texts.pop(speech_id, None)
            case Replied(turn_id):
                self.open_posts.discard(turn_id)
            case TimerExpired():
                self.timer = False
            case LeaveFailed() | CallLeft():
                self.leaving = False
            case _:
                pass

    def _carry_out(self, command: Command) -> None:
        match command:
            case StartSpeech(speech_id, user_input):
                assert not self.timer, "no timer runs during a speech"
                self.inputs[speech_id] = user_input
            case StartTimer():
                # The busy sentence has a deadline.
                assert isinstance(self.state, Refusing) or not self.inputs, "no timer runs during a speech"
                self.timer = True
            case StopTimer():
                self.timer = False
            case LeaveCall():
                assert not self.leaving, "the call is left once at a time"
                self.leaving = True
            case Post(turn_id, fields):
                assert turn_id not in self.posts, "a turn is posted once"
                assert not self.open_posts, "one turn at a time"
                assert not command.drafted or self.draft == PostDraft(turn_id, fields), "a draft has the same request"
                self.draft = None
                self.posts[turn_id] = fields
                self.open_posts.add(turn_id)
            case PostDraft():
                assert not self.inputs, "no turn is drafted during a speech"
                assert not self.open_posts, "no turn is drafted while one is open"
                self.draft = command
            case CancelPosts():
                self.open_posts.clear()
            case (
                AwaitReply(speech_id)
                | SayWords(speech_id)
                | AskFallback(speech_id)
                | Say(speech_id)
                | EndSpeech(speech_id)
            ):
                self.step[speech_id] = command
                if isinstance(command, Say | SayWords):
                    self.texts[speech_id] = self.texts.get(speech_id, "") + command.text.text
            case _:
                assert_never(command)

    def _check(self) -> None:
        if isinstance(self.state, Left):
            return
        context = self.state.context
        assert {speech.speech_id for speech in context.speeches} == set(self.inputs)
        if not isinstance(self.state, Leaving | Refusing):
            assert self.state == active_state(context), "the name of the state agrees with its data"
        assert context.pending_reply is None or context.pending is not None
        missed = [each.content for each in context.missed if each.role == "user"]
        answers = [words(turn.answer) for turn in context.turns if turn.answer is not None]
        known = self._sent() + missed + answers
        # Words that wait for a reply come after those that a person has heard.
        assert (sorted(known) == sorted(self.said)) if self.person else (known == self.said)

    def _sent(self) -> list[str]:
        """The caller's words in the order in which they were posted."""
        sent: list[str] = []
        for fields in self.posts.values():
            missed: Any = fields.get("missed", [])
            sent += [message["content"] for message in missed if message["role"] == "user"]
            sent += [str(fields[key]) for key in ("userInput", "dtmf") if key in fields]
        return sent


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 999), st.integers(0, 999)), max_size=80))
def test_no_word_is_lost_or_doubled_and_no_timer_runs_during_a_speech(picks: list[tuple[int, int]]) -> None:
    environment = Environment()
    environment.apply(InputReceived("speech 0", Proceed()))
    for which, variant in picks:
        if isinstance(environment.state, Left):
            break
        possible = environment.possible(variant)
        environment.apply(possible[which % len(possible)]())


@settings(max_examples=50, deadline=None)
@given(st.sampled_from([CallerStarted(), CallerStopped(), Closed(), CallLeft(), TimerExpired("s"), ReplyLate("s")]))
def test_nothing_happens_once_the_call_is_over(event: Event) -> None:
    assert transition(Left(), event) == (Left(), ())


@given(st.sampled_from(REPLIES))
def test_a_text_that_ends_the_call_cannot_be_cut_off(reply: Reply) -> None:
    ends = isinstance(reply.action, Transfer | Hangup)
    action = None if isinstance(reply.action, Continue) else reply.action
    interruptible = not isinstance(action, Listen) or action.interruptible
    assert SpokenText(reply.response, "t", action).interruptible is (interruptible and not ends)
