"""Words of a spoken e-mail address in Italian."""

from __future__ import annotations

from collections.abc import Mapping


class Emails:
    """Words of a spoken e-mail address."""

    not_locals = frozenset({("sono",), ("siamo",), ("io", "sono"), ("e",), ("abito",)})
    persons: frozenset[str] = frozenset()
    introductions = frozenset({"e", "è"})
    at: tuple[str, ...] = ("chiocciola", "chiocciolina", "at")
    after_at: frozenset[str] = frozenset()
    connectors: Mapping[str, str] = {
        "punto": ".",
        "trattino basso": "_",
        "lineetta bassa": "_",
        "underscore": "_",
        "trattino": "-",
        "lineetta": "-",
        "meno": "-",
        "piu": "+",
    }
    accents = "àéìòù"
    dots = frozenset({"punto"})
    before = frozenset(
        """e a i o è il la lo l'indirizzo indirizzo email mail e-mail posta elettronica mia mio la mia il mio sì si
        certo allora
        dunque ecco ehm eh beh bene ok okay va sarebbe è: scriva scrivete scrivetemi mandi mandate mandatela inviate
        invii a ad al alla per favore grazie prego non anzi scusi scusa aspetti no cioè cioe volevo dire di da in con su
        su: ho uso usi usate può puo potete contattarmi quella quello questa questo che penso credo direi buongiorno
        buonasera pronto ma o oppure tutto minuscolo attaccato""".split()
    )
    example_pairs: frozenset[tuple[str, str]] = frozenset()
    example_words = frozenset({"come", "di"})
