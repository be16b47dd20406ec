"""Words that point at one of several choices in Spanish."""

from __future__ import annotations

from collections.abc import Mapping

_NUMBERS = {
    word: str(value) for value, word in enumerate("uno dos tres cuatro cinco seis siete ocho nueve diez".split(), 1)
}
_ORDINALS = {
    f"{stem}{ending}": value
    for value, stem in enumerate("primer segund tercer cuart quint sext septim octav noven decim".split(), 1)
    for ending in ("o", "a")
} | {"primer": 1, "tercer": 3}
_MARKS = {f"{value}{mark}": value for value in range(1, 11) for mark in ("º", "ª", "o", "a")}
_LEAST_WITH_ES = 5
"""Letters of a plural in "es", without them."""


class Choices:
    """Words that point at one of several choices."""

    same: Mapping[str, str] = {"&": "y", "#": "numero"} | _NUMBERS
    ordinals: Mapping[str, int] = _ORDINALS | _MARKS
    last = frozenset({"ultimo", "ultima"})
    articles = frozenset({"el", "la"})
    after_ordinal = frozenset("opcion alternativa respuesta".split())
    before_number = frozenset("opcion numero alternativa respuesta".split())

    def singular(self, word: str) -> str:
        """Return a word without the ending of the plural: "facturas" and "factura" are the same."""
        if len(word) < _LEAST_WITH_ES or not word.endswith("s"):
            return word
        if word.endswith("ces"):
            return f"{word[:-3]}z"
        # "averias", "ventas", but also "habitaciones" and "dolores".
        if word.endswith(("nes", "res", "les", "des")):
            return word[:-2]
        return word[:-1]
