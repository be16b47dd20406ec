"""The worker's own English words, for a reply of the flow that is late or unavailable."""

from __future__ import annotations

SLOW = (
    "One moment, please.",
    "I'm still working on it.",
    "Thank you for waiting. It should not be long now.",
    "I'm still here, just a little longer.",
    "Sorry that this takes so long.",
)
"""For an API that is slow, spoken one after the other."""
OUT_OF_REACH = (
    "I'm sorry, I cannot reach our system right now. One moment, please.",
    "I'm still trying, please stay on the line.",
    "Thank you for your patience. I keep trying.",
    "Sorry for the wait, our system still does not answer.",
    "Please bear with me a little longer.",
)
"""For an API that is unavailable, spoken one after the other."""
GOODBYE = "I'm sorry, something went wrong on our side. Please call again later. Goodbye."
"""For a turn that failed. Same words as `flow_core.step.APOLOGY`, which the worker cannot import."""
CUT_OFF = "Sorry, we were cut off for a moment."
"""For a call that another worker began."""
BACK = f"{CUT_OFF} Please go on."
"""For a call that another worker began, if its last reply is not repeated."""


def phrase(phrases: tuple[str, ...], spoken: int) -> str:
    """Return the next phrase.

    Args:
        phrases: The phrases in order.
        spoken: How many of them the caller has heard.

    Returns:
        A phrase that differs from the previous one.
    """
    return phrases[spoken % len(phrases)]
