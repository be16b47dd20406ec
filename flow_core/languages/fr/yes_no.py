"""Yes and no in French. The rule that finds the phrases is in types/boolean.py."""

from __future__ import annotations

from flow_core.languages.phrases import Answer, Phrases, PhraseTable, phrases

# words: skip-begin phrases of callers
# Anywhere in the utterance.
_YES = """oui|ouais|ouaip|oui oui|mais oui|ben oui|bah oui|oh oui|ah oui|eh oui|oui merci|oui s'il vous plaît|
    oui bien sûr|bien sûr|bien sûr que oui|évidemment|bien évidemment|bien entendu|naturellement|tout à fait|
    absolument|certainement|carrément|effectivement|en effet|affirmatif|c'est ça|c'est bien ça|c'est cela|
    c'est bien cela|c'est exact|c'est bien exact|c'est correct|c'est juste|c'est vrai|c'est le bon|c'est la bonne|
    vous avez raison|je crois que oui|je pense que oui|je suppose que oui|il me semble que oui|je crois bien|
    j'espère que oui|je confirme|je valide|je suis d'accord|on est d'accord|nous sommes d'accord|
    j'accepte|je veux bien|je le veux|volontiers|très volontiers|avec plaisir|avec grand plaisir|
    sans problème|sans aucun problème|sans hésiter|sans aucun doute|allez y|vas y|faites|faites le|allons y|
    faisons ça|faisons comme ça|tout est correct|tout est juste|tout est bon|tout est exact|c'est tout bon|
    ça me convient|ça me convient parfaitement|ça me va très bien|ça me va bien|ça m'intéresse|je confirme oui|
    oui c'est ça|oui je confirme|oui tout à fait|oui c'est bien ça|oui volontiers|mais si|si si|ah si|
    oui oui oui|bien volontiers|oui allez y|j'aimerais bien|bien sûr oui|oui madame|oui monsieur|oui absolument"""
_NO = """non|nan|nope|non non|oh non|ah non|mais non|ben non|bah non|eh non|non merci|sûrement pas|
    certainement pas|absolument pas|pas du tout|surtout pas|vraiment pas|pas vraiment|pas exactement|
    pas tout à fait|pas encore|pas maintenant|pas aujourd'hui|pas cette fois|pas question|hors de question|
    pas d'accord|pas correct|pas exact|pas vrai|pas bon|pas ça|jamais|jamais de la vie|bien sûr que non|
    évidemment non|je crois que non|je pense que non|je crois pas|je ne crois pas|je pense pas|
    je ne pense pas|j'espère que non|je suppose que non|je ne suis pas d'accord|je suis pas d'accord|
    je refuse|je n'accepte pas|j'accepte pas|c'est faux|c'est inexact|c'est incorrect|c'est pas ça|
    ce n'est pas ça|ce n'est pas cela|c'est pas cela|c'est pas exact|ce n'est pas exact|c'est pas correct|
    ce n'est pas correct|c'est pas juste|ce n'est pas juste|c'est pas vrai|ce n'est pas vrai|c'est pas bon|
    ce n'est pas bon|c'est une erreur|il y a une erreur|vous vous trompez|vous faites erreur|
    ce n'est pas ce que j'ai dit|c'est pas ce que j'ai dit|je n'ai pas dit ça|j'ai pas dit ça|
    je ne veux pas|je veux pas|je n'en veux pas|j'en veux pas|je n'ai pas|j'ai pas|je n'en ai pas|j'en ai pas|
    je ne souhaite pas|je ne préfère pas|je préfère pas|je préfère ne pas|je préférerais pas|
    je préférerais ne pas|je n'ai pas besoin|j'ai pas besoin|je n'en ai pas besoin|j'en ai pas besoin|
    pas besoin|pas la peine|ce n'est pas la peine|c'est pas la peine|inutile|sans façon|négatif|
    pas intéressé|pas intéressée|je ne suis pas intéressé|je ne suis pas intéressée|je suis pas intéressé|
    je suis pas intéressée|ça ne m'intéresse pas|ça m'intéresse pas|ça ne me convient pas|
    ça me convient pas|ça ne me va pas|ça me va pas|ça ne va pas|ça va pas|ça ne marche pas|ça marche pas|
    ça ne m'arrange pas|ça m'arrange pas|je ne peux pas|je peux pas|je ne pourrai pas|je pourrai pas|
    je ne suis pas disponible|je suis pas disponible|je ne suis pas libre|je suis pas libre|
    malheureusement pas|malheureusement non|je crains que non|je regrette non|ne faites pas ça|
    faites pas ça|surtout non|plutôt non|ah non non|je ne suis pas là|je suis pas là|
    je suis occupé|je suis occupée|aucunement|nullement|carrément pas|je confirme que non|je ne confirme pas|
    je confirme pas|
    je ne suis pas du tout d'accord|je suis pas du tout d'accord|en aucun cas|ça va pas du tout|
    ça ne va pas du tout|ça ne me convient pas du tout|ça ne me va pas du tout|ça me va pas du tout"""
