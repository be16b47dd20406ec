"""Words that change no answer in Spanish. What callers do instead of answering is in moves.py."""

from __future__ import annotations

from collections.abc import Mapping

from flow_core.languages.phrases import Phrases, phrases

# words: skip-begin phrases of callers
_FILLERS = """eh|ehm|em|emm|ee|este|esto|mm|mmm|hm|hmm|ah|ay|oh|uf|pues|pues mire|pues mira|bueno|bueno pues|bien|
    entonces|o sea|es que|pues es que|y|ya|vale|ok|okey|okay|sí|sip|claro|hola|hola buenas|buenas|buenos días|
    buen día|buenas tardes|buenas noches|mire|mira|oiga|oye|verá|verás|sabe|sabes|en fin|total|así que|fíjese|
    antes de nada|en primer lugar|perfecto|genial|estupendo|muy bien|de acuerdo|sale|órale|ándele|híjole"""
_POLITENESS = """por favor|porfa|porfavor|gracias|muchas gracias|mil gracias|muchísimas gracias|un millón de gracias|
    gracias de antemano|si es tan amable|si fuera tan amable|si puede ser|si pudiera ser|si es posible|
    si fuera posible|si no le importa|si no es molestia|si no es mucha molestia|si me hace el favor|
    hágame el favor|muy amable|es muy amable|se lo agradezco|se lo agradecería|señor|señora|señorita|caballero|
    amigo|joven|para mí|para nosotros|sería perfecto|sería genial|sería ideal|estaría bien|estaría perfecto|
    si tienen|si hay sitio|si está disponible|cuando pueda|con mucho gusto|con permiso"""
_THINKING = """a ver|vamos a ver|veamos|déjeme ver|déjame ver|déjeme pensar|déjame pensar|déjeme que piense|
    cómo era|cómo se dice|cómo le digo|cómo le diría|digamos|pongamos|creo|creo que|creo que es|creo que sería|
    creo que son|me parece|me parece que|me parece que es|diría que|yo diría|yo diría que|yo creo que|supongo|
    supongo que|imagino que|pienso que|probablemente|seguramente|que yo sepa|si no recuerdo mal|si mal no recuerdo|
    si no me equivoco|si no me falla la memoria|estoy seguro|estoy segura|ya le digo|ya le he dicho|ya le dije|
    como le dije|como le he dicho|como le decía|he dicho|dije|repito|le repito|otra vez|de nuevo|una vez más|
    solo|solamente|sólo|nada más que|únicamente|justo|exactamente|exacto|concretamente|en concreto|por ejemplo"""
_CARRIERS = """es|es el|es la|son|son las|soy|somos|era|eran|fue|será|sería|sería el|sería la|serían|estaría|que sea|
    que sean|eso es|esto es|eso sería|aquí tiene|aquí está|aquí lo tengo|la respuesta es|mi respuesta es|
    lo que quiero es|lo que necesito es|quiero|quisiera|querría|quería|queremos|queríamos|quisiéramos|me gustaría|
    nos gustaría|necesito|necesitamos|necesitaría|deseo|desearía|busco|buscamos|estoy buscando|estamos buscando|
    póngame|ponme|póngalo|apúnteme|apunte|anote|ponga|deme|dame|me da|me pone|me puede dar|me podría dar|
    puede ponerme|podría ser|puede ser|podríamos|podemos|podría darme|prefiero|preferiría|preferimos|elijo|escojo|
    me quedo con|tengo|tenemos|hay|habrá|había|nací|nació|yo|nosotros|me va bien|me viene bien|me queda bien|
    me va mejor|me viene mejor|me queda mejor|nos va bien|nos viene bien|nos queda bien|me vendría bien|
    me iría bien|nos vendría bien|me conviene|me conviene más|va bien|viene bien|está bien|es mejor|sería mejor|
    es perfecto|está perfecto|me vale|me sirve|mejor para mí|qué tal|qué le parece|tiene que ser|debe ser|
    debería ser|tendría que ser|ha de ser|vamos a ser|seremos|venimos|vamos|vendremos|iremos|un|una|
    mi preferencia es|vamos con|me apunta"""
_NUMBERS = """persona|personas|adulto|adultos|comensal|comensales|invitado|invitados|de nosotros|en total|total|
    todos|todas|para|de|número|el número es|el número|mi número es|una mesa|una mesa para|una mesa de|mesa para|
    mesa de|una reserva para|una reserva de|reserva para|reservar para|reservar una mesa para|reservar|
    un grupo de|grupo de|años|años de edad|mi edad es|puntos|piezas|unidades|somos los|nosotros los|#|
    seríamos|somos un total de|la cantidad es|un total de|el total es|yo incluido|yo incluida|conmigo|
    contándome a mí|personas en total|gente|personitas"""
_DATES = """el|la|el día|la fecha|fecha|la fecha es|para|para el|mi cumpleaños es|mi cumpleaños|cumpleaños|
    mi fecha de nacimiento es|fecha de nacimiento|nacido|nacida|nací el|nací|ocurrió|pasó|sucedió|empezó|comenzó|
    eso fue|fue|de|del|una mesa|reservar|mesa|reserva|una reserva|una cita|cita"""
_TIMES = (
    """a|a eso de|sobre|hacia|alrededor de|cerca de|como a|como|más o menos|la hora|la hora es|hora|para|en punto"""
)
_LENGTHS = """durante|por|unas|unos|como|aproximadamente|más o menos|alrededor de|cerca de|dura|duró|tarda|tardó|
    tardé|llevo|llevamos|llevará|lleva|me llevó|de|de duración|en total|hace|desde hace|tiempo|se tarda"""
