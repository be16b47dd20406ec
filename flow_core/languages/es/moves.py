"""What Spanish callers do instead of answering, and how they decline."""

from __future__ import annotations

from flow_core.languages.phrases import Move, Phrases, PhraseTable, phrases

# words: skip-begin phrases of callers
_REPEAT = """repita|repite|repítame|repítamelo|repítalo|repítemelo|repítelo|me lo repite|me repite|
    me repite la pregunta|me lo puede repetir|me lo podría repetir|me puede repetir|me podría repetir|puede repetir|
    podría repetir|puedes repetir|puede repetirlo|puede repetirme|puede repetírmelo|podría repetirlo|
    podría repetírmelo|puede repetir la pregunta|podría repetir la pregunta|me puede repetir la pregunta|
    me podría repetir la pregunta|me puede repetir eso|puede repetir eso|puede decirlo otra vez|dígalo otra vez|
    dígamelo otra vez|me lo dice otra vez|dígamelo de nuevo|me lo puede decir otra vez|otra vez|de nuevo|
    una vez más|cómo|cómo dice|cómo dijo|cómo ha dicho|cómo dices|cómo perdón|qué|qué dice|qué dijo|qué ha dicho|
    qué me ha dicho|qué me dijo|qué decía|qué me decía|cuál era la pregunta|qué me ha preguntado|qué me preguntó|
    qué me preguntaba|qué quiere decir|perdón|perdone|perdona|perdón qué|disculpe|disculpa|mande|mande usted|eh|
    no le he oído|no le oigo|no le oí|no te he oído|no te oigo|no le escuché|no le escucho|no te escucho|
    no le he escuchado|no he oído|no oigo|no oí|no oigo nada|no escuché|no escucho|no se oye|no se escucha|
    no se oye bien|no le oigo bien|no le escucho bien|no se escucha bien|no he entendido|no entendí|no entiendo|
    no le entiendo|no le entendí|no le he entendido|no la entiendo|no lo entiendo|no lo he entendido|no comprendo|
    no lo he pillado|no me he enterado|no me enteré|más alto|más despacio|más lento|hable más alto|hable más fuerte|
    hable más despacio|puede hablar más alto|puede hablar más despacio|puede hablar más fuerte|
    podría hablar más alto|podría hablar más despacio|un poco más alto|un poco más despacio|se corta|se entrecorta|
    se cortó|se ha cortado"""
_WAIT = """espere|espera|espéreme|espérame|espere un momento|espere un segundo|espere un minuto|espera un momento|
    espera un segundo|espérese|espérese un momento|espere por favor|un momento|un momentito|momento|momentito|
    un segundo|un segundito|segundito|un minuto|un minutito|un ratito|un instante|aguarde|aguarde un momento|
    aguánteme|permítame|permítame un momento|permítame un segundo|deme un segundo|deme un momento|deme un minuto|
    deme dos minutos|dame un segundo|dame un momento|dame un minuto|me da un segundo|me da un momento|
    me da un minuto|me puede dar un segundo|me puede dar un momento|me puede dar un minuto|puede esperar|
    puede esperar un momento|puede esperar un segundo|puede esperarme|podría esperar un momento|
    me puede esperar un momento|no cuelgue|no cuelgues|déjeme ver|déjame ver|a ver|vamos a ver|déjeme pensar|
    déjame pensar|déjeme mirar|déjeme buscar|déjeme buscarlo|déjeme que lo busque|déjeme que lo mire|
    déjeme que mire|déjeme comprobarlo|voy a ver|voy a mirar|voy a buscarlo|lo estoy buscando|la estoy buscando|
    estoy buscando|estoy buscándolo|lo estoy mirando|estoy mirando|lo busco|ahora lo busco|ahora lo miro|lo miro|
    tengo que buscarlo|tengo que mirarlo|necesito un momento|necesito un segundo|necesito un minuto|estoy pensando|
    ahora mismo vuelvo|ahora vuelvo|enseguida vuelvo|no tan rápido|más tiempo|tantito|espéreme tantito|
    ahorita lo busco|ahorita vuelvo"""
_HELLO = """hola|hola hola|oiga|oye|aló|bueno bueno|diga|dígame|está ahí|sigue ahí|estás ahí|hay alguien|
    hay alguien ahí|me oye|me oyes|me escucha|me escuchas|se me oye|se me escucha|sigue usted ahí|está usted ahí"""
_BACKCHANNEL = """mm|mmm|mhm|ajá|aja|ah|oh|ah vale|ah ya|ya|ya veo|ya entiendo|vale|ok|okey|okay|bien|muy bien|
    bueno|entiendo|entendido|comprendo|de acuerdo|claro|perfecto|sí|correcto|órale|sale"""
_DECLINES = """no tengo|no lo tengo|no la tengo|no tengo ninguno|no tengo ninguna|no tengo uno|no tengo eso|
    no lo tengo aquí|no lo tengo a mano|no la tengo a mano|no lo tengo conmigo|no lo llevo encima|ninguno|ninguna|
    no hay|no existe|no lo sé|no la sé|no sé|no me lo sé|no me la sé|no sé cuál es|no lo recuerdo|no recuerdo|
    no la recuerdo|no me acuerdo|no me acuerdo de eso|ni idea|no tengo idea|no tengo ni idea|se me ha olvidado|
    se me olvidó|lo he olvidado|lo olvidé|lo he perdido|lo perdí|la perdí|no tengo correo|no tengo email|
    no uso correo|no tengo teléfono|no|no gracias|sáltelo|sáltatelo|sáltelo por favor|siguiente|pase|paso|
    prefiero no decirlo|prefiero no darlo|prefiero no darla|preferiría no decirlo|prefiero no contestar|
    no quiero decirlo|no quiero darlo|no se lo quiero dar|no quiero|no necesito|no necesito ninguno|nada|
    no aplica|no corresponde|en blanco|déjelo en blanco|déjelo"""
# words: skip-end phrases of callers

MOVES: PhraseTable[Move] = PhraseTable(
    ((_BACKCHANNEL, "backchannel"), (_REPEAT, "repeat"), (_WAIT, "wait"), (_HELLO, "hello"))
)
"""What callers do who do not answer."""
DECLINES: Phrases = phrases(_DECLINES)
"""What callers say who have no such value."""
