"""What a flow says of its own accord in Spanish."""

from __future__ import annotations


class Said:
    """What a flow says of its own accord."""

    apology = "Lo siento, ha ocurrido un error por nuestra parte. Por favor, vuelva a llamar más tarde. Adiós."
    take_your_time = "Tómese su tiempo."
    here = "Hola, sigo aquí."
    what_to_change = "¿Qué debo cambiar?"
