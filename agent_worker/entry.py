"""The entry point of a job: identifies the call, joins the room, and serves the session until one side leaves."""

from __future__ import annotations

import asyncio
import logging
from typing import Literal, TypeAlias

from livekit import rtc
from livekit.agents import AgentSession, AutoSubscribe, JobContext

from agent_worker.backend import traces
from agent_worker.backend.call_identity import Call, named_call, phone_call
from agent_worker.backend.call_speech import Asks, CallSpeech
from agent_worker.backend.client import AgentVoice, Backend, CallTurns, Sign, unsigned
from agent_worker.backend.errors import ApiRefusedError, ApiThrottledError, ApiUnavailableError
from agent_worker.backend.reply import Hangup
from agent_worker.call.busy_line import play_busy
from agent_worker.call.busy_recorder import BusyRecorder
from agent_worker.call.caller_gone import CallerGone
from agent_worker.call.flow_agent import FlowAgent
from agent_worker.call.hearing.utterance import pays_to_draft
from agent_worker.call.leave import Leave
from agent_worker.call.media import engine_for, room_options, session_for, turn_end_of, voice_for
from agent_worker.call.prepared_speech import (
    make_while_the_agent_speaks,
    open_while_the_caller_speaks,
    prepare_speech,
)
from agent_worker.call.supervision.participants import Takeovers, caller_identity
from agent_worker.call.supervision.whispers import Whispers
from agent_worker.call.turn_timings import TurnTimingsPublisher
from agent_worker.call.unseen_caller import UnseenCaller
from agent_worker.phrases.phrases import phrases_in
from agent_worker.settings import Settings, from_environment
from agent_worker.speech.busy_clip import BusyClip, busy_clip
from agent_worker.speech.usage import SpeechMeter
from agent_worker.turn.active_conversation import ActiveConversation
from agent_worker.turn.fallback_model import ModelFallback, build_model
from agent_worker.turn.state import Options

ANSWER_SECONDS = 20.0
"""Seconds that the API may be unavailable before a phone caller hears that all lines are busy."""
THROTTLED_SECONDS = 5.0
"""Seconds that the API may refuse a phone call for a limit, before the caller hears that all lines are busy."""
RETRY_SECONDS = 0.5
"""Seconds between two attempts to identify a phone call."""
Unserved: TypeAlias = Literal["busy", "no agent"]
"""Why no flow serves a phone call: the API cannot take it now, or the number has no agent."""
_log = logging.getLogger(__name__)


async def answer(job: JobContext) -> None:
    """Answer a job. LiveKit calls this function.

    It returns once the agent has joined the room. The call continues in a separate task.

    Args:
        job: The job.
    """
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
        tracer = traces.provider(on=settings.traces).get_tracer("callflow")
        async with Backend(settings.api_url, _sign(settings), tracer) as backend:
            found = call or await _identify_phone_call(job, backend)
            if isinstance(found, Call):
                job.log_context_fields = {
                    "session_id": found.session_id,
                    "flow_id": found.flow_id,
                    "organization_id": found.organization_id,
                    "room": found.room_name,
                    "mode": found.mode,
                }
                await _converse(job, settings, backend, found, over)
                return
            if found == "busy":
                # The agent is unknown, and so are its language and its voice.
                await play_busy(job.room, BusyClip(phrases_in(None).busy))
            await Leave(job)(Hangup())
    except Exception:
        _log.exception("the call was dropped")
    finally:
        # Also reached if the worker's main process was killed: the backend then dispatches another agent at once.
        await job.room.disconnect()
        await asyncio.to_thread(traces.flush, on=settings.traces)
        job.shutdown("the call is over")


async def _identify_phone_call(job: JobContext, backend: Backend) -> Call | Unserved:
    """Ask the API for the agent and the flow of the called number."""
    clock = asyncio.get_running_loop().time
    caller = await job.wait_for_participant(kind=rtc.ParticipantKind.PARTICIPANT_KIND_SIP)
    numbers = phone_call(job.room.name, dict(caller.attributes))
    if numbers is None:
        _log.error("the job names no call, and its caller has no attribute sip.trunkPhoneNumber")
        return "no agent"
    began = clock()
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            while True:
                try:
                    return await backend.answer(numbers)
                except ApiUnavailableError as error:
                    _log.warning("%s", error)
                    if isinstance(error, ApiThrottledError) and clock() - began >= THROTTLED_SECONDS:
                        _log.error("the phone call is refused: a limit of the organization or of the API is reached")
                        return "busy"
                    await asyncio.sleep(RETRY_SECONDS)
    except ApiRefusedError as error:
        _log.error("no agent answers the called number: %s", error)
        return "no agent"
    except TimeoutError:
        _log.error("the phone call is refused: the API is unavailable")
        return "busy"