# At the beginning or end of a clause. In the middle they mean something else.
_YES_AT_EDGE = "correct|exact|exactement|vrai|juste|parfaitement|précisément|sûr|certain|o|bien vu"
_NO_AT_EDGE = "faux|incorrect|inexact|n|erreur"
# Only at the end of a clause: "si je peux" is no yes.
_YES_AT_END = """si|je le suis|je l'ai|j'en ai|j'en ai un|j'en ai une|je le fais|je le souhaite|je suis d'accord|
    il y en a|je suis là|je suis disponible|je suis libre|je peux|on peut|je le peux"""
_NO_AT_END = """je ne le suis pas|je ne l'ai pas|je l'ai pas|je ne le souhaite pas|il n'y en a pas|y en a pas|
    on ne peut pas|on peut pas|je ne suis pas|je suis pas|ce n'est pas le cas|c'est pas le cas"""
# A yes only if the utterance has no clearer phrase: "d'accord, mais non".
_WEAK_YES = """d'accord|ok|okay|bien|très bien|parfait|c'est parfait|c'est bon|c'est bien|ça va|ça me va|
    ça marche|ça roule|ça joue|entendu|super|génial|nickel|impeccable|ça ira|c'est noté|je prends|
    bonne idée|c'est très bien|ça me semble bien|pas de problème|pas de souci|aucun problème|aucun souci"""
# Before a yes they make a no of it: "je ne crois pas que ce soit exact".
_NEGATES = """pas|ne|n'est pas|ce n'est pas|c'est pas|ce n'est pas tout à fait|c'est pas tout à fait|
    ce n'est pas vraiment|c'est pas vraiment|je ne suis pas|je suis pas|on n'est pas|nous ne sommes pas|
    je ne crois pas que|je crois pas que|je ne pense pas que|je pense pas que|je ne crois pas que ce soit|
    je crois pas que ce soit|je ne pense pas que ce soit|je pense pas que ce soit|ça n'est pas|ça n'a pas l'air|
    ça ne semble pas|ce n'est plus|plus|rien n'est|rien de tout ça n'est|ne pas"""
_MAYBE = """peut être|peut être que oui|peut être que non|peut être bien|pas sûr|pas sûre|je ne suis pas sûr|
    je ne suis pas sûre|je suis pas sûr|je suis pas sûre|je ne suis pas certain|je ne suis pas certaine|
    je suis pas certain|je suis pas certaine|je ne suis pas sûr que|je ne sais pas|je sais pas|j'sais pas|
    je ne sais pas encore|je sais pas encore|je ne sais plus|je sais plus|aucune idée|je n'en sais rien|
    j'en sais rien|ça dépend|cela dépend|éventuellement|possible|c'est possible|probablement|probablement pas|
    sans doute|pourquoi pas|je ne me souviens pas|je ne me souviens plus|je me souviens pas|je me souviens plus|
    oui et non|j'espère|ni oui ni non|difficile à dire|bof|mouais|à voir|on verra|je verrai|je vais voir|
    pas forcément|pas nécessairement|comme vous voulez|peu importe|ça m'est égal|il se peut|je n'ai pas compris|
    j'ai pas compris|je ne comprends pas|je comprends pas|je n'ai pas entendu|j'ai pas entendu|
    je ne vous entends pas|je vous entends pas"""
# Idioms that contain one of the words above and answer nothing.
_NEITHER = """ah bon|pas grave|c'est pas grave|ce n'est pas grave|bon alors|bon ben|bon bah|bien sûr attendez|
    je suis sûr|je suis sûre|j'en suis sûr|j'en suis sûre|si possible|si c'est possible|
    si ça ne vous dérange pas|si ça vous dérange pas|si vous voulez|juste un instant|juste une seconde"""
# words: skip-end phrases of callers

_NOT = """pas|pas tout à fait|pas vraiment|ce n'est pas|c'est pas|ce n'est pas tout à fait|c'est pas tout à fait|
    ce n'est pas vraiment|c'est pas vraiment|tout n'est pas|je ne pense pas que ce soit|je pense pas que ce soit|
    je ne crois pas que ce soit|je crois pas que ce soit|je ne suis pas|je suis pas"""
_RIGHT = "correct|exact|juste|vrai|bon|bien ça|ça|d'accord|le bon|la bonne"
_NOT_RIGHT = "|".join(f"{negation} {right}" for negation in _NOT.split("|") for right in _RIGHT.split("|"))

YES_NO: PhraseTable[Answer] = PhraseTable(
    (
        (_YES, Answer(True)),
        (_NOT_RIGHT, Answer(False)),
        (_NO, Answer(False)),
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
