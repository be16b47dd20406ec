"""Words that take a value back or rule it out in German."""

from __future__ import annotations


class Corrections:
    """Words that take a value back or rule it out."""

    cues = frozenset(
        """sorry entschuldigung verzeihung pardon leid quatsch blodsinn korrektur halt stopp moment vielmehr ups hoppla
        falsch eigentlich doch lieber stattdessen""".split()
    )
    refusals = frozenset({"nein", "nee", "no", "noe", "ne"})
    cue_pairs = frozenset(
        {
            ("ich", "meine"),
            ("ich", "meinte"),
            ("meine", "ich"),
            ("meinte", "ich"),
            ("ich", "korrigiere"),
            ("ich", "verbessere"),
            ("will", "sagen"),
            ("wollte", "sagen"),
            ("besser", "gesagt"),
            ("anders", "gesagt"),
        }
    )
    negations = frozenset("nicht kein keine keinen keinem keiner ohne ausser nie niemals".split())
    after_negation = frozenset(
        """der die das den dem am um im in an fur zu zum zur mit ein eine einen einem einer mein meine meinen ab auf
        unbedingt so""".split()
    )
    trailing_negations = frozenset({"nicht"})
    contrasts = frozenset({"sondern", "aber", "lieber", "stattdessen"})
