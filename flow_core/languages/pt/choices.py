"""Words that point at one of several choices in Portuguese."""

from __future__ import annotations

from collections.abc import Mapping

_NUMBERS = {
    word: str(value)
    for value, words in enumerate("um|uma dois|duas tres quatro cinco seis sete oito nove dez".split(), 1)
    for word in words.split("|")
}
_STEMS = "primeir segund terceir quart quint sext setim oitav non decim".split()
_ORDINALS = {
    word: value
    for value, stem in enumerate(_STEMS, 1)
    for word in (f"{stem}o", f"{stem}a", f"{value}º", f"{value}ª", f"{value}o", f"{value}a")
}
_PLURALS = (("oes", "ao"), ("aes", "ao"), ("ais", "al"), ("eis", "el"), ("ois", "ol"), ("uis", "ul"), ("ns", "m"))
"""Endings of plurals and of their singulars, without accents."""
_LEAST_LETTERS = 4
"""Letters of a word from which on it may be a plural: "três" is none."""


class Choices:
    """Words that point at one of several choices."""

    same: Mapping[str, str] = {"&": "e", "#": "numero"} | _NUMBERS
    ordinals: Mapping[str, int] = _ORDINALS
    last = frozenset({"ultimo", "ultima"})
    articles = frozenset({"o", "a"})
    after_ordinal = frozenset("opcao escolha alternativa item resposta".split())
    before_number = frozenset("opcao escolha alternativa numero item resposta".split())

    def singular(self, word: str) -> str:
        """Return a word without the ending of the plural: "faturas" and "fatura" are the same."""
        if len(word) <= _LEAST_LETTERS or not word.endswith("s") or word.endswith("ss"):
            return word
        for plural, singular in _PLURALS:
            if word.endswith(plural):
                return word.removesuffix(plural) + singular
        for plural in ("res", "zes"):
            if word.endswith(plural):
                return word[:-2]
        return word[:-1]
