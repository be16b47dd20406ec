"""Words that change no answer in Dutch, what callers do instead of answering, and how they decline."""

from __future__ import annotations

from collections.abc import Mapping

from flow_core.languages.phrases import Move, Phrases, PhraseTable, phrases

# words: skip-begin phrases of callers
_FILLERS = """eh|ehm|uh|uhm|um|euh|euhm|ehh|hm|hmm|mm|mmm|ah|oh|ach|nou|nou ja|nouja|nou kijk|tja|ja nou|welnu|
    zo|dus|goed|oke|okee|okay|ok|oke dan|goed dan|weet je|weet u|zeg maar|ziet u|kijk|ja|jawel|jazeker|ja hoor|jaja|
    en|dan|ik|we|wij|hallo|hoi|hey|he|goedemorgen|goeiemorgen|goedemiddag|goeiemiddag|goedenavond|goedeavond|
    goeienavond|goeieavond|goedendag|goeiedag|dag mevrouw|dag meneer|hallo daar"""
_POLITENESS = """alstublieft|alsjeblieft|alstublieft mevrouw|alstublieft meneer|aub|a.u.b|svp|s.v.p|graag|dank u|
    dank u wel|
    dankuwel|dank je|dank je wel|dankjewel|bedankt|hartelijk dank|hartelijk bedankt|heel erg bedankt|alvast bedankt|
    duizendmaal dank|merci|mevrouw|meneer|als het kan|als dat kan|als t kan|indien mogelijk|als het mogelijk is|
    als dat mogelijk is|als u wilt|als je wilt|als u dat heeft|als dat goed is|als het goed is|
    dat zou fijn zijn|dat zou mooi zijn|dat zou geweldig zijn|dat zou perfect zijn|dat zou top zijn|
    fijn|mooi|geweldig|perfect|prima|top|super|uitstekend|heerlijk|leuk|hoor|voor mij|voor ons|voor mij graag"""
_THINKING = """even kijken|eens kijken|eens even kijken|laat me even kijken|laat me eens kijken|laat me kijken|
    even denken|laat me denken|laat me even denken|laten we zeggen|zullen we zeggen|laat ik zeggen|
    wat was het ook alweer|hoe was het ook alweer|wat is het ook alweer|hoe heet het|ik denk|denk ik|ik denk dat|
    ik denk dat het|ik geloof|geloof ik|ik geloof dat het|ik gok|gok ik|ik zou zeggen|zou ik zeggen|volgens mij|
    naar mijn weten|voor zover ik weet|als ik me niet vergis|als ik het goed heb|waarschijnlijk|vermoedelijk|gewoon|
    alleen maar|slechts|enkel|ik zei|zei ik|ik zei net|zoals ik zei|zoals gezegd|ik herhaal|nogmaals|nog een keer|
    nog eens|wacht even even kijken|dan maar|dan toch|doe|doe maar|doet u maar|doe dan maar|zeg maar gewoon"""
_CARRIERS = """het is|t is|dat is|dat is dan|dat is het|dit is|dat wordt|het wordt|wordt het|het was|dat was|
    het moet zijn|dat moet zijn|het moet|dat moet|het moet toch|moet het zijn|moet zijn|het zou zijn|het zal zijn|
    hier is het|hier komt het|komt ie|mijn antwoord is|het antwoord is|de mijne is|ik wil|ik wil graag|ik wil dan|
    wil ik|wil ik graag|ik wou|ik wou graag|ik zou|ik zou graag|zou ik graag|ik zou willen|zou ik willen|
    ik zou graag willen|we willen|wij willen|we willen graag|wij willen graag|we zouden graag|wij zouden graag|
    willen we graag|willen|hebben|ik neem|neem ik|we nemen|doe mij|doe mij maar|geef mij|geef me|geeft u mij|mag ik|
    mag ik dan|ik kies|ik kies voor|kies ik|ik ga voor|ga ik voor|dan ga ik voor|ik pak|ik prefereer|liefst|
    het liefst|t liefst|bij voorkeur|ik heb liever|liever|ik had graag|had ik graag|ik had gedacht aan|ik dacht aan|
    ik dacht|we dachten aan|dacht ik|wat dacht u van|wat dacht je van|ik heb|heb ik|we hebben|we zijn|wij zijn|
    er zijn|ik ben|de|het|een|is goed|is prima|is oke|is ok|is fijn|is perfect|is het beste|is het best|komt goed uit|
    komt het beste uit|komt me goed uit|komt mij goed uit|komt ons goed uit|past mij|past me|past goed|past mij goed|
    past me goed|schikt mij|lukt wel|lukt mij|gaat wel|kan wel|lijkt me goed|lijkt mij goed|lijkt me prima|
    lijkt me fijn|zou goed zijn|zou fijn zijn|zou prima zijn|zou perfect zijn|zou mooi zijn|zou goed uitkomen"""
