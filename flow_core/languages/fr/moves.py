"""What callers do in French instead of answering, and how they decline."""

from __future__ import annotations

from flow_core.languages.phrases import Move, Phrases, PhraseTable, phrases

# words: skip-begin phrases of callers
_REPEAT = """répétez|répète|répéter|répétez ça|pouvez vous répéter|pourriez vous répéter|vous pouvez répéter|
    est ce que vous pouvez répéter|est ce que vous pourriez répéter|tu peux répéter|peux tu répéter|
    vous pourriez répéter|pouvez vous répéter la question|pourriez vous répéter la question|
    vous pouvez répéter la question|répétez la question|pouvez vous redire|pouvez vous redire ça|
    pourriez vous redire|vous pouvez redire|redites moi|redites|redites ça|pouvez vous me redire|
    encore une fois|encore|une fois de plus|comment|comment ça|quoi|hein|pardon|pardonnez moi|plaît il|
    excusez moi|qu'est ce que vous dites|qu'est ce que vous avez dit|qu'avez vous dit|vous avez dit quoi|
    vous dites quoi|vous disiez|vous avez dit|c'était quoi la question|quelle était la question|
    c'est quoi la question|quelle est la question|je n'ai pas compris|j'ai pas compris|je n'ai pas bien compris|
    j'ai pas bien compris|je ne comprends pas|je comprends pas|je n'ai rien compris|j'ai rien compris|
    je n'ai pas entendu|j'ai pas entendu|je n'ai pas bien entendu|j'ai pas bien entendu|je ne vous entends pas|
    je vous entends pas|je vous entends mal|je n'entends pas|j'entends pas|j'entends rien|je n'entends rien|
    je n'ai pas saisi|j'ai pas saisi|je n'ai pas suivi|j'ai pas suivi|je n'ai rien entendu|j'ai rien entendu|
    plus fort|parlez plus fort|pouvez vous parler plus fort|vous pouvez parler plus fort|
    un peu plus fort|plus lentement|parlez plus lentement|pouvez vous parler plus lentement|moins vite|
    pas si vite|qu'est ce que vous voulez dire|vous pouvez reformuler|pouvez vous reformuler|ça a coupé|
    vous avez coupé|je vous ai mal entendu|la question"""
_WAIT = """attendez|attends|attendez un instant|attendez un moment|attendez un peu|attendez une seconde|
    attendez une minute|attendez deux secondes|attendez deux minutes|attends une seconde|un instant|un moment|
    un petit instant|un petit moment|une seconde|une petite seconde|une minute|une petite minute|deux secondes|
    deux minutes|cinq minutes|un tout petit instant|patientez|patientez un instant|ne quittez pas|quittez pas|
    ne raccrochez pas|restez en ligne|donnez moi un instant|donnez moi une seconde|donnez moi une minute|
    donnez moi deux minutes|donnez moi deux secondes|laissez moi une minute|laissez moi un instant|
    laissez moi deux minutes|laissez moi le temps|laissez moi réfléchir|laissez moi regarder|
    laissez moi vérifier|laissez moi voir|laissez moi chercher|je réfléchis|je cherche|je regarde|
    je vérifie|je vais chercher|je vais voir|je vais regarder|je vais vérifier|il faut que je regarde|
    il faut que je vérifie|il faut que je cherche|je dois regarder|je dois vérifier|je dois chercher|
    pouvez vous patienter|pouvez vous attendre|vous pouvez patienter|vous pouvez attendre|
    vous pouvez patienter un instant|pouvez vous patienter un instant|pouvez vous attendre un instant|
    vous pouvez attendre un instant|vous pouvez attendre deux minutes|pouvez vous attendre deux minutes|
    je reviens|je reviens tout de suite|j'arrive|minute|une seconde je regarde|le temps de chercher|
    le temps de regarder|que je réfléchisse|attendez que je regarde|attendez je regarde|attendez je cherche|
    il me faut une minute|j'ai besoin d'une minute|j'ai besoin d'un instant"""
_HELLO = """allô|allô allô|bonjour|bonsoir|salut|vous êtes là|vous êtes toujours là|êtes vous là|
    êtes vous toujours là|est ce que vous êtes là|est ce que vous êtes toujours là|il y a quelqu'un|
    y a quelqu'un|y a t il quelqu'un|est ce qu'il y a quelqu'un|vous m'entendez|vous m'entendez bien|
    m'entendez vous|est ce que vous m'entendez|tu m'entends|tu es là|toujours là|vous êtes encore là|
    c'est qui|qui est à l'appareil"""
_BACKCHANNEL = """mm|mmm|mhm|hm|hmm|hum|d'accord|ok|okay|oui|ouais|bien|très bien|entendu|bien entendu|je vois|
    je comprends|compris|j'ai compris|ah|ah d'accord|ah oui|ah ok|oh|bon|c'est bon|voilà|ça marche|parfait|
    noté|c'est noté|bien compris|ah bon"""
_DECLINES = """non|non merci|je n'en ai pas|j'en ai pas|je n'ai pas|j'ai pas|je ne l'ai pas|je l'ai pas|
    je n'en ai aucun|je n'en ai aucune|j'en ai aucun|j'en ai aucune|aucun|aucune|rien|je ne sais pas|je sais pas|
    j'sais pas|je ne le sais pas|je ne le connais pas|je le connais pas|je ne la connais pas|je ne m'en souviens pas|
    je m'en souviens pas|je ne m'en souviens plus|je m'en souviens plus|je ne me souviens pas|
    je ne me souviens plus|je me souviens plus|je me souviens pas|je ne sais plus|je sais plus|aucune idée|
    je n'en ai aucune idée|j'en ai aucune idée|je n'ai aucune idée|j'en sais rien|je n'en sais rien|
    je l'ai perdu|je l'ai perdue|je l'ai oublié|je l'ai oubliée|j'ai oublié|je ne l'ai pas sur moi|
    je l'ai pas sur moi|je ne l'ai pas avec moi|je l'ai pas avec moi|je ne l'ai pas sous la main|
    je l'ai pas sous la main|je ne l'ai pas ici|je l'ai pas ici|je n'en possède pas|il n'y en a pas|
    y en a pas|il n'y en a aucun|il n'y en a aucune|ça n'existe pas|non je n'en ai pas|non j'en ai pas|
    sans objet|passez|passons|on passe|suivant|question suivante|pas d'email|pas de mail|pas d'adresse|
    je préfère ne pas le dire|je préfère pas le dire|je préfère ne pas répondre|je préfère pas répondre|
    je ne veux pas le dire|je veux pas le dire|je ne souhaite pas répondre|je ne souhaite pas le donner|
    je ne veux pas répondre|je veux pas répondre|je ne veux pas|je veux pas|je n'en veux pas|j'en veux pas|
    je n'en ai pas besoin|j'en ai pas besoin|pas besoin|sans façon|nan|je n'ai pas ça|j'ai pas ça"""
# words: skip-end phrases of callers

MOVES: PhraseTable[Move] = PhraseTable(
    ((_BACKCHANNEL, "backchannel"), (_REPEAT, "repeat"), (_WAIT, "wait"), (_HELLO, "hello"))
)
"""What callers do who do not answer."""
DECLINES: Phrases = phrases(_DECLINES)
"""What callers say who have no such value."""
