"""The agent in a session of livekit-agents, against a scripted API."""

from __future__ import annotations

import asyncio

import pytest

from agent_worker.backend.reply import Hangup, Transfer
from agent_worker.turn import conversation
from tests.agent_worker.call.call_stage import call
from tests.agent_worker.turn.scripted_turns import LISTEN, ScriptedTurns, reply

pytestmark = pytest.mark.anyio

SOON = {**LISTEN, "noInputSeconds": 0.01}
HANGUP: dict[str, object] = {"type": "hangup"}
TRANSFER: dict[str, object] = {"type": "transfer", "to": "+15550199"}


async def test_a_call_begins_with_the_flows_greeting() -> None:
    async with call(ScriptedTurns([reply("Hello. Your name?")])) as stage:
        await stage.quiet()
        assert stage.agent.spoken == ["Hello. Your name?"]
        assert stage.bodies == [{}]


async def test_each_utterance_is_one_turn() -> None:
    async with call(ScriptedTurns([reply("Name?"), reply("City?"), reply("Thanks.")])) as stage:
        for words in ("Ada", "London"):
            await stage.quiet()
            await stage.say(words)
        await stage.quiet()
        await stage.say("  ")
        await stage.quiet()
        assert stage.agent.spoken == ["Name?", "City?", "Thanks."]
        assert stage.bodies == [{}, {"userInput": "Ada"}, {"userInput": "London"}]
        assert len(stage.turns.posted) == 3


async def test_a_tool_runs_while_its_announcement_is_spoken_and_its_result_comes_after() -> None:
    turns = ScriptedTurns([reply("One second.", {"type": "continue"}), reply("Shipped.")])
    async with call(turns, held=True) as stage:
        await stage.until(lambda: stage.speaker.playing and len(turns.answers) == 2)
        assert stage.agent.spoken == ["One second."]
        stage.speaker.held = False
        stage.speaker.let_go()
        await stage.quiet()
        assert stage.agent.spoken == ["One second.", "Shipped."]
        assert stage.bodies == [{}, {}]


@pytest.mark.parametrize(("action", "kind"), [(HANGUP, Hangup), (TRANSFER, Transfer)])
async def test_the_call_is_left_only_after_the_last_words(action: dict[str, object], kind: type) -> None:
    async with call(ScriptedTurns([reply("Goodbye, and thank you.", action)]), held=True) as stage:
        await stage.until(lambda: stage.speaker.playing)
        assert stage.left == []
        await stage.write("wait")
        stage.agent.press("1")
        assert stage.speaker.playing, "last words are not cut off"
        stage.speaker.let_go()
        await stage.until(lambda: stage.left)
        stage.speaker.held = False
        await asyncio.sleep(0.02)
        assert [type(action) for action in stage.left] == [kind]


async def test_a_hang_up_without_words_ends_the_call() -> None:
    async with call(ScriptedTurns([reply("", HANGUP)])) as stage:
        await stage.until(lambda: stage.left)
        assert stage.agent.spoken == []


async def test_a_failed_transfer_goes_back_to_the_flow() -> None:
    async def fails(action: Transfer | Hangup) -> bool:
        return False

    async with call(ScriptedTurns([reply("One moment.", TRANSFER), reply("Nobody there.")]), fails) as stage:
        await stage.until(lambda: len(stage.agent.spoken) == 2)
        assert stage.agent.spoken == ["One moment.", "Nobody there."]
        assert stage.bodies == [{}, {}]
        assert len(stage.left) == 1


async def test_silence_is_an_input_if_the_caller_speaks() -> None:
    async with call(ScriptedTurns([reply("Name?", SOON), reply("Still there?")])) as stage:
        await stage.until(lambda: len(stage.agent.spoken) == 2)
        assert stage.bodies == [{}, {"noInput": True}]


async def test_silence_is_no_input_if_the_caller_types() -> None:
    async with call(ScriptedTurns([reply("Name?", SOON)]), silence_is_input=False) as stage:
        await stage.quiet()
        await asyncio.sleep(0.05)
        assert stage.bodies == [{}]


async def test_keys_become_one_input_and_cut_off_the_speech() -> None:
    async with call(ScriptedTurns([reply("Please enter your PIN now."), reply("Thanks.")]), held=True) as stage:
        await stage.until(lambda: stage.speaker.playing)
        stage.speaker.heard, stage.speaker.held = "Please enter your", False
        for key in "42#":
            stage.agent.press(key)
        await stage.until(lambda: len(stage.agent.spoken) == 2)
        cut = {"turnId": stage.turns.posted[0][0], "heard": "Please enter your"}
        assert stage.bodies == [{}, {"dtmf": "42#", "interrupted": cut}]


