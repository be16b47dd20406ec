"""Words of a spoken e-mail address in English."""

from __future__ import annotations

from collections.abc import Mapping


class Emails:
    """Words of a spoken e-mail address."""

    not_locals = frozenset({("i", "am"), ("im",), ("we", "are"), ("youre",), ("he", "is"), ("she", "is")})
    persons = frozenset({"me"})
    introductions = frozenset({"its", "is", "it's"})
    at: tuple[str, ...] = ("at",)
    after_at = frozenset({"sign"})
    connectors: Mapping[str, str] = {
        "dot": ".",
        "point": ".",
        "period": ".",
        "underscore": "_",
        "dash": "-",
        "hyphen": "-",
        "minus": "-",
        "plus": "+",
    }
    accents = "áàâçéèêëíîïóôúû"
    dots = frozenset({"dot"})
    before = frozenset(
        """at its it is my email mail e-mail address the an that thats be would so to me us on use using try please yes
        yeah yep ok okay sure um uh er well and or send contact reach write get for as by via no not sorry actually wait
        mean rather here heres hello hi hey want like id ill say think should was this with of in from could can just
        put down under thanks""".split()
    )
    example_pairs = frozenset({("as", "in")})
    example_words = frozenset({"for", "like"})
