"""Generated sessions, and the report of them by brute force.

A story says in a few words what a caller did. From it come the head and the records of the session, as a turn writes
them, and apart from these the numbers that a report must show.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Any

from flow_core.authored.nodes import NodeType
from flow_core.events import CallerSpoke, CallerStayedSilent, Event, SessionBegan
from flow_core.json import Json
from flow_core.state import Channel, Session, Status
from flow_core.trace import NodeRun
from functions.ports.turn_pages import TurnPage
from functions.records import EffectRun, FlowPin, Head, TurnRecord
from functions.turn.begin import new_head

_FLOWS = {"shop": 0.5, "clinic": 0.3, "bank": 0.2}
_CHANNELS: tuple[Channel, ...] = ("chat", "audio", "phone")


@dataclass(frozen=True, slots=True)
class Story:
    """One session, from its beginning to one of its ends."""

    session_id: str
    organization: str
    flow: str
    version: int | None
    channel: Channel
    began_at: int
    answers: str
    """What happens at the question, turn by turn: `m` an answer that does not fit, `s` silence, `y` yes, `n` no."""
    tool_fails: bool
    ends: str
    """`ends` at the end node, `transferred`, `abandoned` at the question, or `comes back` after a transfer."""
    millis: tuple[int, ...]
    """The time of each turn."""
    agent: str | None
    number: str | None
    model: str | None
    """The model that reads an answer that does not fit. It fails where the tool fails."""

    @property
    def label(self) -> str:
        return "draft" if self.version is None else str(self.version)


@dataclass
class Recorded:
    """Implements the part of `Sessions` that counting needs, for records of stories."""

    turns: dict[str, list[TurnRecord]] = field(default_factory=dict)

    def turns_after(self, head: Head, number: int) -> TurnPage:
        rest = [turn for turn in self.turns[head.session_id] if number < turn.number <= head.turns]
        # Pages of three, so that a session has several.
        return TurnPage(tuple(rest[:3]), more=len(rest) > 3)


def stories(count: int, *, since: int, until: int, seed: int) -> list[Story]:
    """Make sessions that began between two times, in milliseconds since the epoch."""
    rng = random.Random(seed)
    made: list[Story] = []
    for number in range(count):
        ends = rng.choices(["ends", "transferred", "abandoned", "comes back"], [5, 2, 2, 1])[0]
        answers = "".join(rng.choices("ms", k=rng.randrange(4)))
        answers += {"ends": "y", "transferred": "n", "comes back": "n", "abandoned": ""}[ends]
        made.append(
            Story(
                session_id=f"session_{number:06d}",
                organization="acme",
                flow=rng.choices(list(_FLOWS), list(_FLOWS.values()))[0],
                version=rng.choice([1, 2, 10, None]),
                channel=rng.choice(_CHANNELS),
                began_at=rng.randrange(since, until),
                answers=answers,
                tool_fails=rng.random() < 0.2,
                ends=ends,
                millis=tuple(int(rng.expovariate(1 / 900)) for _ in range(len(answers) + 3)),
                agent=rng.choice([None, "ann", "ben"]),
                number=rng.choice([None, "+15550100", "+442079460000"]),
                model=rng.choice([None, "openai/m"]),
            )
        )
    return made


def heads_of(story: Story, recorded: Recorded) -> list[Head]:
    """Return the heads of a story's ends, the last one last, and add its turns to `recorded`."""
    turns: list[TurnRecord] = []

    def turn(*runs: tuple[str, NodeType, str], event: Event, miss: bool = False, tool: bool = False) -> None:
        millis = story.millis[len(turns)]
        nodes = [NodeRun(node, type_, outcome) for node, type_, outcome in runs]
        nodes[0].no_match = miss
        effects: tuple[EffectRun, ...] = ()
        if tool:
            error = "the tool answered 503" if story.tool_fails else None
            effects = (EffectRun("CallTool", "look-up", millis, not story.tool_fails, error),)
        else:
            nodes[0].millis = millis
        if miss:
            error = "the model did not answer in time" if story.tool_fails else None
            read, written = (None, None) if story.tool_fails else (90, 7)
            effects = (EffectRun("AskModel", "ask", 0.0, not story.tool_fails, error, read, written, story.model),)
        number = len(turns) + 1
        action: dict[str, Json] = {"type": "listen"}
        record = TurnRecord(str(number), number, None, millis, (event,), "{}", (), None, None, "Well.", action)
        # Every other reply is streamed: its first words come in the middle of the turn.
        streamed = millis // 2 if number % 2 == 0 else None
        turns.append(replace(record, nodes=tuple(nodes), effects=effects, first_words_at=streamed))

    stamp: dict[str, Any] = {"turn_id": "t", "at": 0, "seed": 0}
    spoke = CallerSpoke(text="a caller's word", **stamp)
    turn(("start", "start", "default"), ("ask", "elicitation", "listen"), event=SessionBegan(**stamp))
    for answer in story.answers:
        if answer == "m":
            turn(("ask", "elicitation", "listen"), event=spoke, miss=True)
        elif answer == "s":
            turn(("ask", "elicitation", "listen"), event=CallerStayedSilent(**stamp))
        else:
            turn(
                ("ask", "elicitation", "default"),
                ("which", "decision", "listen" if answer == "y" else "default"),
                *((("look-up", "tool", "error" if story.tool_fails else "default"),) if answer == "y" else ()),
                ("bye", "end", "hangup") if answer == "y" else ("pass-on", "transfer", "transfer"),
                event=spoke,
                tool=answer == "y",
            )
    first = {"ends": ("bye", Status.COMPLETED), "abandoned": ("ask", Status.ABANDONED)}
    node, status = first.get(story.ends, ("pass-on", Status.TRANSFERRED))
    session = Session(story.session_id, story.channel, story.began_at, called_number=story.number)
    head = new_head(story.organization, story.flow, FlowPin(story.version, 1), "room", session, agent_id=story.agent)
    outcome = "solved" if story.ends == "ends" else None
    state = replace(head.state, status=status, node_id=node, outcome=outcome)
    head = replace(
        head,
        version=len(turns),
        turns=len(turns),
        recent=(str(len(turns)),),
        state=state,
        updated_at=_ended_at(story, len(turns)),
    )
    heads = [head]
    if story.ends == "comes back":
        turn(("pass-on", "transfer", "failed"), ("bye", "end", "hangup"), event=spoke)
        state = replace(head.state, status=Status.COMPLETED, node_id="bye", outcome="back")
        updated_at = _ended_at(story, len(turns))
        heads.append(
            replace(
                head,
                version=len(turns),
                turns=len(turns),
                recent=(str(len(turns)),),
                state=state,
                updated_at=updated_at,
            )
        )
    recorded.turns[story.session_id] = turns
    return heads


