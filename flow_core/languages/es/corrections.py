"""Words that take a value back or rule it out in Spanish."""

from __future__ import annotations


class Corrections:
    """Words that take a value back or rule it out."""

    # "digo" and "miento" stand after a slip of the tongue.
    cues = frozenset(
        """perdon perdone perdona perdoneme disculpe disculpa disculpeme digo miento corrijo rectifico mejor espere
        espera espereme uy ups""".split()
    )
    refusals = frozenset({"no", "nop", "nones"})
    cue_pairs = frozenset(
        {
            ("quiero", "decir"),
            ("queria", "decir"),
            ("quise", "decir"),
            ("mejor", "dicho"),
            ("me", "equivoque"),
            ("he", "equivocado"),
            ("en", "realidad"),
            ("lo", "siento"),
        }
    )
    negations = frozenset("no excepto salvo sin nunca tampoco ni".split())
    after_negation = frozenset(
        "el la los las un una a al para por quiero quisiera en con mi necesito de del es son me gusta".split()
    )
    trailing_negations: frozenset[str] = frozenset()
    contrasts = frozenset({"sino", "pero"})
