"""Words of a spoken e-mail address in German."""

from __future__ import annotations

from collections.abc import Mapping


class Emails:
    """Words of a spoken e-mail address."""

    not_locals: frozenset[tuple[str, ...]] = frozenset({("ich", "bin"), ("wir", "sind"), ("er", "ist"), ("sie", "ist")})
    persons = frozenset({"mich"})
    introductions = frozenset({"ist", "lautet", "heisst"})
    at: tuple[str, ...] = ("at", "ät", "klammeraffe", "et-zeichen")
    after_at = frozenset({"zeichen"})
    connectors: Mapping[str, str] = {
        "punkt": ".",
        "dot": ".",
        "unterstrich": "_",
        "underscore": "_",
        "bindestrich": "-",
        "minus": "-",
        "strich": "-",
        "plus": "+",
    }
    dots = frozenset({"punkt", "dot"})
    accents = "éèêáàâ"
    before = frozenset(
        """ist lautet heißt heisst meine mein e-mail email mail mailadresse adresse e-mail-adresse emailadresse die der
        das den an bei unter über auf und oder also ja jaja okay ok gut äh ähm öh hm so dann bitte gerne gern danke
        wäre war ich bin wir sind sie es mir mich uns schicken senden schreiben schreib schick erreichen sagen nehmen
        nein nicht nee entschuldigung sorry moment doch lieber hallo guten tag von für mit hab habe hier einfach
        geht gehen kommt zum zur im am to the is my""".split()
    )
    example_pairs = frozenset({("wie", "in"), ("wie", "bei")})
    example_words = frozenset({"wie", "für", "von"})
