"""Words of a spoken e-mail address in French."""

from __future__ import annotations

from collections.abc import Mapping


class Emails:
    """Words of a spoken e-mail address."""

    not_locals = frozenset({("je", "suis"), ("moi",), ("nous", "sommes"), ("on", "est")})
    persons = frozenset({"moi"})
    introductions = frozenset({"cest", "est", "c'est"})
    at: tuple[str, ...] = ("arobase", "arobas", "arrobase", "at")
    after_at: frozenset[str] = frozenset()
    connectors: Mapping[str, str] = {
        "point": ".",
        "dot": ".",
        "underscore": "_",
        "tiret bas": "_",
        "tiret du bas": "_",
        "trait dunion": "-",
        "tiret du six": "-",
        "tiret du milieu": "-",
        "tiret": "-",
        "moins": "-",
        "plus": "+",
    }
    accents = "âäçéèêëîïôöùûüÿ"
    dots = frozenset({"point", "dot"})
    before = frozenset(
        """à c'est cest est mon ma mes le la l' les un une email mail e-mail courriel adresse l'adresse ladresse
        mél mel électronique electronique alors euh heu ben bah bon oui ouais non pardon désolé desole plutôt plutot
        enfin
        attendez donc et ou sur par de du pour avec bonjour allô allo voici voilà voila merci ok d'accord daccord
        écrivez envoyez contactez moi me nous vous je j'ai jai dire veux voudrais prenez notez mettez utilisez
        s'il plaît plait sera serait ce ça ca pas suis joindre que dis""".split()
    )
    example_pairs = frozenset({("comme", "dans")})
    example_words = frozenset({"comme", "pour"})
