"""Words that change no answer in German, what callers do instead of answering, and how they decline."""

from __future__ import annotations

from collections.abc import Mapping

from flow_core.languages.phrases import Move, Phrases, PhraseTable, phrases

# words: skip-begin phrases of callers
_FILLERS = """äh|ähm|öh|öhm|ehm|hm|hmm|mm|mhm|mmh|ach|ach so|ah|oh|na|naja|na ja|tja|also|so|ja|jaja|ja also|nun|nun ja|
    gut|na gut|okay|ok|alles klar|und|dann|ja dann|na dann|mal|eben|einfach|halt so|jedenfalls|sozusagen|quasi|ich|wir|
    hallo|hi|hey|guten tag|guten morgen|guten abend|grüß gott|servus|moin|grüezi|hallo guten tag|schönen guten tag|
    wissen sie|weißt du|sehen sie|hören sie|genau|klar|zuerst mal|erst mal|erstmal|am telefon"""
_POLITENESS = """bitte|bitte schön|bitteschön|bitte sehr|danke|danke schön|dankeschön|danke sehr|vielen dank|
    herzlichen dank|besten dank|tausend dank|ich danke ihnen|gerne|gern|sehr gerne|sehr gern|wenn es geht|
    wenns geht|wenn möglich|wenn es möglich ist|wenn das möglich ist|wenn das geht|wenn es ihnen passt|
    wenn es ihnen nichts ausmacht|wenn sie so nett wären|wenn sie so freundlich wären|seien sie so nett|
    seien sie so gut|freundlicherweise|das wäre nett|das wäre schön|das wäre toll|das wäre super|das wäre gut|
    das wäre prima|das wäre perfekt|wäre nett|wäre schön|wäre super|wäre toll|wäre gut|wäre prima|super|prima|
    perfekt|wunderbar|toll|schön|falls möglich|tut mir|es tut mir|falls das geht|wenn ich bitten darf|für mich|
    für uns"""
_THINKING = """mal sehen|mal schauen|lassen sie mich überlegen|lassen sie mich mal überlegen|lassen sie mich sehen|
    lassen sie mich nachdenken|lassen sie mich nachsehen|moment mal|warten sie mal|ich überlege|mal überlegen|
    wie war das|wie war das noch|wie war das noch gleich|wie war das nochmal|ich glaube|glaube ich|glaub ich|
    ich denke|denke ich|denk ich|ich würde sagen|würde ich sagen|sagen wir|sagen wir mal|sagen wir mal so|
    ich sag mal|ich sage mal|ich meine|soweit ich weiß|wenn ich mich nicht irre|wenn ich mich recht erinnere|
    wenn ich mich richtig erinnere|nur|bloß|ganz einfach|ich bin sicher|ich bin mir sicher|da bin ich mir sicher|
    sie können schreiben|wie gesagt|wie ich schon sagte|ich sagte|ich habe gesagt|ich sagte doch|nochmal|noch mal|
    noch einmal|noch einmal bitte|ich wiederhole|genauer gesagt|ich versuchs mal"""
_CARRIERS = """es|das|es ist|das ist|das sind|es sind|sind es|ist es|ist das|wäre das|das wäre|das wären|es wäre|
    es wären|
    das war|es war|war es|war das|das wird|es wird|es werden|das werden|hier ist|hier sind|hier|die antwort ist|
    die antwort lautet|meine antwort ist|er lautet|sie lautet|es lautet|das lautet|lautet|ist|sind|wäre|war|
    ich möchte|ich möchte gern|ich möchte gerne|möchte ich|ich will|ich hätte gern|ich hätte gerne|hätte ich gern|
    hätte ich gerne|ich hätte|wir hätten gern|wir hätten gerne|wir hätten|ich würde gern|ich würde gerne|
    würde ich gern|würde ich gerne|wir würden gern|wir würden gerne|wir möchten|wir möchten gern|wir möchten gerne|
    wir wollen|ich brauche|ich bräuchte|wir brauchen|wir bräuchten|brauche ich|bräuchte ich|ich nehme|nehme ich|
    ich nehm|wir nehmen|nehmen wir|ich wähle|ich bevorzuge|geben sie mir|gib mir|machen wir|machen sie|
    dann machen wir|dann nehmen wir|dann nehme ich|nehmen sie|schreiben sie|schreiben sie auf|notieren sie|
    sagen sie|tragen sie ein|ich habe|wir haben|ich hab|wir sind|wir wären|wir kommen|ich komme|es wird wohl|
    kann ich bekommen|könnte ich bekommen|könnte ich|könnten wir|können wir|kann ich|könnten sie|können sie|
    wie wäre es mit|wie wärs mit|wie wäre|ginge|ginge es|haben|bekommen|kriegen|nehmen|kommen|buchen|
    reservieren|bestellen|machen|haben wollen|eintragen|ein|eine|einen|einem|einer|der|die|das|den|dem|passt|
    passt gut|passt mir|passt mir gut|passt uns|passt uns gut|passt am besten|passt mir am besten|würde passen|
    würde gut passen|würde mir passen|würde mir gut passen|würde uns passen|wäre am besten|ist am besten|wäre okay|
    ist okay|ist gut|ist in ordnung|wäre mir recht|ist mir recht|wäre mir lieb|geht|geht gut|geht bei mir|
    geht bei mir gut|würde gehen|würde bei mir gehen|da|bei mir|ich bin|geboren|ich bin geboren|ich wurde geboren|
    geboren bin ich|bin ich|bin|wurde ich|sein|werden|soll es sein|sollte es sein|solls sein|soll|sollte"""