_BOOKING = """reserveren|boeken|een tafel|tafel|een tafeltje|tafeltje|een tafel reserveren|een afspraak op|
    een afspraak maken|een reservering maken|komen|langskomen|langs komen|kom ik|ik kom|we komen|wij komen|komen we|
    komen eten"""
_BOOKING_FOR = f"""{_BOOKING}|reserveren voor|boeken voor|een tafel reserveren voor|een tafel boeken voor|
    een reservering voor|reservering voor|een afspraak voor|afspraak voor|een afspraak maken voor|
    een reservering maken voor|een tafel voor|tafel voor|een tafeltje voor|tafeltje voor"""
_NUMBERS = f"""{_BOOKING_FOR}|er|er maar|het aantal moet|het moeten er|zijn graag|personen|persoon|mensen|gasten|gast|
    volwassenen in totaal|man|in totaal|totaal|bij elkaar|alles bij elkaar|alles samen|samen|voor|met|van|stuks|stuk|
    eenheden|aantal|het aantal is|een groep van|groep van|met een groep van|een gezelschap van|gezelschap van|
    met zn allen|met zijn allen|punten|keer|alle|jaar|jaar oud|ik ben|#|nummer|mijn nummer is|het getal is|
    het cijfer is|van ons|iedereen"""
_DATES = f"""{_BOOKING_FOR}|er|er maar|van|zijn|de dag moet|de datum moet|op|de datum is|datum|dag|de dag|de dag is|
    op de dag|voor de dag|mijn verjaardag is|mijn geboortedatum is|geboortedatum|mijn geboortedag is|verjaardag|
    ik ben geboren op|ben ik geboren|ik ben geboren|geboren op|geboren|ben geboren op|het is gebeurd op|
    het gebeurde op|het gebeurde|gebeurde het|het was op|het begon op|dat was op|is het gebeurd|ben ik jarig"""
_TIMES = f"""{_BOOKING}|er|er maar|van|zijn|de tijd moet|het tijdstip moet|om|de tijd is|tijd|de tijd was|
    het tijdstip is|het gebeurde om|het was om|precies om|om precies|precies|stipt|ongeveer om|zo rond|zo tegen|
    om ongeveer|zo om"""
_LENGTHS = """voor|ongeveer|circa|zowat|om en nabij|het duurt|het duurde|duurt het|het duurt ongeveer|zo ongeveer|
    gedurende|exact|precies|lang|het kost me|het zal duren|duurt|we blijven|ik blijf|blijven we|blijf ik"""
_MONEY = """bedrag|er|er maar|van|het bedrag is|een bedrag van|bedrag van|het totaal is|in totaal|totaal|bij elkaar|
    alles bij elkaar|samen|contant|cash|precies|exact|het kost|het kostte|het kost me|het heeft gekost|dat kost|
    ik heb betaald|betaald|ik betaal|betalen|overmaken|ik wil betalen|mijn budget is|budget|een budget van|
    de prijs is|de prijs was|op de kop af|storten|voor"""
_SPELLED = """nummer|het nummer is|mijn nummer is|mijn nummer|het nummer|#|hekje|het wordt gespeld als|gespeld|
    gespeld als|je spelt het als|u spelt het als|ik spel|ik spel het|dan|en dan|met|alles aan elkaar|aan elkaar|
    in hoofdletters|alles in hoofdletters|nummer is|de cijfers zijn|de cijfers|de letters|en dat is het|
    dat is alles|dat was het|en dat was het|meer niet|punt uit"""
_IDENTIFIERS = f"""{_SPELLED}|rekeningnummer|mijn rekeningnummer is|mijn rekeningnummer|het rekeningnummer is|
    mijn rekening is|
    rekening|klantnummer|mijn klantnummer is|het klantnummer is|code|mijn code is|de code is|referentie|
    mijn referentie is|de referentie is|referentienummer|mijn referentienummer is|het referentienummer is|ordernummer|
    mijn ordernummer is|bestelnummer|mijn bestelnummer is|het bestelnummer is|pin|pincode|mijn pincode is|
    de pincode is|mijn pin is|boekingsnummer|mijn boekingsnummer is|het boekingsnummer is|reserveringsnummer|
    mijn reserveringsnummer is|het reserveringsnummer is|boekingscode|mijn boekingscode is|reserveringscode|
    mijn reserveringscode is|bevestigingscode|mijn bevestigingscode is|kenteken|mijn kenteken is|het kenteken is|
    nummerplaat|mijn nummerplaat is|de nummerplaat is|polisnummer|mijn polisnummer is|het polisnummer is|
    dossiernummer|mijn dossiernummer is|lidnummer|mijn lidnummer is|patientnummer|mijn patientnummer is"""
