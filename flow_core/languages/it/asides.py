"""Words that change no answer in Italian, what callers do instead of answering, and how they decline."""

from __future__ import annotations

from collections.abc import Mapping

from flow_core.languages.phrases import Move, Phrases, PhraseTable, phrases

# words: skip-begin phrases of callers
_FILLERS = """ehm|ehmm|eh|ehh|mm|mmm|hm|hmm|ah|oh|beh|be|mah ecco|ecco|ecco allora|allora|allora vediamo|dunque|quindi|
    insomma|cioè|praticamente|sa|sai|senta|senti|guardi|guarda|vede|vedi|io|noi|poi|e|ok|okay|okey|va bene|sì|si|certo|
    buongiorno|buon giorno|buonasera|buona sera|buon pomeriggio|salve|ciao|pronto|sì pronto|sì buongiorno|bene|
    benissimo|perfetto|ottimo|d'accordo|niente|niente allora|prima di tutto|innanzitutto|dicevo|come dicevo|tipo|
    diciamo|sì sì|sì certo|sì allora|sì ecco|a posto|nel senso|dai|su|mi dispiace|mi spiace"""
_POLITENESS = """per favore|per piacere|per cortesia|cortesemente|gentilmente|grazie|grazie mille|mille grazie|
    tante grazie|molte grazie|grazie tante|la ringrazio|ti ringrazio|ringrazio|prego|signora|signorina|signore|
    se possibile|se è possibile|se fosse possibile|se si può|se può|se puoi|se non le dispiace|se non ti dispiace|
    se va bene|se le va bene|se per voi va bene|se per lei va bene|se c'è posto|se avete posto|
    se c'è disponibilità|se avete disponibilità|se è libero|se è disponibile|se c'è|se ce l'avete|per me|per noi|
    gentilissimo|gentilissima|molto gentile|la prego|ti prego|cara|caro|sarebbe perfetto|sarebbe ottimo|
    sarebbe l'ideale|sarebbe bello"""
_THINKING = """vediamo|vediamo un po'|vediamo un attimo|fammi vedere|mi faccia vedere|fammi pensare|mi faccia pensare|
    mi lasci pensare|lasciami pensare|ci penso un attimo|dunque vediamo|come era|credo|credo che sia|
    credo sia|penso|penso che sia|penso sia|direi|direi che è|immagino|suppongo|mi pare|mi sembra|
    mi pare che sia|mi pare sia|mi sembra che sia|mi sembra sia|se non sbaglio|se non erro|se non mi sbaglio|
    se ricordo bene|se non ricordo male|per quanto ne so|probabilmente|forse solo|solo|soltanto|solamente|
    ho detto|le ho detto|ti ho detto|ripeto|di nuovo|ancora una volta|un'altra volta|glielo ripeto|ve lo ripeto|
    sono sicuro|sono sicura|ne sono sicuro|ne sono sicura|sicuramente|un attimo che|un attimo eh|esattamente|
    esatto|precisamente|appunto|proprio|diciamo pure|facciamo così|è facile|semplicemente"""
