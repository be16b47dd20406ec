"""Words that point at one of several choices in French."""

from __future__ import annotations

from collections.abc import Mapping

_NUMBERS = {
    word: str(value) for value, word in enumerate("un deux trois quatre cinq six sept huit neuf dix".split(), 1)
} | {"une": "1"}
_ORDINALS = {
    word: value
    for value, words in enumerate(
        (
            "premier premiere 1er 1ere 1re",
            "deuxieme second seconde 2e 2eme 2nd 2nde",
            "troisieme 3e 3eme",
            "quatrieme 4e 4eme",
            "cinquieme 5e 5eme",
            "sixieme 6e 6eme",
            "septieme 7e 7eme",
            "huitieme 8e 8eme",
            "neuvieme 9e 9eme",
            "dixieme 10e 10eme",
        ),
        1,
    )
    for word in words.split()
}
_VOWELS = frozenset("aeiouyh")
_LEAST_AFTER_ELISION = 5
"""Letters after an article that is joined to a word: "loption" is "option", and "lune" is no "une"."""


def _singular(word: str) -> str:
    """Return a word without its joined article and the ending of the plural."""
    elided = len(word) > _LEAST_AFTER_ELISION and word[0] in "ld" and word[1] in _VOWELS
    bare = word[1:] if elided else word
    if len(bare) < 4 or bare.endswith("ss"):
        return bare
    if bare.endswith("aux") and not bare.endswith("eaux"):
        return f"{bare[:-3]}al"
    return bare[:-1] if bare[-1] in "sx" else bare


class Choices:
    """Words that point at one of several choices."""

    same: Mapping[str, str] = {"&": "et", "#": "numero", "n°": "numero", "no": "numero"} | _NUMBERS
    ordinals: Mapping[str, int] = {_singular(word): value for word, value in _ORDINALS.items()}
    last = frozenset(map(_singular, ("dernier", "derniere")))
    articles = frozenset({"le", "la"})
    after_ordinal = frozenset(map(_singular, "1 option choix proposition possibilite reponse".split()))
    before_number = frozenset(map(_singular, "option choix numero proposition possibilite reponse".split()))

    def singular(self, word: str) -> str:
        """Return a word without its joined article and its plural: "l'option", "options" and "option" are the same."""
        return _singular(word)
