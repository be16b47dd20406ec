"""Words in and around the name of a person in Dutch. The usual words that are no names are in no_names.py."""

from __future__ import annotations

from flow_core.languages.nl.no_names import USUAL_WORDS
from flow_core.languages.phrases import Phrases, phrases

# words: skip-begin names
_SURNAMES = frozenset(
    "jong groot wit lang klein bruin zwart goede zomer winter hond meer timmerman schilder slager neef druk".split()
)
# words: skip-end names


class Names:
    """Words in and around the name of a person."""

    articles = frozenset({"een", "het"})
    particles = frozenset("van de der den ter ten te het t s in op la le du des von zu el al ibn bin".split())
    prefixes: tuple[str, ...] = ()
    elided = frozenset({"o", "d"})
    given: Phrases = phrases("voornaam|mijn voornaam is|voornaam is|de voornaam is|roepnaam|mijn roepnaam is")
    family: Phrases = phrases(
        """achternaam|mijn achternaam is|achternaam is|de achternaam is|en mijn achternaam is|familienaam|
        mijn familienaam is|familienaam is|de familienaam is"""
    )
    wishes: Phrases = phrases(
        """ik wil|ik wil graag|ik wou|ik wou graag|ik zou|ik zou graag|ik had graag|mag ik|kan ik|kunt u|kan u|kun je|
        ik zoek|ik ben op zoek naar|ik neem|ik heb|we hebben|doe mij|geef mij|geef me|verbind me|verbind me door|
        verbindt u me|kunt u me doorverbinden|kunt u mij doorverbinden|kun je me doorverbinden|doorverbinden met|
        spreken met|praten met|spreek ik met|spreek ik|is dat|is het|bent u|ben jij|ben je|er is|er zijn|is er|
        wat dacht u van|ik kies|liever|ik bel voor|ik bel namens|namens"""
    )
    others = USUAL_WORDS - _SURNAMES
    # A surname such as "van den Berg" or "de Vries" begins with them.
    forenames = frozenset({"van", "de", "den", "der", "ter", "ten", "te"})
    surnames = _SURNAMES
