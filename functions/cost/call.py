"""The cost of one call by part, from the records of its session. Pure.

A part says where its quantity comes from. `measured`: the records have it. `estimated`: it is computed from what the
records have, such as times. `unknown`: nothing tells it, so it has no amount, and is not in the total. An unknown part
is never 0.

A worker reports what it has used of speech services since it joined, with each turn. The numbers only grow. So of a
worker the largest report counts, in any order of the reports, and if one comes twice. Several workers of a call, the
next one after one died, are added. No report comes after the last turn: what may have been used since is estimated from
the words and the time, and is at most that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from functions.cost.prices import Prices
from functions.records import EffectRun, Head, SpeechUsage, TurnRecord

PartName: TypeAlias = Literal["model", "speechToText", "textToSpeech", "telephony", "livekit", "platform"]
"""The parts of a call's cost. A tool is paid by the company that runs it, and is in no part."""
Source: TypeAlias = Literal["measured", "estimated", "unknown"]
"""Where a quantity comes from."""
Unit: TypeAlias = Literal[
    "inputToken", "outputToken", "second", "character", "minute", "participantMinute", "turn", "session"
]
"""What one of a quantity is."""
PARTICIPANTS = 2
"""Participants of a call's room: the caller and the agent. People who listen in are not counted."""
_MILLION = Decimal(1_000_000)
_DIGITS = Decimal("0.0001")
"""The last digit of minutes."""
_PRICE_DIGITS = Decimal("0.000000000001")
"""The last digit of the price of a second."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a call's cost."""

    part: PartName
    detail: str | None
    """The model, the engine, or what of the platform. None if there is nothing to tell apart."""
    quantity: Decimal | None
    """None if it is unknown."""
    unit: Unit
    price: Decimal | None
    """Dollars of one unit. None if no price is known."""
    source: Source

    @property
    def amount(self) -> Decimal | None:
        """Dollars, exactly. None without a quantity or a price."""
        return None if self.quantity is None or self.price is None else self.quantity * self.price


def total(parts: Iterable[Part]) -> Decimal:
    """Add the amounts that are known."""
    return sum((part.amount for part in parts if part.amount is not None), Decimal(0))


def call_parts(head: Head, turns: Sequence[TurnRecord], prices: Prices, default_model: str) -> list[Part]:
    """Calculate the parts of a call's cost.

    Args:
        head: The session's head. A session that has not ended costs what it has cost until its last turn.
        turns: All its turns, first to last.
        prices: The prices.
        default_model: The deployment's own model, as `provider/name`. Empty if there is none.

    Returns:
        The parts. One that the call does not use is left out.
    """
    minutes = _minutes(head.updated_at - head.state.session.started_at)
    parts = [*_models(turns, prices, default_model)]
    if _speaks(head):
        parts += _speech(head, turns, prices)
    if head.state.session.channel == "phone" and turns:
        parts.append(Part("telephony", None, minutes, "minute", prices.telephony_minute, "estimated"))
    if _has_room(head) and turns:
        joined = PARTICIPANTS * minutes
        parts.append(Part("livekit", None, joined, "participantMinute", prices.livekit_minute, "estimated"))
        parts.append(Part("platform", "worker", minutes, "minute", prices.worker_minute, "estimated"))
    parts.append(Part("platform", "session", Decimal(1), "session", prices.platform_session, "estimated"))
    if turns:
        parts.append(Part("platform", "turns", Decimal(len(turns)), "turn", prices.platform_turn, "estimated"))
    return parts


def _speaks(head: Head) -> bool:
    return head.state.session.channel != "chat" and not head.is_simulated


def _has_room(head: Head) -> bool:
    """Whether caller and agent meet in a room of LiveKit. A program that sends turns needs none."""
    return not head.is_simulated and (head.state.session.channel != "chat" or head.test_metadata is not None)


def _minutes(millis: int) -> Decimal:
    return (Decimal(max(millis, 0)) / 60_000).quantize(_DIGITS)


