"""One job: finds out whose call it is, joins the room, and speaks for the session until one side leaves."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass

from livekit import rtc
from livekit.agents import AutoSubscribe, JobContext

from agent_worker.backend.call_identity import Call, named_call, phone_call
from agent_worker.backend.client import AgentVoice, Backend, Sign, unsigned
from agent_worker.backend.reply import Hangup, Reply
from agent_worker.call.caller_gone import CallerGone
from agent_worker.call.flow_agent import FlowAgent
from agent_worker.call.leave import Leave
from agent_worker.call.media import room_options, session_for
from agent_worker.call.turn_timings import TurnTimes
from agent_worker.call.unseen_caller import UnseenCaller
from agent_worker.settings import Settings, from_environment
from agent_worker.turn.attempts import OutOfReachError, RefusedError
from agent_worker.turn.conversation import Conversation
from agent_worker.turn.fallback_model import ModelFallback, build_model

ANSWER_SECONDS = 20.0
"""How long the API may be out of reach before a phone call that it has to place is given up."""
_log = logging.getLogger(__name__)


async def answer(job: JobContext) -> None:
    """LiveKit's entry point for a job. It returns once the room is joined; the call goes on in a task of its own."""
    settings = from_environment()
    call = named_call(job.job.metadata)
    chat = call is not None and call.mode == "chat"
    await job.connect(auto_subscribe=AutoSubscribe.SUBSCRIBE_NONE if chat else AutoSubscribe.AUDIO_ONLY)
    over = asyncio.Event()
    job.room.on("disconnected", lambda _: over.set())
    serving = asyncio.create_task(_serve(job, settings, call, over))

    async def end() -> None:
        over.set()
        await serving

    job.add_shutdown_callback(end)


async def _serve(job: JobContext, settings: Settings, call: Call | None, over: asyncio.Event) -> None:
    try:
        async with Backend(settings.api_url, _sign(settings)) as backend:
            call = call or await _place_phone_call(job, backend)
            if call is None:
                await Leave(job)(Hangup())
            else:
                job.log_context_fields = {
                    "session_id": call.session_id,
                    "flow_id": call.flow_id,
                    "organization_id": call.organization_id,
                    "room": call.room_name,
                    "mode": call.mode,
                }
                await _speak(job, settings, backend, call, over)
    except Exception:
        _log.exception("a call was dropped")
    finally:
        # Reached, too, when the worker's main process was killed: then another agent is sent here at once.
        await job.room.disconnect()
        job.shutdown("the call is over")


async def _place_phone_call(job: JobContext, backend: Backend) -> Call | None:
    """number -> agent -> flow, which the API knows."""
    caller = await job.wait_for_participant(kind=rtc.ParticipantKind.PARTICIPANT_KIND_SIP)
    asked = phone_call(job.room.name, dict(caller.attributes))
    if asked is None:
        _log.error("the job names no call, and its caller has no sip.trunkPhoneNumber")
        return None
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            while True:
                try:
                    return await backend.answer(asked)
                except OutOfReachError as error:
                    _log.warning("%s", error)
                    await asyncio.sleep(0.5)
    except RefusedError as error:
        _log.error("a call to a number that nobody answers: %s", error)
    except TimeoutError:
        _log.error("a call that could not be placed: the API is out of reach")
    return None


async def _speak(job: JobContext, settings: Settings, backend: Backend, call: Call, over: asyncio.Event) -> None:
    fallback = ModelFallback(build_model(settings.fallback_model))
    conversation = Conversation(_Turns(backend, call), fallback, repeats=call.goes_on)
    times = None if call.mode == "phone" else TurnTimes(job.room, sound=call.mode == "audio")
    agent = FlowAgent(conversation, Leave(job), waits=call.mode != "chat", times=times)

    def hung_up() -> None:
        job.delete_room()
        over.set()

    gone = CallerGone(job.room, hung_up)
    unseen = UnseenCaller(job, over.set)
    voice = AgentVoice() if call.mode == "chat" else await _voice(backend, call)
    session = await session_for(call.mode, settings.speech, voice)
    session.on("close", lambda _: over.set())
    try:
        await session.start(agent, room=job.room, room_options=room_options(call.mode, agent.type), record=False)
        job.room.on("sip_dtmf_received", lambda key: agent.press(key.digit))
        await over.wait()
    finally:
        gone.close()
        unseen.close()
        await session.aclose()


async def _voice(backend: Backend, call: Call) -> AgentVoice:
    """The agent's, or the default where the API does not tell: a call must not wait for it."""
    try:
        return await backend.voice(call)
    except (OutOfReachError, RefusedError) as error:
        _log.warning("the default voice speaks: %s", error)
        return AgentVoice()


@dataclass(frozen=True, slots=True)
class _Turns:
    """agent_worker.turn.Turns: those of one call."""

    backend: Backend
    call: Call

    async def post(self, turn_id: str, fields: dict[str, object]) -> Reply:
        try:
            return await self.backend.process(self.call, turn_id, fields)
        except OutOfReachError as error:
            _log.warning("%s", error, extra={"turn_id": turn_id})
            raise
        except RefusedError as error:
            _log.error("%s", error, extra={"turn_id": turn_id})
            raise


def _sign(settings: Settings) -> Sign:
    if settings.api_auth == "none":
        return unsigned
    from agent_worker.backend.signature import sigv4

    return sigv4(settings.region)
