"""Letters as French speakers spell them and as speech to text writes their names."""

from __future__ import annotations

from collections.abc import Mapping

from flow_core.languages.phrases import Phrases, PhraseTable, phrases

_NAMES = """anatole berthe celestin desire eugene emile francois gaston henri irma isidore joseph kleber louis marcel
    nicolas oscar pierre quintal raoul suzanne therese ursule victor william xavier yvonne zoe andre bernard camille
    denise etienne georges jean jacques marie noemie octave paul robert simon thomas"""
_NATO = """alpha alfa bravo charlie delta echo foxtrot golf hotel india juliett juliet kilo lima mike november papa
    quebec romeo sierra tango uniform whiskey whisky yankee zulu"""


class Spelling:
    """Words with which letters and digits are spelled."""

    letters: PhraseTable[str] = PhraseTable(
        (
            ("bé", "B"),
            ("cé", "C"),
            ("effe|èfe", "F"),
            ("gé", "G"),
            ("hache|ache", "H"),
            ("ji|jie", "J"),
            ("ka", "K"),
            ("emme|ème", "M"),
            ("enne|ène", "N"),
            ("pé", "P"),
            ("ku", "Q"),
            ("erre|ère", "R"),
            ("esse|èsse", "S"),
            ("té", "T"),
            ("vé", "V"),
            ("double vé|double v", "W"),
            ("ixe|ix", "X"),
            ("i grec|y grec|igrec", "Y"),
            ("zède|zed|zedde", "Z"),
        )
    )
    doubtful_letters: PhraseTable[str] = PhraseTable(
        (
            ("ah|ha", "A"),
            ("ce|ces|c'est", "C"),
            ("dé|des", "D"),
            ("j'ai", "G"),
            ("cas", "K"),
            ("elle|aile|elles", "L"),
            ("aime", "M"),
            ("haine", "N"),
            ("oh|au|eau", "O"),
            ("cul", "Q"),
            ("air", "R"),
            ("tes|thé", "T"),
        )
    )
    zeros: Mapping[str, str] = {}
    alphabet: Mapping[str, str] = {word: word[0].upper() for word in f"{_NAMES} {_NATO}".split()}
    examples: Phrases = phrases("comme|comme dans|comme dans le mot|pour|de")
    cases: Phrases = phrases("majuscule|grand|minuscule|petit|la lettre|lettre")
    within: Phrases = phrases(
        """euh|heu|hum|hm|alors|et|puis|et puis|ensuite|et ensuite|après|et après|suivi de|voyons|encore|
        le chiffre|la lettre|et la lettre|et le chiffre|vous savez|ben|bon"""
    )
    separators: PhraseTable[str] = PhraseTable(
        (
            ("tiret|trait d'union|moins", "-"),
            ("espace|blanc", " "),
            ("slash|barre|barre oblique", "/"),
            ("point", "."),
            ("apostrophe", "'"),
        )
    )
    suffixes = frozenset("e er ere eme re nd nde h ans am pm".split())
