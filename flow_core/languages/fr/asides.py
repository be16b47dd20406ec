"""Words that change no answer in French, and words that take a value back or rule it out."""

from __future__ import annotations

from collections.abc import Mapping

from flow_core.languages.phrases import Phrases, phrases
from flow_core.languages.utterance import folded

# words: skip-begin phrases of callers
_FILLERS = """euh|heu|euhm|hum|hm|hmm|mm|mmm|ah|oh|eh|eh bien|et bien|hé bien|ben|bah|beh|bé|ben oui|bah oui|bon|
    bon alors|alors|alors là|donc|du coup|hein|voilà|et voilà|tiens|genre|disons|on va dire|comment dire|
    c'est à dire|vous savez|tu sais|vous voyez|vous comprenez|écoutez|dites|très bien|d'accord|ok|okay|oui|
    ouais|oui oui|si vous voulez|et|bonjour|bonsoir|salut|allô|bonjour madame|bonjour monsieur|je|j'|moi|moi je|
    d'abord|tout d'abord|pour commencer|en gros|franchement|honnêtement|justement|simplement|tout simplement|
    ma foi|ça y est|allez|allons|puis|et puis|là"""
_POLITENESS = """s'il vous plaît|s'il te plaît|svp|s v p|sil vous plait madame|merci|merci beaucoup|merci bien|
    merci d'avance|merci à vous|mille mercis|mille fois merci|je vous remercie|je vous prie|je vous en prie|
    madame|monsieur|mademoiselle|si possible|si c'est possible|si ça ne vous dérange pas|si ça vous dérange pas|
    si cela ne vous dérange pas|si vous pouvez|si vous avez|si c'est disponible|si vous avez de la place|
    volontiers|avec plaisir|parfait|c'est parfait|super|c'est gentil|très volontiers|ce serait gentil|
    ce serait parfait|ce serait super|ça serait bien|ce serait bien|au revoir|bonne journée|bonne soirée|
    c'est tout|ce sera tout|ça sera tout|voilà c'est tout"""
_THINKING = """voyons|voyons voir|attendez voir|laissez moi réfléchir|laissez moi voir|laissez moi regarder|
    je réfléchis|je regarde|je crois|je crois que|je crois que c'est|je pense|je pense que|je pense que c'est|
    il me semble|il me semble que|il me semble que c'est|je dirais|sans doute|sûrement|peut être bien|
    si je ne me trompe pas|si je me trompe pas|si je me souviens bien|sauf erreur|sauf erreur de ma part|
    à mon avis|je suppose|j'imagine|j'en suis sûr|j'en suis sûre|je suis sûr|je suis sûre|comme je l'ai dit|
    j'ai dit|je disais|je vous ai dit|je répète|encore une fois|seulement|juste|uniquement|
    c'est quoi déjà|déjà|comment déjà|attendez que je me souvienne|une seconde je regarde"""
_CARRIERS = """c'est|ce sera|ça sera|ce serait|ça serait|c'était|c'est le|c'est la|c'est pour|ce sera pour|
    ce serait pour|ça serait pour|je voudrais|je voudrai|j'aimerais|j'aimerais bien|je veux|je veux bien|
    je voulais|je souhaite|je souhaiterais|je désire|je désirerais|j'aurais voulu|j'aurais aimé|il me faut|
    il me faudrait|il nous faut|il nous faudrait|j'ai besoin|j'aurais besoin|je prends|je prendrai|
    je prendrais|je vais prendre|je vais dire|on va prendre|on prend|on prendra|nous prendrons|nous voudrions|
    nous aimerions|on voudrait|on aimerait|mettez|mettez moi|mettez nous|mettons|mettez ça|donnez moi|
    donnez nous|est ce que je peux avoir|est ce que je pourrais avoir|est ce qu'on peut avoir|je peux avoir|
    pourrais je avoir|puis je avoir|on peut dire|va pour|allons y pour|partons sur|on part sur|je pars sur|
    voici|la réponse est|ma réponse est|la réponse c'est|je suis|j'ai|nous avons|on a|nous sommes|on est|
    on sera|nous serons|on serait|je cherche|nous cherchons|on cherche|je préfère|je préférerais|j'aimerais mieux|
    je choisis|
    j'opte|réserver|je voudrais réserver|j'aimerais réserver|le|la|les|l'|un|une|à|ça me va|ça ira|
    ça m'irait|ça me convient|ça me conviendrait|ça m'arrange|ça m'arrangerait|ça me va très bien|
    ça me va bien|me va|me va très bien|m'irait|me convient|me convient très bien|me conviendrait|m'arrange|
    m'arrangerait|ira|ira très bien|ira bien|irait|irait très bien|c'est bien|c'est bon|c'est très bien|
    est bien|est parfait|serait bien|serait parfait|serait idéal|serait mieux|c'est mieux|est mieux|
    c'est le mieux|ce serait mieux|je suis né|je suis née|né|née|qu'il me faut|il s'agit"""
