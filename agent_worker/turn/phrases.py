"""What the worker says by itself, when the flow's words are late or out of reach. In English."""

from __future__ import annotations

SLOW = (
    "One moment, please.",
    "I'm still working on it.",
    "Thank you for waiting. It should not be long now.",
    "I'm still here, just a little longer.",
    "Sorry that this takes so long.",
)
OUT_OF_REACH = (
    "I'm sorry, I cannot reach our system right now. One moment, please.",
    "I'm still trying, please stay on the line.",
    "Thank you for your patience. I keep trying.",
    "Sorry for the wait, our system still does not answer.",
    "Please bear with me a little longer.",
)
GOODBYE = "I'm sorry, something went wrong on our side. Please call again later. Goodbye."
CUT_OFF = "Sorry, we were cut off for a moment."
BACK = f"{CUT_OFF} Please go on."


class Phrases:
    """Takes phrases in turn, so that a caller does not hear the same words twice in a row."""

    def __init__(self) -> None:
        self._said: dict[tuple[str, ...], int] = {}

    def next(self, phrases: tuple[str, ...]) -> str:
        number = self._said.get(phrases, 0)
        self._said[phrases] = number + 1
        return phrases[number % len(phrases)]