async def test_keys_are_collected_as_the_question_says_while_it_is_spoken_and_after_it() -> None:
    four = {**LISTEN, "keys": {"length": 4}}
    script = [reply("Your PIN?", four), reply("And your account number?", {**LISTEN, "keys": {"end": "*"}}), reply("?")]
    async with call(ScriptedTurns(script), held=True) as stage:
        await stage.until(lambda: stage.speaker.playing)
        stage.speaker.held, stage.speaker.heard = False, "Your PIN?"
        for key in "0123#":
            stage.agent.press(key)
        await stage.until(lambda: len(stage.agent.spoken) == 2)
        await stage.quiet()
        for key in "777*":
            stage.agent.press(key)
        await stage.until(lambda: len(stage.agent.spoken) == 3)
        assert [body.get("dtmf") for body in stage.bodies] == [None, "0123", "777*"]


async def test_a_reply_without_words_waits_for_the_rest_of_the_keys() -> None:
    eight = {**LISTEN, "keys": {"length": 8, "seconds": 0.01}}
    rest = {**LISTEN, "keys": {"length": 4}, "noInputSeconds": 0.1}
    script = [
        reply("Your number?", eight),
        reply("", rest),
        reply("", {**rest, "keys": {"length": 2}}),
        reply("Hello?"),
    ]
    async with call(ScriptedTurns(script)) as stage:
        await stage.quiet()
        for key in "0012":
            stage.agent.press(key)
        await stage.until(lambda: len(stage.turns.answers) == 2)
        await stage.quiet()
        for key in "3456":
            stage.agent.press(key)
        await stage.until(lambda: len(stage.agent.spoken) == 2)
        assert stage.agent.spoken == ["Your number?", "Hello?"]
        assert stage.bodies == [{}, {"dtmf": "0012"}, {"dtmf": "3456"}, {"noInput": True}]


async def test_a_key_that_is_ignored_cuts_off_no_speech() -> None:
    one = {**LISTEN, "keys": {"length": 1}}
    async with call(ScriptedTurns([reply("1 is sales.", one), reply("Sales it is. Your name?")])) as stage:
        await stage.quiet()
        stage.speaker.held = True
        stage.agent.press("1")
        await stage.until(lambda: stage.speaker.playing)
        stage.agent.press("#")
        stage.agent.press("x")
        assert stage.speaker.playing
        stage.speaker.let_go()
        await stage.quiet()
        assert stage.agent.spoken == ["1 is sales.", "Sales it is. Your name?"]
        assert stage.bodies == [{}, {"dtmf": "1"}]


async def test_keys_pressed_during_an_uninterruptible_speech_answer_it_after_it() -> None:
    firm = {**LISTEN, "interruptible": False, "keys": {"length": 1}}
    async with call(
        ScriptedTurns([reply("This call is recorded. 1 is yes.", firm), reply("Thanks.")]), held=True
    ) as stage:
        await stage.until(lambda: stage.speaker.playing)
        stage.agent.press("1")
        await asyncio.sleep(0.02)
        assert stage.speaker.playing
        stage.speaker.held = False
        stage.speaker.let_go()
        await stage.until(lambda: len(stage.agent.spoken) == 2)
        assert stage.bodies == [{}, {"dtmf": "1"}]


async def test_speech_to_text_receives_the_hints_of_each_question() -> None:
    hinted = {**LISTEN, "hints": ["Niamh", "Siobhan"]}
    script = [reply("Name?", hinted), reply("Really?", hinted), reply("City?"), reply("Bye.", HANGUP)]
    async with call(ScriptedTurns(script)) as stage:
        heard = []
        for words in ("Niamh", "yes", "Cork"):
            await stage.quiet()
            heard.append(stage.session.keyterms)
            await stage.say(words)
        assert heard == [["Niamh", "Siobhan"], ["Niamh", "Siobhan"], []]


async def test_silence_is_an_input_after_an_invalid_key() -> None:
    async with call(ScriptedTurns([reply("Name?", {**LISTEN, "noInputSeconds": 0.1}), reply("Hello?")])) as stage:
        await stage.quiet()
        stage.agent.press("x")
        await stage.until(lambda: len(stage.agent.spoken) == 2)
        assert stage.bodies == [{}, {"noInput": True}]