_NUMBERS = """person|personen|leute|leuten|mann|gäste|gästen|insgesamt|alles in allem|zusammen|in summe|für|stück|
    stücke|mal|
    die anzahl ist|anzahl|die zahl|die zahl ist|zahl|nummer|die nummer|die nummer ist|ein tisch für|einen tisch für|
    tisch für|tisch|den tisch|eine gruppe von|gruppe von|punkte|jahre alt|jahre|alt|von uns|wir sind zu|zu|#|
    plätze|karten|tickets|erwachsene insgesamt|an der zahl|die zahl lautet|mich und"""
_DATES = """am|an|der|den|dem|vom|im|zum|für|für den|für die|das datum ist|datum|mein geburtstag ist|geburtstag|
    mein geburtstag ist am|mein geburtsdatum ist|mein geburtsdatum ist der|geburtsdatum|der termin|termin|tag|
    der tag|es war am|es war der|passiert ist es|passiert|ist es passiert|es ist passiert|geschehen|es geschah|
    angefangen|begonnen|hat es angefangen|ist das passiert|das ist passiert"""
_TIMES = """um|gegen|für|zeit|die zeit|die uhrzeit ist|uhrzeit|die zeit ist|genau|exakt|pünktlich|circa|ca|etwa|
    ungefähr|so um|so gegen|so ungefähr um|es war um|passiert ist es um|es passierte um|uhr"""
_LENGTHS = """für|etwa|ungefähr|circa|ca|rund|es dauert|es dauerte|dauert|das dauert|dauert es|lang|lange|seit|
    gedauert|es hat gedauert|hat es gedauert|es dauert etwa|es dauert ungefähr|genau|knapp gesagt"""
_MONEY = """betrag|der betrag ist|der betrag|summe|die summe ist|insgesamt|zusammen|in bar|bar|genau|das macht|
    es kostet|
    das kostet|es kostete|es hat gekostet|hat gekostet|gekostet|ich habe bezahlt|bezahlt|gezahlt|zahlen|bezahlen|
    überweisen|ich zahle|mein budget ist|budget|der preis ist|der preis war|für|von|mit"""
_SPELLED = """nummer|die nummer ist|die nummer lautet|meine nummer ist|meine nummer lautet|meine nummer|die nummer|#|
    raute|buchstabiert|dann|und dann|danach|mit|alles zusammen|zusammengeschrieben|zusammen|alles groß|
    alles großgeschrieben|in großbuchstaben|ich buchstabiere|buchstabiert sich|das wars|das wars schon|das war alles|
    das ist alles|fertig|mehr nicht|die|der|und|die ziffern|die ziffern sind|die zahlen|die zahlen sind"""
