"""Usual English words that callers say and that are no part of a person's name."""

from __future__ import annotations

# words: skip-begin words of callers
USUAL_WORDS = frozenset(
    """i me my mine myself we us our ours you your yours he him his she her hers it its they them their
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
    theres heres wheres whats whos hows thats itd thatd thatll itll
    reschedule guess test testing check confirm accept decline refuse agree disagree complain complaint report
    track return returns exchange replace repair fix install upgrade downgrade subscribe unsubscribe renew
    extend transfer connect disconnect forward continue finish quit exit enter open close closed save delete
    remove add move switch turn set reset login logout register update upload download copy print reading drive
    driving walk run running eat eating drink drinking sleep sleeping sit stand play watch learn teach explain
    describe discuss decide choose pick select prefer expect allow offer provide receive deliver ship shipping
    travel fly visit meet live stay rent sell spend borrow lend owe worth earn lose win miss missed catch break
    cut drop fill fall grow build draw sing dance laugh cry smile fight kill die dead dies alive born age aged
    advice air airport animal area arm bag ball bathroom beach bed bedroom bicycle bike birth board boat body
    bottle bottom bowl box building cake camera cancellation capital cards cash ceiling center centre chair
    chance checking class clothes cloud club coat college color colour contract corner couple course cup
    cupboard damage dates dentist desk detail details device difference dish dishwasher distance district dress
    earth edge education egg electric electricity end energy engine entrance error event events example exam
    experience eye eyes face fact factory fax feet file film finger floor flower foot football form forms fridge
    front fruit furniture game garage garden gas gate gift glass government group hair hand hands hat health
    heart heating hole holiday holidays hospital ice inch internet item items job juice key keys knee lamp
    laptop leg lesson level license licence life lights limit list living loan location lock manual map market
    match meal meaning member membership memory message messages milk minus mistake model modem mortgage
    mountain mouth music nature neck news newspaper noise nose note notes object oil opening opinion orders
    outside inside owner page pages paint pair pants paper parking part parts party passport path pen pencil pet
    phones photo picture piece pipe place places plan plans plant plate plus pocket point pool position present
    pressure printer prize product products program project promise property purpose quality radio rate receipt
    recipe record refill refrigerator region registration relationship request result results ride ring river
    roof rooms route router rule salt sample schedule school screen sea season seat section security self sense
    server services session sheet shirt shoe shoes shower side sign signal signature sink site size skin sky
    smoke social software sofa solution song sort sound south space speed sport square stage stairs stamp
    statement station step steps stomach story storm student subject subscription sugar suit suite surface
    surprise system tables tablet tape task tax taxi technical television tv temperature theater theatre ticket
    tickets tip title toilet tool tooth top topic touch tour towel traffic training trial trip trouble truck
    truth tyre tire umbrella unit university upstairs vacation value vehicle version video view voice volume
    wall washing website weekend weight wheel wifi wind window windows wire wonder world yard yourself ourselves
    themselves himself herself itself alright anyways basically completely currently especially exactly finally
    generally hopefully immediately mostly normally obviously originally particularly probably recently simply
    slightly specifically totally unfortunately usually able active ahead annoying automatic aware awful basic
    beautiful blank bright careful cheap cheaper clean clear comfortable common complete complicated crazy
    dangerous dark deaf deep dirty dry due easier empty entire excellent exciting expensive extra fair familiar
    famous fancy favorite favourite final flat foreign fresh frustrated fun funny further general glad greatest
    harder heavy helpful honest horrible huge illegal impossible insured interesting invalid kind large larger
    latest lazy legal local loud loose lower mad medical mental modern narrow nasty natural necessary nervous
    normal obvious odd official online ordinary original overdue painful plain pleasant polite poor popular
    powerful pregnant pretty previous proper public quiet rare raw real reasonable recent regular retired
    ridiculous rude safe scared separate serious sharp silly similar simple smart smooth soft sore special
    specific standard stuck successful sudden suitable tall thick thin tight tiny tough typical ugly unable
    unhappy upset urgent useful usual valid various vegan vegetarian weak weird wet wide accountant caretaker
    client landlord lawyer neighbours patient plumber policeman teacher tenant tourist visitor widow widower
    pensioner mechanic engineer
    absurd unacceptable unbelievable celiac coeliac allergic diabetic disabled blind desperate divorced widowed
    uncle aunt nephew niece cousin grandson granddaughter""".split()
)
# words: skip-end words of callers
"""Lower case, without apostrophes."""
