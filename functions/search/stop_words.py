"""Words that most callers say, in the languages of flows. No session is found by them.

They are written as words.py leaves them: lower case, without accents.
"""

from __future__ import annotations

_ENGLISH = """
about all also and any are ask been but can could did does doing don few for from get going got had has have her
here hers him his how its just know let like maybe mine much must nor not now off okay one our ours out over please
really say shall she should some such tell than thank thanks that the their theirs them then there these they thing
this those too uhm very want was way well were what when where which who whom why will with would yeah yes you your
yours hello
"""
_GERMAN = """
aber alle als also auch auf aus bei bin bis bitte bist dann das dass dein dem den denn der des dich die dies diese
dir doch dort durch ein eine einem einen einer eines fur habe haben hallo hat hatte hier ich ihm ihn ihr ihre ist
kann kein keine konnen mal man mein meine mich mir mit mochte nach nein nicht noch nun nur oder ohne schon sehr
sein seine sich sie sind uber und uns unser vom von vor war was weil wenn wer werden wie wir wird wo zum zur danke
"""
_SPANISH = """
algo ante aqui asi aun bien cada como con cual cuando del desde donde ellas ellos era eres esa ese eso esta estan
estar este esto estoy fue gracias hay hola las les los mas mis muy nada nos nosotros otra otro para pero por porque
pues que quien quiero sea ser sin sobre son soy sus tal tambien tan tengo tiene todo una uno unos usted vale ver
"""
_FRENCH = """
ai alors apres avec avez avoir bien bonjour cela ces cet cette chez comme dans des donc dont elle elles encore est
etait etes etre eux fait faire ici ils jai jamais les leur leurs lui mais merci mes moi mon meme nos notre nous oui
par parce pas peu peux plus pour pourquoi quand que quel quelle qui quoi sans ses sil sont suis sur tes toi ton
tous tout tres une vos votre vous voudrais
"""
_ITALIAN = """
anche ancora avere ben bene che chi ciao come con cosa cui dal dalla dei del della delle devo dove due era gli
grazie hai hanno che lei loro lui mia mie mio molto nei nel nella noi non nostro ogni per perche piu poi posso
prego qua quando quello questa questo qui quindi sei sia solo sono sua sue suo sul sulla suoi tra tuo tutto una uno
vorrei vostro
"""
_DUTCH = """
aan alle als ben bent bij dan dat deze die dit doen door dus een geen goed graag had heb hebben heeft hem het hier
hij hoe hun ik ja jij kan maar meer met mij mijn moet naar nee niet nog nou ons onze ook over toch tot uit van veel
voor waar wat wel wil wie wij worden zal ze zij zijn zo zou dank hallo
"""
_PORTUGUESE = """
aqui assim com como das dela dele depois dos ela elas ele eles era essa esse esta estao estar estou eu foi isso
isto mais mas mesmo meu minha muito nao nas nem nos nossa nosso obrigada obrigado ola onde para pela pelo por
porque qual quando que quem quero sao sem ser seu sim sobre sua tem tenho ter todo tudo uma voce
"""
STOP_WORDS = frozenset(" ".join((_ENGLISH, _GERMAN, _SPANISH, _FRENCH, _ITALIAN, _DUTCH, _PORTUGUESE)).split())
"""All of them. A word of one language is left out in every language."""
