"""Words that take a value back or rule it out in Italian."""

from __future__ import annotations


class Corrections:
    """Words that take a value back or rule it out."""

    cues = frozenset(
        "anzi scusi scusa scusate scusami scusatemi pardon aspetti aspetta correggo rettifico ops oddio".split()
    )
    refusals = frozenset({"no", "macche"})
    cue_pairs = frozenset(
        {
            ("volevo", "dire"),
            ("voglio", "dire"),
            ("intendevo", "dire"),
            ("cioe", "no"),
            ("mi", "correggo"),
            ("mi", "sbaglio"),
            ("ho", "sbagliato"),
            ("mi", "scusi"),
            ("o", "meglio"),
            ("chiedo", "scusa"),
            ("facciamo", "invece"),
            ("faccia", "invece"),
        }
    )
    negations = frozenset("non senza tranne eccetto mai escluso esclusa fuorche".split())
    after_negation = frozenset(
        """il lo la i gli le l un una uno di a ad per al alla alle allo del della dello voglio vorrei e era in
        con""".split()
    )
    trailing_negations: frozenset[str] = frozenset()
    contrasts = frozenset({"ma", "bensi", "invece", "pero"})
