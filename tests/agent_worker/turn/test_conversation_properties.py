"""Random callers and outages: no word is lost or sent twice, and each reply is heard."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent_worker.backend.errors import ApiUnavailableError
from agent_worker.backend.reply import Hangup, Listen, Reply
from agent_worker.backend.turn_stream import OnWords
from agent_worker.turn.active_conversation import ReplyTimeouts
from agent_worker.turn.attempts import Attempts
from agent_worker.turn.heard import MAX_TIMES_SPOKEN, UNHEARD_WORDS
from agent_worker.turn.inputs import Input, NoInput, Pressed, Proceed, Said
from agent_worker.turn.state import SpokenText
from tests.agent_worker.turn.conversation_driver import ConversationDriver
from tests.agent_worker.turn.scripted_turns import LISTEN, reply

pytestmark = pytest.mark.anyio

ACTIONS: dict[str, dict[str, object]] = {
    "listen": LISTEN,
    "must be heard": {**LISTEN, "interruptible": False},
    "continue": {"type": "continue"},
    "transfer": {"type": "transfer", "to": "+15550100"},
    "hangup": {"type": "hangup"},
}


@dataclass(slots=True)
class Api:
    """Replies to each new turn with the next action of a script, and records the requests."""

    script: list[str]
    weather: str = "fine"
    bodies: dict[str, dict[str, object]] = field(default_factory=dict)
    answers: dict[str, Reply] = field(default_factory=dict)
    on_the_way: set[str] = field(default_factory=set)

    async def post(self, turn_id: str, fields: Mapping[str, object], on_words: OnWords) -> Reply:
        assert self.bodies.setdefault(turn_id, dict(fields)) == fields, "one turn, two bodies"
        self.on_the_way.add(turn_id)
        assert len(self.on_the_way) == 1, "two turns at once"
        await asyncio.sleep(0)
        if self.weather == "down":
            raise ApiUnavailableError("down")
        while self.weather == "slow":  # noqa: ASYNC110  # without a clock
            await asyncio.sleep(0)
        answer = self.answers.get(turn_id) or self._new(turn_id)
        if self.weather == "loses an answer":
            self.weather = "fine"
            raise ApiUnavailableError("lost")
        self.on_the_way.discard(turn_id)
        return answer

    def _new(self, turn_id: str) -> Reply:
        kind = self.script.pop(0) if self.script else "listen"
        if kind == "hangup":
            self.script = ["hangup"] * 99
        text = f"reply {len(self.answers)} of the flow to this turn"
        if kind == "took over":
            answer = reply("", LISTEN, lastResponse="as before")
        else:
            answer = reply(text, ACTIONS[kind], completed=kind == "hangup")
        self.answers[turn_id] = answer
        return answer

    @property
    def cut_off_by_keys(self) -> set[str]:
        """Turns whose reply the caller cut off by a key. A caller who knows the question need not hear it."""
        cut: list[Any] = [body.get("interrupted") for body in self.bodies.values() if "dtmf" in body]
        return {each["turnId"] for each in cut if each is not None}

    @property
    def words(self) -> list[str]:
        """The caller's words in the order in which they were sent."""
        sent: list[str] = []
        for body in self.bodies.values():
            missed: Any = body.get("missed", [])
            sent += [message["content"] for message in missed if message["role"] == "user"]
            sent += [str(body[name]) for name in ("userInput", "dtmf") if name in body]
        return sent


