"""What a flow says of its own accord in English."""

from __future__ import annotations


class Said:
    """What a flow says of its own accord."""

    apology = "I'm sorry, something went wrong on our side. Please call again later. Goodbye."
    take_your_time = "Take your time."
    here = "Hello, I'm here."
    what_to_change = "What should I change?"