def _models(turns: Sequence[TurnRecord], prices: Prices, default_model: str) -> Iterator[Part]:
    read: dict[str, int] = {}
    wrote: dict[str, int] = {}
    uncounted: set[str | None] = set()
    for run in _asked(turns):
        if not run.ok:
            # A question that failed may have been read all the same. Its trace names no model.
            uncounted.add(run.model)
            continue
        model = run.model or default_model
        if not run.input_tokens and not run.output_tokens:
            uncounted.add(model)
            continue
        read[model] = read.get(model, 0) + (run.input_tokens or 0)
        wrote[model] = wrote.get(model, 0) + (run.output_tokens or 0)
    for model in sorted(read):
        price = prices.models.get(model)
        rows: tuple[tuple[int, Unit, Decimal | None], ...] = (
            (read[model], "inputToken", None if price is None else price.input),
            (wrote[model], "outputToken", None if price is None else price.output),
        )
        for tokens, unit, million in rows:
            each = None if million is None else million / _MILLION
            yield Part("model", model or None, Decimal(tokens), unit, each, "measured")
    for uncounted_model in sorted(uncounted, key=lambda name: name or ""):
        yield Part("model", uncounted_model or None, None, "inputToken", None, "unknown")


def _asked(turns: Sequence[TurnRecord]) -> Iterator[EffectRun]:
    return (run for turn in turns for run in turn.effects if run.kind == "AskModel")


def _speech(head: Head, turns: Sequence[TurnRecord], prices: Prices) -> Iterator[Part]:
    last = _last_reports(turns)
    if not last:
        if turns:
            yield Part("speechToText", None, None, "second", None, "unknown")
            yield Part("textToSpeech", None, None, "character", None, "unknown")
        return
    heard = added([used.heard for used in largest(turns)])
    spoken = added([used.spoken for used in largest(turns)])
    *_, (index, latest) = last.values()
    reported_at = min([turns[index].at, *(event.at for event in turns[index].events)])
    rest = max(head.updated_at - reported_at, 0) if head.state.status.ended else 0
    # What was said after the last report of a worker, and after the last report of all.
    unreported = [turns[place].response for place, _ in last.values()]
    unreported += [turn.response for turn in turns[index + 1 :]]
    yield from _seconds(heard, prices, "measured")
    yield from _seconds(_of_first(latest.heard, rest), prices, "estimated")
    yield from _characters(spoken, prices, "measured")
    yield from _characters(_of_first(latest.spoken, sum(map(len, unreported))), prices, "estimated")


def _last_reports(turns: Sequence[TurnRecord]) -> dict[str, tuple[int, SpeechUsage]]:
    """Return the last report of each worker, with the place of its turn. The worker that reported last is last."""
    last: dict[str, tuple[int, SpeechUsage]] = {}
    for index, turn in enumerate(turns):
        if turn.usage is not None:
            last.pop(turn.usage.worker, None)
            last[turn.usage.worker] = (index, turn.usage)
    return last


def largest(turns: Sequence[TurnRecord]) -> list[SpeechUsage]:
    """Return the most that each worker has reported."""
    found: dict[str, SpeechUsage] = {}
    for turn in turns:
        if (used := turn.usage) is not None:
            known = found.get(used.worker, SpeechUsage(used.worker))
            found[used.worker] = SpeechUsage(
                used.worker, _larger(known.heard, used.heard), _larger(known.spoken, used.spoken)
            )
    return list(found.values())


def _larger(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    return {engine: max(one.get(engine, 0), other.get(engine, 0)) for engine in {**one, **other}}


def added(numbers: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Add numbers by name."""
    found: dict[str, int] = {}
    for each in numbers:
        for name, number in each.items():
            found[name] = found.get(name, 0) + number
    return found


def _of_first(reported: Mapping[str, int], number: int) -> dict[str, int]:
    """Return what the first engine of a report has used beyond it: it is the one that the worker prefers."""
    engine = next(iter(reported), None)
    return {} if engine is None or number == 0 else {engine: number}


def _seconds(millis: Mapping[str, int], prices: Prices, source: Source) -> Iterator[Part]:
    for engine in sorted(millis):
        minute = prices.speech_to_text.get(engine)
        price = None if minute is None else (minute / 60).quantize(_PRICE_DIGITS)
        yield Part("speechToText", engine, Decimal(millis[engine]) / 1000, "second", price, source)


def _characters(characters: Mapping[str, int], prices: Prices, source: Source) -> Iterator[Part]:
    for engine in sorted(characters):
        million = prices.text_to_speech.get(engine)
        price = None if million is None else million / _MILLION
        yield Part("textToSpeech", engine, Decimal(characters[engine]), "character", price, source)
