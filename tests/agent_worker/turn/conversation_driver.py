"""Drives a conversation without a room: generates each speech, then reports the heard part."""

from __future__ import annotations

from dataclasses import replace

from agent_worker.backend.reply import Transfer
from agent_worker.turn.active_conversation import ActiveConversation, Fallback, ReplyTimeouts
from agent_worker.turn.attempts import Attempts, Turns
from agent_worker.turn.commands import LeaveCall
from agent_worker.turn.events import Closed, InputReceived, LeaveFailed, SpeechEnded
from agent_worker.turn.inputs import Input
from agent_worker.turn.state import Left, Options, SpokenText
from tests.agent_worker.turn.scripted_turns import ScriptedFallback

QUICK = ReplyTimeouts(first=0.05, further=0.05)
ATTEMPTS = Attempts(first_pause=0.001, max_pause=0.01, max_seconds=5.0)


class ConversationDriver:
    """The test decides when a speech starts: a speech that the conversation starts by itself is never generated."""

    def __init__(
        self,
        turns: Turns,
        fallback: Fallback | None = None,
        *,
        options: Options | None = None,
        timeouts: ReplyTimeouts = QUICK,
        attempts: Attempts = ATTEMPTS,
    ) -> None:
        self._conversation = ActiveConversation(turns, fallback or ScriptedFallback(), options, timeouts, attempts)
        self._speeches: dict[int, str] = {}
        """The speech of each text, by the text's identity."""
        self._texts: list[SpokenText] = []
        self._count = 0

    @property
    def pending(self) -> bool:
        """True if a reply is pending."""
        state = self._conversation.state
        return not isinstance(state, Left) and state.context.pending_reply is not None

    async def answer(self, user_input: Input, turn_id: str | None = None) -> SpokenText:
        """Return the text that the agent speaks after an input.

        Args:
            user_input: The input.
            turn_id: The id of the turn that the input becomes. None if no turn is expected.

        Returns:
            The text of the speech.
        """
        speech_id = turn_id or self._new_id()
        self._conversation.handle(InputReceived(speech_id, user_input))
        parts = [part async for part in self._conversation.texts_for(speech_id)]
        assert parts
        text = replace(parts[-1], text="".join(part.text for part in parts))
        self._texts.append(text)
        self._speeches[id(text)] = speech_id
        return text

    def heard(self, text: SpokenText, heard: str | None = None, *, cut: bool = False) -> None:
        """Report the end of a speech.

        Args:
            text: The text of the speech.
            heard: The part that the caller heard. None for all of it.
            cut: Whether the caller cut it off.
        """
        heard = text.text if heard is None else heard
        speech_id = self._speeches[id(text)]
        ended = SpeechEnded(
            speech_id,
            heard,
            interrupted=cut,
            failed=False,
            caller_active=False,
            next_speech_id=self._new_id(),
        )
        for command in self._conversation.handle(ended):
            match command:
                case LeaveCall(Transfer()):
                    # Each transfer fails, so that the call continues.
                    self._conversation.handle(LeaveFailed(self._new_id()))
                case _:
                    pass

    def close(self) -> None:
        """End the call."""
        self._conversation.handle(Closed())

    def _new_id(self) -> str:
        self._count += 1
        return f"speech {self._count}"