_POSTCODES = f"""{_SPELLED}|postcode|mijn postcode is|mijn postcode|de postcode is|de postcode"""
_PHONES = f"""{_SPELLED}|telefoonnummer|mijn telefoonnummer is|mijn telefoonnummer|het telefoonnummer is|
    mijn telefoon is|mobiel|mijn mobiel is|mijn mobiele nummer is|mijn mobiele nummer|mobiele nummer|mobiel nummer|
    gsm|mijn gsm is|mijn gsm nummer is|mijn gsm-nummer is|gsm nummer|06 nummer|mijn 06 nummer is|bel me op|bel mij op|
    belt u me op|u kunt me bellen op|u kunt mij bellen op|je kunt me bellen op|u kunt me bereiken op|
    u kunt mij bereiken op|je kunt me bereiken op|te bereiken op|ik ben bereikbaar op|bereikbaar op|
    ik ben te bereiken op|netnummer|kengetal|het netnummer is|zonenummer"""
_EMAILS = """mijn e-mailadres is|mijn e mailadres is|mijn emailadres is|mijn mailadres is|mijn mail is|mijn email is|
    mijn e mail is|het e mailadres is|het emailadres is|het mailadres is|mijn adres is|het adres is|
    stuur maar naar|ik ben bereikbaar op|email|e mail|e mailadres|
    emailadres|mailadres|mail|alles kleine letters|allemaal kleine letters|in kleine letters|kleine letters|
    alles aan elkaar|aan elkaar|aan elkaar geschreven|alles aan elkaar geschreven|stuur het naar|stuur het maar naar|
    stuurt u het naar|stuurt u het maar naar|u kunt mailen naar|u kunt me mailen op|u kunt me bereiken op|
    je kunt mailen naar|mailt u maar naar|dat luidt|contact|gespeld"""
_NAMES = """mijn naam is|mijn naam|de naam is|naam is|naam|ik ben|ik heet|heet ik|dit is|het is|met|u spreekt met|
    je spreekt met|hier met|je mag me noemen|u mag me noemen|noem me|noem me maar|noemt u me|onder de naam|op de naam|
    op naam van|op de naam van|op naam|onder|spreekt u mee|spreek je mee|spreekt u|mijn volledige naam is|
    volledige naam|mijn achternaam is|mijn familienaam is|mijn voornaam is|achternaam|familienaam|voornaam|
    achternaam is|voornaam is|is mijn naam|is de naam|is mijn voornaam|is mijn achternaam|men noemt me|
    iedereen noemt me|ze noemen me|meneer|mevrouw|de heer|dhr|mevr|mr|dr|gespeld|gespeld als|dat spel je als|
    dat spelt u als|dat is gespeld|dat schrijf je als|dat schrijft u als|je schrijft het als|u schrijft het als|
    ik spel|ik spel het|voor|de reservering is op naam van|de reservering staat op naam van|het staat op naam van|
    aan de lijn|aan de telefoon"""
_CHOICES = """optie|keuze|voor|naar|het gaat over|het gaat om|gaat het over|ik bel over|ik bel voor|ik bel vanwege|
    ik bel in verband met|over|met|mijn|die|die met|die van|ik wil spreken met|ik wil iemand spreken van|
    ik zou graag spreken met|spreken|spreken met|verbind me door met|verbindt u me door met|
    kunt u me doorverbinden met|kunt u mij doorverbinden met|doorverbinden met|ik heb een vraag over|een vraag over|
    vraag over|afdeling|de afdeling|nummer|in de|in|op|op de|die graag|de mijne|kiezen|zijn beter|is beter|zijn goed|
    praten met|praten over"""
_YES_NO = """het|dat|dit|t|de|alles|allemaal|dat allemaal|er|daar|daarmee|ermee|mee|daar mee|u|je|jullie|dat is|
    het is|die dag|
    voor nu|heel erg|heel|helemaal|helemaal precies|zo"""

