"""Words that point at one of several choices in Dutch."""

from __future__ import annotations

from collections.abc import Mapping

_NUMBERS = {
    word: str(value) for value, word in enumerate("een twee drie vier vijf zes zeven acht negen tien".split(), 1)
}
_ORDINALS = "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende".split()
_VOWELS = frozenset("aeiou")


class Choices:
    """Words that point at one of several choices."""

    same: Mapping[str, str] = {"&": "en", "#": "nummer", "nr": "nummer"} | _NUMBERS
    ordinals: Mapping[str, int] = (
        {word: value for value, word in enumerate(_ORDINALS, 1)}
        | {f"{value}e": value for value in range(1, 11)}
        | {"1ste": 1, "2de": 2, "3de": 3, "4de": 4, "5de": 5, "6de": 6, "7de": 7, "8ste": 8, "9de": 9, "10de": 10}
    )
    last = frozenset({"laatste"})
    articles = frozenset({"de", "het"})
    after_ordinal = frozenset("optie keuze mogelijkheid nummer antwoord".split())
    before_number = frozenset("optie keuze nummer mogelijkheid antwoord".split())

    def singular(self, word: str) -> str:
        """Return a word without the ending of the plural: "facturen" and "factuur" are the same, and "foto's"."""
        if len(word) > 4 and word.endswith("ien"):
            # "kolonien"
            return word[:-1]
        if len(word) > 4 and word.endswith("en"):
            return _closed(word[:-2])
        if len(word) > 4 and word.endswith("s") and not word.endswith("ss"):
            return word[:-1]
        return _closed(word) if len(word) > 3 and word[-1].isalpha() else word


def _closed(stem: str) -> str:
    """Return a stem with one vowel and one consonant: "factur" for "factuur", "ret" for "rett"."""
    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in _VOWELS:
        stem = stem[:-1]
    if len(stem) > 3 and stem[-1] not in _VOWELS and stem[-2] == stem[-3] and stem[-2] in _VOWELS:
        return stem[:-2] + stem[-1]
    return stem
