"""Words that change no answer in English, what callers do instead of answering, and how they decline."""

from __future__ import annotations

from collections.abc import Mapping

from flow_core.languages.phrases import Move, Phrases, PhraseTable, phrases

# words: skip-begin phrases of callers
_FILLERS = """um|umm|uh|uhm|er|erm|err|ah|oh|eh|hm|hmm|mm|mmm|then|first of all|i say|i|we|well|so|like|
    you know|you see|right so|okay so|ok so|okay|ok|now then|anyway|basically|alright|all right|yeah|yes|yep|
    yup|sure|and|hi|hello|hey|hi there|hello there|good morning|good afternoon|good evening"""
_POLITENESS = """please|thanks|thank you|thank you very much|thanks a lot|thanks a million|
    a million thanks|many thanks|cheers|if you please|
    kindly|sir|madam|maam|if you can|if you could|if possible|if thats possible|if that is possible|
    if thats okay|if thats ok|if thats alright|if thats all right|if you dont mind|if you have anything|
    if you have one|if its available|if thats available|if i may|for me|that would be great|
    that would be lovely|that would be good|thatd be great|that would be perfect|that would be fine|
    thatll be great|lovely|great|perfect|wonderful|okay great|please and thank you"""
_THINKING = """let me see|let me think|let me have a look|let me check|lets see|lets say|what was it|what is it|
    i think|i believe|i guess|i suppose|i reckon|i would say|id say|i want to say|probably|maybe just|just|only|
    as far as i know|if i remember correctly|if i remember right|if im not mistaken|im pretty sure|im sure|
    i am sure|you can say|i said|i just said|as i said|like i said|again|once more|one more time|i repeat|
    hold on let me see|give me a second let me see"""
_CARRIERS = """its|it is|thats|that is|that would be|thatd be|that will be|thatll be|it would be|itd be|
    it will be|itll be|it was|that was|this is|heres|here is|here it is|here you go|the answer is|my answer is|
    mine is|i want|i would like|id like|id love|i need|ill take|i will take|ill have|i will have|ill go for|
    i will go for|ill go with|i will go with|lets go with|lets go for|lets do|lets make it|lets take|lets have|
    make it|make that|go for|go with|give me|can i have|can i speak to|can i talk to|could i speak to|
    could i talk to|could you put me through to|can you put me through to|can i get|could i have|could i get|
    may i have|can we do|could we do|can we say|could we say|can you do|could you do|can you make it|
    could you make it|how about|what about|put me down for|put down|you can put|say|about it being|it should be|
    should be|has to be|must be|needs to be|ought to be|it has to be|it must be|i prefer|i would prefer|
    id prefer|i choose|i pick|i have|ive got|i got|we have|weve got|we are|were|we will be|well be|there are|
    there will be|therell be|theres|there is|there were|im looking for|i am looking for|were looking for|
    looking for|the|a|an|is fine|is good|is great|is okay|is ok|is perfect|is best|is better|works|works for me|
    works best|works for us|will do|would do|would be fine|would be good|would be great|would work|will be fine|
    would suit me|suits me|is fine with me|is good for me|sounds good|i was born|born|i was born on|
    was born on"""
_NUMBERS = """people|persons|of us|guests|adults in total|in total|altogether|all together|in all|all in all|
    for|of|of them|pieces|items|units|total|number|the number is|we are a party of|were a party of|a party of|
    party of|a table for|table for|a group of|group of|pax|points|times|myself and|all|
    years old|years of age|im|i am|#|my number is|my answer is"""
_DATES = """on|for|the date is|date|day|the day|on the day|would suit me|my birthday is|my birthday|birthday|its on|
    it was on|it happened on|it happened|happened|it started on|it started|it was"""
_TIMES = """at|for|time|the time is|the time was|it happened at|it was at|at about|at around|at exactly|exactly"""
_LENGTHS = """for|about|around|roughly|approximately|it takes|it took|it takes me|it took me|it lasts|it lasted|
    for about|for around|exactly|long|itll take|it will take"""
_MONEY = """amount|the amount is|the total is|in total|altogether|all together|in all|of|in cash|cash|exactly|
    that comes to|it comes to|it costs|it cost|it cost me|i paid|my budget is|budget|the price is|the price was|is"""
