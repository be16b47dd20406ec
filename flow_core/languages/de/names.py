"""Words in and around the name of a person in German. The usual words that are no names are in no_names.py."""

from __future__ import annotations

from flow_core.languages.de.no_names import USUAL_WORDS
from flow_core.languages.phrases import Phrases, phrases

_SURNAMES = frozenset(
    """klein gross lang kurz jung alt schwarz weiss braun rot grun grau gut recht ernst sommer winter herbst sonntag
    freitag montag samstag mai marz haus mann kind freund vater bruder vetter neu reich frei kalt heiss licht nacht tag
    morgen abend brot salz zucker kuchen geld brief wagen ring vogel himmel engel sauer neffe""".split()
)


class Names:
    """Words in and around the name of a person."""

    articles = frozenset({"ein", "eine", "einen", "das", "dem", "den", "kein", "keine"})
    particles = frozenset("von vom van der den zu zur zum de del della di da dos la le el al bin ibn".split())
    prefixes: tuple[str, ...] = ("mc",)
    elided = frozenset({"o", "d"})
    given: Phrases = phrases("vorname|mein vorname ist|mein vorname lautet|vorname ist|der vorname ist|mit vornamen")
    family: Phrases = phrases(
        """nachname|mein nachname ist|mein nachname lautet|nachname ist|der nachname ist|und mein nachname ist|
        familienname|mein familienname ist|zuname|mit nachnamen"""
    )
    wishes: Phrases = phrases(
        """kann ich haben|kann ich|könnte ich|ich möchte|ich möchte gern|ich möchte gerne|ich will|ich hätte gern|
        ich hätte gerne|ich hätte|ich brauche|ich bräuchte|ich würde gern|ich würde gerne|ich suche|ich nehme|
        geben sie mir|verbinden sie mich|stellen sie mich|ist da|ist dort|sind sie|bist du|spreche ich mit|
        sprechen mit|mit wem|ich habe|wir haben|wir sind|es gibt|gibt es|rufen sie|holen sie|wie wäre es mit|
        können wir|könnten wir|ich wähle|ich bevorzuge|ich habe einen termin bei|ist herr|ist frau"""
    )
    others = USUAL_WORDS - _SURNAMES
    forenames = frozenset({"will", "ernst", "mai"})
    surnames = _SURNAMES
