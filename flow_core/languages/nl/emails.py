"""Words of a spoken e-mail address in Dutch."""

from __future__ import annotations

from collections.abc import Mapping


class Emails:
    """Words of a spoken e-mail address."""

    not_locals: frozenset[tuple[str, ...]] = frozenset(
        {("ik", "ben"), ("we", "zijn"), ("wij", "zijn"), ("hij", "is"), ("zij", "is"), ("het", "is")}
    )
    persons: frozenset[str] = frozenset()
    introductions = frozenset({"is"})
    at: tuple[str, ...] = ("apenstaartje", "apestaartje", "apenstaart", "at", "ad", "aapje")
    after_at = frozenset({"teken"})
    connectors: Mapping[str, str] = {
        "punt": ".",
        "dot": ".",
        "underscore": "_",
        "streepje": "-",
        "koppelteken": "-",
        "laag streepje": "_",
        "liggend streepje": "-",
        "minteken": "-",
        "min": "-",
        "plus": "+",
        "plusteken": "+",
    }
    accents = "áàâäçéèêëíîïóôöúûü"
    dots = frozenset({"punt", "dot"})
    before = frozenset(
        """het is dat dit mijn e-mail email mail adres e-mailadres emailadres mailadres de een zou naar aan mij op
        via alstublieft alsjeblieft graag ja nee oke ok okee goed eh ehm uh uhm euh nou en of stuur stuurt mail mailt
        schrijf sturen voor door niet sorry eigenlijk wacht bedoel wil dan dus hier hallo hoi u kunt kan me bereiken
        we gewoon even kijken denk met van in dank bedankt wordt dat maar doe luidt""".split()
    )
    example_pairs = frozenset({("zoals", "in"), ("als", "in")})
    example_words = frozenset({"van", "voor"})