@dataclass(slots=True)
class Caller:
    """A caller who does one thing after the other."""

    api: Api
    conversation: ConversationDriver
    said: list[str] = field(default_factory=list)
    heard: dict[str, list[tuple[str, bool]]] = field(default_factory=dict)
    """By turn, for each time that its reply was spoken: the heard part, and whether it was the whole reply."""
    over: bool = False
    _turns: int = 0

    def input(self, kind: str) -> Input:
        number = f"{len(self.said)}"
        match kind:
            case "say":
                self.said.append(f"word {number}")
                return Said(self.said[-1])
            case "press":
                self.said.append(f"{number}#")
                return Pressed(self.said[-1])
            case "silent" if not self.conversation.pending:
                return NoInput()
        return Proceed()

    async def turn(self, kind: str, ticks: int, heard: int) -> None:
        """Act once.

        Args:
            kind: The kind of input.
            ticks: Iterations of the event loop after which the caller cuts the wait off. 0 for never.
            heard: How many words of the answer the caller hears.
        """
        self._turns += 1
        asking = asyncio.create_task(self.conversation.answer(self.input(kind), f"turn {self._turns}"))
        if ticks:
            for _ in range(ticks):
                await asyncio.sleep(0)
            asking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                self.listen(await asking, 0)
        else:
            self.listen(await asking, heard)

    def listen(self, text: SpokenText, words: int) -> None:
        whole = text.text.split()
        words = words if text.interruptible else len(whole)
        heard = " ".join(whole[:words])
        everything = words >= len(whole)
        if text.turn_id is not None:
            times = self.heard.setdefault(text.turn_id, [])
            assert not _was_heard(times), "spoken again though it was heard"
            times.append((heard, everything))
        self.conversation.heard(text, heard, cut=not everything)
        self.over = self.over or isinstance(text.action, Hangup)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["say", "say", "press", "silent", "nothing"]),
        st.sampled_from([0, 0, 0, 1, 2, 3, 5, 9]),
        st.sampled_from([0, 1, 2, 3, 5, 99, 99]),
        st.sampled_from([None, None, "fine", "fine", "down", "slow", "loses an answer"]),
    ),
    max_size=15,
)
SCRIPTS = st.lists(
    st.sampled_from(["listen"] * 4 + ["continue"] * 3 + ["must be heard", "transfer", "hangup", "took over"]),
    max_size=12,
)


@settings(max_examples=200, deadline=None)
@given(STEPS, SCRIPTS)
async def test_no_word_is_lost_or_doubled_and_no_reply_unheard(
    steps: list[tuple[str, int, int, str | None]], script: list[str]
) -> None:
    api = Api(script)
    timeouts = ReplyTimeouts(first=0.0005, further=0.0005)
    attempts = Attempts(first_pause=0.0, max_pause=0.0, max_seconds=60.0)
    caller = Caller(api, ConversationDriver(api, timeouts=timeouts, attempts=attempts))
    for kind, ticks, heard, weather in steps:
        api.weather = weather or api.weather
        await caller.turn(kind, ticks, heard)
        assert len(api.words) == len(set(api.words)), "a word was sent twice"
        if caller.over:
            break
    api.weather = "fine"
    for _ in range(40):
        if caller.over or not caller.conversation.pending:
            break
        await caller.turn("nothing", 0, 99)
    if not caller.over:
        assert not caller.conversation.pending
        await caller.turn("say", 0, 99)
        assert api.words == caller.said
    assert api.words == caller.said[: len(api.words)]
    keyed = api.cut_off_by_keys
    for turn_id, answer in api.answers.items():
        if isinstance(answer.action, Listen) and answer.response and not caller.over and turn_id not in keyed:
            assert _was_heard(caller.heard.get(turn_id, [])), f"{answer.response} was never heard"
    _check_interruptions(api, caller)
    caller.conversation.close()


def _was_heard(times: list[tuple[str, bool]]) -> bool:
    return len(times) >= MAX_TIMES_SPOKEN or any(
        everything or len(text.split()) > UNHEARD_WORDS for text, everything in times
    )


def _check_interruptions(api: Api, caller: Caller) -> None:
    """Each interruption names an earlier turn, once, with the part that was heard."""
    cuts: list[Any] = [body["interrupted"] for body in api.bodies.values() if "interrupted" in body]
    assert len({cut["turnId"] for cut in cuts}) == len(cuts)
    for cut in cuts:
        assert (cut["heard"], False) in caller.heard[cut["turnId"]]