_IDENTIFIERS = f"""{_SPELLED}|meine kontonummer ist|meine kontonummer lautet|meine kontonummer|kontonummer|
    die kontonummer ist|die kontonummer lautet|die kontonummer|konto|mein konto|code|der code ist|der code lautet|
    der code|mein code ist|mein code lautet|mein code|pin|die pin ist|die pin|meine pin ist|meine pin lautet|meine pin|
    kundennummer|meine kundennummer ist|meine kundennummer lautet|meine kundennummer|die kundennummer ist|
    die kundennummer|buchungsnummer|meine buchungsnummer ist|meine buchungsnummer lautet|die buchungsnummer ist|
    die buchungsnummer lautet|die buchungsnummer|meine buchungsnummer|bestellnummer|meine bestellnummer ist|
    die bestellnummer ist|die bestellnummer lautet|vorgangsnummer|die vorgangsnummer ist|vertragsnummer|
    meine vertragsnummer ist|die vertragsnummer ist|die vertragsnummer lautet|kennzeichen|das kennzeichen ist|
    das kennzeichen lautet|mein kennzeichen ist|mein kennzeichen lautet|mein kennzeichen|buchungscode|
    mein buchungscode ist|der buchungscode ist|der buchungscode lautet|mein buchungscode lautet|mein buchungscode|
    referenz|die referenz ist|meine referenz ist|referenznummer|die referenznummer ist|versichertennummer|
    meine versichertennummer ist|auftragsnummer|die auftragsnummer ist|meine auftragsnummer ist"""
_POSTCODES = f"""{_SPELLED}|postleitzahl|die postleitzahl ist|die postleitzahl lautet|die postleitzahl|
    meine postleitzahl ist|meine postleitzahl lautet|meine postleitzahl|plz|die plz ist"""
_PHONES = f"""{_SPELLED}|telefonnummer|meine telefonnummer ist|meine telefonnummer lautet|meine telefonnummer|
    die telefonnummer ist|die telefonnummer lautet|handynummer|meine handynummer ist|meine handynummer lautet|
    meine handynummer|handy|mein handy ist|mobilnummer|meine mobilnummer ist|meine mobilnummer lautet|vorwahl|
    die vorwahl ist|meine vorwahl ist|rufnummer|meine rufnummer ist|sie erreichen mich unter|erreichen sie mich unter|
    sie können mich erreichen unter|mich erreichen unter|erreichbar unter|unter der|unter|ich bin erreichbar unter|
    rufen sie mich an unter|unter der nummer|festnetz"""
_EMAILS = """meine e mail ist|meine e mail lautet|meine e mail adresse ist|meine e mail adresse lautet|
    meine mailadresse ist|meine mailadresse lautet|die mailadresse ist|die e mail adresse ist|die e mail ist|
    die e mail lautet|meine email ist|meine email lautet|meine email adresse ist|meine emailadresse ist|
    meine emailadresse lautet|meine mail ist|meine mail|die adresse ist|die adresse lautet|e mail|email|mail|
    mailadresse|emailadresse|e mail adresse|adresse|an|unter|schicken sie es an|schicken sie sie an|
    schicken sie das an|schreiben sie an|sie erreichen mich unter|alles klein|alles kleingeschrieben|
    alles klein geschrieben|kleingeschrieben|klein geschrieben|alles in kleinbuchstaben|zusammengeschrieben|
    alles zusammen|in einem wort|buchstabiert|die|meine|adresse lautet"""
_NAMES = """mein name ist|mein name lautet|mein name|der name ist|der name lautet|der name|name|ich heiße|ich heisse|
    heiße|
    ich bin der|ich bin die|ich bin|hier ist|hier spricht|hier spricht der|hier spricht die|am apparat|am telefon|
    spricht|mein vorname ist|mein vorname lautet|vorname|der vorname ist|vorname ist|mein nachname ist|
    mein nachname lautet|nachname|der nachname ist|nachname ist|mein familienname ist|familienname|zuname|
    mein voller name ist|mein vollständiger name ist|man nennt mich|alle nennen mich|nennen sie mich|
    sie können mich nennen|auf den namen|unter dem namen|auf|unter|herr|frau|doktor|dr|prof|professor|fräulein|
    buchstabiert|buchstabiert sich|das buchstabiert sich|ich buchstabiere|geschrieben|wird geschrieben|
    das schreibt sich|schreibt sich|man schreibt das|die reservierung läuft auf|die reservierung ist auf|
    die buchung läuft auf|läuft auf|und ich heiße|für|mit|genannt|von der familie|die familie|familie"""