_SPELLED = """number|the number is|my number is|its number|my number|#|number sign|hash|its spelled|spelled|
    then|and then|with|all one word|all in capitals|is|the numbers|my numbers|thats it|and thats it|thats all|
    and thats all|that is all"""
_IDENTIFIERS = f"""{_SPELLED}|my account numbers|my codes|the codes|my pins|the pins|
    my account number is|account number|the account number is|account|my account is|code|
    my code is|the code is|reference|my reference is|the reference is|reference number|my reference number is|
    the reference number is|order number|my order number is|the order number is|as in digits|pin|my pin is|the pin is|
    booking reference|my booking reference is|the booking reference is|confirmation code|my confirmation code is|
    booking code|my booking code is|license plate|my license plate is|licence plate|my licence plate is|
    registration|my registration is|the registration is"""
_POSTCODES = f"""{_SPELLED}|my postcodes|the postcodes|my zip codes|my zips|
    postcode|my postcode is|the postcode is|postal code|my postal code is|the postal code is|
    zip|zip code|my zip is|my zip code is|the zip is|the zip code is"""
_PHONES = f"""{_SPELLED}|my phone numbers|my mobiles|my mobile numbers|my cells|
    phone number|my phone number is|my phone is|mobile|my mobile number is|my mobile is|cell|
    my cell is|my cell phone is|my cell number is|call me on|call me at|you can call me at|you can call me on|
    you can reach me at|you can reach me on|reach me at|reach me on|its area code|area code"""
_EMAILS = """my emails|my email addresss|all lower case|all lowercase|in lower case|lower case|all small letters|
    all one word|my email is|my e mail is|my email address is|my e mail address is|the email is|
    the email address is|email|email address|e mail|contact|send it to|you can reach me at|it is spelled|
    my mail is|mail"""
_NAMES = """my name is|my names|the name is|name is|the names|im|i am|this is|call me|its|under|under the name|
    under the name of|speaking|here|my full name is|my surname is|my last name is|my first name is|surname|
    last name|first name|name|full name|is|they call me|its under|is my name|is my first name|
    is my last name|is my surname|my name|people call me|everyone calls me|
    you can call me|mister|mr|mrs|ms|miss|dr|spelled|spelt|spelling|its spelled|its spelt|thats spelled|thats spelt|
    it is spelled|that is spelled|you spell it|you spell that|i spell that|i spell it|for|the booking is under|
    the reservation is under|its for|with"""
_CHOICES = """option|for|to|some|its about|it is about|im calling about|i am calling about|about|with|my|
    the one|i want to talk to|i want to speak to|i want to speak with|i would like to speak to|
    id like to speak to|check|raise|make|file|track|report|ask about|talk about|discuss|talk to|speak to|
    speak with|connect me to|connect me with|put me through to|transfer me to|one|please give me|
    i have a question about|a question about|in the|in|on|are better|is better|are best|are fine|are good|
    would be best|department|the department|number|that one|mine"""
_YES_NO = """it|that|this|the|everything|all|all of that|all of it|there|with that|with it|that day|you|for now|
    to that|very much"""

_REPEAT = """repeat|repeat that|repeat it|can you repeat|can you repeat that|could you repeat|
    could you repeat that|can you repeat it|could you repeat it|would you repeat that|please repeat that|
    repeat the question|can you repeat the question|could you repeat the question|say that again|say it again|
    can you say that again|could you say that again|would you say that again|can you say it again|
    could you say it again|say again|come again|once again|one more time|once more|again|what|what was that|
    what did you say|what was the question|what do you mean|pardon|pardon me|i beg your pardon|beg your pardon|
    excuse me|sorry|i didnt hear|i didnt hear you|i didnt hear that|i didnt hear what you said|
    i did not hear you|i did not hear that|i couldnt hear|i couldnt hear you|i couldnt hear that|
    i cant hear you|i cant hear|i cannot hear you|i didnt catch that|i did not catch that|i didnt get that|
    i did not get that|didnt catch that|i missed that|i missed what you said|i missed it|huh|speak up|
    can you speak up|could you speak up|louder|a bit louder|slower|can you speak slower|say that one more time|
    can you say that one more time|could you say that one more time|i dont understand|i do not understand|
    i didnt understand|i did not understand|i didnt understand that|what are you saying|sorry what"""
