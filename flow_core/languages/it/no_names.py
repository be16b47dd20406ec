"""Usual Italian words that callers say and that are no part of a person's name."""

from __future__ import annotations

# words: skip-begin words of callers
USUAL_WORDS = frozenset(
    """io me mi mio mia miei mie noi ci nostro nostra nostri nostre tu te ti tuo tua tuoi tue voi vi vostro vostra
    vostri vostre lui lei egli ella suo sua suoi sue loro essi esse gli ne si se questo questa questi queste quello
    quella quelli quelle quel quegli quei cio chi che cosa cose quale quali qual quanto quanta quanti quante come dove
    dov quando perche qui qua li la lo le i il un uno una di a da in con su per tra fra del dello della dei degli
    delle al allo alla ai agli alle dal dallo dalla dai dagli dalle nel nello nella nei negli nelle sul sullo sulla
    sui sugli sulle ed o od oppure ma pero anzi invece quindi dunque allora poi ora adesso subito oggi domani ieri
    stasera stamattina stanotte dopodomani presto tardi sempre mai gia ancora spesso volta volte forse magari
    non no si niente nulla nessun nessuno nessuna qualcosa qualcuno qualche ogni tutto tutta tutti tutte altro altra
    altri
    altre stesso stessa stessi stesse molto molta molti molte poco poca pochi poche tanto tanta tanti tante troppo
    piu meno abbastanza quasi circa solo soltanto anche pure neanche nemmeno neppure proprio davvero veramente
    sono sei e siamo siete era ero eri erano eravamo fui fu stato stata stati state essere saro sarai saranno
    sarebbe sarei sia siano fosse ho hai ha abbiamo avete hanno avere avevo aveva avevamo avevano avuto avro avrei
    avrebbe abbia faccio fai fa facciamo fate fanno fare fatto facevo faceva faro farei vado vai va andiamo andate
    vanno andare andato andata andro vengo vieni viene veniamo venite vengono venire venuto venuta voglio vuoi vuole
    vogliamo volete vogliono volere volevo voleva vorrei vorrebbe vorremmo posso puoi puo possiamo potete possono
    potere potrei potrebbe potremmo devo devi deve dobbiamo dovete devono dovere dovrei dovrebbe so sai sa sappiamo
    sapete sanno sapere dico dici dice diciamo dite dicono dire detto dica mi parlo parli parla parliamo parlare
    chiamo chiami chiama chiamare chiamata chiamato telefono telefonare telefonata chiedo chiede chiedere chiesto
    domando domanda domande risposta risposte rispondo rispondere sento senti sente sentire sentito senta capisco
    capisci capisce capire capito vedo vedi vede vedere visto guardo guardi guarda guardare cerco cerca cercare
    trovo trova trovare trovato prendo prendi prende prendere preso do dai da dare dato dammi dia metto metti mette
    mettere messo metta lascio lascia lasciare lasciato tengo tieni tiene tenere aspetto aspetti aspetta aspettare
    attenda attendere resti resta restare ricordo ricorda ricordare dimentico dimenticato credo credi crede credere
    penso pensi pensa pensare pensato spero spera sperare preferisco preferirei preferire scelgo scegliere scelto
    cambio cambia cambiare cambiato sposto spostare spostato annullo annulla annullare annullato disdico disdire
    disdetta prenoto prenota prenotare prenotato prenotazione prenotazioni ordino ordinare ordinato ordine ordini
    compro comprare comprato acquisto acquistare pago paga pagare pagato pagamento pagamenti mando manda mandare
    mandato invio inviare ricevo ricevere ricevuto ricevuta apro aprire aperto chiudo chiudere chiuso chiusa
    inizio inizia iniziare iniziato finisco finire finito lavoro lavora lavorare uso usa usare usato funziona
    funzionare funzionato serve servire servono bisogno piace piacere piacerebbe aiuto aiuta aiutare aiutarmi
    grazie prego scusi scusa scusate scusami favore cortesia gentilmente buongiorno buonasera salve ciao pronto
    arrivederci benvenuto bene male meglio peggio buono buona buoni buone brutto brutta cattivo giusto giusta
    sbagliato sbagliata corretto corretta esatto esatta vero falso falsa certo certa sicuro sicura perfetto
    perfetta ottimo ottima possibile impossibile disponibile libero libera liberi occupato occupata importante
    urgente diverso diversa nuovo nuova vecchio vecchia primo prima secondo seconda terzo terza ultimo ultima
    prossimo prossima scorso scorsa grande piccolo piccola bello bella alto alta basso bassa lungo lunga corto corta
    caldo freddo veloce lento lenta facile difficile arrabbiato arrabbiata stanco stanca malato malata contento
    contenta triste pronta sposato sposata single incinta interessato interessata preoccupato confuso
    uomo donna ragazzo ragazza bambino bambina bambini figlio figlia figli figlie moglie marito madre padre mamma
    papa nonno nonna fratello sorella fratelli zio zia cugino cugina amico amica amici fidanzato fidanzata compagno
    compagna collega capo vicino vicina famiglia genitori persona persone gente signore signora signorina signor
    dottore dottoressa dottor medico infermiere infermiera avvocato ingegnere professore professoressa maestro
    operatore operatrice umano umana responsabile direttore direttrice segretaria segretario receptionist assistente
    assistenza robot macchina computer cliente clienti servizio servizi vendite vendita amministrazione ufficio
    reparto azienda ditta societa negozio banca albergo ristorante casa appartamento camera camere stanza tavolo
    tavoli porta auto autobus treno aereo cellulare numero numeri email mail posta indirizzo via piazza corso citta
    paese provincia regione stato cap codice codici conto carta tessera pin password nome cognome iniziale lettera
    lettere parola parole problema problemi motivo ragione idea modo tempo ora ore giorno giorni settimana settimane
    mese mesi anno anni minuto minuti secondi attimo momento mattina mattino pomeriggio sera notte mezzogiorno
    mezzanotte lunedi martedi mercoledi giovedi venerdi sabato domenica gennaio febbraio marzo aprile maggio giugno
    luglio agosto settembre ottobre novembre dicembre primavera estate autunno inverno compleanno data appuntamento
    appuntamenti visita riunione consegna pacco spedizione soldi denaro prezzo costo fattura fatture bolletta
    bollette rimborso euro dollari centesimi totale importo assicurazione polizza sinistro incidente ricetta medicina
    farmaco pillole pastiglie zero due tre quattro cinque sette otto nove dieci undici dodici tredici quattordici
    quindici sedici diciassette diciotto diciannove venti trenta quaranta cinquanta sessanta settanta ottanta novanta
    cento mille mila milione milioni mezzo mezza meta quarto doppio doppia cibo acqua caffe birra vino pizza panino
    insalata pane formaggio pollo pesce carne colazione pranzo cena rosso nero blu giallo verde bianco cane gatto
    tempo pioggia neve sole italiano italiana inglese spagnolo tedesco francese segreto privato privata anonimo
    sconosciuto boh mah beh uffa accidenti cavolo merda cazzo stupido stupida cretino idiota dio madonna oddio ehm eh
    ah oh informazione informazioni informazioni dati utente ospite chiamante linea lingua opzione opzioni menu
    principale emergenza polizia ambulanza male dolore rotto rotta rubato rubata perso persa mancante reclamo
    reclami lamentela segnalazione guasto controllo controllare verifica verificare confermo conferma confermare
    accetto rifiuto riparare sostituire aggiornare rinnovare trasferire collegare continuare uscire entrare salvare
    cancellare togliere aggiungere spegnere accendere scaricare copiare stampare leggere leggo scrivere scrivo scritto
    guidare camminare correre mangiare bere dormire sedere giocare imparare spiegare descrivere decidere volare
    vivere abito abitare affittare vendere spendere guadagnare vincere perdere rompere tagliare cadere crescere
    piangere ridere morire morto morta nato nata eta idraulico elettricista proprietario proprietaria inquilino
    inquilina postino portiere portinaia insegnante studente studentessa paziente turista pensionato pensionata
    meccanico architetto geometra commercialista autista cameriere cuoco vedova vedovo disoccupato straniero
    straniera maggiorenne minorenne vegetariano vegetariana vegano celiaco allergico allergica maschio femmina
    disdettare modificare modifica rinviare riprogrammare richiamare richiamo richiami ripetere ripeta ripeti
    indovina indovini prova test esempio esame risultato risultati scuola lezione libro foto documento documenti
    passaporto patente targa parcheggio garage bagno cucina letto finestra tetto muro giardino mare montagna spiaggia
    lago vacanza vacanze viaggio biglietto biglietti aeroporto stazione hotel mouse schermo internet wifi modem
    stampante televisione tv radio musica film video messaggio messaggi notizia giornale politica governo legge
    diritto vita amore cuore testa occhi mano mani piede piedi pancia schiena dente denti salute ospedale clinica
    farmacia dentista febbre tosse solito solita normale speciale strano strana assurdo ridicolo incredibile
    purtroppo comunque infatti insomma cioe ecco appunto finalmente esattamente sicuramente probabilmente
    naturalmente ovviamente certamente semplicemente praticamente attualmente intanto mentre durante senza contro
    verso dentro fuori sotto sopra dietro davanti accanto fino entro secondo tramite tranne eccetto nonostante
    sebbene affinche siccome poiche finche appena adesso laggiu lassu ovunque altrove insieme apposta affatto
    sto ridicola assurda inaccettabile vegana celiaca diabetico diabetica sordo sorda cieco cieca socio socia
    disperato disperata confusa divorziato divorziata nipote cognato cognata suocero suocera vergognoso""".split()
)
# words: skip-end words of callers
"""Lower case, without accents and apostrophes."""
