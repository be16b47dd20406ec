"""Words that point at one of several choices in Italian."""

from __future__ import annotations

import re
from collections.abc import Mapping

_NUMBERS = {
    word: str(value) for value, word in enumerate("uno due tre quattro cinque sei sette otto nove dieci".split(), 1)
}
_STEMS = "prim second terz quart quint sest settim ottav non decim".split()
_ORDINALS = {f"{stem}{end}": value for value, stem in enumerate(_STEMS, 1) for end in "oa"}
_ELIDED = re.compile(r"(?:l|all|dell|dall|nell|sull)'?([aeiou].{4,})")
"""An article before a vowel, without its apostrophe: "l'esterno"."""


class Choices:
    """Words that point at one of several choices."""

    same: Mapping[str, str] = {"&": "e", "#": "numero"} | _NUMBERS
    ordinals: Mapping[str, int] = _ORDINALS | {f"{value}{sign}": value for value in range(1, 11) for sign in "ºª°"}
    last = frozenset({"ultimo", "ultima"})
    articles = frozenset({"il", "la", "lo"})
    after_ordinal = frozenset("opzione scelta risposta voce possibilita".split())
    before_number = frozenset("opzione scelta numero voce risposta".split())

    def singular(self, word: str) -> str:
        """Return a word without its article and last vowel: "l'ordine" and "ordini" are the same."""
        elided = _ELIDED.fullmatch(word)
        word = elided[1] if elided else word
        if len(word) < 4 or word[-1] not in "aeio" or word in self.ordinals or word in self.last:
            return word
        if word in self.after_ordinal or word in self.before_number:
            return word
        stem = word[:-1]
        if len(stem) > 4 and stem.endswith(("ch", "gh")):
            # "pacco" and "pacchi"
            stem = stem[:-1]
        return stem.removesuffix("i") if len(stem) > 4 else stem
