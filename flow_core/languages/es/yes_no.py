"""Yes and no in Spanish. The rule that finds the phrases is in types/boolean.py."""

from __future__ import annotations

from flow_core.languages.phrases import Answer, Phrases, PhraseTable, phrases

# Anywhere in the utterance. "sí" and "si" are one word here.
_YES = """sí|sip|sí por favor|sí gracias|sí claro|sí señor|sí señora|sí señorita|claro|claro que sí|por supuesto|
    por supuesto que sí|desde luego|desde luego que sí|así es|así mismo|eso es|es eso|eso mismo|efectivamente|
    en efecto|cómo no|sin duda|sin ninguna duda|exactamente|exacto|es correcto|es cierto|es verdad|es exacto|es así|
    está correcto|está todo bien|está todo correcto|todo correcto|todo bien|todo está bien|todo está correcto|
    todo perfecto|correctísimo|de acuerdo|estoy de acuerdo|conforme|estoy conforme|acepto|lo acepto|confirmo|
    lo confirmo|confirmado|se lo confirmo|adelante|creo que sí|pienso que sí|supongo que sí|me parece que sí|
    yo creo que sí|espero que sí|yo sí|a mí sí|sí quiero|sí lo es|sí es|sí está|sí es correcto|sí es así|
    sí que lo es|sí que quiero|quiero hacerlo|ándale|ándele|órale|simón|con mucho gusto|con gusto|encantado|
    encantada|me encantaría|me gustaría|sería estupendo|afirmativo|hágalo|hazlo|tiene razón|tienes razón|
    que sí|le digo que sí|por qué no|ese es|esa es|el mismo|la misma|sí acepto|sí confirmo|sí de acuerdo|
    sí está bien|sí me va bien|sí me viene bien|sí puedo|sí tengo|sí lo tengo|sí la tengo|sí soy|soy yo|sí soy yo|
    seguro que sí|dale|sí dale|sí hombre"""
_NO = """no|nop|no no|no gracias|no muchas gracias|no señor|no señora|claro que no|por supuesto que no|
    desde luego que no|qué va|para nada|en absoluto|de ninguna manera|de ningún modo|ni hablar|ni loco|nunca|jamás|
    que no|le digo que no|mejor no|creo que no|yo creo que no|pienso que no|supongo que no|me parece que no|
    me temo que no|espero que no|todavía no|aún no|por ahora no|de momento no|por el momento no|ahora no|hoy no|
    yo no|a mí no|no quiero|no lo quiero|no la quiero|no quisiera|
    no me gustaría|no deseo|no me interesa|
    no estoy interesado|no estoy interesada|no puedo|no podré|no voy a poder|no me es posible|no me va bien|
    no me viene bien|no me queda bien|no me conviene|no me va|no me parece bien|no estoy de acuerdo|no acepto|
    no lo acepto|no confirmo|no lo confirmo|no tengo|no lo tengo|no la tengo|no hace falta|no es necesario|
    no lo necesito|no necesito|no necesito nada más|no nada más|nada más gracias no|no por favor|no lo haga|
    no lo hagas|no es eso|eso no es|eso no es así|eso no|ese no es|esa no es|no soy yo|no lo soy|no soy|
    no sé lo agradezco|negativo|prefiero que no|preferiría que no|preferiría no hacerlo|prefiero no hacerlo|
    lamentablemente no|desgraciadamente no|por desgracia no|no estoy disponible|estoy ocupado|estoy ocupada|
    no todavía|no aún|no por ahora|no de momento|no mejor no|seguro que no|no hombre no|
    no lo siento|lo siento no|lo siento pero no|no perdone|no disculpe|es incorrecto|
    está mal|está equivocado|está incorrecto|es falso|es mentira|se equivoca|se ha equivocado|es un error|
    hay un error|eso no es lo que he dicho|eso no es lo que dije|no he dicho eso|no dije eso|no qué va"""
_NOT = (
    "no es|no está|no lo es|no lo está|eso no es|eso no está|no lo veo|no me parece|no creo que sea|no del todo|"
    "no es del todo|no está del todo|no parece|tampoco es|no son|no están|no era|no fue"
)
_RIGHT = """correcto|correcta|correctos|correctas|bien|así|cierto|verdad|exacto|exactamente|posible|lo que quiero|
    ese|esa|eso"""
_NO_RIGHT = "|".join(f"{first} {second}" for first in _NOT.split("|") for second in ("", *_RIGHT.split("|")))
# At the beginning or end of a clause. In the middle they mean something else.
_YES_AT_EDGE = "correcto|correcta|verdad|cierto|seguro|absolutamente|totalmente|definitivamente|s|perfectamente"
_NO_AT_EDGE = "incorrecto|incorrecta|falso|mal|equivocado|tampoco|n"
_YES_AT_END = "lo es|lo tengo|la tengo|lo quiero|lo soy|lo hay"
# A yes only if the utterance has no clearer phrase: "vale, no".
_WEAK_YES = """vale|ok|okey|okay|está bien|bien|muy bien|perfecto|genial|estupendo|fenomenal|me parece bien|
    así está bien|así está perfecto|
    me va bien|me viene bien|me queda bien|me vale|me sirve|sale|va|venga|bueno vale|por mí bien|por mí perfecto|
    me parece perfecto|me conviene|fantástico|excelente|por favor|listo"""
# Before a yes they make a no of it.
_NEGATES = """no creo que|no creo|no pienso que|no me parece que|no diría que|no es que|nada es|nada de eso es|
    ya no|nunca|ninguno es|nada está|no todo es|no todo está"""
# words: skip-begin phrases of callers
_MAYBE = """quizá|quizás|tal vez|a lo mejor|puede ser|puede|podría ser|bien podría ser|bien puede ser|
    no sé|no lo sé|no lo sé bien|no sé si|no sé qué decir|
    no sabría decirle|no estoy seguro|no estoy segura|no lo tengo claro|no me acuerdo|no lo recuerdo|no recuerdo|
    ni idea|no tengo idea|no tengo ni idea|depende|según|posiblemente|probablemente|más o menos|sí y no|ni sí ni no|
    me da igual|me es igual|da igual|igual|no me importa|no necesariamente|no entiendo|no comprendo|no le entiendo|
    lo tengo que pensar|tengo que pensarlo|me lo pienso|déjeme pensarlo|a medias|si acaso|
    no estaría mal|no está mal|no va mal|no me va mal|no me viene mal|no me parece mal|no digo que no|
    no puedo decir que no|no exactamente|en parte"""
# words: skip-end phrases of callers
# Idioms that contain one of the words above and answer nothing. "si" is "if", too.
_NEITHER = """no hay problema|ningún problema|no pasa nada|no se preocupe|no hay de qué|si puede ser|si es posible|
    si no le importa|si no es molestia|si es tan amable|si me hace el favor|si le parece|si no recuerdo mal|
    si mal no recuerdo|si no me equivoco|si quiere|si usted quiere|claro está|bien mire|bien pues|sabe qué|
    por favor dígame|hasta ahora no"""

YES_NO: PhraseTable[Answer] = PhraseTable(
    (
        (_YES, Answer(True)),
        (_NO, Answer(False)),
        (_NO_RIGHT, Answer(False)),
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