async def test_typed_text_is_a_turn_and_blank_text_is_not() -> None:
    async with call(ScriptedTurns([reply("Name?"), reply("Thanks.")]), silence_is_input=False) as stage:
        await stage.quiet()
        await stage.write(" \n")
        await stage.write("Ada")
        await stage.until(lambda: len(stage.agent.spoken) == 2)
        assert stage.bodies == [{}, {"userInput": "Ada"}]


async def test_a_reply_that_was_cut_off_at_once_is_repeated() -> None:
    async with call(ScriptedTurns([reply("What is your name?"), reply("Thanks.")]), held=True) as stage:
        await stage.until(lambda: stage.speaker.playing)
        stage.speaker.heard, stage.speaker.held = "What", False
        await stage.say("hello?")
        await stage.quiet()
        await stage.say("Ada")
        await stage.quiet()
        assert stage.agent.spoken == ["What is your name?"] * 2 + ["Thanks."]
        missed = [{"role": "user", "content": "hello?"}]
        assert stage.bodies == [{}, {"userInput": "Ada", "missed": missed}]


async def test_words_are_not_lost_when_their_turn_is_cut_off_at_once() -> None:
    async with call(ScriptedTurns([reply("Name?"), reply("Thank you very much.")])) as stage:
        await stage.quiet()
        await stage.say("Ada")
        await stage.session.interrupt()
        await stage.until(lambda: len(stage.bodies) == 2)
        assert stage.bodies[1] == {"userInput": "Ada"}


async def test_a_reply_stays_pending_if_the_voice_fails() -> None:
    async with call(ScriptedTurns([reply("Hello."), reply("What is your name?")])) as stage:
        await stage.quiet()
        stage.agent.failures = 2
        await stage.say("hi")
        await stage.until(lambda: len(stage.agent.spoken) == 2)
        assert stage.agent.spoken == ["Hello.", "What is your name?"]
        assert len(stage.bodies) == 2


async def test_a_reply_that_was_cut_off_without_words_is_repeated_after_a_pause(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(conversation, "UNDELIVERED_SECONDS", 0.01)
    async with call(ScriptedTurns([reply("What is your name?")]), held=True, silence_is_input=False) as stage:
        await stage.until(lambda: stage.speaker.playing)
        stage.speaker.held = False
        await stage.session.interrupt()
        await stage.until(lambda: len(stage.agent.spoken) == 2)
        assert stage.agent.spoken == ["What is your name?"] * 2
        assert len(stage.bodies) == 1


async def test_a_call_that_ends_during_an_outage_stops_posting() -> None:
    turns = ScriptedTurns([], down=True)
    async with call(turns) as stage:
        await stage.until(lambda: turns.posted)
    posted = len(turns.posted)
    stage.agent.press("#")
    await asyncio.sleep(0.03)
    assert len(turns.posted) == posted


async def test_nothing_is_posted_while_a_transfer_is_ringing() -> None:
    """Otherwise the flow takes the caller for one who came back."""
    ringing = asyncio.Event()

    async def rings(action: Transfer | Hangup) -> bool:
        await ringing.wait()
        return False

    turns = ScriptedTurns([reply("One moment.", TRANSFER), reply("Nobody there."), reply("Too early")])
    async with call(turns, rings) as stage:
        await stage.until(lambda: stage.left)
        await stage.say("are you there?")
        stage.agent.press("1")
        stage.agent.press("#")
        await asyncio.sleep(0.02)
        assert len(turns.posted) == 1
        ringing.set()
        await stage.until(lambda: len(stage.agent.spoken) == 2)
        assert stage.agent.spoken == ["One moment.", "Nobody there."]
        assert len(stage.left) == 1


async def test_text_typed_during_an_uninterruptible_speech_is_answered_after_it() -> None:
    firm = {**LISTEN, "interruptible": False}
    async with call(ScriptedTurns([reply("Please listen.", firm), reply("Thanks.")]), held=True) as stage:
        await stage.until(lambda: stage.speaker.playing)
        await stage.write("Ada")
        stage.speaker.held = False
        stage.speaker.let_go()
        await stage.until(lambda: len(stage.agent.spoken) == 2)
        await stage.quiet()
        assert stage.agent.spoken == ["Please listen.", "Thanks."]
        assert stage.bodies == [{}, {"userInput": "Ada"}]


async def test_a_session_closes_if_leaving_the_call_raises_an_error() -> None:
    async with call(ScriptedTurns([reply("Bye.", HANGUP)])) as stage:
        closed = asyncio.Event()
        stage.session.on("close", lambda _: closed.set())

        async def fails(action: Transfer | Hangup) -> bool:
            raise RuntimeError("no such room")

        stage.agent._leave = fails
        await asyncio.wait_for(closed.wait(), 10)