_CHOICES = """option|möglichkeit|punkt|für|zu|zur|zum|mit|mit der|mit dem|mit den|es geht um|es geht um die|
    es geht um den|
    es geht um meine|es geht um meinen|es geht um eine|es geht um einen|es geht um das|es geht um mein|um|um die|
    um den|meine|meinen|mein|meiner|meinem|ich rufe an wegen|ich rufe wegen|wegen|wegen der|wegen dem|wegen des|
    an|ich möchte sprechen mit|sprechen mit|sprechen|ich möchte zu|ich möchte zur|ich möchte zum|verbinden sie mich mit|
    verbinden sie mich mit der|verbinden sie mich mit dem|verbinden sie mich|verbinden|durchstellen|
    stellen sie mich durch zu|stellen sie mich durch|ich habe eine frage zu|ich habe eine frage zur|
    ich habe eine frage zum|ich habe eine frage|eine frage zu|eine frage zur|eine frage zum|fragen zu|fragen zur|
    melden|abteilung|die abteilung|nummer|im|in|in der|am|auf|geht es um|betrifft|es betrifft|lieber|dort|
    bezüglich|da gibt es|hinsichtlich|wäre besser|ist besser|ist mir lieber|wäre mir lieber|mir|mir lieber"""
_YES_NO = """alles|alles so|das alles|damit|dazu|dafür|so|dort|dem|heute|an dem tag|schon|jetzt|im moment|momentan|
    sie|mich|
    ihnen|daran|hiermit|auch|zu|von mir aus|ihr|davon|ich damit|leider"""

_REPEAT = """wiederholen|wiederholen bitte|wiederholen sie|wiederholen sie das|wiederholen sie bitte|
    wiederholen sie das bitte|können sie das wiederholen|können sie wiederholen|könnten sie das wiederholen|
    könnten sie wiederholen|können sie das bitte wiederholen|könnten sie das bitte wiederholen|
    können sie die frage wiederholen|könnten sie die frage wiederholen|könnten sie die frage bitte wiederholen|
    würden sie das wiederholen|würden sie das bitte wiederholen|wiederholen sie die frage|
    wiederholen sie bitte die frage|kannst du das wiederholen|können sie das noch mal sagen|
    können sie das nochmal sagen|können sie das noch einmal sagen|könnten sie das noch mal sagen|
    könnten sie das nochmal sagen|könnten sie das noch einmal sagen|können sie das bitte noch einmal sagen|
    können sie das bitte nochmal sagen|könnten sie das bitte noch einmal sagen|könnten sie das bitte nochmal sagen|
    sagen sie das noch mal|sagen sie das nochmal|sagen sie das noch einmal|sagen sie das bitte noch einmal|
    sagen sie es noch einmal|noch einmal|noch einmal bitte|noch mal|nochmal|nochmal bitte|noch mal bitte|wie bitte|
    bitte was|was|was bitte|wie|hä|bitte wie|was haben sie gesagt|was hast du gesagt|was sagten sie|was sagen sie|
    was war das|was war die frage|wie war die frage|was war noch mal die frage|was meinen sie|was meinen sie damit|
    wie meinen sie das|ich habe sie nicht verstanden|ich habe das nicht verstanden|ich hab sie nicht verstanden|
    ich hab das nicht verstanden|das habe ich nicht verstanden|das hab ich nicht verstanden|ich habe nicht verstanden|
    habe ich nicht verstanden|nicht verstanden|ich verstehe nicht|ich verstehe das nicht|ich verstehe sie nicht|
    das verstehe ich nicht|ich habe nichts verstanden|ich habe sie nicht gehört|ich habe das nicht gehört|
    das habe ich nicht gehört|ich höre sie nicht|ich kann sie nicht hören|ich kann sie nicht verstehen|
    ich höre nichts|ich habe nichts gehört|ich habe sie akustisch nicht verstanden|
    das habe ich akustisch nicht verstanden|akustisch nicht verstanden|lauter|lauter bitte|etwas lauter|
    sprechen sie lauter|sprechen sie bitte lauter|können sie lauter sprechen|könnten sie lauter sprechen|
    könnten sie bitte lauter sprechen|langsamer|langsamer bitte|etwas langsamer|können sie langsamer sprechen|
    könnten sie langsamer sprechen|sprechen sie langsamer|sprechen sie bitte langsamer|verzeihung|entschuldigung|
    entschuldigen sie|wie war das|
    wie war das noch mal|wie war das nochmal|wie war das bitte|das ging zu schnell"""
