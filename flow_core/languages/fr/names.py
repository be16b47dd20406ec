"""Words in and around the name of a person in French. The usual words that are no names are in no_names.py."""

from __future__ import annotations

from flow_core.languages.fr.no_names import USUAL_WORDS
from flow_core.languages.phrases import Phrases, phrases

_NAMES = frozenset(
    "laura leger voisin petit blanc roux boulanger meunier berger marchand mercier roy rose riviere renard".split()
)
"""Usual words that are names more often, where a name is asked."""
_SURNAMES = frozenset(
    """grand noir brun gros bon beau bel long court jeune vieux bourgeois masson charpentier baron marechal poirier
    poulain roche fontaine bois fermier noel page prevot maire pain poisson olive fleur champ moulin pont chapelle
    dimanche lundi samedi neveu cousin""".split()
)


class Names:
    """Words in and around the name of a person."""

    # "Je suis à Paris" names a place.
    articles = frozenset({"le", "la", "les", "un", "une", "l", "a"})
    particles = frozenset("de du des d le la les van von der den di da del della el al ben ibn y e dos".split())
    prefixes: tuple[str, ...] = ("mc",)
    elided = frozenset({"d", "l", "o"})
    given: Phrases = phrases("prénom|mon prénom est|mon prénom c'est|le prénom est|le prénom c'est|prénom c'est")
    family: Phrases = phrases(
        """nom de famille|mon nom de famille est|mon nom de famille c'est|le nom de famille est|
        nom de famille c'est|nom|et mon nom de famille est|et le nom de famille|et nom"""
    )
    wishes: Phrases = phrases(
        """je voudrais|je voudrai|j'aimerais|je veux|je souhaite|je souhaiterais|je désire|donnez moi|passez moi|
        est ce que je peux|est ce que je pourrais|est ce qu'on peut|je peux avoir|je peux parler|pourrais je|
        puis je|pouvez vous|pourriez vous|vous pouvez|je cherche|nous cherchons|on cherche|parler à|parler avec|
        parler au|il me faut|il me faudrait|il y a|on a|nous avons|j'ai besoin|j'ai|je préfère|je préférerais|
        je prends|je prendrai|je choisis|mettez moi|mettez nous|réserver|est ce que c'est|êtes vous|est ce que vous|
        c'est pour le|c'est pour la|c'est pour un|c'est pour une"""
    )
    others = USUAL_WORDS - _SURNAMES - _NAMES
    forenames = frozenset({"noel", "fleur", "olive", "parfait", "blanche", "aime", "aimee", "marine"})
    surnames = _SURNAMES
