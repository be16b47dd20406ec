"""Words that point at one of several choices in English."""

from __future__ import annotations

from collections.abc import Mapping

_NUMBERS = {
    word: str(value) for value, word in enumerate("one two three four five six seven eight nine ten".split(), 1)
}
_ORDINALS = (
    {
        word: value
        for value, word in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1)
    }
    | {"1st": 1, "2nd": 2, "3rd": 3}
    | {f"{value}th": value for value in range(4, 11)}
)


class Choices:
    """Words that point at one of several choices."""

    same: Mapping[str, str] = {"&": "and", "#": "number"} | _NUMBERS
    ordinals: Mapping[str, int] = _ORDINALS
    last = frozenset({"last", "final"})
    articles = frozenset({"the"})
    # "the second one" is read as "the second 1".
    after_ordinal = frozenset("1 option choice item answer".split())
    before_number = frozenset("option choice number item answer".split())

    def singular(self, word: str) -> str:
        """Return a word without the ending of the plural: "invoices" and "invoice" are the same."""
        if len(word) < 4 or word.endswith("ss"):
            return word
        if word.endswith("ies"):
            return f"{word[:-3]}y"
        return word.removesuffix("s")
