"""Words in and around the name of a person in English."""

from __future__ import annotations

from flow_core.languages.phrases import Phrases, phrases

# words: skip-begin words of callers
_OTHERS = """i me my mine myself we us our ours you your yours he him his she her hers it its they them their
    theirs this that these those who whom whose what which when where why how there here then now today
    tomorrow yesterday tonight soon later never always ever already still yet again once twice often sometimes
    maybe perhaps am are is was were be been being isnt arent wasnt werent im youre hes shes
    theyre weve ive id ill youll youve
    do does did done doing dont doesnt didnt have has had having havent hasnt hadnt can could cant cannot couldnt
    would wouldnt shall should shouldnt must might wont
    go going goes gone went get gets getting got give gives gave given take takes taking took make makes making made
    say says said saying tell tells told ask asks asked asking talk talking talked speak speaking spoke call calls
    called calling know knows knew known think thinks thinking thought mean means meant want wants wanted need needs
    needed like likes liked love loves help helps helping hear heard listen look looks looking see sees saw seen find
    finds found try tries tried trying use uses used using work works working worked come comes coming came put puts
    leave leaves left let lets keep keeps kept hold holding wait waiting stop stops stopped start started begin
    cancel cancelled change changed changes book booked booking order ordered buy bought pay paid paying send sent
    bring brought show shows spell spelled spelt write written read repeat repeated understand understood remember
    forget forgot forgotten believe hope wish care matter matters happen happened press pressed type typed
    a an the some any no not none nothing nobody noone anything anybody anyone something somebody someone everything
    everybody everyone all both each every either neither other others another else same such only also too very
    much many more most less least few little lot lots enough quite really actually just almost nearly about around
    of to in on at by for from with without within into onto over under up down out off near after before until till
    since during between among through across behind beside besides against per via than as if unless because
    although though while whereas whether or but nor so yes no yeah yep nope nah ok okay right wrong correct incorrect
    true false sure certainly definitely absolutely please sorry thanks thank hello hi hey bye goodbye welcome
    good bad nice great fine well better best worse worst big small long short old new young high low hot cold
    early late fast slow quick easy hard free busy ready done happy sad angry tired hungry thirsty sick ill lost alone
    married single available possible important different wonderful perfect terrible interested afraid worried
    confused calling
    man woman boy girl child children kid kids baby person people human humans guy guys lady gentleman friend friends
    wife wifes husband husbands mother mothers father fathers mom moms mum mums dad dads son sons daughter daughters
    brother brothers sister sisters parents partner boyfriend girlfriend boss colleague neighbour neighbor family
    doctor doctors nurse agent agents operator representative rep manager supervisor receptionist assistant robot bot
    machine computer staff customer customers service support sales billing reception department team company
    business office shop store bank hotel restaurant house home apartment room table door car train bus plane phone
    mobile cell telephone number numbers email mail address street road city town country state postcode zip code
    account card password pin name names surname first last middle full maiden nickname initial initials letter letters
    word words question questions answer answers problem problems issue issues reason idea thing things stuff way
    time times day days week weeks month months year years hour hours minute minutes second seconds moment morning
    afternoon evening night noon midnight monday tuesday wednesday thursday friday saturday sunday january february
    july september october november december spring autumn winter birthday date appointment reservation meeting
    delivery package parcel money price cost bill bills invoice payment refund charge charges dollar dollars pound
    pounds euro euros percent total amount insurance policy claim prescription medicine pill pills
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million third fourth
    fifth sixth seventh eighth ninth tenth half quarter dozen double triple
    food water coffee tea beer wine pizza burger salad soup bread cheese chicken fish meat breakfast lunch dinner
    red blue yellow orange purple pink banana apple apples dog dogs cat cats weather rain snow sun
    english spanish french german italian portuguese dutch secret private business anonymous unknown nope whatever
    damn hell shit fuck fucking stupid idiot god jesus christ wow oh ouch huh hmm um uh er private personal
    information data nickname username user guest guests caller callers line language option options menu main
    zip postal emergency police fire ambulance accident hurt pain broken stolen missing
    isn wasn wouldn couldn shouldn rather instead except anymore anyway however therefore
    theres heres wheres whats whos hows thats itd thatd thatll itll""".split()
# words: skip-end words of callers

_SURNAMES = frozenset(
    """young long short small big best price hope love bill bills day days may winter spring autumn english french
    german christ house home street sun rain snow early man pound read book call care fine court high low""".split()
)


class Names:
    """Words in and around the name of a person."""

    particles = frozenset(
        "de del della der den van von zu zur da das do dos di du la le las los ten ter bin ibn al el st y e".split()
    )
    prefixes: tuple[str, ...] = ("mc",)
    elided = frozenset({"o", "d"})
    given: Phrases = phrases("first name|my first name is|first name is|the first name is|first|given name")
    family: Phrases = phrases(
        """last name|my last name is|last name is|the last name is|and my last name is|surname|my surname is|
        surname is|the surname is|last|family name|family name is"""
    )
    wishes: Phrases = phrases(
        """can i have|can i get|could i have|could i get|may i have|give me|i want|i would like|id like|id love|i need|
        im looking for|i am looking for|looking for|were looking for|ill have|i will have|ill take|i will take|
        lets go with|how about|what about|can we do|could we do|can you do|could you do|
        i prefer|id prefer|i would prefer|i choose|
        i pick|put me through|can i speak to|could i speak to|can i talk to|could i talk to|
        could you put me through to|can you put me through to|transfer me|connect me|get me|
        speak to|talk to|speak with|talk with|is it|are you|
        put me down for|theres|there is|there are|we have|i have|ive got|i got"""
    )
    others = frozenset(_OTHERS) - _SURNAMES
    forenames = frozenset({"will", "bill", "may", "hope", "sunny", "rich", "christian", "summer"})
    surnames = _SURNAMES
