"""The worker's own words in English."""

from __future__ import annotations

from agent_worker.phrases.phrases import Phrases

PHRASES = Phrases(
    slow=(
        "One moment, please.",
        "I'm still working on it.",
        "Thank you for waiting. It should not be long now.",
        "I'm still here, just a little longer.",
        "Sorry that this takes so long.",
    ),
    out_of_reach=(
        "I'm sorry, I cannot reach our system right now. One moment, please.",
        "I'm still trying, please stay on the line.",
        "Thank you for your patience. I keep trying.",
        "Sorry for the wait, our system still does not answer.",
        "Please bear with me a little longer.",
    ),
    goodbye="I'm sorry, something went wrong on our side. Please call again later. Goodbye.",
    cut_off="Sorry, we were cut off for a moment.",
    go_on="Please go on.",
    busy="All our lines are busy at the moment. Please call again in a few minutes.",
    backchannels=frozenset("ah aha hm hmm mhm mm mm-hm mm-hmm mmhm mmhmm mmm oh uh-huh uhhuh".split()),
)
