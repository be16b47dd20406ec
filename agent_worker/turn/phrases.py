"""The worker's own words, for a reply of the flow that is late or unavailable, and for a call without speech.

All are English but `BUSY`, after which the call ends: who does not understand it calls again at once.
"""

from __future__ import annotations

from collections.abc import Mapping

SLOW = (
    "One moment, please.",
    "I'm still working on it.",
    "Thank you for waiting. It should not be long now.",
    "I'm still here, just a little longer.",
    "Sorry that this takes so long.",
)
"""For an API that is slow, spoken one after the other."""
OUT_OF_REACH = (
    "I'm sorry, I cannot reach our system right now. One moment, please.",
    "I'm still trying, please stay on the line.",
    "Thank you for your patience. I keep trying.",
    "Sorry for the wait, our system still does not answer.",
    "Please bear with me a little longer.",
)
"""For an API that is unavailable, spoken one after the other."""
GOODBYE = "I'm sorry, something went wrong on our side. Please call again later. Goodbye."
"""For a turn that failed. Same words as `flow_core.step.APOLOGY`, which the worker cannot import."""
CUT_OFF = "Sorry, we were cut off for a moment."
"""For a call that another worker began."""
BACK = f"{CUT_OFF} Please go on."
"""For a call that another worker began, if its last reply is not repeated."""

BUSY: Mapping[str, str] = {
    "en": "All our lines are busy at the moment. Please call again in a few minutes.",
    "da": "Alle vores linjer er optaget i øjeblikket. Ring venligst igen om et par minutter.",
    "de": "Im Moment sind alle unsere Leitungen belegt. Bitte rufen Sie in ein paar Minuten noch einmal an.",
    "es": "En este momento todas nuestras líneas están ocupadas. Por favor, vuelva a llamar en unos minutos.",
    "fr": "Toutes nos lignes sont occupées pour le moment. Veuillez rappeler dans quelques minutes.",
    "it": "Al momento tutte le nostre linee sono occupate. La preghiamo di richiamare tra qualche minuto.",
    "nl": "Al onze lijnen zijn op dit moment bezet. Belt u over een paar minuten nog eens terug.",
    "no": "Alle linjene våre er opptatt for øyeblikket. Vennligst ring igjen om noen minutter.",
    "pl": "W tej chwili wszystkie nasze linie są zajęte. Prosimy zadzwonić ponownie za kilka minut.",
    "pt": "No momento, todas as nossas linhas estão ocupadas. Por favor, ligue novamente em alguns minutos.",
    "sv": "Alla våra linjer är upptagna just nu. Vänligen ring igen om några minuter.",
}
"""For a call that ends because nothing hears the caller or nothing speaks, by language."""


def busy(language: str | None) -> str:
    """Return the busy sentence in a language, or in English.

    Args:
        language: A language tag, such as de or de-AT. None is English.
    """
    return BUSY.get((language or "en").replace("_", "-").split("-")[0].lower(), BUSY["en"])


def phrase(phrases: tuple[str, ...], spoken: int) -> str:
    """Return the next phrase.

    Args:
        phrases: The phrases in order.
        spoken: How many of them the caller has heard.

    Returns:
        A phrase that differs from the previous one.
    """
    return phrases[spoken % len(phrases)]
