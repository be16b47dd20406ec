"""The worker against the real API: the API accepts the requests, and the worker reads the responses."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import TypeVar

import jwt
import pytest

from agent_worker.backend.call_identity import Call, PhoneCall, named_call, phone_call
from agent_worker.backend.call_speech import Asks
from agent_worker.backend.client import AgentVoice, Backend, CallTurns
from agent_worker.backend.errors import ApiRefusedError, ApiUnavailableError
from agent_worker.backend.reply import Continue, Hangup, Keys, Listen, Reply, Transfer
from agent_worker.backend.turn_stream import OnWords
from agent_worker.speech.local_stt import LocalSTT, loaded_whisper
from agent_worker.speech.usage import SpeechMeter
from agent_worker.turn.active_conversation import ReplyTimeouts
from agent_worker.turn.inputs import Input, NoInput, Pressed, Proceed, Said, request_fields
from flow_core.json import Json
from testing.api.documents import KNOWS, SURVEY
from testing.api.served import served
from testing.api.stack import LOCAL, Stack, of, stack_on
from testing.flows import edge, flow, line, node
from tests.agent_worker.turn.conversation_driver import ConversationDriver

pytestmark = pytest.mark.anyio

NUMBER = "+15550100"
TRANSFER: dict[str, Json] = flow(
    [node("start"), node("transfer", to="+15550199"), node("end", message="Nobody there.")],
    [edge("start", "transfer"), edge("transfer", "end", "failed")],
)
TOOL: dict[str, Json] = line(
    node("tool", request={"url": "http://127.0.0.1:9/"}, message="One second.", retries=0, timeoutSeconds=1),
    node("elicitation", prompt="Anything else?", variable="more"),
    edges=[edge("tool", "end", "error")],
)
PIN: dict[str, Json] = line(
    node("elicitation", prompt="Your PIN?", variable="pin", noInputSeconds=5, noInputPrompts=["Still there?"]),
    node("elicitation", "city", prompt="PIN {{ pin }}. Which city?", variable="city"),
)
BRITISH: dict[str, Json] = line(
    node(
        "elicitation",
        prompt="Your sort code?",
        variable="code",
        keys={"length": 6, "end": "*", "seconds": 4},
        hints=["Barclays"],
        interruptible=False,
    ),
    node("elicitation", "name", prompt="Your name?", variable="name"),
    language="en-GB",
)
TYPED: dict[str, Json] = line(
    node("elicitation", prompt="Your address?", variable="address", valueType="email"),
    node("elicitation", "sure", prompt="Are you sure?", variable="sure", valueType="boolean"),
)
DOCUMENTS = {
    "typed": TYPED,
    "british": BRITISH,
    "survey": SURVEY,
    "knows": KNOWS,
    "transfer": TRANSFER,
    "tool": TOOL,
    "pin": PIN,
}
Result = TypeVar("Result")


@pytest.fixture(scope="module")
def api() -> Iterator[tuple[Stack, str]]:
    """The API on loopback, with flows of acme and an agent that has a number."""
    with stack_on(LOCAL) as stack:
        for flow_id, document in DOCUMENTS.items():
            stack.publish(flow_id, document, "acme")
        agent = {"name": "Anna", "flowId": "knows", "voice": "Joanna", "language": "en-US"}
        stack.client.put("/api/agents/anna", json=agent, headers=of("acme"))
        stack.client.put("/api/agents/mute", json={"name": "Mute", "flowId": "knows"}, headers=of("acme"))
        stack.client.put(f"/api/phone-numbers/{NUMBER}", json={"agentId": "anna"}, headers=of("acme"))
        with served(stack.client.app) as url:
            yield stack, url


async def with_backend(api: tuple[Stack, str], scenario: Callable[[Backend], Awaitable[Result]]) -> Result:
    async with Backend(api[1]) as backend:
        return await scenario(backend)


async def turns(api: tuple[Stack, str], flow_id: str, room: str, *user_input: Input, **extra: object) -> list[Reply]:
    """Post a turn for each input. `extra` are further fields of the last request."""

    async def scenario(backend: Backend) -> list[Reply]:
        call = Call(organization_id="acme", flow_id=flow_id, room_name=room)
        replies = []
        for number, each in enumerate(user_input):
            more = extra if number == len(user_input) - 1 else {}
            replies.append(await backend.process(call, f"t{number}", {**request_fields(each), **more}))
        return replies

    return await with_backend(api, scenario)


async def test_a_conversation_from_the_greeting_to_the_end(api: tuple[Stack, str]) -> None:
    replies = await turns(api, "survey", "room-1", Proceed(), Said("Ada"), Said("London"))
    assert replies[0].response == "Hello. What is your name?"
    assert [type(reply.action) for reply in replies] == [Listen, Listen, Hangup]
    assert [reply.completed for reply in replies] == [False, False, True]
    assert replies[0].session_id


async def test_keys_and_silence_are_inputs(api: tuple[Stack, str]) -> None:
    replies = await turns(api, "pin", "room-2", Proceed(), NoInput(), Pressed("42#"))
    assert isinstance(replies[0].action, Listen)
    assert (replies[0].action.no_input_seconds, replies[0].action.interruptible) == (5, True)
    assert replies[1].response.startswith("Still there?")
    assert "42" in replies[2].response


async def test_a_question_says_how_it_wants_to_be_answered(api: tuple[Stack, str]) -> None:
    first, second = await turns(api, "british", "room-8", Proceed(), Pressed("404784"))
    keys = Keys(length=6, end="*", seconds=4)
    assert first.action == Listen(interruptible=False, keys=keys, hints=("Barclays",), language="en-GB")
    assert second.action == Listen(language="en-GB")
    plain, _ = await turns(api, "pin", "room-9", Proceed(), NoInput())
    assert plain.action == Listen(no_input_seconds=5)


async def test_a_tool_is_announced_and_runs_with_the_next_turn(api: tuple[Stack, str]) -> None:
    first, second = await turns(api, "tool", "room-3", Proceed(), Proceed())
    assert first.response == "Hello. One second."
    assert isinstance(first.action, Continue)
    assert isinstance(second.action, Hangup)


async def test_a_transfer_names_its_destination_and_the_flow_continues_if_it_fails(api: tuple[Stack, str]) -> None:
    first, second = await turns(api, "transfer", "room-4", Proceed(), Proceed())
    assert first.action == Transfer(to="+15550199", mode="cold")
    assert second.response == "Nobody there."
    assert isinstance(second.action, Hangup)


async def test_a_worker_that_takes_over_receives_the_last_reply(api: tuple[Stack, str]) -> None:
    async def scenario(backend: Backend) -> list[Reply]:
        call = Call(organization_id="acme", flow_id="survey", room_name="room-5")
        return [await backend.process(call, turn_id, {}) for turn_id in ("one", "two", "one")]

    first, second, again = await with_backend(api, scenario)
    assert first.model_dump(exclude={"millis"}) == again.model_dump(exclude={"millis"})
    assert (second.response, second.last_response) == ("", "Hello. What is your name?")


async def test_missed_and_interrupted_messages_are_stored_in_the_session(api: tuple[Stack, str]) -> None:
    missed = [{"role": "user", "content": "hello?"}, {"role": "assistant", "content": "One moment, please."}]
    cut = {"turnId": "t0", "heard": "Hello. What"}
    reply = (await turns(api, "survey", "room-6", Proceed(), Said("Ada"), interrupted=cut, missed=missed))[-1]
    said = api[0].session(reply.session_id, "acme")["context"]["conversation"]
    assert [(message["role"], message["content"]) for message in said][:4] == [
        ("assistant", "Hello. What"),
        ("user", "hello?"),
        ("assistant", "One moment, please."),
        ("user", "Ada"),
    ]
    assert said[0]["interrupted"] is True


@pytest.mark.parametrize("letter", ["a", "👋", "\x00"])
async def test_the_largest_turn_after_an_outage_is_accepted(api: tuple[Stack, str], letter: str) -> None:
    async def scenario(backend: Backend) -> str:
        call = Call(organization_id="acme", flow_id="survey", room_name=f"room-7-{ord(letter)}")

        class Real:
            async def post(self, turn_id: str, fields: Mapping[str, object], on_words: OnWords) -> Reply:
                return await backend.process(call, turn_id, fields)

        conversation = ConversationDriver(Real(), timeouts=ReplyTimeouts())
        greeting = await conversation.answer(Proceed(), "t0")
        for number in range(4):
            await conversation.answer(Said(letter * 5000), f"missed-{number}")
        conversation.heard(greeting, letter * 5000, cut=True)
        return (await conversation.answer(Said("Ada"), "t1")).text

    assert (await with_backend(api, scenario)).startswith("Which city")


async def test_a_number_leads_to_its_agents_flow_and_session(api: tuple[Stack, str]) -> None:
    asked = phone_call("room-8", {"sip.trunkPhoneNumber": NUMBER, "sip.phoneNumber": "+15550777", "sip.callID": "SCL"})
    assert asked is not None

    async def scenario(backend: Backend) -> tuple[Call, Call, Reply]:
        call = await backend.answer(asked)
        return call, await backend.answer(asked), await backend.process(call, "t0", {})

    call, again, reply = await with_backend(api, scenario)
    assert (call.organization_id, call.agent_id, call.flow_id, call.room_name) == ("acme", "anna", "knows", "room-8")
    assert (call.mode, call.language, call) == ("phone", "en-US", again)
    assert reply.session_id == call.session_id
    assert f"on phone from +15550777 to {NUMBER}" in reply.response


@pytest.mark.parametrize("caller", ["x" * 101, "sip:" + "9" * 500 + "@example.com"])
async def test_a_caller_with_an_overlong_number_is_answered(api: tuple[Stack, str], caller: str) -> None:
    """The caller chooses the text of the attribute."""
    attributes = {"sip.trunkPhoneNumber": NUMBER, "sip.phoneNumber": caller, "sip.callID": "s" * 300}
    asked = phone_call("room-9", attributes)
    assert asked is not None
    assert (await with_backend(api, lambda backend: backend.answer(asked))).agent_id == "anna"


async def test_a_number_without_an_organization_is_refused(api: tuple[Stack, str]) -> None:
    asked = PhoneCall(room_name="room-10", called_number="+15550199")
    with pytest.raises(ApiRefusedError, match="404"):
        await with_backend(api, lambda backend: backend.answer(asked))


async def test_a_missing_flow_and_another_organizations_flow_are_refused(api: tuple[Stack, str]) -> None:
    for organization, flow_id in (("acme", "nowhere"), ("other", "survey"), ("acme", "a b"), ("acme", "../flows")):
        call = Call(organization_id=organization, flow_id=flow_id, room_name="room-11")
        with pytest.raises(ApiRefusedError, match="404"):
            await with_backend(api, lambda backend, call=call: backend.process(call, "t0", {}))  # type: ignore[misc]


async def test_an_agents_voice_is_read(api: tuple[Stack, str]) -> None:
    async def scenario(backend: Backend) -> list[AgentVoice]:
        calls = [
            Call(organization_id="acme", flow_id="knows", room_name="r", agent_id=name) for name in ("anna", "mute")
        ]
        return [await backend.voice(call) for call in calls]

    assert await with_backend(api, scenario) == [AgentVoice("Joanna", "en-US"), AgentVoice()]


async def test_what_a_call_speaks_is_read(api: tuple[Stack, str]) -> None:
    stack, _ = api
    room = stack.client.post("/api/flows/pin/test-audio", json={}, headers=of("acme")).json()
    call = Call(organization_id="acme", flow_id="pin", room_name=room["roomName"], session_id=room["sessionId"])
    speech = await with_backend(api, lambda backend: backend.speech(call))
    assert speech.texts[:2] == ("Hello.", "Your PIN?")
    assert "Still there?" in speech.texts
    assert not any("{{" in text for text in speech.texts)
    assert set(speech.asks.values()) == {("string",)}


async def test_a_reply_is_told_what_its_question_asks_for(api: tuple[Stack, str]) -> None:
    stack, _ = api
    room = stack.client.post("/api/flows/typed/test-audio", json={}, headers=of("acme")).json()
    call = Call(organization_id="acme", flow_id="typed", room_name=room["roomName"], session_id=room["sessionId"])

    async def scenario(backend: Backend) -> list[Reply]:
        asks = Asks((await backend.speech(call)).asks)
        bodies: list[dict[str, object]] = [{}, {"userInput": "ann at example dot com"}]
        return [asks.added_to(await backend.process(call, f"t{n}", body)) for n, body in enumerate(bodies)]

    actions = [reply.action for reply in await with_backend(api, scenario)]
    assert [action.expects for action in actions if isinstance(action, Listen)] == [("email",), ("boolean",)]


@pytest.mark.parametrize("mode", ["chat", "audio"])
async def test_a_test_rooms_token_dispatches_a_call_that_the_worker_understands(
    api: tuple[Stack, str], mode: str
) -> None:
    stack, _ = api
    room = stack.client.post(f"/api/flows/survey/test-{mode}", json={}, headers=of("acme")).json()
    claims = jwt.decode(room["token"], options={"verify_signature": False})
    (agent,) = claims["roomConfig"]["agents"]
    call = named_call(agent["metadata"])
    assert call is not None
    assert call == Call.model_validate(
        {
            "organizationId": "acme",
            "flowId": "survey",
            "roomName": room["roomName"],
            "sessionId": room["sessionId"],
            "mode": mode,
        }
    )
    reply = await with_backend(api, lambda backend: backend.process(call, "t0", {}))
    assert reply.session_id == room["sessionId"]


async def test_a_streamed_turn_has_its_timings_and_the_reply_of_the_unstreamed_one(api: tuple[Stack, str]) -> None:
    async def scenario(backend: Backend) -> tuple[Reply, Reply]:
        call = Call(organization_id="acme", flow_id="survey", room_name="room-streamed")
        words: list[str] = []
        streamed = await backend.process(call, "t0", {}, words.append)
        assert words == [], "no model writes here"
        return streamed, await backend.process(call, "t0", {})

    streamed, plain = await with_backend(api, scenario)
    assert {"load", "step", "save", "network"} <= streamed.millis.keys()
    assert streamed.model_dump(exclude={"millis"}) == plain.model_dump(exclude={"millis"})


async def test_a_turn_carries_what_the_worker_has_used_once_the_api_says_that_it_takes_it(
    api: tuple[Stack, str],
) -> None:
    stack, _ = api
    room = stack.client.post("/api/flows/survey/test-audio", json={}, headers=of("acme")).json()
    meter = SpeechMeter()
    meter.hears("local", LocalSTT(loaded_whisper()))

    async def scenario(backend: Backend) -> None:
        call = Call(organization_id="acme", flow_id="survey", room_name=room["roomName"], session_id=room["sessionId"])
        turns, words = CallTurns(backend, call, asks := Asks(), meter.report), list[str]()
        await turns.post("t0", {}, words.append)
        asks.learn(await backend.speech(call))
        await turns.post("t1", {"userInput": "Ada"}, words.append)

    def sources() -> set[str]:
        path = f"/api/flows/sessions/{room['sessionId']}/cost"
        parts = stack.client.get(path, headers=of("acme")).json()["parts"]
        return {part["source"] for part in parts if part["part"] == "speechToText"}

    await with_backend(api, scenario)
    assert sources() == {"measured"}


async def test_a_draft_moves_nothing_and_its_turn_follows(api: tuple[Stack, str]) -> None:
    async def scenario(backend: Backend) -> list[Reply]:
        call = Call(organization_id="acme", flow_id="survey", room_name="room-drafted")
        turns, words = CallTurns(backend, call), list[str]()
        first = await turns.post("t0", {}, words.append)
        for _ in range(2):
            await turns.draft("t1", {"userInput": "Ada"}, words.append)
        return [first, await turns.post("t1", {"userInput": "Ada"}, words.append)]

    first, second = await with_backend(api, scenario)
    assert (first.response, second.response) == ("Hello. What is your name?", "Which city, Ada?")


async def test_the_draft_of_a_turn_that_is_decided_is_no_draft(api: tuple[Stack, str]) -> None:
    async def scenario(backend: Backend) -> None:
        call = Call(organization_id="acme", flow_id="survey", room_name="room-decided")
        turns, words = CallTurns(backend, call), list[str]()
        await turns.post("t0", {}, words.append)
        with pytest.raises(ApiUnavailableError, match="409"):
            await turns.draft("t0", {}, words.append)

    await with_backend(api, scenario)