_MONEY = """el importe es|importe|la cantidad es|el total es|en total|total|el monto es|monto|de|en efectivo|
    en metálico|efectivo|son en total|cuesta|costó|me costó|me ha costado|pagué|he pagado|quiero pagar|pagar|pago|
    pagaría|mi presupuesto es|mi presupuesto es de|presupuesto|el precio es|el precio era|la cifra es|con|
    justos|exactos|el importe es de|un importe de|una cantidad de|un total de"""
_SPELLED = """número|el número es|mi número es|el|la|los|las|#|con|se escribe|se deletrea|se lo deletreo|
    le deletreo|todo junto|todo en mayúsculas|en mayúsculas|luego|y luego|y después|después|y ya está|ya está|
    eso es todo|nada más|y nada más|y eso es todo|los dígitos son|las cifras son|los números son|apunte"""
_IDENTIFIERS = f"""{_SPELLED}|mi número de cuenta es|número de cuenta|el número de cuenta es|cuenta|mi cuenta es|
    código|mi código es|el código es|referencia|mi referencia es|la referencia es|número de referencia|
    mi número de referencia es|el número de referencia es|número de pedido|mi número de pedido es|
    el número de pedido es|pedido|el pedido es|pin|mi pin es|el pin es|clave|mi clave es|la clave es|localizador|
    mi localizador es|el localizador es|el código de reserva es|mi código de reserva es|código de reserva|matrícula|
    la matrícula es|mi matrícula es|placa|la placa es|mis placas son|dni|mi dni es|el dni es|nie|mi nie es|
    número de cliente|mi número de cliente es|contraseña|expediente|el número de expediente es|letra|la letra|folio|
    el folio es|mi folio es|número de folio"""
_POSTCODES = f"""{_SPELLED}|código postal|mi código postal es|el código postal es|código|mi código es|el código es|
    cp|el cp es|vivo en el|en el|en|zip"""
_PHONES = f"""{_SPELLED}|teléfono|mi teléfono es|el teléfono es|mi número de teléfono es|número de teléfono|
    el número de teléfono es|móvil|mi móvil es|el móvil es|mi número de móvil es|celular|mi celular es|
    el celular es|mi cel es|mi número de celular es|mi fijo es|fijo|el fijo es|llámeme al|llame al|
    me puede llamar al|puede llamarme al|me puede localizar en el|estoy en el|prefijo|con prefijo|lada|
    marque|márqueme al|mi número"""
_EMAILS = """mi correo es|mi correo electrónico es|mi email es|mi mail es|mi dirección es|el correo es|el email es|
    el correo electrónico es|mi dirección de correo es|mi dirección de correo electrónico es|correo|
    correo electrónico|email|mail|la dirección es|todo en minúsculas|en minúsculas|todo minúsculas|minúsculas|
    todo junto|sin espacios|sin acento|sin acentos|sin tilde|se escribe|mándelo a|envíelo a|puede escribirme a|
    escríbame a|me lo puede mandar a|contacto|con minúsculas|a"""
_NAMES = """me llamo|mi nombre es|mi nombre|el nombre es|nombre|soy|soy el señor|soy la señora|aquí|le habla|
    habla|le saluda|me dicen|me llaman|todos me llaman|llámeme|puede llamarme|a nombre de|está a nombre de|
    la reserva está a nombre de|la reserva es a nombre de|a nombre|mi nombre completo es|nombre completo|apellido|
    mi apellido es|mis apellidos son|apellidos|el apellido es|de apellido|de nombre|nombre y apellidos|don|doña|
    el señor|la señora|señor|señora|doctor|doctora|sr|sra|se escribe|se deletrea|se lo deletreo|le deletreo|
    deletreado|con|para|mucho gusto|al habla|de parte de"""
_CHOICES = """opción|la opción|el|la|los|las|lo|lo de|para|a|con|en|del|de|de la|al|por|mi|mis|sobre|
    el número|número|es sobre|es por|llamo por|le llamo por|llamaba por|llamo para|llamo sobre|
    quiero hablar con|quisiera hablar con|me gustaría hablar con|necesito hablar con|
    hablar con|hablar de|hablar sobre|páseme con|pásame con|me pasa con|me puede pasar con|puede pasarme con|
    me podría pasar con|me comunica con|me puede comunicar con|comuníqueme con|póngame con|me pone con|departamento|
    el departamento de|departamento de|área de|el área de|sección|tengo una pregunta sobre|una pregunta sobre|
    tengo una duda sobre|una duda sobre|una consulta sobre|tengo un problema con|un problema con|preguntar por|
    consultar|hacer|revisar|ver|esa|ese|eso|la de|el de|la mía es|el mío es|quiero hacer|tiene que ver con|
    se trata de"""
_YES_NO = """eso|esto|el|la|lo|todo|todos|eso todo|con eso|con ello|con todo|usted|es que|aquí|allí|el día|
    ese día|yo|por mí|de momento|se lo"""
# words: skip-end phrases of callers
_MEANINGFUL = """no ni nunca jamas sin excepto salvo menos nadie nada ninguno ninguna ningun cualquier cualquiera otro
    otra otros otras ambos ambas cada todo todos todas ni o u pero sino mas menos antes despues hasta entre casi
    medio media cuarto si cuando porque aunque persona agente operador operadora alguien cancelar anular ayuda
    ayudeme tampoco apenas vale ok correcto correcta incorrecto mal bien si sobre"""


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
    meaningful = frozenset(_MEANINGFUL.split())
    question_starts = frozenset(
        """que cual cuales quien quienes cuando donde como cuanto cuanta cuantos cuantas porque puede puedo podria
        podrian tiene tienen hay es son esta estan""".split()
    )
    copulas = frozenset("es son era eran fue fueron será serán hay".split())
    conjunctions = frozenset({"y", "e", "ademas", "tambien", "&"})
