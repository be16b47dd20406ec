"""Words that take a value back or rule it out in English."""

from __future__ import annotations


class Corrections:
    """Words that take a value back or rule it out."""

    cues = frozenset("actually wait rather correction scratch oops whoops sorry apologies pardon instead".split())
    refusals = frozenset({"no", "nope", "nah"})
    cue_pairs = frozenset(
        {
            ("i", "mean"),
            ("i", "meant"),
            ("make", "that"),
            ("make", "it"),
            ("change", "that"),
            ("scratch", "that"),
            ("strike", "that"),
        }
    )
    negations = frozenset("not dont isnt wasnt arent never without except".split())
    after_negation = frozenset("the a an to for want need with on my like talk speak mean in it its".split())
    trailing_negations: frozenset[str] = frozenset()
    contrasts = frozenset({"but", "rather", "instead"})