_REPEAT = """herhaal|herhaal dat|herhaal het|herhaalt u dat|kunt u dat herhalen|kun je dat herhalen|
    kunt u het herhalen|kun je het herhalen|kunt u de vraag herhalen|kun je de vraag herhalen|
    kunt u dat nog eens herhalen|kunt u dat nog een keer herhalen|wilt u dat herhalen|wil je dat herhalen|
    wilt u dat nog eens zeggen|wilt u dat nog een keer zeggen|zou u dat kunnen herhalen|zou je dat kunnen herhalen|
    kan u dat herhalen|zou u dat willen herhalen|zou u het kunnen herhalen|kunt u dat nog een keer zeggen|
    kun je dat nog een keer zeggen|kunt u dat nog eens zeggen|kun je dat nog eens zeggen|kan je dat nog eens zeggen|
    kan u dat nog eens zeggen|zeg dat nog eens|zeg het nog eens|zeg dat nog een keer|zegt u dat nog eens|nog een keer|
    nog eens|nogmaals|opnieuw|wat|wat zei u|wat zei je|wat zegt u|wat zeg je|wat was dat|wat was de vraag|
    wat is de vraag|wat bedoelt u|wat bedoel je|wat vroeg u|hoe bedoelt u|hoe bedoel je|pardon|sorry|wablief|wablieft|
    watblief|excuseer|excuseert u mij|he|huh|ik heb u niet gehoord|ik heb je niet gehoord|ik heb dat niet gehoord|
    ik heb het niet gehoord|ik hoorde u niet|ik hoorde dat niet|ik hoorde het niet|ik kon u niet horen|
    ik kon u niet verstaan|ik kan u niet horen|ik kan je niet horen|ik kan u niet verstaan|ik kan je niet verstaan|
    ik versta u niet|ik versta je niet|ik versta het niet|ik verstond u niet|ik verstond het niet|
    ik verstond dat niet|ik hoor u niet|ik hoor je niet|ik hoor niks|ik heb u niet verstaan|ik heb dat niet verstaan|
    ik heb het niet verstaan|dat heb ik niet verstaan|dat heb ik niet gehoord|dat verstond ik niet|dat hoorde ik niet|
    niet verstaan|ik begrijp het niet|ik begrijp u niet|ik begrijp je niet|dat begrijp ik niet|ik snap het niet|
    dat snap ik niet|ik snap u niet|ik heb het niet begrepen|wat moet ik zeggen|harder|iets harder|wat harder|
    kunt u harder praten|kunt u wat harder praten|kunt u iets harder praten|kun je harder praten|langzamer|
    iets langzamer|wat langzamer|kunt u langzamer praten|kunt u wat langzamer praten|kunt u iets langzamer praten|
    hoe was de vraag"""
_WAIT = """wacht|wacht even|wacht eens|wacht eens even|wacht een momentje|wacht een moment|wacht een seconde|
    wacht een minuutje|even wachten|een moment|een momentje|momentje|moment|een ogenblik|een ogenblikje|ogenblikje|
    ogenblik|een seconde|een secondje|secondje|een minuut|een minuutje|minuutje|een tel|een klein momentje|eventjes|
    even geduld|eventjes geduld|even|even hoor|even wachten hoor|heel even|heel eventjes|blijf aan de lijn|
    blijft u aan de lijn|blijf even hangen|blijf even aan de lijn|blijft u even aan de lijn|hang niet op|
    niet ophangen|geef me een seconde|geef me even|geef me een momentje|geef me een moment|geef me een minuut|
    geef me een minuutje|geef me twee minuten|geeft u me even|geeft u me een moment|geeft u me een momentje|
    kunt u even wachten|kun je even wachten|kunt u een momentje wachten|kunt u een moment wachten|
    kunt u me een minuut geven|kunt u me even de tijd geven|heeft u een momentje|heeft u een moment|
    heb je een momentje|ik moet even kijken|ik moet even zoeken|ik moet het even opzoeken|ik moet het opzoeken|
    ik moet even nadenken|ik moet nadenken|ik zoek het even op|ik ga het even opzoeken|ik ga even kijken|
    ik ga het even pakken|ik pak het even|ik pak hem even|ik zoek even|ik ben aan het zoeken|ik ben aan het kijken|
    ik kijk even|ik kijk het even na|ik denk even na|ik ben aan het nadenken|even kijken|even zoeken|even opzoeken|
    even pakken|even nadenken|even denken|laat me even kijken|laat me kijken|laat me even denken|laat me nadenken|
    laat me even nadenken|laat me even zoeken|eens kijken|eens even kijken|laat me eens kijken|niet zo snel|
    twee minuten|twee seconden|twee minuutjes|ik ben zo terug|ik ben zo weer terug|zo terug|een ogenblik geduld"""