_CARRIERS = """è|sono|era|erano|sarebbe|sarebbero|saranno|è il|è la|è lo|questo è|questa è|quello è|ecco qui|
    eccolo|eccola|eccoli|la risposta è|la mia risposta è|il mio è|la mia è|i miei sono|voglio|vorrei|vorremmo|vogliamo|
    volevo|volevamo|desidero|desidererei|desideriamo|mi serve|mi servirebbe|mi servono|ci serve|ci servono|
    mi servirebbero|ho bisogno di|avrei bisogno di|abbiamo bisogno di|avremmo bisogno di|prendo|prenderei|prendiamo|
    prenderò|facciamo|faccia|fai|possiamo fare|potremmo fare|si può fare|può fare|si potrebbe fare|potrebbe fare|
    mettiamo|metta|metti|può mettere|segni|segna|scriva|scrivi|diciamo|si potrebbe|potrei avere|posso avere|
    potremmo avere|possiamo avere|mi dia|dammi|mi può dare|mi potrebbe dare|per me è|per me sarebbe|per me sono|
    per noi è|andrebbe bene|andrebbe benissimo|mi andrebbe bene|va benissimo|mi va bene|ci va bene|mi va benissimo|
    per me va bene|per noi va bene|è perfetto|è ok|va bene per me|preferirei|preferisco|preferiremmo|preferiamo|
    meglio|sarebbe meglio|è meglio|scelgo|sceglierei|scegliamo|che ne dice di|che ne dici di|il|la|lo|i|gli|l|
    un|una|uno|ho|abbiamo|avrei|avremmo|c'è|ci sono|ci sarebbero|saremo|saremmo|siamo|eravamo|io sono|io ho|
    sto cercando|cerco|cerchiamo|mi piacerebbe|ci piacerebbe|vada per|vado per|andiamo per|opto per|optiamo per|
    tutto qui|è tutto|basta così|e basta|questo|quello|questa|quella|deve essere|dovrebbe essere|dev'essere|è che|
    fosse possibile|prenotare|prenotare per|vorrei prenotare|volevo prenotare|può prenotare|mi prenoti|mi prenota"""
_NUMBERS = """persone|persona|di noi|ospiti|in totale|totale|in tutto|tutti|per|di|in|siamo in|saremo in|pezzi|pezzo|
    articoli|unità|il numero è|numero|il mio numero è|un tavolo per|tavolo per|tavolo|un tavolo da|tavolo da|
    un gruppo di|gruppo di|una tavolata da|una prenotazione per|punti|volte|coperti|posti|adulti in totale|
    anni|ho compiuto|#|noi|esatti|esatte|tutti quanti|tutti insieme|insieme|compreso me|me compreso|me compresa|
    compresa io|compreso io|un tavolo|a testa"""
_DATES = """per|per il|per la|il giorno|giorno|di|la data è|data|la data|in data|nel|il mio compleanno è|compleanno|
    il mio compleanno|sono nato|sono nata|nato|nata|sono nato il|sono nata il|nato il|nata il|è successo|è accaduto|
    è avvenuto|successo|è stato|è stata|è iniziato|è iniziata|è cominciato|del|al|in"""
_TIMES = """per|per le|le|l'ora|l'ora è|l'orario è|orario|alle|intorno|attorno|più o meno|verso|verso le|intorno alle|
    circa|circa alle|
    attorno alle|sulle|più o meno alle|a|in punto|è successo|è accaduto|è stato|erano|di"""
_LENGTHS = """per|circa|più o meno|intorno a|all'incirca|dura|durata|è durato|è durata|durerà|ci vuole|ci vogliono|
    ci ho messo|ci metto|ci mette|ci sono volute|ci è voluta|esattamente|in tutto|in totale|di|durerebbe|una durata di|
    buone|buoni|almeno credo"""
_MONEY = """importo|l'importo è|la somma è|il totale è|totale|in totale|in tutto|complessivamente|di|in contanti|
    contanti|esatti|costa|costava|è costato|costerebbe|ho pagato|ho speso|il mio budget è|budget|il prezzo è|
    il prezzo era|prezzo|fa|fanno|viene|vengono|sui conti|per"""
_SPELLED = """numero|il numero è|il mio numero è|il mio numero|i numeri sono|#|cancelletto|si scrive|si scrive così|
    scritto|poi|e poi|con|tutto attaccato|tutto maiuscolo|in maiuscolo|maiuscolo|tutte maiuscole|è tutto|
    basta|fine|e basta|le lettere|le cifre sono|senza spazi"""