_NUMBERS = """personne|personnes|couvert|couverts|adulte|adultes|convive|convives|invité|invités|au total|en tout|
    en tout et pour tout|pour|de|des|d'|une table pour|une table de|table pour|une réservation pour|un groupe de|
    une chambre pour|places|place|pièces|pièce|articles|unités|points|le nombre est|le nombre c'est|nombre|
    total|le total est|numéro|ans|il y a|il y aura|il y en a|il y en aura|on sera|nous serons|j'en ai|
    j'en voudrais|j'en veux|j'en prends|on est|nous sommes|fois|ça fait|ça fera|mettez en|âgé de|âgée de|au nombre|
    tous ensemble"""
_DATES = """le|du|de|d'|pour|pour le|date|la date est|la date c'est|jour|le jour|la date|ma date de naissance est|
    ma date de naissance c'est|ma date de naissance|je suis né le|je suis née le|né le|née le|c'est arrivé|
    c'est arrivé le|ça s'est passé|ça s'est passé le|cela s'est passé|ça a commencé|ça a commencé le|
    mon anniversaire est|mon anniversaire c'est|anniversaire|c'était le|ce jour là|en|dans la journée|
    je suis libre|je suis disponible|je serai libre|je serai disponible|on est libres|nous sommes libres|
    de préférence|si possible"""
_TIMES = """de préférence|vers|il est|il était|l'heure est|l'heure|heure|c'était à|c'est arrivé à|ça s'est passé à|
    environ|
    aux alentours de|aux environs de|autour de|exactement|ça a commencé à|plutôt vers"""
_LENGTHS = """pendant|pour|durant|environ|à peu près|à peu de choses près|approximativement|ça dure|ça a duré|
    cela dure|cela a duré|ça prend|ça m'a pris|ça prendra|il me faut|exactement|durée|la durée est|sur|de|d'|
    une durée de|ça durera|ça va durer|ça va prendre"""
_MONEY = """montant|le montant est|le montant c'est|le montant|au total|en tout|total|le total est|de|d'|
    en liquide|en espèces|exactement|ça coûte|ça a coûté|ça m'a coûté|ça fait|cela fait|ça faisait|j'ai payé|
    mon budget est|mon budget|mon budget c'est|budget|le prix est|le prix c'est|le prix|une somme de|somme|
    un montant de"""
_SPELLED = """numéro|le numéro est|le numéro c'est|mon numéro est|mon numéro c'est|mon numéro|son numéro est|#|
    dièse|avec|puis|et puis|ensuite|et ensuite|après|en majuscules|en minuscules|tout attaché|tout en majuscules|
    en lettres|en chiffres|c'est tout|voilà c'est tout|et c'est tout|voilà|ça s'écrit|cela s'écrit|j'épelle|
    je vous l'épelle|est|suivant|le suivant|de"""
_IDENTIFIERS = f"""{_SPELLED}|mon numéro de compte est|mon numéro de compte c'est|numéro de compte|
    le numéro de compte est|compte|mon compte est le|code|mon code est|mon code est le|mon code c'est|
    mon code c'est le|le code est|le code est le|le code c'est|référence|ma référence est|ma référence c'est|
    la référence est|la référence c'est|numéro de commande|mon numéro de commande est|numéro de dossier|
    mon numéro de dossier est|mon numéro de dossier c'est|le numéro de dossier est|dossier|
    mon numéro de client est|numéro de client|code de réservation|mon code de réservation est|
    numéro de réservation|mon numéro de réservation est|ma réservation est|plaque|ma plaque est|ma plaque c'est|
    plaque d'immatriculation|ma plaque d'immatriculation est|immatriculation|mon immatriculation est|
    l'immatriculation est|code confidentiel|mon code confidentiel est|mon code pin est|code pin|pin"""
_POSTCODES = f"""{_SPELLED}|code|code postal|mon code postal est|mon code postal est le|mon code postal c'est|
    mon code postal c'est le|le code postal est|le code postal est le|le code postal c'est|
    le code postal c'est le|j'habite dans le|j'habite au|c'est dans le"""
_PHONES = f"""{_SPELLED}|téléphone|mon téléphone est|mon téléphone c'est|numéro de téléphone|
    mon numéro de téléphone est|mon numéro de téléphone c'est|mon numéro de téléphone est le|
    mon numéro de téléphone c'est le|mon numéro est le|mon numéro c'est le|le numéro est le|le numéro c'est le|
    portable|mon portable est|mon portable c'est|mon portable est le|mon portable c'est le|
    mon numéro de portable est|mon numéro de portable c'est le|mobile|mon mobile est|mon mobile c'est le|
    vous pouvez me joindre au|vous pouvez m'appeler au|appelez moi au|joignable au|je suis joignable au|
    rappelez moi au|fixe|mon fixe c'est le|au"""
_EMAILS = """mon email est|mon email c'est|mon mail est|mon mail c'est|mon e mail est|mon e mail c'est|mon adresse est|
    mon adresse c'est|mon adresse email est|mon adresse email c'est|mon adresse mail est|mon adresse mail c'est|
    mon adresse e mail est|mon adresse e mail c'est|mon adresse électronique est|mon courriel est|
    mon courriel c'est|l'adresse est|l'adresse c'est|email|e mail|mail|courriel|adresse|en minuscules|
    tout en minuscules|tout attaché|vous pouvez m'écrire à|écrivez moi à|envoyez le à|envoyez à"""
