"""Words in and around the name of a person in Italian. The usual words that are no names are in no_names.py."""

from __future__ import annotations

from flow_core.languages.it.no_names import USUAL_WORDS
from flow_core.languages.phrases import Phrases, phrases

_SURNAMES = frozenset(
    """grande piccolo piccola bello bella basso gentile felice casa porta guerra tedesco francese sole testa medico
    vecchio bianco verde rosso nero pace valle fiore primo conte""".split()
)


class Names:
    """Words in and around the name of a person."""

    articles = frozenset({"il", "lo", "la", "una", "uno", "i", "gli", "le", "l", "un", "dell"})
    particles = frozenset(
        "de di del della dello dei degli delle da dal dalla dalle la lo le li van von den der el bin y d".split()
    )
    prefixes: tuple[str, ...] = ("mc",)
    elided = frozenset({"d", "o"})
    given: Phrases = phrases("il nome è|nome|il mio nome è|di nome|di nome faccio|il nome")
    family: Phrases = phrases(
        """il cognome è|cognome|il mio cognome è|di cognome|di cognome faccio|il cognome|e il cognome è|
        e di cognome"""
    )
    wishes: Phrases = phrases(
        """vorrei parlare con|voglio parlare con|posso parlare con|potrei parlare con|devo parlare con|parlare con|
        mi passa|mi passi|mi può passare|mi passerebbe|può passarmi|passami|posso avere|potrei avere|vorrei|voglio|
        volevo|cerco|sto cercando|mi serve|ho bisogno di|dammi|mi dia|c'è|è lei|lei è|tu sei|sei tu|prendo|preferisco|
        preferirei|scelgo|facciamo|chiamo per|mi mette in contatto con|mi metta in contatto con|abbiamo|ho|ci sono"""
    )
    others = USUAL_WORDS - _SURNAMES
    forenames = frozenset({"felice", "domenica", "primo", "luce"})
    surnames = _SURNAMES
