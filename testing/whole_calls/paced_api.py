"""An API in this process: the real turn protocol in memory, in lock step with the loop's clock.

A turn runs in a separate thread, and the loop waits while the thread runs. The thread stops where its model takes
time, and the loop goes on. So one of them runs at any moment, and a call is the same each time.
"""

from __future__ import annotations

import asyncio
import json
import queue
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from agent_worker.backend.errors import ApiUnavailableError
from agent_worker.backend.reply import Reply
from agent_worker.backend.turn_stream import SILENCE_SECONDS, OnWords
from flow_core.effects import AskModel
from flow_core.evaluate import Evaluate
from flow_core.flow import Flow
from functions.adapters.models.attempts import LATE
from functions.adapters.models.clauses import Clauses
from functions.api.schemas.requests.turn import ProcessRequest
from functions.deadline import Deadline
from functions.ports.model import LetOut, ModelOutcome, Replied, Silent
from functions.ports.tools import Answered
from functions.records import TurnCall
from functions.turn.results import Finished, TurnInProgressError
from testing.stage import NEW_SESSION, NOON, Clock, Stage, ToolsThat
from testing.watched import Died, Steps, watched

Fault: TypeAlias = Literal["breaks", "dies", "freezes", "copied", "refused"]
"""What happens to a request: the connection is lost and the turn goes on; the process dies; the process dies and the
connection stays open; a duplicate request is decided meanwhile; or there is no API."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A fault of one request."""

    fault: Fault
    after: int = 0
    """How many events of words come before it."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How the model answers one question."""

    first: float = 0.35
    """Seconds until its first clause."""
    between: float = 0.4
    """Seconds from one clause to the next."""
    stalls_after: int | None = None
    """The clauses after which nothing more comes. None if it does not stall."""
    breaks_after: int | None = None
    """The clauses after which the answer breaks off. None if it does not."""


class _Request:
    """One turn in a thread."""

    def __init__(self) -> None:
        self._moments: queue.SimpleQueue[float | str | Finished | BaseException] = queue.SimpleQueue()
        self._go_on = threading.Event()

    def pause(self, seconds: float) -> None:
        """Let time pass. Called by the thread."""
        self._go_on.clear()
        self._moments.put(seconds)
        self._go_on.wait()

    def say(self, words: str) -> None:
        """Let out words. Called by the thread."""
        self._moments.put(words)

    async def run(self, work: Callable[[], Finished], on_words: OnWords) -> Finished | BaseException:
        """Run the turn to its end."""
        threading.Thread(target=self._work, args=(work,), daemon=True).start()
        while True:
            match self._moments.get(timeout=60):
                case float(seconds):
                    await asyncio.sleep(seconds)
                    self._go_on.set()
                case str(words):
                    on_words(words)
                case done:
                    return done

    def _work(self, work: Callable[[], Finished]) -> None:
        try:
            self._moments.put(work())
        except BaseException as error:
            self._moments.put(error)


@dataclass
class _PacedModel:
    """Takes its time for each clause if somebody can hear it, and none otherwise."""

    answer: Callable[[AskModel, int], ModelOutcome]
    manners: Mapping[int, Manner]
    current: Callable[[], _Request | None]
    asked: int = 0

    def ask(self, effect: AskModel, *, deadline: Deadline, let_out: LetOut | None = None) -> ModelOutcome:
        number, self.asked = self.asked, self.asked + 1
        manner, outcome, request = self.manners.get(number, Manner()), self.answer(effect, number), self.current()
        if request is None or not isinstance(outcome, Replied):
            return outcome
        clauses = Clauses()
        pieces = [piece for piece in (*clauses.feed(outcome.text), clauses.rest()) if piece]
        said, left = "", effect.timeout_seconds
        for count, piece in enumerate([*pieces, ""]):
            seconds = manner.first if count == 0 else manner.between if piece else 0.0
            if manner.breaks_after == count:
                request.pause(seconds)
                return Silent("the model broke off its answer", said=said)
            if manner.stalls_after == count or seconds > left:
                request.pause(left)
                return replace(LATE, said=said)
            left -= seconds
            if piece:
                request.pause(seconds)
                if let_out is not None:
                    let_out(piece)
                    said += piece
        return outcome