_HELLO = """hallo|hoi|hey|hallo hallo|bent u er nog|bent u daar|bent u daar nog|ben je er nog|ben je daar|
    ben je daar nog|bent u er|is daar iemand|is er iemand|is er nog iemand|iemand daar|hoort u mij|hoort u me|
    hoor je mij|hoor je me|kunt u mij horen|kunt u me horen|kun je mij horen|kun je me horen|hallo hoort u mij|
    nog daar|luistert u nog|luistert u|doet hij het|doet ie het"""
_BACKCHANNEL = """mm|mmm|mhm|mm hm|mmhm|hm|hmm|oke|okee|okay|ok|goed|ja|ja ja|jaja|juist|precies|ik snap het|snap ik|
    ik begrijp het|begrijp ik|begrepen|duidelijk|aha|oh|ah|oh oke|oh ja|ah ja|ah zo|zo|prima|ja hoor|ik zie het|
    is goed|inderdaad|klopt"""
_DECLINES = """die heb ik niet|die heb ik niet bij me|die heb ik niet bij de hand|dat heb ik niet|
    dat heb ik niet bij me|dat heb ik niet bij de hand|heb ik niet|heb ik niet bij me|ik heb er geen|ik heb geen|
    ik heb er een niet|ik heb dat niet|ik heb die niet|ik heb het niet|ik heb het niet bij me|ik heb hem niet|
    ik heb hem niet bij me|ik heb hem niet bij de hand|ik heb het niet bij de hand|ik heb niks|ik heb niets|
    heb er geen|heb geen|geen|geen een|die is er niet|er is er geen|is er niet|bestaat niet|niet van toepassing|nvt|
    n.v.t|weet ik niet|ik weet het niet|ik weet het niet meer|dat weet ik niet|dat weet ik niet meer|ik weet dat niet|
    ik zou het niet weten|zou ik niet weten|geen idee|ik heb geen idee|ik herinner het me niet|
    dat herinner ik me niet|ik kan het me niet herinneren|kwijt|ik ben hem kwijt|ik ben het kwijt|die ben ik kwijt|
    dat ben ik kwijt|vergeten|ik ben het vergeten|ik ben hem vergeten|dat ben ik vergeten|die ben ik vergeten|nee|
    neen|nee hoor|nee dank u|nee dank je|nee bedankt|nee heb ik niet|nee die heb ik niet|nee dat heb ik niet|
    nee ik heb er geen|overslaan|sla over|sla maar over|slaat u maar over|sla dat maar over|laat maar|laat dat maar|
    dat zeg ik liever niet|zeg ik liever niet|liever niet|dat wil ik niet zeggen|wil ik niet zeggen|
    ik wil het niet zeggen|dat wil ik liever niet zeggen|dat geef ik liever niet|ik zeg het liever niet|volgende|
    niets|niks|heb ik niet nodig|ik heb er geen nodig"""
# words: skip-end phrases of callers
_MEANINGFUL = """niet geen nee of maar behalve zonder nooit noch niemand niets niks nergens iets iemand ander andere
    anders nog beide allebei elke elk ieder iedere minder minst minstens meest hoogstens maximaal minimaal over
    onder na
    voordat nadat tot tussen vanaf uit bijna half kwart als tenzij wanneer omdat mens persoonlijk medewerker
    medewerkster collega annuleren annuleer stop stoppen help klopt juist goed fout verkeerd correct ja oke ok
    nauwelijks amper zeker misschien wel en"""


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
        """wat wie waar wanneer waarom waarvoor hoe hoeveel hoelang hoezo welk welke is zijn was waren kan kunt kun
        kunnen mag mogen moet moeten zou zouden zal zullen heeft hebt heb hebben doet doen bent ben wordt worden gaat
        wilt wil""".split()
    )
    copulas = frozenset("is was zijn waren wordt".split())
    conjunctions = frozenset({"en", "plus", "ook", "&"})


MOVES: PhraseTable[Move] = PhraseTable(
    ((_BACKCHANNEL, "backchannel"), (_REPEAT, "repeat"), (_WAIT, "wait"), (_HELLO, "hello"))
)
"""What callers do who do not answer."""
DECLINES: Phrases = phrases(_DECLINES)
"""What callers say who have no such value."""
