"""What a flow says of its own accord in Portuguese."""

from __future__ import annotations


class Said:
    """What a flow says of its own accord."""

    apology = "Lamento, houve um problema da nossa parte. Por favor, ligue novamente mais tarde. Até logo."
    take_your_time = "Fique à vontade."
    here = "Olá, estou aqui."
    what_to_change = "O que devo alterar?"