def _ended_at(story: Story, turns: int) -> int:
    return story.began_at + 20_000 * turns + sum(story.millis)


def recount(chosen: Sequence[Story]) -> dict[str, Any]:
    """Report some stories by brute force, from the stories alone. Medians are exact."""
    status: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    entered: Counter[str] = Counter()
    ended: Counter[str] = Counter()
    abandoned: Counter[str] = Counter()
    exits: defaultdict[str, Counter[str]] = defaultdict(Counter)
    models: defaultdict[str | None, Counter[str]] = defaultdict(Counter)
    no_match = no_input = failed = 0
    turns: list[int] = []
    millis: list[int] = []
    first_words: list[int] = []
    durations: list[float] = []
    for story in chosen:
        back = story.ends == "comes back"
        status["completed" if back else {"ends": "completed"}.get(story.ends, story.ends)] += 1
        outcomes.update({"ends": ["solved"], "comes back": ["back"]}.get(story.ends, []))
        count = 1 + len(story.answers) + back
        turns.append(count)
        millis += story.millis[:count]
        for index, answer in enumerate(story.answers + ("b" if back else ""), start=1):
            if answer != "s":
                first_words.append(story.millis[index] // (2 if index % 2 else 1))
        durations.append(_ended_at(story, count) - story.began_at)
        entered.update(["start", "ask"])
        exits["start"]["default"] += 1
        misses = story.answers.count("m")
        no_match += misses
        if misses:
            models[story.model].update({"asked": misses, ("failed" if story.tool_fails else "answered"): misses})
        no_input += story.answers.count("s")
        if story.ends == "abandoned":
            abandoned["ask"] += 1
            continue
        exits["ask"]["default"] += 1
        entered.update(["which"])
        if story.ends == "ends":
            exits["which"]["listen"] += 1
            entered.update(["look-up", "bye"])
            exits["look-up"]["error" if story.tool_fails else "default"] += 1
            failed += story.tool_fails
            ended["bye"] += 1
        else:
            exits["which"]["default"] += 1
            entered.update(["pass-on"])
            if back:
                exits["pass-on"]["failed"] += 1
                entered.update(["bye"])
            ended["bye" if back else "pass-on"] += 1
    return {
        "sessions": len(chosen),
        "byStatus": dict(status),
        "byOutcome": dict(outcomes),
        "containment": round(1 - status["transferred"] / len(chosen), 3) if chosen else None,
        "nodes": {
            node: {
                "entered": entered[node],
                "exits": dict(exits[node]),
                "abandonedHere": abandoned[node],
                "endedHere": ended[node],
                "noMatch": no_match if node == "ask" else 0,
                "noInput": no_input if node == "ask" else 0,
            }
            for node in entered
        },
        "errors": [
            {"kind": kind, "nodeId": node, "error": error, "count": times}
            for kind, node, error, times in (
                ("tool", "look-up", "503", failed),
                ("model", "ask", "timeout", sum(of["failed"] for of in models.values())),
            )
            if times
        ],
        "models": [
            {
                "model": model,
                "asked": of["asked"],
                "errors": {"timeout": of["failed"]} if of["failed"] else {},
                "inputTokens": 90 * of["answered"],
                "outputTokens": 7 * of["answered"],
            }
            for model, of in models.items()
        ],
        "turns": _spread(turns),
        "turnMillis": _spread(millis),
        "firstWordMillis": _spread(first_words),
        "durationSeconds": _spread([each / 1000 for each in durations]),
    }


def _spread(values: Sequence[float]) -> dict[str, float | None]:
    if not values:
        return {"median": None, "p95": None}
    return {"median": median(values), "p95": sorted(values)[-(-95 * len(values) // 100) - 1]}
