"""Usual German words that callers say and that are no part of a person's name."""

from __future__ import annotations

from flow_core.languages.utterance import folded

# words: skip-begin words of callers
USUAL_WORDS = frozenset(
    folded("""ich du er sie es wir ihr mich dich ihn uns euch mir dir ihm ihnen mein meine meinen meinem meiner meines
    dein deine deinen ihre ihren ihrem ihrer sein seine seinen unser unsere unseren euer eure selbst selber man
    der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner dieser diese dieses
    diesen diesem jener jene jenes jeder jede jedes jeden alle alles allen beide beiden einige manche mehrere viele
    viel wenig wenige etwas nichts niemand jemand jemanden jemandem irgendwer irgendjemand irgendwas
    wer was wo wann warum wieso weshalb wie wohin woher wessen wem wen welche welcher welches welchen wieviel
    und oder aber sondern denn doch weil dass ob wenn falls als während bevor nachdem damit obwohl sodass sowie
    in im an am auf aus bei beim mit nach von vom vor zu zum zur für durch gegen ohne um über unter neben zwischen
    hinter seit bis ab außer wegen trotz statt
    nicht nein nee ja jawohl doch jein bitte danke gern gerne okay hallo tschüss servus moin wiederhören wiedersehen
    bin bist ist sind seid war waren wäre wären gewesen sein werde wirst wird werden wurde wurden würde würden worden
    habe hast hat haben habt hatte hatten hätte hätten gehabt kann kannst können könnt konnte konnten könnte könnten
    muss musst müssen müsste müssten soll sollst sollen sollte sollten will willst wollen wollte wollten darf dürfen
    dürfte mag magst mögen möchte möchten lass lassen lasse lässt
    gehe geht gehen ging gegangen komme kommt kommen kam gekommen mache macht machen gemacht mach tue tut tun getan
    sage sagt sagen gesagt sag spreche spricht sprechen gesprochen sprich rede reden frage fragt fragen gefragt
    rufe ruft rufen gerufen anrufen angerufen weiß wissen wusste gewusst kenne kennt kennen glaube glaubt glauben
    denke denkt denken gedacht meine meint meinen gemeint verstehe versteht verstehen verstanden höre hört hören
    gehört sehe sieht sehen gesehen schaue schaut schauen nachschauen nachsehen suche sucht suchen gesucht finde
    findet finden gefunden gebe gibt geben gegeben gib nehme nimmt nehmen genommen nimm bringe bringt bringen
    gebracht schicke schickt schicken geschickt sende senden schreibe schreibt schreiben geschrieben lese liest lesen
    gelesen brauche braucht brauchen bräuchte benötige benötigen warte wartet warten halte hält halten stopp bleibe
    bleibt bleiben heiße heißt heißen hieß nenne nennen nennt genannt buchstabiere buchstabieren buchstabiert
    wiederhole wiederholen wiederholt bestelle bestellen bestellt buche buchen gebucht reserviere reservieren
    reserviert storniere stornieren storniert kündige kündigen gekündigt ändere ändern geändert verschiebe
    verschieben verschoben absagen abgesagt bezahle bezahlen bezahlt zahle zahlen kaufe kaufen gekauft verkaufe
    verkaufen arbeite arbeiten arbeitet helfe helfen hilft geholfen hilf wohne wohnen wohnt lebe leben fahre fahren
    fährt laufe laufen läuft stehe stehen steht sitze sitzen liege liegen liegt passt passe passen passiert
    funktioniert funktionieren klappt dauert kostet stimmt freue freuen vergessen verloren erinnere erinnern
    verbinde verbinden verbunden durchstellen weiterleiten abbrechen aufhören auflegen beenden weitermachen fortfahren
    überspringen zurück zurückrufen melde melden gemeldet interessiere interessiert beschweren erklären erzählen
    erreichen erreichbar erreicht bestätigen bestätigt ablehnen akzeptieren wählen gewählt drücken gedrückt
    hier da dort drüben oben unten links rechts vorne hinten draußen drinnen überall nirgends irgendwo woanders
    jetzt nun gleich sofort bald später früher dann danach davor vorher nachher heute morgen gestern übermorgen
    vorgestern immer nie niemals manchmal oft selten meistens schon noch wieder erst endlich gerade eben
    auch nur bloß sogar sehr zu ganz ziemlich fast etwa ungefähr circa mindestens höchstens mehr weniger genug
    so also eigentlich wirklich natürlich vielleicht eventuell wahrscheinlich bestimmt sicher sicherlich leider
    hoffentlich übrigens jedenfalls trotzdem deshalb darum daher deswegen dazu davon damit dafür dagegen daran darauf
    darüber dabei überhaupt einfach mal halt eher lieber besser am besten zusammen allein alleine miteinander
    gut schlecht schön toll super prima klasse perfekt wunderbar nett lieb freundlich groß klein lang kurz alt neu jung
    hoch tief schnell langsam laut leise warm kalt heiß früh spät richtig falsch korrekt verkehrt wahr wichtig möglich
    unmöglich nötig einfach schwer schwierig leicht teuer billig günstig kostenlos frei besetzt fertig bereit krank
    gesund müde verheiratet ledig geschieden verwitwet arbeitslos selbstständig angestellt berufstätig schwanger
    glücklich traurig wütend sauer verärgert zufrieden unzufrieden verwirrt dringend eilig kaputt defekt leer voll
    offen geschlossen zu verloren gestohlen falsche falscher falschen richtige richtiger richtigen
    neue neuen neuer neues alte alten alter altes gute guten guter gutes großer große großen kleine kleinen kleiner
    erste ersten erster zweite zweiten dritte dritten nächste nächsten letzte letzten andere anderen anderer anderes
    gleiche gleichen selbe selben eigene eigenen ganze ganzen
    null eins zwei zwo drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn
    siebzehn achtzehn neunzehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig hundert tausend million
    halb viertel dreiviertel paar dutzend doppel doppelt einmal zweimal
    montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag januar februar märz april mai juni juli
    august september oktober november dezember frühling sommer herbst winter weihnachten ostern silvester
    uhr stunde stunden minute minuten sekunde sekunden tag tage tagen woche wochen monat monate jahr jahre jahren
    vormittag mittag nachmittag abend nacht mitternacht wochenende feiertag zeit zeiten uhrzeit datum termin termine
    moment augenblick geburtstag geburtsdatum
    herr frau herren damen mann männer kind kinder junge mädchen baby mensch menschen leute person personen freund
    freundin bekannte bekannter partner partnerin ehemann ehefrau gatte gattin vater mutter mama papa eltern sohn
    tochter bruder schwester geschwister oma opa großmutter großvater enkel onkel tante neffe nichte cousin cousine
    familie nachbar nachbarin chef chefin kollege kollegin kollegen mitarbeiter mitarbeiterin angestellter berater
    beraterin sachbearbeiter ansprechpartner vertreter betreuer betreuerin vermieter mieter kunde kundin kunden
    patient patientin gast gäste besitzer inhaber anrufer arzt ärztin doktor zahnarzt anwalt anwältin lehrer lehrerin
    polizei feuerwehr krankenwagen notarzt notfall roboter maschine computer bot automat zentrale empfang rezeption
    service kundenservice kundendienst support abteilung vertrieb verkauf buchhaltung technik technische firma
    unternehmen betrieb geschäft laden büro bank versicherung krankenkasse hotel restaurant praxis krankenhaus klinik
    apotheke werkstatt schule universität kirche bahnhof flughafen
    haus wohnung zimmer tisch stuhl bett küche bad garten keller garage tür fenster straße platz weg stadt ort dorf
    land adresse hausnummer postleitzahl anschrift
    auto wagen fahrrad zug bus bahn flugzeug fahrt reise urlaub ticket tickets karte karten fahrkarte fahrzeug
    kennzeichen reifen motor
    telefon handy telefonnummer handynummer rufnummer nummer nummern anruf anrufbeantworter mailbox mail email
    internet wlan router anschluss leitung passwort kennwort pin code konto kontonummer kundennummer vertragsnummer
    vertrag verträge tarif kündigung rechnung rechnungen zahlung zahlungen mahnung gebühr gebühren rückerstattung
    erstattung gutschrift bestellung bestellungen bestellnummer lieferung paket sendung brief post reservierung buchung
    buchungsnummer stornierung änderung anfrage frage fragen antwort antworten problem probleme beschwerde reklamation
    schaden unfall vorfall diebstahl meldung störung fehler grund ursache angelegenheit sache sachen ding dinge thema
    information informationen auskunft beratung hilfe angebot angebote rabatt gutschein preis preise kosten geld euro
    cent franken betrag summe prozent gewicht größe farbe menge anzahl stück
    name namen vorname vornamen nachname nachnamen familienname zuname spitzname mädchenname titel unterschrift
    buchstabe buchstaben wort wörter satz sprache deutsch englisch französisch spanisch italienisch türkisch
    essen trinken frühstück mittagessen abendessen wasser kaffee tee bier wein brot kuchen pizza suppe salat fleisch
    fisch gemüse obst milch käse ei eier zucker salz
    kopf hand fuß arm bein auge ohr nase mund zahn zähne herz bauch rücken schmerz schmerzen fieber husten schnupfen
    medikament medikamente tablette tabletten rezept rezepte impfung blut operation
    wetter regen schnee sonne wind licht strom gas heizung luft feuer
    hund katze pferd vogel tier tiere
    rot blau grün gelb schwarz weiß braun grau rosa lila orange
    buch zeitung film musik spiel sport fußball fernseher radio foto bild video
    schlüssel tasche koffer brille kleid hose hemd schuh schuhe jacke mantel hut uhr ring ausweis pass reisepass
    personalausweis führerschein
    mensch mann scheiße mist verdammt quatsch unsinn blödsinn idiot arschloch gott himmel
    äh ähm öh hm tja naja ach oh aha autsch
    geheim privat anonym unbekannt egal niemanden verzeihung entschuldigung sorry pardon achtung vorsicht
    weiter menü hauptmenü option auswahl möglichkeit wunsch anliegen ziel hinweis nachricht text gespräch
    gibts wars hats gehts ists
    dank grüße gruß spaß glück pech angst sorge sorgen mühe ahnung meinung lust interesse recht schuld
    anfang ende mitte seite teil rest liste formular unterlagen dokument dokumente brief antrag kopie
    leben tod arbeit beruf job stelle ausbildung studium rente rentner rentnerin student studentin schüler schülerin
    dran drin raus rein weg los hä achso schade werbung feierabend herum vorbei hin her nanu oje pfui jetzt english
    please speak hello yes deutschland österreich schweiz berlin hamburg münchen köln frankfurt stuttgart wien zürich
    basel bern graz salzburg leipzig dresden düsseldorf bundeskanzler bürgermeister präsident niemand keiner ebenso
    tourist besucher handwerker klempner elektriker installateur hausmeister postbote lieferant fahrer
    gleichfalls lacherlich unverschamt unmoglich vegetarier vegetarierin veganer veganerin vegan vegetarisch
    allergisch allergiker diabetiker diabetikerin behindert taub blind pensioniert krankenschwester anwaltin
    mieterin vermieterin eigentumer mitglied verzweifelt wutend genervt enttauscht mude hungrig verspatet unterwegs
    beschaftigt witwe witwer schwager enkelin""").split()
)
# words: skip-end words of callers
"""As `folded` returns them."""
