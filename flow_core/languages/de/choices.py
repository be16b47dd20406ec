"""Words that point at one of several choices in German."""

from __future__ import annotations

from collections.abc import Mapping

_NUMBERS = {
    word: str(value) for value, word in enumerate("eins zwei drei vier funf sechs sieben acht neun zehn".split(), 1)
} | {"zwo": "2"}
_STEMS = "erste zweite dritte vierte funfte sechste siebte achte neunte zehnte".split()
_ENDINGS = ("", "n", "r", "s", "m")
_ORDINALS = {f"{stem}{ending}": value for value, stem in enumerate(_STEMS, 1) for ending in _ENDINGS}
_PLURALS = ("ern", "en", "er", "es", "em", "e", "n", "s")
_LEAST_STEM = 4
"""Letters that stay of a word without its ending."""


class Choices:
    """Words that point at one of several choices."""

    same: Mapping[str, str] = {"&": "und", "#": "nummer"} | _NUMBERS
    ordinals: Mapping[str, int] = _ORDINALS
    last = frozenset({"letzte", "letzten", "letzter", "letztes", "letztere", "letzteres"})
    articles = frozenset({"der", "die", "das", "den", "dem"})
    after_ordinal = frozenset("option moglichkeit antwort punkt auswahl".split())
    before_number = frozenset("option moglichkeit antwort punkt auswahl nummer".split())

    def singular(self, word: str) -> str:
        """Return a word without its ending: "Rechnungen" and "Rechnung", "technischer" and "technischen" are one."""
        if word in self.ordinals or word in self.last or word in self.before_number:
            return word
        for ending in _PLURALS:
            if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
                return word.removesuffix(ending)
        return word