_NAMES = """mon nom est|mon nom c'est|le nom est|le nom c'est|c'est au nom de|au nom de|à nom de|je m'appelle|
    moi c'est|je suis|ici|c'est|à l'appareil|à l'appareil c'est|mon prénom est|mon prénom c'est|prénom|
    nom de famille|mon nom de famille est|mon nom de famille c'est|nom|nom complet|mon nom complet est|
    monsieur|madame|mademoiselle|m|mr|mme|mlle|docteur|dr|maître|on m'appelle|appelez moi|
    vous pouvez m'appeler|ça s'écrit|cela s'écrit|qui s'écrit|s'écrit|j'épelle|je vous épelle|je l'épelle|
    je vous l'épelle|épelé|pour|la réservation est au nom de|c'est pour|de la part de|est mon nom|
    est mon prénom|est mon nom de famille"""
_CHOICES = """option|l'option|pour|au|aux|des|de|du|d'|c'est pour|c'est au sujet de|c'est au sujet du|
    c'est à propos de|c'est à propos du|au sujet de|au sujet du|à propos de|à propos du|concernant|
    c'est concernant|j'appelle pour|j'appelle pour le|je vous appelle pour|j'appelle au sujet de|
    j'appelle concernant|je voudrais parler à|je voudrais parler au|j'aimerais parler à|j'aimerais parler au|
    je souhaite parler au|parler à|parler au|parler avec|passez moi|pouvez vous me passer|
    pourriez vous me passer|mettez moi en relation avec|j'ai une question sur|une question sur|
    j'ai une question concernant|j'ai une question au sujet de|service|le service|mon|ma|mes|avec|celui|celle|
    numéro|en|dans|choix|mon choix|mon choix est|ça"""
_YES_NO = """ça|cela|ce|tout ça|tout cela|ça me|à ça|avec ça|ce jour là|vous|le faire|pour moi|pour l'instant|
    pour le moment|de ma part|c'est tout|en effet|allez y|vous pouvez|vous pouvez y aller"""
# words: skip-end phrases of callers
_MEANINGFUL = """ne n' pas plus non ni ou et mais sauf sans jamais aucun aucune rien personne quelqu'un autre autres
    tous toutes tout chaque chacun moins plusieurs avant après apres depuis jusque jusqu'à jusqu'au environ presque
    vers demi demie quart moitié si quand lorsque car parce humain conseiller conseillère opérateur agent annuler
    annule annulez arrêter arrêtez stop aide aidez ok d'accord correct exact juste faux oui si peux veux
    impossible entre dans il y"""


class Asides:
    """Words that change no answer, and words that always do."""

    anywhere: Phrases = phrases(f"{_FILLERS}|{_POLITENESS}|{_THINKING}|{_CARRIERS}")
    around: Mapping[str, Phrases] = {
        "integer": phrases(_NUMBERS),
        "number": phrases(_NUMBERS),
        "date": phrases(_DATES),
        "datetime": phrases(f"{_DATES}|{_TIMES}"),
        "time": phrases(_TIMES),
        "duration": phrases(_LENGTHS),
        "money": phrases(_MONEY),
        "digits": phrases(_IDENTIFIERS),
        "code": phrases(_IDENTIFIERS),
        "postcode": phrases(_POSTCODES),
        "phone": phrases(_PHONES),
        "email": phrases(_EMAILS),
        "name": phrases(_NAMES),
        "choice": phrases(_CHOICES),
        "boolean": phrases(_YES_NO),
    }
    meaningful = frozenset(folded(_MEANINGFUL).split())
    question_starts = frozenset(
        folded(
            """qui que quoi quel quelle quels quelles quand où comment pourquoi combien lequel laquelle lesquels
            est-ce qu'est-ce qu'est est ce êtes avez pouvez pourriez peut peux puis pourrait y voulez souhaitez
            faut désirez préférez"""
        )
        .replace("-", " ")
        .split()
    )
    copulas = frozenset("c'est c'était".split())
    conjunctions = frozenset({"et", "aussi", "&"})


class Corrections:
    """Words that take a value back or rule it out."""

    # "je veux dire", "je voulais dire" end with "dire".
    cues = frozenset(
        """pardon plutot enfin erreur oups oupla zut mince attendez attends correction rectification desole desolee
        excusez excuse dire effectivement trompe trompee finalement""".split()
    )
    refusals = frozenset({"non", "nan"})
    cue_pairs = frozenset(
        {
            ("en", "fait"),
            ("en", "realite"),
            ("ou", "plutot"),
            ("je", "rectifie"),
            ("je", "corrige"),
            ("me", "reprends"),
        }
    )
    negations = frozenset("pas sauf excepte hormis jamais sans".split())
    after_negation = frozenset(
        "le la les l un une de du des d en a au aux pour ce cet cette mon ma est cest avec trop vraiment".split()
    )
    trailing_negations: frozenset[str] = frozenset()
    contrasts = frozenset({"mais", "plutot"})
