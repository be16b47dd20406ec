"""Yes and no in Dutch. The rule that finds the phrases is in types/boolean.py."""

from __future__ import annotations

from flow_core.languages.phrases import Answer, Phrases, PhraseTable, phrases

_ADVERBS = ("", "helemaal ", "toch ", "echt ", "zo ", "dus ", "volgens mij ", "eigenlijk ", "nog ", "ook ", "zeker ")
"""Words between a verb and the "niet" that follows it."""


def _with_niet(verbs: str) -> str:
    """Return the phrases that "niet" makes of verbs: "klopt helemaal niet"."""
    return "|".join(f"{verb.strip()} {adverb}niet" for verb in verbs.split("|") for adverb in _ADVERBS)


# words: skip-begin phrases of callers
# Anywhere in the utterance.
_YES = """ja|jawel|jazeker|ja hoor|ja graag|ja zeker|ja natuurlijk|ja alstublieft|ja dank u|ja precies|ja inderdaad|
    ja klopt|jep|jup|yep|yes|ja ja|jaja|zeker weten|absoluut|natuurlijk|uiteraard|vanzelfsprekend|tuurlijk|klopt|
    dat klopt|het klopt|dit klopt|klopt helemaal|dat klopt helemaal|klopt als een bus|klopt zo|dat is juist|
    dat is correct|het is juist|het is correct|dat is goed|dat is prima|dat is helemaal goed|helemaal goed|
    helemaal juist|helemaal correct|alles klopt|alles is juist|alles is goed|alles is correct|u heeft gelijk|
    je hebt gelijk|zo is het|dat is het|dat is hem|inderdaad|akkoord|ik ga akkoord|daar ga ik mee akkoord|
    ik ben akkoord|mee eens|ik ben het ermee eens|daar ben ik het mee eens|ik stem toe|ik stem ermee in|ik stem in|
    ik bevestig|ik bevestig dat|ik bevestig het|bevestigd|ga uw gang|ga je gang|ga maar door|doe maar|doet u maar|
    doe dat maar|doet u dat maar|laten we dat doen|waarom niet|ik denk het wel|ik denk van wel|ik dacht het wel|
    ik geloof het wel|ik geloof van wel|ik hoop het|ik hoop van wel|ik meen van wel|volgens mij wel|lijkt me goed|
    lijkt mij goed|dat lijkt me goed|dat lijkt me prima|lijkt me prima|klinkt goed|dat klinkt goed|graag zelfs|
    met plezier|heel graag|zeer zeker|dat zou fijn zijn|dat zou mooi zijn|ik weet het zeker|ik ben zeker|dat mag|
    dat mag wel|mag wel|dat kan|dat kan wel|dat wil ik|dat wil ik wel|dat wil ik graag|wil ik graag|ik wil het|
    ik wil dat|ik wil het graag|ik wil dat graag|voor mij wel|is in orde|dat is in orde|in orde|komt in orde|
    voor elkaar|bij deze|o ja|oh ja|ja zeker weten|beslist|is juist|is correct|lijkt me wel|dat lijkt me wel"""
_NO = """nee|neen|nee hoor|nee dank u|nee dank u wel|nee dank je|nee dankjewel|nee bedankt|nope|nee joh|nee nee|
    zeker niet|absoluut niet|natuurlijk niet|uiteraard niet|helaas niet|jammer genoeg niet|liever niet|ik liever niet|
    niet echt|helemaal niet|nog niet|nu niet|vandaag niet|op dit moment niet|niet nu|niet vandaag|niet juist|
    niet correct|dat is fout|het is fout|dat is verkeerd|het is verkeerd|dat is onjuist|het is onjuist|onjuist|
    ik denk het niet|ik denk van niet|ik dacht het niet|ik dacht van niet|ik geloof het niet|ik geloof van niet|
    ik hoop het niet|ik hoop van niet|ik meen van niet|volgens mij niet|ik ben bang van niet|ik vrees van niet|
    geenszins|geen interesse|ik heb geen interesse|niet nodig|dat is niet nodig|is niet nodig|niet akkoord|
    ik ga niet akkoord|ik ga daar niet mee akkoord|daar ga ik niet mee akkoord|niet mee eens|
    ik ben het er niet mee eens|daar ben ik het niet mee eens|kan niet kloppen|dat kan niet kloppen|
    daar klopt niks van|daar klopt niets van|er klopt niks van|er klopt niets van|klopt niks van|nee dat wil ik niet|
    nee ik wil niet|dat wil ik liever niet|wil ik liever niet|ik wil het niet|ik wil dat niet|ik heb er geen|
    ik heb geen|ik doe het niet|doe het niet|doe dat niet|niet doen|doe maar niet|doet u maar niet|liever van niet|
    voor mij niet|ik ben er niet|ik ben weg|dan ben ik weg|ik ben bezet|nee sorry|ik ben verhinderd|
    dan ben ik verhinderd|ik ben niet beschikbaar|dat is niet wat ik zei|dat heb ik niet gezegd|dat zei ik niet|
    dat bedoel ik niet|dat is niet wat ik bedoel|in geen geval|geen sprake van|van zijn leven niet|geen behoefte aan|
    daar heb ik geen behoefte aan|geen een|geen van beide|o nee|oh nee|tuurlijk niet|beslist niet|welnee|nee laat maar|
    nee laat maar zitten|""" + _with_niet("klopt|dat klopt|het klopt|dit klopt|hoeft|dat hoeft|het hoeft")
