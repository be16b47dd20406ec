"""Words that take a value back or rule it out in Dutch."""

from __future__ import annotations


class Corrections:
    """Words that take a value back or rule it out."""

    cues = frozenset(
        "eigenlijk wacht correctie verbetering oeps sorry pardon excuses excuseer foutje toch maak".split()
    )
    refusals = frozenset({"nee", "neen", "nah", "nee-hoor"})
    cue_pairs = frozenset(
        {
            ("ik", "bedoel"),
            ("bedoel", "ik"),
            ("ik", "bedoelde"),
            ("bedoelde", "ik"),
            ("of", "liever"),
            ("of", "eigenlijk"),
            ("of", "nee"),
            ("toch", "maar"),
            ("maakt", "u"),
            ("in", "feite"),
        }
    )
    # "Geen" before a number is a number, too: "geen" alone is none.
    negations = frozenset("niet geen nooit zonder behalve uitgezonderd".split())
    after_negation = frozenset("op om de het een t voor met naar dat is in mijn wil graag ik".split())
    trailing_negations = frozenset({"niet"})
    contrasts = frozenset({"maar"})
