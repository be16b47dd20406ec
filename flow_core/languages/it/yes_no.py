"""Yes and no in Italian. The rule that finds the phrases is in types/boolean.py."""

from __future__ import annotations

from flow_core.languages.phrases import Answer, Phrases, PhraseTable, phrases

# Anywhere in the utterance.
_YES = """sì|si|sissì|sì sì|sì grazie|sì certo|sì per favore|sì prego|sì esatto|sì esattamente|sì signora|sissignore|
    eh sì|ma sì|certo|certo che sì|certo che si|ma certo|certamente|come no|senz'altro|assolutamente sì|
    ovviamente sì|è giusto|è corretto|è esatto|è vero|è così|è proprio così|proprio così|giustissimo|esattissimo|
    tutto giusto|tutto corretto|è tutto giusto|è tutto corretto|tutto esatto|è tutto esatto|mi va bene|
    mi va benissimo|per me va bene|per me va benissimo|va benissimo|sono d'accordo|siamo d'accordo|d'accordo|
    credo di sì|penso di sì|credo proprio di sì|penso proprio di sì|direi proprio di sì|ho detto di sì|
    le ho detto di sì|
    preferirei di sì|preferisco di sì|direi di sì|mi pare di sì|mi sembra di sì|suppongo di sì|spero di sì|
    immagino di sì|
    confermo|lo confermo|confermato|accetto|acconsento|proceda|procediamo|proceda pure|faccia pure|vada pure|
    vada avanti|fai pure|vai pure|andiamo avanti|volentieri|molto volentieri|con piacere|affermativo|
    ha ragione|ha capito bene|hai capito bene|perché no|sono sicuro|sono sicura|sono io|
    lo voglio|la voglio|li voglio|le voglio|mi piacerebbe|mi farebbe piacere|sì che"""
_NO = """no|no no|no grazie|no mi dispiace|nossignore|eh no|ma no|certo che no|assolutamente no|assolutamente|
    per niente|per nulla|niente affatto|neanche per sogno|nemmeno per sogno|neanche per idea|non proprio|
    non esattamente|non ancora|non adesso|non ora|non oggi|non è giusto|non è corretto|non è esatto|non è vero|
    non è così|non va bene|non mi va bene|non mi va|non va|è sbagliato|è errato|è scorretto|è falso|ha capito male|
    hai capito male|ha sbagliato|credo di no|penso di no|credo proprio di no|penso proprio di no|direi proprio di no|
    ho detto di no|le ho detto di no|
    non direi|non è quello che ho detto|non è quello|non è lui|non è lei|direi di no|mi pare di no|mi sembra di no|
    temo di no|
    spero di no|suppongo di no|purtroppo no|ovviamente no|non credo|non penso|non mi pare|non mi sembra|
    non voglio|non lo voglio|non la voglio|non li voglio|non vorrei|non ce l'ho|non ne ho|non mi serve|non ho bisogno|
    non ne ho bisogno|non sono d'accordo|non d'accordo|non accetto|non confermo|non acconsento|non mi interessa|
    non sono interessato|non sono interessata|preferirei di no|preferisco di no|preferirei evitare|meglio di no|
    mi dispiace ma no|lasci stare|lasciamo stare|lascia stare|lasci perdere|non lo faccia|non farlo|non posso|
    non ci sono|non sono io|non quello|non ho detto questo|non ho detto così|negativo|
    macché|giammai|in nessun caso|non sono sicuro di sì"""
_OPINIONS = "non credo|non penso|non mi pare|non mi sembra|non direi".split("|")
_NOT_RIGHT = "|".join(
    f"{opinion} {that}sia {right}"
    for opinion in _OPINIONS
    for that in ("", "che ")
    for right in ("giusto", "corretto", "esatto", "vero", "così", "tutto giusto", "tutto corretto")
)
# At the beginning or end of a clause. In the middle they mean something else.
_YES_AT_EDGE = """giusto|corretto|esatto|esattamente|vero|sicuro|sicuramente|perfettamente|ovvio|ovviamente|
    naturalmente|precisamente|indubbiamente|proprio|eccome|appunto|infatti"""
_NO_AT_EDGE = "sbagliato|errato|falso|scorretto|mai|male|n"
# Only at the end of a clause.
_YES_AT_END = "lo è|lo sono|ce l'ho|l'ho fatto|lo so che sì|ha funzionato|mi è stato utile|è stato utile"
_NO_AT_END = "non lo è|non lo sono|non l'ho fatto|non ha funzionato|neanche|nemmeno"
# A yes only if the utterance has no clearer phrase: "va bene, no".
_WEAK_YES = """ok|okay|okey|va bene|bene|benissimo|benone|perfetto|ottimo|va bene così|tutto bene|volendo sì|prego|
    fatto|
    ci sto|mi sta bene|sta bene|buono|molto bene|per me ok|per me sì"""
# Before a yes they make a no of it: "non credo sia giusto".
_NEGATES = """non|non è|non è proprio|non è affatto|non è del tutto|non sono|non mi sembra|non mi pare|non credo sia|
    non credo che sia|non penso sia|non penso che sia|non mi sembra che sia|non lo trovo|non del tutto|non tutto è|
    non tutto|niente è|nulla è|niente di tutto questo è|niente di questo è|non proprio|non può essere|
    non ha capito|mica|non è mica|nessuno è|non sembra|non pare|non va|non mi va"""
# words: skip-begin phrases of callers
_MAYBE = """forse|magari|può darsi|può essere|non so|non lo so|non saprei|boh|mah|dipende|non sono sicuro|
    non sono sicura|non ne sono sicuro|non ne sono sicura|non sono certo|non sono certa|chissà|probabilmente|
    possibilmente|è possibile|è uguale|è lo stesso|fa lo stesso|per me è uguale|per me è indifferente|
    sì e no|ni|più o meno|quasi|in parte|in teoria|non ricordo|non mi ricordo|non ho capito|non capisco|
    difficile da dire|vediamo|ci devo pensare|ci penso|devo pensarci|non importa|credo|penso|sì o no|
    non saprei dire|non è detto|non ho detto sì|non ho detto di sì|non ho detto no|non ho detto di no|non è sbagliato|
    non è falso"""
# words: skip-end phrases of callers
# Idioms that contain one of the words above and answer nothing.
_NEITHER = """nessun problema|non c'è problema|no problem|non c'è di che|non si preoccupi|non ti preoccupare|
    tutto bene e lei|sto bene|un certo|una certa|di certo non|per certo|davvero|mi dica sì|se no|sennò|se sì|
    senza dubbio|non c'è dubbio"""

YES_NO: PhraseTable[Answer] = PhraseTable(
    (
        (_YES, Answer(True)),
        (_NO, Answer(False)),
        (_NOT_RIGHT, Answer(False)),
        (_YES_AT_EDGE, Answer(True, "edge")),
        (_NO_AT_EDGE, Answer(False, "edge")),
        (_YES_AT_END, Answer(True, "end")),
        (_NO_AT_END, Answer(False, "end")),
        (_WEAK_YES, Answer(True, "edge", weak=True)),
        (_MAYBE, Answer("unclear")),
        (_NEITHER, Answer(None)),
    )
)
"""Phrases that answer a yes-or-no question."""
NEGATES: Phrases = phrases(_NEGATES)
"""Words that make a no of the yes after them."""