_IDENTIFIERS = f"""{_SPELLED}|il numero di conto è|numero di conto|conto|il mio conto è|il codice è|il mio codice è|
    codice|
    il numero cliente è|numero cliente|codice cliente|il mio codice cliente è|il pin è|il mio pin è|pin|
    il numero d'ordine è|numero d'ordine|il numero dell'ordine è|ordine|prenotazione|il codice di prenotazione è|
    il codice della prenotazione è|codice di prenotazione|la targa è|targa|la mia targa è|riferimento|
    il riferimento è|numero di riferimento|il numero di riferimento è|il numero della pratica è|pratica|
    il numero di polizza è|numero di polizza|polizza|il codice fiscale è|codice fiscale|il mio codice fiscale è|
    il numero della polizza è|il numero della tessera è|tessera|di conto|di prenotazione|di conferma|
    codice di conferma|il codice di conferma è"""
_POSTCODES = f"""{_SPELLED}|cap|il cap è|il mio cap è|il codice postale è|codice postale|il mio codice postale è|
    di avviamento postale|il codice di avviamento postale è"""
_PHONES = f"""{_SPELLED}|il telefono è|telefono|il mio telefono è|numero di telefono|il numero di telefono è|
    il mio numero di telefono è|cellulare|il cellulare è|il mio cellulare è|il numero di cellulare è|
    il mio numero di cellulare è|numero di cellulare|mi chiami al|mi può chiamare al|potete chiamarmi al|chiamatemi al|
    mi trova al|mi trovate al|mi può contattare al|al|allo|all|prefisso|il prefisso è|di telefono|di cellulare"""
_EMAILS = """la mia email è|la mia mail è|la mail è|l'email è|email|mail|e mail|l'indirizzo è|il mio indirizzo è|
    indirizzo|l'indirizzo email è|il mio indirizzo email è|indirizzo email|indirizzo mail|posta elettronica|
    tutto minuscolo|minuscolo|tutto attaccato|mi scriva a|scrivetemi a|può scrivere a|potete scrivere a|
    mandi a|mandate a|la mandi a|mandatela a|invii a|inviate a|la posta elettronica è|si scrive"""
_NAMES = """mi chiamo|il mio nome è|il nome è|nome|il mio cognome è|il cognome è|cognome|sono|io sono|io mi chiamo|
    a nome di|a nome|nome e cognome|il mio nome completo è|è a nome|è a nome di|la prenotazione è a nome di|
    la prenotazione è a nome|al nome di|sono il signor|sono la signora|signor|signora|dottor|dottoressa|dottore|
    ingegner|avvocato|professor|professoressa|qui è|parla|qui parla|con|si scrive|scritto|di nome|di nome faccio|
    di cognome|di cognome faccio|faccio|il nome|il cognome|di nome mi chiamo|mi chiamano|è il mio nome|
    è il mio cognome|la signora|il signor|come|e mi chiamo|e il cognome è|sarebbe a nome"""
_CHOICES = """opzione|le|per|di|del|della|dello|dei|degli|delle|riguarda|si tratta di|è per|chiamo per|chiamo per il|
    chiamo per la|chiamo per un|chiamo per una|sto chiamando per|a proposito di|con|mio|mia|miei|mie|
    vorrei parlare con|voglio parlare con|posso parlare con|vorrei parlare di|devo parlare con|mi passi|mi passa|
    mi può passare|mi passerebbe|passami|può passarmi|reparto|ufficio|l'ufficio|il reparto|servizio|il servizio|
    ho una domanda su|ho una domanda sulla|ho una domanda sul|una domanda sulla|una domanda su|in|al|alla|allo|
    numero|quella|quello|la prima cosa|mi interessa|su|sul|sulla|sulle|sui|che riguarda|verso|è meglio|va bene"""
_YES_NO = """lo|la|li|questo|quello|questa|tutto|tutti|così|ci|lei|per ora|per adesso|adesso|assolutamente|davvero|
    ha|ho|mi|su questo|con questo|quel giorno|di questo|che|tutto quanto|signor|molto"""

