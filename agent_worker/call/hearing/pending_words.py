"""Words that speech to text has not transcribed when livekit-agents takes an utterance as ended.

A caller pauses, and goes on. After the second part, livekit-agents waits for a silence, and not for the words of that
part. If speech to text is slower, the utterance ends with the words of the first part. The rest would come as a turn of
its own, and would answer the next question.
"""

from __future__ import annotations

from collections.abc import Callable

from livekit.agents import stt

from agent_worker.call.timer import Timer

PENDING_SECONDS = 2.5
"""Maximum seconds until speech to text has the rest. A noise has none."""
ENDS_SECONDS = 4.0
"""Maximum seconds from the rest until livekit-agents takes the utterance as ended again."""
_BEGINS = frozenset({
    stt.SpeechEventType.START_OF_SPEECH,
    stt.SpeechEventType.INTERIM_TRANSCRIPT,
    stt.SpeechEventType.PREFLIGHT_TRANSCRIPT,
})  # fmt: skip


class PendingWords:
    """Holds the beginning of an utterance until its rest is there.

    Args:
        end: Takes the words of an utterance whose rest did not come in time, or had no words.
    """

    def __init__(self, end: Callable[[str], None]) -> None:
        self._end = end
        self._pending = False
        self._held = ""
        self._timer = Timer(self._give_up)

    @property
    def waits(self) -> bool:
        """Whether the beginning of an utterance is held."""
        return bool(self._held)

    def hear(self, event: stt.SpeechEvent | str) -> None:
        """Take an event of speech to text."""
        if not isinstance(event, stt.SpeechEvent):
            return
        text = event.alternatives[0].text.strip() if event.alternatives else ""
        if event.type in _BEGINS and (text or event.type is stt.SpeechEventType.START_OF_SPEECH):
            self._pending = True
        elif event.type is stt.SpeechEventType.FINAL_TRANSCRIPT:
            self._pending = False
            if self._held and text:
                self._timer.start(ENDS_SECONDS)
            elif self._held:
                self._give_up()

    def complete(self, text: str) -> str | None:
        """Take the words with which livekit-agents ends an utterance.

        Returns:
            All words of the utterance; None if the rest is still being transcribed, and is waited for.
        """
        self._timer.stop()
        text, self._held = f"{self._held} {text}".strip(), ""
        if not (self._pending and text):
            return text
        self._held = text
        self._timer.start(PENDING_SECONDS)
        return None

    def stop(self) -> None:
        """Forget what is held: the call is over."""
        self._timer.stop()
        self._held = ""

    def _give_up(self) -> None:
        self._timer.stop()
        text, self._held, self._pending = self._held, "", False
        self._end(text)