_WAIT = """wait|wait a second|wait a minute|wait a moment|wait a sec|just a second|just a sec|just a minute|
    just a moment|one second|one sec|one moment|one minute|a second|a moment|a minute|a sec|hold on|
    hold on a second|hold on a minute|hold on a moment|hold on a sec|hold on one second|hold on one moment|
    hold on one sec|hang on|hang on a second|hang on a minute|hang on a moment|hang on a sec|hang on one second|
    hold the line|bear with me|bear with me a second|bear with me a moment|give me a second|give me a sec|
    give me a minute|give me a moment|give me one second|give me one moment|give me one minute|give me one sec|
    give me two minutes|give me two seconds|give me five minutes|can you give me a second|
    can you give me a minute|can you give me a moment|can you give me two minutes|could you give me a second|
    could you give me a minute|could you give me a moment|could you give me two minutes|
    can you give me one second|can you give me one minute|can you wait|can you wait a second|can you hold|
    can you hold on|can you hold on a second|could you hold on|could you hold on a second|let me check|
    let me look|let me look it up|let me look that up|let me find it|let me find that|let me get it|
    let me get that|let me think|let me see|let me have a look|im looking|im looking for it|im looking it up|
    im checking|im thinking|i need a second|i need a minute|i need a moment|i need to look|i need to check|
    i have to look|i have to check|not so fast|i have to look it up|i need to look it up|stay on the line|
    dont hang up|two seconds|two minutes|be right back|ill be right back"""
_HELLO = """hello|hi|hey|hello hello|are you there|are you still there|is anybody there|is anyone there|
    anybody there|anyone there|is someone there|can you hear me|do you hear me|hello can you hear me|
    still there|you there|is this on|is this thing on|are you listening"""
_BACKCHANNEL = """mm|mmm|mhm|mm hmm|mmhmm|uh huh|hm|hmm|okay|ok|right|i see|alright|all right|got it|gotcha|oh|
    ah|oh okay|i understand|understood|aha|oh i see|fine|good|yeah|yep|yes"""
_DECLINES = """i dont have one|i do not have one|i dont have any|i do not have any|i dont have it|
    i dont have that|i havent got one|i have not got one|i havent got any|i have none|dont have one|
    dont have any|dont have it|none|i dont own one|theres none|there is none|there isnt one|
    there is no such thing|not applicable|na|i dont know|i do not know|i dont know it|i dont remember|
    i dont remember it|i cant remember|i do not remember|i dont know that|no idea|i have no idea|
    i dont have it with me|i dont have it here|i dont have it on me|i dont have that with me|
    i dont have that on me|i lost it|ive lost it|i forgot|i forgot it|ive forgotten it|no i dont|
    no i dont have one|no i havent|no|nope|no thanks|no thank you|skip|skip it|skip that|skip this|
    id rather not say|i would rather not say|id rather not|i prefer not to say|i dont want to say|
    i dont want to|id prefer not to|pass|next|i dont use one|i dont use email|i dont do email|i dont need one|
    i dont need any|nothing"""
# words: skip-end phrases of callers
_MEANINGFUL = """not no nor or and but except without never none neither nothing nobody anything anyone any
    other another both all every each than more less least most over under before after until by between from
    about almost nearly around half quarter if unless when whether because person human agent operator someone
    somebody cancel stop help dont doesnt didnt isnt wasnt arent cant cannot couldnt wont wouldnt shouldnt
    havent hasnt hardly barely ok okay right correct wrong yes"""


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
        """what whats which who whos whom whose when whens where wheres why how hows is isnt are arent was were do does
        did dont doesnt didnt can could would will should shall may might have has had""".split()
    )
    copulas: frozenset[str] = frozenset()
    conjunctions = frozenset({"and", "plus", "also", "&"})


MOVES: PhraseTable[Move] = PhraseTable(
    ((_BACKCHANNEL, "backchannel"), (_REPEAT, "repeat"), (_WAIT, "wait"), (_HELLO, "hello"))
)
"""What callers do who do not answer."""
DECLINES: Phrases = phrases(_DECLINES)
"""What callers say who have no such value."""