_REPEAT = """ripeta|ripeti|ripetete|ripeta per favore|può ripetere|puoi ripetere|potrebbe ripetere|potresti ripetere|
    può ripeterlo|può ripetermelo|me lo può ripetere|me lo ripete|me lo ripeta|mi può ripetere|potete ripetere|
    mi ripete|mi ripeta|ripeta la domanda|può ripetere la domanda|potrebbe ripetere la domanda|
    puoi ripetere la domanda|mi ripete la domanda|mi può ripetere la domanda|come|come scusi|come prego|prego|
    scusi|scusi come|scusa come|come ha detto|cosa ha detto|che cosa ha detto|cos'ha detto|che ha detto|
    come hai detto|cosa hai detto|che hai detto|cosa|che cosa|che|eh|non ho capito|non ho capito bene|
    non ho sentito|non ho sentito bene|non ho sentito la domanda|non ho capito la domanda|non l'ho sentita|
    non la sento|non la sento bene|non ti sento|non sento|non sento bene|non sento niente|non si sente|
    non si sente bene|non si sente niente|qual era la domanda|qual è la domanda|di nuovo|un'altra volta|
    ancora una volta|può dirlo di nuovo|può dirlo ancora|lo può ripetere|lo dica di nuovo|lo ripeta|
    più forte|più lentamente|più piano|parli più forte|parli più piano|può parlare più forte|
    può parlare più piano|può parlare più lentamente|potrebbe parlare più forte|potrebbe parlare più lentamente|
    non capisco|non la capisco|non la seguo|cosa vuol dire|che vuol dire|cosa significa|
    cosa intende|che intende|mi è sfuggito|mi è sfuggita la domanda|me lo può ridire|me lo ridice|me lo ridica|
    può ridire|prego ripeta|scusi non ho capito|scusi non ho sentito|mi scusi"""
_WAIT = """aspetti|aspetta|aspettate|aspetti un attimo|aspetta un attimo|aspetti un momento|aspetta un momento|
    aspetti un secondo|aspetta un secondo|aspetti un minuto|attenda|attenda un attimo|attenda un momento|attendete|
    attenda in linea|un attimo|un attimo solo|un attimino|solo un attimo|un momento|un momento solo|un momentino|
    solo un momento|un secondo|un secondo solo|solo un secondo|un minuto|un minuto solo|solo un minuto|due minuti|
    due secondi|un minutino|un secondino|mi dia un attimo|mi dia un momento|mi dia un secondo|mi dia un minuto|
    mi dia due minuti|mi dia cinque minuti|dammi un attimo|dammi un momento|dammi un secondo|dammi un minuto|
    mi può dare un attimo|mi può dare un momento|mi può dare un minuto|mi può dare due minuti|
    può aspettare|può aspettare un attimo|può attendere|può attendere un attimo|può attendere un momento|
    resti in linea|rimanga in linea|non riattacchi|non metta giù|stia in linea|controllo|controllo un attimo|
    fammi controllare|mi faccia controllare|devo controllare|devo guardare|devo cercare|devo cercarlo|
    lo cerco|lo sto cercando|lo prendo|la prendo|vado a prenderlo|vado a prenderla|vado a vedere|guardo un attimo|
    sto guardando|sto cercando|sto controllando|ci sto pensando|sto pensando|ci penso|ci devo pensare|
    mi faccia pensare|fammi pensare|mi faccia vedere|fammi vedere|mi lasci pensare|vediamo|vediamo un attimo|
    ho bisogno di un attimo|ho bisogno di un momento|ho bisogno di un minuto|mi serve un attimo|
    mi serve un momento|mi serve un minuto|torno subito|arrivo subito|non così in fretta|un attimo di pazienza|
    abbia pazienza|porti pazienza|un attimo che controllo|un attimo che guardo|un attimo che lo cerco|
    un attimo che vedo|un momento che controllo|un momento che guardo|aspetti che controllo|aspetti che guardo"""
