"""The words of an utterance that has not ended, put together as livekit-agents will put them together at its end."""

from __future__ import annotations

from livekit.agents import stt

from agent_worker.call.patience import TurnEnd


def pays_to_draft(wanted: bool | None, turn_end: TurnEnd | None) -> bool:
    """Return whether turns are drafted.

    Args:
        wanted: Whether they should be. None leaves the choice to what was measured (`python -m bench drafts`): a
            silence has usually ended the utterance when speech to text has its words.
        turn_end: What ends an utterance of the call. None for a call without speech.
    """
    return turn_end is not None and (turn_end == "meaning" if wanted is None else wanted)


class Utterance:
    """Follows the events of speech to text."""

    def __init__(self) -> None:
        self._final = ""
        """The parts of the utterance that are final."""

    def hear(self, event: stt.SpeechEvent | str) -> str | None:
        """Take an event of speech to text.

        Returns:
            All words so far, if they may be all that the caller says: a part is final, or the engine expects it to be.
            None for any other event.
        """
        if not isinstance(event, stt.SpeechEvent) or not event.alternatives:
            return None
        text = event.alternatives[0].text.strip()
        so_far = f"{self._final} {text}".strip()
        match event.type:
            case stt.SpeechEventType.FINAL_TRANSCRIPT if text:
                self._final = so_far
                return so_far
            case stt.SpeechEventType.PREFLIGHT_TRANSCRIPT if text:
                return so_far
            case _:
                return None

    def ended(self, text: str) -> None:
        """Forget the words of an utterance that has ended. The caller may have begun the next one already."""
        self._final = self._final.removeprefix(text.strip()).strip() if self._final.startswith(text.strip()) else ""
