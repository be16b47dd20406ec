"""Letters as Dutch speakers spell them and as speech to text writes their names."""

from __future__ import annotations

from collections.abc import Mapping

from flow_core.languages.phrases import Phrases, PhraseTable, phrases

# words: skip-begin names of letters
_NETHERLANDS = """anton bernard bernhard cornelis dirk eduard ferdinand gerard hendrik izaak isaak jan johan jacob karel
    lodewijk maria marie nico otto pieter quirinius quotient rudolf richard simon theodoor utrecht victor willem
    xantippe ypsilon zaandam zacharias"""
_BELGIUM = """arthur bruno caroline cesar david emiel frederik gustaaf isidoor jozef leopold napoleon oscar paul robert
    sofie suzanne theofiel ursula waterloo xavier yvonne zulma"""
_NATO = """alfa alpha bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november papa
    quebec romeo sierra tango uniform whiskey xray yankee zulu"""
# words: skip-end names of letters


class Spelling:
    """Words with which letters and digits are spelled."""

    letters: PhraseTable[str] = PhraseTable(
        (
            ("aa", "A"),
            ("bee", "B"),
            ("cee", "C"),
            ("dee", "D"),
            ("ee", "E"),
            ("ef|eff", "F"),
            ("gee", "G"),
            ("haa", "H"),
            ("jee", "J"),
            ("kaa", "K"),
            ("ell", "L"),
            ("oo", "O"),
            ("pee", "P"),
            ("kuu|kuh", "Q"),
            ("err", "R"),
            ("ess", "S"),
            ("tee", "T"),
            ("uu", "U"),
            ("vee", "V"),
            ("wee", "W"),
            ("iks", "X"),
            ("griekse ij|griekse y|ypsilon|i grec|igrec|i-grec", "Y"),
            ("lange ij", "IJ"),
            ("zet|zed", "Z"),
        )
    )
    # Most names of letters are two letters, which a transcript writes for two letters, too: "3511 CE".
    doubtful_letters: PhraseTable[str] = PhraseTable((("ij", "Y"), ("ie", "I")))
    zeros: Mapping[str, str] = {}
    alphabet: Mapping[str, str] = {word: word[0].upper() for word in f"{_NETHERLANDS} {_BELGIUM} {_NATO}".split()}
    examples: Phrases = phrases("van|zoals|zoals in|als in|van het woord|zoals in het woord|voor")
    cases: Phrases = phrases(
        "hoofdletter|grote letter|grote|kleine letter|kleine|de letter|letter|de hoofdletter|een hoofdletter"
    )
    within: Phrases = phrases(
        """eh|ehm|uh|uhm|um|euh|euhm|ah|hm|hmm|dan|en dan|en toen|daarna|en daarna|gevolgd door|dan nog|en nog|
        even kijken|laat me even kijken|pauze|het cijfer|het getal|en het cijfer|de letters|de cijfers|en de cijfers|
        en de letters|het nummer|nogmaals|weer|dan weer|en weer|dan de|en de|nou"""
    )
    separators: PhraseTable[str] = PhraseTable(
        (
            ("streepje|koppelteken|liggend streepje|minteken|min", "-"),
            ("spatie", " "),
            ("slash|schuine streep|schuin streepje", "/"),
            ("punt", "."),
            ("apostrof", "'"),
        )
    )
    suffixes = frozenset({"e", "ste", "de", "u", "uur", "h", "am", "pm"})