_HELLO = """pronto|pronto pronto|ciao|salve|buongiorno|buon giorno|buonasera|buona sera|c'è qualcuno|c'è nessuno|
    è ancora lì|sei ancora lì|è ancora in linea|è in linea|c'è ancora|ci sei|ci sei ancora|c'è|mi sente|mi sentite|
    mi senti|riesce a sentirmi|pronto mi sente|è lì|siete lì|siete ancora lì|mi sta ascoltando|mi ascolta"""
_BACKCHANNEL = """mm|mmm|mhm|mm mm|ah|ah ah|oh|ok|okay|va bene|capito|ho capito|capisco|certo|ah ok|ah ecco|ah capito|
    d'accordo|bene|perfetto|sì|sì sì|ah sì|uhm|hm|giusto|chiaro|intesi|ottimo|aha|ecco"""
_DECLINES = """non ce l'ho|non ce l'ho con me|non ce l'ho qui|non ce l'ho sottomano|non ce l'ho a portata di mano|
    non l'ho|non ne ho|non ne ho uno|non ne ho una|non ne ho nessuno|non ne ho nessuna|non ho nulla|non ho niente|
    nessuno|nessuna|non c'è|non esiste|niente|nulla|non lo so|non so|non saprei|non saprei dire|non ricordo|
    non me lo ricordo|non mi ricordo|non lo ricordo|non la ricordo|non me la ricordo|non ne ho idea|nessuna idea|
    non ho idea|l'ho perso|l'ho persa|l'ho dimenticato|l'ho dimenticata|me lo sono dimenticato|me lo sono scordato|
    l'ho scordato|me lo sono dimenticata|no|no grazie|no non ce l'ho|no non ne ho|preferisco non dirlo|
    preferirei non dirlo|non voglio dirlo|non lo voglio dire|preferirei di no|preferisco di no|salta|salti|saltiamo|
    passiamo oltre|andiamo avanti|passo|avanti|la prossima|non la uso|non lo uso|non uso email|non uso la mail|
    non ho email|non ho una email|non ho la mail|non ho l'email|non ho un indirizzo email|non serve|non mi serve|
    non applicabile|non disponibile|non ho il telefono|non ho un telefono|al momento no|non adesso"""
# words: skip-end phrases of callers
_MEANINGFUL = """non no né o oppure e ma però tranne eccetto senza mai nessuno nessuna niente nulla qualsiasi qualunque
    altro altra altri altre entrambi entrambe tutti tutte ogni più meno prima dopo sotto sopra fino entro da dal dalla
    dalle tra fra quasi circa mezzo mezza metà quarto se quando perché persona umano umana operatore operatrice
    qualcuno annulla annullare annulli disdire disdico stop aiuto ok okay giusto corretto sbagliato sì si esatto
    forse almeno massimo minimo neanche nemmeno neppure purtroppo impossibile""".replace("\n", " ")
_QUESTIONS = """che cosa cos come quando dove chi quale quali quanto quanta quanti quante perché posso possiamo può
    potete puoi potrebbe c'è avete hai devo dobbiamo"""


def _folded_words(text: str) -> frozenset[str]:
    return frozenset(word for (word,) in phrases("|".join(text.split())).meanings())


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
    meaningful = _folded_words(_MEANINGFUL)
    question_starts = _folded_words(_QUESTIONS)
    copulas = frozenset("è c'è sono era erano".split())
    conjunctions = frozenset({"e", "ed", "&", "anche", "piu"})


MOVES: PhraseTable[Move] = PhraseTable(
    ((_BACKCHANNEL, "backchannel"), (_REPEAT, "repeat"), (_WAIT, "wait"), (_HELLO, "hello"))
)
"""What callers do who do not answer."""
DECLINES: Phrases = phrases(_DECLINES)
"""What callers say who have no such value."""