_WAIT = """warten|warten sie|warte|warte mal|warten sie mal|warten sie bitte|warten sie kurz|warten sie einen moment|
    warten sie bitte einen moment|warten sie mal kurz|warten sie eine sekunde|warten sie einen augenblick|moment|
    moment mal|moment bitte|einen moment|einen moment bitte|ein moment|ein moment bitte|einen kleinen moment|
    kleinen moment|kleinen moment bitte|kleiner moment|nur einen moment|nur einen kleinen moment|einen augenblick|
    einen augenblick bitte|augenblick|augenblick bitte|augenblick mal|einen kurzen moment|kurzen moment|sekunde|
    sekunde bitte|eine sekunde|eine sekunde bitte|nur eine sekunde|eine minute|eine minute bitte|kleine sekunde|
    geben sie mir einen moment|geben sie mir eine sekunde|geben sie mir eine minute|geben sie mir zwei minuten|
    geben sie mir fünf minuten|geben sie mir kurz zeit|geben sie mir einen augenblick|
    können sie einen moment warten|können sie kurz warten|könnten sie einen moment warten|könnten sie kurz warten|
    können sie warten|könnten sie warten|bleiben sie dran|bleiben sie bitte dran|bleiben sie am apparat|
    bleiben sie in der leitung|legen sie nicht auf|bitte nicht auflegen|nicht auflegen|ich muss nachsehen|
    ich muss nachschauen|ich muss kurz nachsehen|ich muss kurz nachschauen|ich muss mal nachsehen|
    ich muss mal nachschauen|ich muss erst nachsehen|ich muss suchen|ich muss kurz suchen|ich schaue nach|
    ich schau nach|ich schaue mal nach|ich schau mal nach|ich schaue kurz nach|ich schau kurz nach|ich sehe nach|
    ich sehe mal nach|ich suche|ich suche gerade|ich suche die nummer|ich suche die karte|ich suche sie|ich suche mal|
    ich suche es|ich hole sie|ich hole es|ich hole das|
    ich muss überlegen|ich muss kurz überlegen|lassen sie mich überlegen|lassen sie mich kurz überlegen|
    lassen sie mich nachsehen|lassen sie mich nachschauen|lassen sie mich kurz nachsehen|
    lassen sie mich kurz nachschauen|lassen sie mich nachdenken|ich überlege noch|ich überlege|nicht so schnell|
    langsam|immer langsam|mal sehen|mal schauen|gleich|ich hab es gleich|ich habe es gleich|bin gleich wieder da|
    ich bin gleich wieder da|zwei minuten|zwei sekunden|halt|stopp mal|kurz warten|einen moment noch|moment noch"""
_HELLO = """hallo|hallo hallo|sind sie da|sind sie noch da|sind sie noch dran|sind sie dran|bist du da|
    bist du noch da|ist da jemand|ist jemand da|ist da wer|hören sie mich|können sie mich hören|
    hören sie mich noch|hörst du mich|hallo ist da jemand|hallo sind sie noch da|hört mich jemand|
    ist noch jemand dran|noch da|noch dran|guten tag|hey|hi|hallo hören sie mich"""
_BACKCHANNEL = """mm|mmh|mhm|hm|hmm|aha|ah|ach so|achso|ah ja|ach ja|okay|ok|gut|ja|jaja|ja ja|alles klar|verstehe|
    ich verstehe|verstanden|ich habe verstanden|soso|so so|genau|klar|richtig|schön|na gut|in ordnung|oh|ah okay"""
