"""Usual Dutch words that callers say and that are no part of a person's name."""

from __future__ import annotations

# words: skip-begin words of callers
USUAL_WORDS = frozenset(
    """ik mij me mijn mezelf mezelve wij we ons onze onszelf jij je jou jouw u uw jullie hij hem zijn zij ze haar hen
        hun het dit dat deze die daar hier er waar wie wat welke welk wanneer waarom hoe hoeveel dan nu vandaag morgen
        overmorgen gisteren vanavond vanmiddag vanochtend vanmorgen vannacht straks later binnenkort nooit altijd ooit
        alweer nog steeds weer opnieuw soms vaak zelden misschien wellicht ben bent is was waren geweest word wordt
        worden geworden heb hebt heeft hebben had hadden gehad kan kunt kun kunnen kon konden mag mogen mocht moet
        moeten moest wil wilt willen wilde wou zal zult zullen zou zouden doe doet doen deed gedaan ga gaat gaan ging
        gegaan geef geeft geven gaf gegeven neem neemt nemen nam genomen maak maakt maken maakte gemaakt zeg zegt
        zeggen zei gezegd vertel vertellen verteld vraag vraagt vragen vroeg gevraagd praat praten gepraat spreek
        spreekt spreken gesproken bel belt bellen belde gebeld weet weten wist gewoon denk denkt denken dacht gedacht
        bedoel bedoelt bedoelen bedoelde noem noemt noemen heet heten hoor hoort horen gehoord help helpt helpen
        geholpen zoek zoekt zoeken gezocht kijk kijkt kijken gekeken zie ziet zien zag gezien vind vindt vinden
        gevonden probeer proberen gebruik gebruiken werk werkt werken gewerkt kom komt komen kwam gekomen zet zetten
        leg leggen laat laten blijf blijft blijven bleef hou houd houden wacht wachten stop stoppen stopt begin begint
        beginnen begonnen annuleren annuleer geannuleerd afzeggen wijzigen wijzig veranderen verander verzetten
        verplaatsen boeken boek geboekt reserveren reserveer gereserveerd bestellen bestel besteld kopen koop gekocht
        betalen betaal betaald sturen stuur gestuurd brengen breng gebracht tonen spellen spel spelt gespeld schrijven
        schrijf schrijft lezen lees herhalen herhaal begrijpen begrijp begrepen snap vergeten geloof hoop wens gebeurd
        gebeurt druk drukken typ typen luister luistert opnemen een de elke elk ieder iedere sommige alle alles
        allemaal beide allebei geen niet niets niks niemand iemand iets ander andere anders zelfde dezelfde hetzelfde
        zulke alleen ook te zeer erg heel veel meer meest weinig minder minst genoeg best eigenlijk echt maar bijna
        ongeveer rond van naar in op aan om voor met zonder binnen buiten tegen over onder boven beneden af uit bij
        door na tot tijdens tussen achter naast langs per als indien omdat want hoewel terwijl of en dus toch ja nee
        neen oke okay ok goed juist fout verkeerd correct klopt waar zeker absoluut natuurlijk graag alstublieft
        alsjeblieft sorry pardon dank bedankt dankjewel hallo hoi hey dag doei daag tot ziens welkom slecht leuk fijn
        mooi prima beter slechter groot klein lang kort nieuw oud jong hoog laag warm koud vroeg laat snel langzaam
        rustig makkelijk moeilijk vrij druk klaar blij boos moe honger dorst ziek kwijt verloren alleenstaand getrouwd
        gescheiden beschikbaar mogelijk onmogelijk belangrijk geweldig perfect verschrikkelijk interessant bang
        bezorgd verward eenzaam man vrouw jongen meisje kind kinderen baby persoon personen mens mensen kerel dame
        heer mevrouw meneer vriend vriendin vrienden echtgenoot echtgenote vader moeder papa mama broer zus zoon
        dochter ouders partner baas collega buurman buurvrouw buren familie gezin opa oma oom tante neef nicht
        schoonmoeder dokter arts huisarts tandarts verpleegkundige verpleegster medewerker medewerkster agent operator
        telefonist telefoniste receptionist receptioniste vertegenwoordiger manager leidinggevende chef assistent
        assistente robot machine computer personeel klant klanten klantenservice klantendienst dienst service hulp
        verkoop facturatie administratie boekhouding receptie balie afdeling team bedrijf zaak kantoor winkel bank
        hotel restaurant huis thuis woning appartement flat kamer tafel deur auto trein bus vliegtuig fiets telefoon
        mobiel gsm nummer nummers cijfer letter mail email adres straat weg stad dorp gemeente land postcode code
        eigenaar eigenares bewoner huurder verhuurder loodgieter elektricien timmerman schilder monteur ingenieur
        leraar lerares docent student advocaat notaris politie politieagent brandweer ambulance chauffeur bezorger
        koerier ober serveerster gast patient bezoeker toerist gepensioneerde weduwe weduwnaar accountant makelaar
        kapper slager directeur directrice secretaresse zorgverlener mantelzorger beller partij contactpersoon maandag
        dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart april mei juni juli augustus
        september oktober november december dag dagen week weken maand maanden jaar jaren uur uren minuut minuten
        seconde seconden kwartier kwart half halve ochtend middag avond nacht weekend vakantie feestdag verjaardag
        datum tijd moment momentje ogenblik keer eerste tweede derde vierde vijfde zesde zevende achtste negende
        tiende laatste volgende vorige afgelopen komende nul twee drie vier vijf zes zeven acht negen tien elf twaalf
        dertien veertien vijftien zestien zeventien achttien negentien twintig dertig veertig vijftig zestig zeventig
        tachtig negentig honderd duizend miljoen afspraak reservering boeking bestelling order levering pakket pakje
        product artikel factuur rekening betaling abonnement contract polis verzekering schade claim klacht vraagje
        probleem storing internet wifi televisie tv water gas stroom licht verwarming kraan afvoer wasmachine koelkast
        lek lekkage defect kapot stuk garantie reparatie retour terugbetaling geld euro euros prijs kosten korting btw
        bon bonnetje ticket kaartje pas pasje kaart paspoort rijbewijs kenteken nummerplaat wachtwoord gebruikersnaam
        account app website pagina scherm knop menu optie keuze mogelijkheid vraag antwoord informatie info gegevens
        naam voornaam achternaam familienaam geboortedatum leeftijd geslacht handtekening brief formulier document
        bijlage recept medicijn medicijnen medicatie pil pillen pijn hoofdpijn buik rug been arm hoofd tand tanden
        kies keel koorts griep ziekenhuis apotheek praktijk spoed noodgeval school universiteit werkgever werknemer
        baan cursus pizza eten drinken ontbijt lunch diner menukaart terras parking parkeren parkeerplaats kaas brood
        koffie thee bier wijn hond kat huisdier kleur maat soort deel begin einde links rechts voorkant achterkant
        plek plaats ruimte zaal raam rolstoel stoel kinderstoel allergie vegetarisch veganistisch glutenvrij rustig
        prive persoonlijk geheim anoniem onbekend raden willekeurig zelfs even eventjes eerst daarna daarvoor zodra
        totdat vanaf sinds behalve tenzij inclusief exclusief verder verbinding lijn verbinden doorverbinden
        doorverbind opgehangen bereik stem volume harder zachter duidelijk onduidelijk engels nederlands frans duits
        spaans taal belg belgie nederland vlaams moederszijde sleutel slot verhuizing belastingdienst bakkerij
        slagerij garage firma stichting vereniging provincie thuiszorg rechtbank ministerie bv nv zoals net zin
        doorgaan doorgaat opzeggen opzegging afmelden aanmelden inloggen inschrijven doorgeven regelen ruilen omruilen
        ophalen afhalen langskomen bezorgen leveren controleren checken bevestigen uitleggen invullen aanvragen
        afsluiten openen sluiten melden klagen informeren adviseren repareren vervangen installeren tekenen
        ondertekenen wonen woon werkelijk helemaal precies meteen direct onmiddellijk soort gewone normale bekend
        bekende hulpverlener behandelaar fysiotherapeut psycholoog diagnose operatie afspraken reserveringen
        bestellingen facturen rekeningen vragen klachten problemen openingstijden parkeergarage wachtrij wachttijd
        wachtlijst lijst agenda rooster planning gebruiker abonnee lid leden lidmaatschap aanvraag aanbieding offerte
        bericht melding nieuws test proef
    belachelijk absurd onacceptabel vegetarier veganist allergisch diabeet zwanger doof blind gepensioneerd studente
    patiente wanhopig hongerig kleinzoon kleindochter zwager schoonzus ongelooflijk onderweg gehandicapt""".split()
)
# words: skip-end words of callers
"""Lower case, without accents and apostrophes."""