async def _converse(job: JobContext, settings: Settings, backend: Backend, call: Call, over: asyncio.Event) -> None:
    spoken = call.mode != "chat"
    # It is asked for at once, so that a connection is open before the first turn.
    speech = asyncio.create_task(backend.speech(call)) if spoken else None
    voice = await _voice(backend, call) if spoken else AgentVoice(language=call.language)
    turn_end = turn_end_of(settings.speech, voice.language) if spoken else None
    meter = SpeechMeter()
    turns = CallTurns(backend, call, asks := Asks(), meter.report)
    conversation = ActiveConversation(
        turns,
        ModelFallback(build_model(settings.fallback_model), voice.language),
        Options(
            repeat_last_reply=call.is_continuation,
            silence_is_input=call.mode != "chat",
            language=voice.language,
        ),
        drafts=turns if pays_to_draft(settings.drafts, turn_end) else None,
    )
    timings = None if call.mode == "phone" else TurnTimingsPublisher(job.room, sound=call.mode == "audio")

    def end_call() -> None:
        job.delete_room()
        over.set()

    gone = CallerGone(job.room, end_call)
    unseen = UnseenCaller(job, over.set)
    clip = _busy_clip(call, settings, voice)
    agent = FlowAgent(conversation, Leave(job), timings=timings, turn_end=turn_end, busy=clip)
    session = await session_for(call.mode, settings.speech, voice, meter)
    session.on("close", lambda _: over.set())
    takeovers = Takeovers(job.room, agent.take_over)
    whispers = Whispers(job.room, agent.whisper)
    recorder = BusyRecorder(session, clip, lambda: agent.speaks, lambda: voice_for(settings.speech, voice, meter))
    make_while_the_agent_speaks(session)
    open_while_the_caller_speaks(session)
    preparing = asyncio.create_task(_prepare(session, settings, speech, voice, asks, meter))
    try:
        caller = await _caller(job, over)
        await session.start(
            agent, room=job.room, room_options=room_options(call.mode, agent.type, caller), record=False
        )
        job.room.on("sip_dtmf_received", lambda key: agent.press(key.digit))
        await over.wait()
    finally:
        gone.close()
        unseen.close()
        takeovers.close()
        whispers.close()
        recorder.close()
        preparing.cancel()
        await session.aclose()


async def _caller(job: JobContext, over: asyncio.Event) -> str | None:
    """Return the identity of the caller, if one is in the room or must be waited for and the call is not over."""
    found = asyncio.create_task(caller_identity(job.room))
    ended = asyncio.create_task(over.wait())
    await asyncio.wait({found, ended}, return_when=asyncio.FIRST_COMPLETED)
    ended.cancel()
    if found.done():
        return found.result()
    found.cancel()
    return None


async def _prepare(
    session: AgentSession[None],
    settings: Settings,
    speech: asyncio.Task[CallSpeech] | None,
    voice: AgentVoice,
    asks: Asks,
    meter: SpeechMeter,
) -> None:
    """Prepare the speech of a call. A failure is logged: the call goes on without."""
    if speech is None:
        return
    speech.add_done_callback(lambda done: done.cancelled() or done.exception())  # it may be of no use
    try:
        await prepare_speech(
            session.tts, phrases_in(voice.language), speech, asks, lambda: engine_for(settings.speech, voice, meter)
        )
    except Exception as error:  # any error of a provider's library
        _log.warning("the speech of the call was not prepared: %s", type(error).__name__)
    finally:
        speech.cancel()


async def _voice(backend: Backend, call: Call) -> AgentVoice:
    """Return the agent's voice, or the default one if the API fails: a call must not wait for it."""
    try:
        return await backend.voice(call)
    except (ApiUnavailableError, ApiRefusedError) as error:
        _log.warning("the default voice is used: %s", error)
        return AgentVoice(language=call.language)


def _busy_clip(call: Call, settings: Settings, voice: AgentVoice) -> BusyClip:
    text = phrases_in(voice.language).busy
    if call.mode == "chat":  # nothing speaks, so nothing is recorded
        return BusyClip(text)
    return busy_clip(settings.speech, text=text, voice=voice.voice, language=voice.language)


def _sign(settings: Settings) -> Sign:
    if settings.api_auth == "none":
        return unsigned
    from agent_worker.backend.signature import sigv4

    return sigv4(settings.region)
