"""Letters as English speakers spell them and as speech to text writes their names."""

from __future__ import annotations

from collections.abc import Mapping

from flow_core.languages.phrases import Phrases, PhraseTable, phrases

_NATO = """alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec
    romeo sierra tango uniform victor whiskey xray yankee zulu alfa juliett whisky"""
_POLICE = """adam baker charles david edward frank george henry ida john king lincoln mary nora ocean paul queen robert
    sam tom union victor william young zebra"""


class Spelling:
    """Words with which letters and digits are spelled."""

    letters: PhraseTable[str] = PhraseTable(
        (
            ("bee", "B"),
            ("cee", "C"),
            ("dee", "D"),
            ("ee", "E"),
            ("ef|eff", "F"),
            ("gee", "G"),
            ("aitch|haitch", "H"),
            ("jay", "J"),
            ("kay", "K"),
            ("ell", "L"),
            ("pee", "P"),
            ("cue|queue|kew", "Q"),
            ("ess", "S"),
            ("tee", "T"),
            ("vee", "V"),
            ("double u|double you", "W"),
            ("wye", "Y"),
            ("zed|zee", "Z"),
        )
    )
    doubtful_letters: PhraseTable[str] = PhraseTable(
        (
            ("ay|eh", "A"),
            ("be", "B"),
            ("see|sea", "C"),
            ("eye", "I"),
            ("el", "L"),
            ("em", "M"),
            ("en", "N"),
            ("pea", "P"),
            ("are|ar", "R"),
            ("es", "S"),
            ("tea", "T"),
            ("you", "U"),
            ("ex", "X"),
            ("why", "Y"),
        )
    )
    zeros: Mapping[str, str] = {"oh": "O"}
    alphabet: Mapping[str, str] = {word: word[0].upper() for word in f"{_POLICE} {_NATO}".split()}
    examples: Phrases = phrases("as in|as in the word|like|like in|for|as for|is for|is in|from")
    cases: Phrases = phrases("capital|big|upper case|uppercase|small|lower case|lowercase|the letter|letter")
    within: Phrases = phrases(
        """um|uh|uhm|er|erm|ah|hm|hmm|then|and then|next|followed by|and after that|let me see|pause|again then|
        the number|the letter|and the letter|and the number|you know|well"""
    )
    separators: PhraseTable[str] = PhraseTable(
        (
            ("dash|hyphen|minus|stroke", "-"),
            ("space|blank", " "),
            ("slash|forward slash", "/"),
            ("dot|point", "."),
            ("apostrophe", "'"),
        )
    )
    suffixes = frozenset({"st", "nd", "rd", "th", "am", "pm", "s"})
