"""Words of a spoken e-mail address in Spanish."""

from __future__ import annotations

from collections.abc import Mapping


class Emails:
    """Words of a spoken e-mail address."""

    not_locals: frozenset[tuple[str, ...]] = frozenset()
    persons = frozenset({"yo"})
    introductions = frozenset({"es", "soy"})
    at: tuple[str, ...] = ("arroba",)
    after_at: frozenset[str] = frozenset()
    connectors: Mapping[str, str] = {
        "punto": ".",
        "guion": "-",
        "guion medio": "-",
        "guion bajo": "_",
        "raya": "-",
        "raya baja": "_",
        "barra baja": "_",
        "subrayado": "_",
        "menos": "-",
        "mas": "+",
    }
    accents = "áéíóúüàèìòùâêîôûç"
    dots = frozenset({"punto"})
    before = frozenset(
        """es soy mi el la un una correo electronico email mail e-mail direccion seria a me si
        vale bueno pues eh em claro por favor gracias no perdon digo mejor quiero decir aqui hola
        apunte anote escriba envielo mandelo enviar mandar puede usar use con de en para y o que este
        esto entonces ok disculpe espere mire lo siento creo tengo uso""".split()
    )
    example_pairs = frozenset({("como", "en")})
    example_words = frozenset({"de"})