class _LoopClock(Clock):
    """The clock of the loop in which it is made."""

    def __init__(self) -> None:
        super().__init__()
        self._loop = asyncio.get_running_loop()

    def __call__(self) -> int:
        return NOON + int(self._loop.time() * 1000)


@dataclass
class PacedApi:
    """`agent_worker.turn.attempts.Turns`.

    Args:
        flow: The flow.
        evaluate: The evaluator of expressions.
        answer: What the model says to a question, by the question and its number from 0.
        manners: How it answers a question, by its number.
        troubles: What happens to a request, by its number from 0.
    """

    flow: Flow
    evaluate: Evaluate
    answer: Callable[[AskModel, int], ModelOutcome]
    manners: Mapping[int, Manner] = field(default_factory=dict)
    troubles: Mapping[int, Trouble] = field(default_factory=dict)
    tools: ToolsThat = field(default_factory=lambda: ToolsThat(lambda effect: Answered(200, {}, "found")))
    bodies: list[TurnCall] = field(default_factory=list)
    """The requests that came."""

    def __post_init__(self) -> None:
        self._thread = threading.local()
        """Its `request` is the one that the thread runs, and `is_copy` says whether it runs a duplicate of it."""
        self.model = _PacedModel(self.answer, self.manners, lambda: None if self._thread.is_copy else self._request)
        self.stage = Stage(
            (self.flow,),
            self.evaluate,
            model=self.model,
            tools=self.tools,
            clock=_LoopClock(),
            wait_seconds=60.0,
            sleep=lambda seconds: self._request.pause(seconds),
        )
        self._running: set[asyncio.Task[None]] = set()

    @property
    def _request(self) -> _Request:
        request: _Request = self._thread.request
        return request

    async def post(self, turn_id: str, fields: Mapping[str, object], on_words: OnWords) -> Reply:
        """See `Turns.post`."""
        body = json.loads(json.dumps({"roomName": "room", "turnId": turn_id, **fields}))
        call = ProcessRequest.model_validate(body).call(turn_id)
        trouble = self.troubles.get(len(self.bodies))
        self.bodies.append(call)
        if trouble is not None and trouble.fault == "refused":
            raise ApiUnavailableError("there is no API")
        events: asyncio.Queue[str | Finished | BaseException] = asyncio.Queue()
        task = asyncio.get_running_loop().create_task(self._serve(call, trouble, events))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        heard = 0
        while True:
            if trouble is not None and trouble.fault == "breaks" and trouble.after == heard:
                raise ApiUnavailableError("the connection is lost")
            match await events.get():
                case str(words):
                    heard += 1
                    on_words(words)
                case Finished(body=reply):
                    return Reply.model_validate_json(reply)
                case Died() if trouble is not None and trouble.fault == "freezes":
                    await asyncio.sleep(SILENCE_SECONDS)
                    raise ApiUnavailableError("the stream was silent")
                case Died() | TurnInProgressError():
                    raise ApiUnavailableError("the stream ended")
                case error:
                    raise error

    async def at_rest(self) -> None:
        """Wait until no turn runs."""
        while self._running:
            await asyncio.wait(self._running)

    async def _serve(
        self, call: TurnCall, trouble: Trouble | None, events: asyncio.Queue[str | Finished | BaseException]
    ) -> None:
        request, said = _Request(), 0
        dies = trouble is not None and trouble.fault in {"dies", "freezes"}

        def let_out(words: str) -> None:
            nonlocal said
            disturb("words")
            request.say(words)
            said += 1

        def disturb(name: str) -> None:
            if trouble is None or said < trouble.after or name not in {"words", "propose"}:
                return
            if dies:
                raise Died(name)
            if trouble.fault == "copied" and call.turn_id not in copied:
                copied.append(call.turn_id)
                self._thread.is_copy = True
                self.stage.run(call)
                self._thread.is_copy = False

        copied: list[str] = []
        process = watched(self.stage, Steps(before=lambda number, name: disturb(name)))

        def work() -> Finished:
            self._thread.request, self._thread.is_copy = request, False
            finished = process.run_turn(NEW_SESSION, call, let_out)
            assert isinstance(finished, Finished)
            return finished

        events.put_nowait(await request.run(work, events.put_nowait))
