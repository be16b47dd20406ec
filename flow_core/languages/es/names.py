"""Words in and around the name of a person in Spanish. The usual words that are no names are in no_names.py."""

from __future__ import annotations

from flow_core.languages.es.no_names import USUAL_WORDS
from flow_core.languages.phrases import Phrases, phrases

# "Rosa", "Dolores" and "Cruz" may be a first name alone. These are one only beside another name.
_SURNAMES = frozenset(
    """bueno rubio moreno blanco calvo delgado gordo bravo leal casado calle campo campos casa casas costa iglesias
    mesa puente puerta rey reyes rio rios santos sol sierra torre torres vega luna leon lobo conejo cordero toro vaca
    pastor zapatero herrero guerrero hidalgo marin cabezas cuesta prado roca fuente fuentes paz salas sala garrido
    seco franco real mayor barba casado nieto sobrino ciego""".split()
)


class Names:
    """Words in and around the name of a person."""

    articles = frozenset({"el", "la", "los", "las", "un", "una", "unos", "unas", "mi", "su", "del", "al"})
    particles = frozenset("de del la las los y e i da das do dos di van von der den".split())
    prefixes: tuple[str, ...] = ()
    elided = frozenset({"o", "d"})
    given: Phrases = phrases("nombre|mi nombre|de nombre|mi nombre es|nombre de pila|mi nombre de pila es")
    family: Phrases = phrases(
        """apellido|apellidos|mi apellido es|mis apellidos son|mi apellido|el apellido es|y de apellido|de apellido|
        y mi apellido es|primer apellido|mi primer apellido es"""
    )
    wishes: Phrases = phrases(
        """quiero|quisiera|querría|quería|queremos|necesito|necesitamos|me gustaría|deseo|busco|buscamos|
        estoy buscando|llamo por|llamo para|llamaba por|llamaba para|le llamo por|le llamo para|prefiero|preferiría|
        deme|dame|póngame|póngame con|ponme con|me pone con|páseme|páseme con|pásame con|me pasa con|
        puede pasarme con|me puede pasar con|me comunica con|comuníqueme con|puedo hablar con|podría hablar con|
        hablar con|está|es usted|eres|tengo|tenemos|hay|qué tal|me puede dar|me podría dar|vengo de parte de|
        pregunto por"""
    )
    others = USUAL_WORDS - _SURNAMES
    forenames: frozenset[str] = frozenset({"sol", "luz", "mar", "paz", "pilar", "amor", "domingo", "leon"})
    surnames = _SURNAMES