# At the beginning or end of a clause. In the middle they mean something else: "ik wil het juiste adres".
_YES_AT_EDGE = "juist|correct|precies|exact|zeker|waar|j|eens|tof|jazekers|top"
_NO_AT_EDGE = "fout|verkeerd|nooit|n|negatief|onmogelijk"
# Only at the end of a clause: "dat heb ik al gezegd" is no yes.
_YES_AT_END = """ik wel|wel|dat wel|heb ik|dat heb ik|ik heb|doe ik|dat doe ik|wil ik|wil ik wel|heb ik wel|
    doe ik wel|dat doe ik wel|dat heb ik wel|ben ik|dat ben ik|dat ben ik wel|dat is zo|dat was zo|is zo|dat deed het|
    dat is het wel|het is zo|het is wel zo|dat is wel zo|is het|dat was het|dat heeft het"""
_NO_AT_END = "ik niet|niet|dat niet|" + _with_niet(
    """kan|dat kan|gaat|dat gaat|lukt|dat lukt|lijkt me|dat lijkt me|lijkt mij|dat lijkt mij|wil ik|dat wil ik|ik wil|
    heb ik|dat heb ik|ik heb|doe ik|dat doe ik|ben ik|dat ben ik|ik ben|ik kan|dan kan ik|dat kan ik|dat is|het is|
    dat was|het was|hoor ik|is het|was het|doet het|deed het|het hielp|heeft het|mag|dat mag"""
)
# A yes only if the utterance has no clearer phrase: "oké, nee".
_WEAK_YES = """oke|okee|okay|ok|goed|prima|fijn|graag|is goed|is prima|is oke|dat is oke|dat is fijn|perfect|top|
    uitstekend|geweldig|mooi|best|heel goed|best goed|super|kan wel|alstublieft|alsjeblieft|voor mij goed|mij best|
    voor mij prima|vind ik goed|vind ik prima|dat vind ik goed|dat vind ik prima|is in orde zo"""
# Before a yes they make a no of it: "ik denk niet dat het klopt".
_NEGATES = """niet|is niet|klopt niet dat|geloof niet|denk niet|niet denken|denk niet dat|denk niet dat het|
    denk niet dat dat|
    geloof niet dat|geloof niet dat het|geloof niet dat dat|vind niet dat|vind niet dat het|vind niet dat dat|
    nooit|niets daarvan|niets is|niets|niks|niks is|niks daarvan|geen van alle|niets hiervan|lijkt me niet|
    lijkt mij niet|lijkt niet|klinkt niet|ziet er niet|kan niet|niet helemaal|niet echt|zijn niet|is dus niet"""
_MAYBE = """misschien|wellicht|mogelijk|eventueel|ik weet het niet|weet ik niet|dat weet ik niet|ik weet niet|
    geen idee|ik heb geen idee|niet zeker|ik weet het niet zeker|dat weet ik niet zeker|weet ik niet zeker|
    ik ben niet zeker|ik ben er niet zeker van|hangt ervan af|dat hangt ervan af|het hangt ervan af|hangt er van af|
    dat hangt er van af|ligt eraan|dat ligt eraan|het ligt eraan|ligt er aan|dat ligt er aan|kan zijn|dat kan zijn|
    het kan zijn|zou kunnen|dat zou kunnen|het zou kunnen|maakt niet uit|maakt mij niet uit|maakt me niet uit|
    dat maakt niet uit|dat maakt mij niet uit|dat maakt me niet uit|het maakt niet uit|om het even|moeilijk te zeggen|
    ja en nee|ik twijfel|niet per se|niet noodzakelijk|het zal wel|zal wel|ik zou het niet weten|zou ik niet weten|
    bijna goed|bijna juist|laat maar|laat maar zitten|ik begrijp het niet|ik snap het niet|niet fout|niet verkeerd|
    ja of nee|ik herinner het me niet"""
# Idioms that contain one of the words above and answer nothing.
_NEITHER = """geen probleem|geen zorgen|geen punt|niets te danken|graag gedaan|kan gebeuren|
    geen dank|geen bezwaar|niet erg|dat is niet erg|geeft niet|dat geeft niet|zeker van|goed zo|het is goed met u"""
# words: skip-end phrases of callers

YES_NO: PhraseTable[Answer] = PhraseTable(
    (
        (_NO_AT_END, Answer(False, "end")),
        (_YES, Answer(True)),
        (_NO, Answer(False)),
        (_YES_AT_EDGE, Answer(True, "edge")),
        (_NO_AT_EDGE, Answer(False, "edge")),
        (_YES_AT_END, Answer(True, "end")),
        (_WEAK_YES, Answer(True, "edge", weak=True)),
        (_MAYBE, Answer("unclear")),
        (_NEITHER, Answer(None)),
    )
)
"""Phrases that answer a yes-or-no question."""
NEGATES: Phrases = phrases(_NEGATES)
"""Words that make a no of the yes after them."""
