"""Words in and around the name of a person in English. The usual words that are no names are in no_names.py."""

from __future__ import annotations

from flow_core.languages.en.no_names import USUAL_WORDS
from flow_core.languages.phrases import Phrases, phrases

_SURNAMES = frozenset(
    """young long short small big best price hope love bill bills day days may winter spring autumn english french
    german christ house home street sun rain snow early man pound read book call care fine court high low""".split()
)


class Names:
    """Words in and around the name of a person."""

    articles = frozenset({"the", "a", "an"})
    particles = frozenset(
        "de del della der den van von zu zur da das do dos di du la le las los ten ter bin ibn al el st y e".split()
    )
    prefixes: tuple[str, ...] = ("mc",)
    elided = frozenset({"o", "d"})
    given: Phrases = phrases("first name|my first name is|first name is|the first name is|first|given name")
    family: Phrases = phrases(
        """last name|my last name is|last name is|the last name is|and my last name is|surname|my surname is|
        surname is|the surname is|last|family name|family name is"""
    )
    wishes: Phrases = phrases(
        """can i have|can i get|could i have|could i get|may i have|give me|i want|i would like|id like|id love|i need|
        im looking for|i am looking for|looking for|were looking for|ill have|i will have|ill take|i will take|
        lets go with|how about|what about|can we do|could we do|can you do|could you do|
        i prefer|id prefer|i would prefer|i choose|
        i pick|put me through|can i speak to|could i speak to|can i talk to|could i talk to|
        could you put me through to|can you put me through to|transfer me|connect me|get me|
        speak to|talk to|speak with|talk with|is it|are you|
        put me down for|theres|there is|there are|we have|i have|ive got|i got"""
    )
    others = USUAL_WORDS - _SURNAMES
    forenames = frozenset({"will", "bill", "may", "hope", "sunny", "rich", "christian", "summer"})
    surnames = _SURNAMES
