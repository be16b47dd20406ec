"""The worker's own words in Spanish."""

from __future__ import annotations

from agent_worker.phrases.phrases import Phrases

PHRASES = Phrases(
    slow=(
        "Un momento, por favor.",
        "Sigo trabajando en ello.",
        "Gracias por esperar. Ya no debería tardar mucho.",
        "Sigo aquí, solo un poco más.",
        "Disculpe que tarde tanto.",
    ),
    out_of_reach=(
        "Lo siento, ahora mismo no puedo acceder a nuestro sistema. Un momento, por favor.",
        "Sigo intentándolo, por favor, no cuelgue.",
        "Gracias por su paciencia. Lo sigo intentando.",
        "Disculpe la espera, nuestro sistema sigue sin responder.",
        "Le ruego un poco más de paciencia.",
    ),
    goodbye="Lo siento, ha ocurrido un error por nuestra parte. Por favor, vuelva a llamar más tarde. Adiós.",
    cut_off="Disculpe, la llamada se ha cortado un momento.",
    go_on="Continúe, por favor.",
    busy="En este momento todas nuestras líneas están ocupadas. Por favor, vuelva a llamar en unos minutos.",
    backchannels=frozenset("ah aja ajá hm hmm ja-ja ja-ja-ja jaja jajaja mhm mm oh".split()),
)