_DECLINES = """habe ich nicht|hab ich nicht|das habe ich nicht|das hab ich nicht|ich habe keine|ich habe keinen|
    ich habe keins|ich habe kein|ich hab keine|ich hab keinen|ich hab keins|habe ich keine|habe ich keinen|
    habe ich keins|hab ich keine|hab ich keinen|hab ich keins|ich habe so etwas nicht|so etwas habe ich nicht|
    so was habe ich nicht|sowas hab ich nicht|besitze ich nicht|keine|keinen|keins|gibt es nicht|gibt es keine|
    gibt es keinen|gibts nicht|das gibt es nicht|da gibt es keine|da gibt es keinen|weiß ich nicht|
    das weiß ich nicht|ich weiß nicht|ich weiß es nicht|ich weiß das nicht|weiß nicht|weiß ich nicht mehr|
    das weiß ich nicht mehr|ich weiß es nicht mehr|ich weiß nicht mehr|weiß ich gerade nicht|das weiß ich gerade nicht|
    ich weiß es gerade nicht|weiß ich leider nicht|das weiß ich leider nicht|ich weiß es leider nicht|
    keine ahnung|ich habe keine ahnung|da habe ich keine ahnung|hab keine ahnung|ich kann mich nicht erinnern|
    ich erinnere mich nicht|daran kann ich mich nicht erinnern|habe ich nicht dabei|hab ich nicht dabei|
    die habe ich nicht dabei|das habe ich nicht dabei|den habe ich nicht dabei|habe ich gerade nicht da|
    hab ich gerade nicht da|die habe ich nicht|den habe ich nicht|die hab ich nicht|den hab ich nicht|
    ich habe sie nicht|ich habe ihn nicht|ich habe es nicht|ich hab sie nicht|ich hab ihn nicht|
    ich habe sie nicht dabei|ich habe sie verloren|ich habe es verloren|die habe ich verloren|verloren|vergessen|
    ich habe es vergessen|habe ich vergessen|das habe ich vergessen|die habe ich vergessen|hab ich vergessen|nein|nee|
    nö|nein danke|überspringen|das überspringen|überspringen sie das|überspringen wir|überspringen wir das|weiter|
    nächste frage|möchte ich nicht sagen|das möchte ich nicht sagen|ich möchte das nicht sagen|
    das will ich nicht sagen|will ich nicht sagen|sage ich nicht|das sage ich nicht|möchte ich nicht angeben|
    das möchte ich nicht angeben|lieber nicht|möchte ich lieber nicht|das möchte ich lieber nicht sagen|
    kann ich nicht sagen|das kann ich nicht sagen|kann ich ihnen nicht sagen|das kann ich ihnen nicht sagen|
    brauche ich nicht|brauch ich nicht|ich brauche keine|ich brauche keinen|nicht nötig|nichts|nix|entfällt|
    nicht vorhanden|trifft nicht zu|leider nicht|leider nein|habe ich leider nicht|habe ich leider nicht dabei|
    hab ich leider nicht dabei|
    hab ich leider nicht|das habe ich leider nicht|
    ich habe leider keine|ich habe leider keinen|ich habe leider keins|leider keine|leider keinen|nein habe ich nicht|
    nein hab ich nicht|die weiß ich nicht|den weiß ich nicht|die weiß ich nicht auswendig|weiß ich nicht auswendig|
    habe ich nicht im kopf|hab ich nicht im kopf|die habe ich nicht im kopf"""
# words: skip-end phrases of callers
_MEANINGFUL = """nicht nein nee kein keine keinen keinem keiner keines keins nie niemals nichts niemand ohne ausser aber
    sondern oder weder noch bzw beziehungsweise entweder sowohl ander andere anderen anderer anderes beide beiden alle
    allen jede jeden jeder jedes mehr weniger mindestens hochstens maximal minimal uber unter vor nach ab bis zwischen
    wahrend fast knapp beinahe etwa ungefahr circa ca rund halb halbe halben viertel dreiviertel wenn falls weil ob
    obwohl statt anstatt mensch person mitarbeiter mitarbeiterin berater beraterin jemand jemanden jemandem kollege
    kollegin abbrechen stornieren absagen stopp hilfe richtig falsch stimmt ja genau korrekt okay ok
    vielleicht eventuell moglicherweise irgend irgendein irgendwann letzte letzten nachste nachsten erste ersten
    spater spatestens fruhestens vorher nachher danach davor zuruck anderswo woanders""".split()


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
    meaningful = frozenset(_MEANINGFUL)
    question_starts = frozenset(
        """was welche welcher welches welchen wer wen wem wessen wann wo woher wohin warum wieso weshalb wie wieviel
        wieviele ist sind war waren haben hat habt kann kannst konnen konnte konnten wird werden wurde wurden wurden
        darf durfen muss mussen soll sollte gibt geht""".split()
    )
    copulas = frozenset("ist sind war waren".split())
    conjunctions = frozenset({"und", "sowie", "plus", "ausserdem", "&"})


MOVES: PhraseTable[Move] = PhraseTable(
    ((_BACKCHANNEL, "backchannel"), (_REPEAT, "repeat"), (_WAIT, "wait"), (_HELLO, "hello"))
)
"""What callers do who do not answer."""
DECLINES: Phrases = phrases(_DECLINES)
"""What callers say who have no such value."""
