"""What a flow says of its own accord in French."""

from __future__ import annotations


class Said:
    """What a flow says of its own accord."""

    apology = "Je regrette, un problème est survenu de notre côté. Veuillez rappeler plus tard. Au revoir."
    take_your_time = "Prenez votre temps."
    here = "Oui, je suis là."
    what_to_change = "Que dois-je modifier ?"
