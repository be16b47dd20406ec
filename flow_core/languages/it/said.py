"""What a flow says of its own accord in Italian."""

from __future__ import annotations


class Said:
    """What a flow says of its own accord."""

    apology = "Mi dispiace, c'è stato un problema da parte nostra. La preghiamo di richiamare più tardi. Arrivederci."
    take_your_time = "Faccia con calma."
    here = "Sì, sono qui."
    what_to_change = "Che cosa devo cambiare?"
