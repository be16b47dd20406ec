"""The cost of a call by part: the total, what is measured, what is estimated, and what nobody knows."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flow_core.events import CallerSpoke
from flow_core.state import Status
from functions.cost.call import Part, Source, Unit, call_parts, largest, total
from functions.cost.prices import LIST, ModelPrice, OwnPrices, prices_of
from functions.records import EffectRun, Head, SpeechUsage, TestMetadata, TurnRecord
from testing.post_call.ended import ended

MODEL = "openai/gpt-4.1-mini"
BEGAN = 1_000_000
SECOND = 1000


def turn(number: int, usage: SpeechUsage | None = None, response: str = "", *effects: EffectRun) -> TurnRecord:
    at = BEGAN + number * 10 * SECOND
    return TurnRecord(
        turn_id=f"t{number}",
        number=number,
        previous=None,
        at=at,
        events=(CallerSpoke(text="hunter2", turn_id=f"t{number}", at=at, seed=0),),
        reply="{}",
        messages=(),
        interrupted=None,
        input="hunter2",
        response=response,
        action={"type": "listen"},
        effects=effects,
        usage=usage,
    )


def asked(read: int | None, wrote: int | None, model: str | None = MODEL, *, ok: bool = True) -> EffectRun:
    return EffectRun("AskModel", "talk", 5.0, ok, input_tokens=read, output_tokens=wrote, model=model)


def used(worker: str = "ann", heard: int = 0, spoken: int = 0) -> SpeechUsage:
    return SpeechUsage(worker, {"aws": heard}, {"aws/generative": spoken})


def call(channel: str = "phone", seconds: int = 60, status: Status = Status.COMPLETED, **fields: object) -> Head:
    head = ended(status=status)
    session = replace(head.state.session, channel=channel, started_at=BEGAN)  # type: ignore[arg-type]  # a channel
    state = replace(head.state, session=session)
    return replace(head, state=state, updated_at=BEGAN + seconds * SECOND, test_metadata=None, **fields)  # type: ignore[arg-type]  # fields of a head


def parts_of(turns: list[TurnRecord], head: Head | None = None, default: str = "") -> list[Part]:
    return call_parts(head or call(), turns, LIST, default)


def lines(parts: list[Part], name: str) -> list[tuple[str | None, Decimal | None, Source]]:
    return [(part.detail, part.quantity, part.source) for part in parts if part.part == name]


def test_a_phone_call_costs_its_models_speech_minutes_and_the_platform() -> None:
    turns = [turn(1, None, "Hello."), turn(2, used(heard=20_000, spoken=6), "Bye.", asked(1000, 50))]
    parts = parts_of(turns, call(seconds=90))
    assert [(part.part, part.detail, str(part.quantity), part.unit, part.source) for part in parts] == [
        ("model", MODEL, "1000", "inputToken", "measured"),
        ("model", MODEL, "50", "outputToken", "measured"),
        ("speechToText", "aws", "20", "second", "measured"),
        ("speechToText", "aws", "70", "second", "estimated"),
        ("textToSpeech", "aws/generative", "6", "character", "measured"),
        ("textToSpeech", "aws/generative", "4", "character", "estimated"),
        ("telephony", None, "1.5000", "minute", "estimated"),
        ("livekit", None, "3.0000", "participantMinute", "estimated"),
        ("platform", "worker", "1.5000", "minute", "estimated"),
        ("platform", "session", "1", "session", "estimated"),
        ("platform", "turns", "2", "turn", "estimated"),
    ]
    assert parts[0].amount == Decimal("0.0004")
    assert parts[2].amount == 20 * Decimal("0.0004")
    assert parts[4].amount == 6 * Decimal("0.00003")


def test_a_chat_has_no_speech_and_a_room_only_as_a_test() -> None:
    turns = [turn(1, used(heard=1, spoken=1), "Hello.")]
    program = parts_of(turns, call("chat"))
    assert [part.detail for part in program] == ["session", "turns"]
    tried = parts_of(turns, replace(call("chat"), test_metadata=TestMetadata("chat", "u", "r")))
    assert [(part.part, part.detail) for part in tried][:2] == [("livekit", None), ("platform", "worker")]
    assert not lines(tried, "telephony")


def test_a_simulated_call_costs_its_models_and_the_platform() -> None:
    head = replace(call("audio"), test_metadata=TestMetadata("simulated", "u", "r"))
    parts = parts_of([turn(1, None, "Hello.", asked(10, 1))], head)
    assert {part.part for part in parts} == {"model", "platform"}


def test_a_session_that_never_began_costs_its_two_writes() -> None:
    assert [part.detail for part in parts_of([], call())] == ["session"]


def test_speech_that_no_worker_reported_is_unknown_and_not_in_the_total() -> None:
    parts = parts_of([turn(1, None, "Hello."), turn(2, None, "Bye.")])
    assert lines(parts, "speechToText") == lines(parts, "textToSpeech") == [(None, None, "unknown")]
    assert all(part.amount is None for part in parts if part.source == "unknown")
    assert total(parts) == sum(part.amount for part in parts if part.amount is not None)


def test_tokens_that_nobody_counted_are_unknown() -> None:
    effects = (asked(0, 0), asked(None, None), asked(None, None, None, ok=False), asked(7, 0))
    parts = parts_of([turn(1, None, "", *effects), turn(2, None, "", asked(3, 1))])
    assert lines(parts, "model") == [
        (MODEL, Decimal(10), "measured"),
        (MODEL, Decimal(1), "measured"),
        (None, None, "unknown"),
        (MODEL, None, "unknown"),
    ]


def test_the_deployments_own_model_has_its_price() -> None:
    parts = parts_of([turn(1, None, "", asked(1_000_000, 0, None))], default=MODEL)
    assert parts[0].amount == Decimal("0.4")
    assert parts_of([turn(1, None, "", asked(5, 5, None))])[0].detail is None


def test_a_model_or_an_engine_without_a_price_has_a_quantity_and_no_amount() -> None:
    usage = SpeechUsage("ann", {"deepgram/nova-3": 1500}, {"cartesia/sonic-3": 8})
    parts = parts_of([turn(1, usage, "", asked(5, 5, "groq/big"))])
    unpriced = [part for part in parts if part.price is None]
    names = ["groq/big", "groq/big", "deepgram/nova-3", "deepgram/nova-3", "cartesia/sonic-3"]
    assert [part.detail for part in unpriced] == names
    assert all(part.quantity is not None and part.amount is None for part in unpriced)


def test_a_new_worker_adds_what_it_used_to_what_the_dead_one_had() -> None:
    turns = [
        turn(1, None, "Hello."),
        turn(2, used("ann", 5_000, 6), "Lost."),
        turn(3, None, "Hello again."),
        turn(4, used("bob", 3_000, 12), "Bye."),
    ]
    parts = parts_of(turns)
    assert lines(parts, "speechToText")[0] == ("aws", Decimal(8), "measured")
    # What each of them said last is in no report.
    assert lines(parts, "textToSpeech") == [
        ("aws/generative", Decimal(18), "measured"),
        ("aws/generative", Decimal(9), "estimated"),
    ]


def test_nothing_is_estimated_while_a_call_goes_on_but_its_last_reply() -> None:
    parts = parts_of([turn(1, used(heard=5_000, spoken=6), "Hello.")], call(status=Status.ACTIVE))
    assert lines(parts, "speechToText") == [("aws", Decimal(5), "measured")]
    assert lines(parts, "textToSpeech")[1:] == [("aws/generative", Decimal(6), "estimated")]


def test_a_clock_that_goes_back_makes_no_negative_minutes() -> None:
    parts = parts_of([turn(1, used(), "")], call(seconds=-5))
    assert all(part.quantity is None or part.quantity >= 0 for part in parts)


def test_own_prices_replace_those_of_the_list_and_the_operators_replace_both() -> None:
    own = OwnPrices(
        models={"a/x": ModelPrice(Decimal(1), Decimal(2)), MODEL: ModelPrice(Decimal(9), Decimal(9))},
        speech_to_text={"aws": Decimal("0.06")},
        text_to_speech={"local": Decimal(5)},
        telephony_minute=Decimal("0.01"),
        livekit_minute=Decimal(0),
        platform_turn=Decimal(1),
        platform_session=Decimal(2),
        worker_minute=Decimal(3),
    )
    prices = prices_of(own, ((MODEL, 0.1, 0.2),))
    assert prices.models["a/x"] == ModelPrice(Decimal(1), Decimal(2))
    assert prices.models[MODEL] == ModelPrice(Decimal("0.1"), Decimal("0.2"))
    assert prices.speech_to_text == {**LIST.speech_to_text, "aws": Decimal("0.06")}
    assert prices.text_to_speech["local"] == 5
    minutes = (prices.telephony_minute, prices.livekit_minute, prices.worker_minute)
    assert minutes == (Decimal("0.01"), Decimal(0), Decimal(3))
    assert (prices.platform_turn, prices.platform_session) == (Decimal(1), Decimal(2))
    assert prices_of(OwnPrices(), ()) == LIST


usages = st.builds(
    SpeechUsage,
    st.sampled_from(["ann", "bob"]),
    st.dictionaries(st.sampled_from(["aws", "local", "x/y"]), st.integers(0, 10**9), max_size=3),
    st.dictionaries(st.sampled_from(["aws/neural", "x/z"]), st.integers(0, 10**6), max_size=2),
)
effects = st.builds(
    asked,
    st.none() | st.integers(0, 10**6),
    st.none() | st.integers(0, 10**6),
    st.sampled_from([None, MODEL, "groq/big"]),
    ok=st.booleans(),
)
turns_of_calls = st.lists(
    st.tuples(st.none() | usages, st.text(max_size=20), st.lists(effects, max_size=3)), max_size=6
).map(lambda drawn: [turn(n, usage, said, *runs) for n, (usage, said, runs) in enumerate(drawn, start=1)])


@given(turns_of_calls, st.sampled_from(["phone", "audio", "chat"]), st.integers(0, 10_000))
def test_the_total_is_the_exact_sum_of_quantities_times_prices(
    turns: list[TurnRecord], channel: str, seconds: int
) -> None:
    parts = parts_of(turns, call(channel, seconds))
    exact = Decimal(0)
    for part in parts:
        assert (part.quantity is None) == (part.source == "unknown")
        if part.quantity is not None and part.price is not None:
            assert part.amount == part.quantity * part.price >= 0
            exact += part.quantity * part.price
    assert total(parts) == exact


Key = tuple[str, str | None, Unit]


def measured(parts: list[Part]) -> dict[Key, Decimal]:
    return {(p.part, p.detail, p.unit): p.quantity for p in parts if p.source == "measured" and p.quantity is not None}


@given(turns_of_calls, turns_of_calls)
def test_a_further_turn_lowers_no_measured_part(turns: list[TurnRecord], more: list[TurnRecord]) -> None:
    before, after = measured(parts_of(turns)), measured(parts_of([*turns, *more]))
    assert all(after[key] >= quantity for key, quantity in before.items())


@given(turns_of_calls, st.randoms(use_true_random=False))
def test_reports_that_are_late_or_come_again_change_nothing(turns: list[TurnRecord], random: object) -> None:
    again = [*turns, *turns]
    random.shuffle(again)  # type: ignore[attr-defined]  # Random

    def most(found: list[SpeechUsage]) -> dict[str, tuple[dict[str, int], dict[str, int]]]:
        return {each.worker: (each.heard, each.spoken) for each in found}

    assert most(largest(again)) == most(largest(turns))


@pytest.mark.parametrize("engine", sorted(LIST.text_to_speech))
def test_each_listed_engine_has_a_price_for_a_character(engine: str) -> None:
    parts = parts_of([turn(1, SpeechUsage("ann", {}, {engine: 1_000_000}), "")])
    (amount,) = (part.amount for part in parts if part.part == "textToSpeech")
    assert amount == LIST.text_to_speech[engine]
