"""Yes and no in English. The rule that finds the phrases is in types/boolean.py."""

from __future__ import annotations

from flow_core.languages.phrases import Answer, Phrases, PhraseTable, phrases

# Anywhere in the utterance.
_YES = """yes|yeah|yep|yup|yea|yah|yes please|yeah please|yes thank you|yes thanks|yeah sure|affirmative|uh huh|
    mm hmm|of course|sure thing|you bet|you got it|sounds good|go ahead|please do|thats right|thats correct|
    thats true|that is right|that is correct|that is true|its correct|its right|it is correct|you are correct|
    youre right|youre correct|i think so|i believe so|i guess so|i suppose so|i hope so|i dont see why not|
    no doubt|by all means|i agree|i can agree|i agree to that|i agree with that|i accept|i consent|i confirm|
    i can confirm|i can confirm that|confirmed|lets do it|lets do that|lets go|lets go ahead|thats it|yessir|
    yes sir|yes maam|yes do it|happy to|id be happy to|with pleasure|my pleasure|very well|i am sure|
    thats the one|everything is correct|everythings correct|everything is right|all correct|its all correct|
    thats all correct|all good|yes im sure|yes i am sure|please go ahead|why not|for sure|that helped|it helped|
    it did help|that worked|it worked|it works|it works now|that fixed it|it fixed it|that solved it|
    its working|it is working|its working now|works now|that did it|that did the trick|id love to|
    id like that"""
_NO = """that didnt help|it didnt help|that did not help|it did not help|that didnt work|it didnt work|
    it doesnt work|it still doesnt work|still doesnt work|its still not working|its not working|
    still not working|not working|it didnt fix it|that didnt fix it|no|nope|nah|naw|no thanks|no thank you|
    no way|not really|not at all|not yet|not now|not today|not quite|not correct|not right|not true|not exactly|
    thats not right|thats not correct|thats not true|that is not right|that is not correct|that is not true|
    thats wrong|that is wrong|thats incorrect|that is incorrect|its wrong|its not correct|its not right|
    its incorrect|absolutely not|definitely not|certainly not|of course not|probably not|i guess not|
    i think not|i hope not|id rather not|i would rather not|i dont think so|i dont believe so|i do not think so|
    i dont want to|i dont want|i do not want|i dont have|i do not have|i dont need|i do not need|i dont agree|
    i do not agree|nuh uh|uh uh|no i cant|no i cannot|no i dont|no i do not|no i wont|no i didnt|no im not|
    no i am not|no it isnt|no its not|not interested|im not interested|i disagree|disagree|please dont|
    dont do that|dont do it|please dont do that|please dont do it|id prefer not to|i would prefer not to|
    im afraid not|i am afraid not|unfortunately not|sadly not|thats not what i said|that is not what i said|
    thats not it|that is not it|no sorry|im away|i am away|im busy|i am busy|im not free|i am not free|
    im not available|i am not available|i cant make it|i cannot make it|i cant do that|i cannot do that|
    im out of town|no good|sure dont|i wont be able to|im not able to"""
# At the beginning or end of a clause. In the middle they mean something else: "I want to correct my address".
_YES_AT_EDGE = "correct|sure|true|exactly|precisely|absolutely|definitely|certainly|indeed|totally|y|aye|agreed"
_NO_AT_EDGE = "wrong|incorrect|false|negative|never|n"
# Only at the end of a clause: "I do have a question" is no yes.
_YES_AT_END = """i do|i am|i have|i did|i would|i will|i can|it is|it does|it did|it was|it has|it will|
    they are|they do|they did|they have|we do|we are|we have|we did|there is|there are"""
_NO_AT_END = """i dont|i do not|im not|i am not|i havent|i have not|i didnt|i did not|i wouldnt|i would not|
    i wont|i cant|i cannot|it isnt|it is not|its not|it doesnt|it does not|it didnt|it did not|it wasnt|
    it was not|it hasnt|it has not|it wont|they arent|they are not|they dont|they do not|they didnt|
    they did not|there isnt|there is not|there arent|we dont|we do not|we arent|we havent|not|dont|do not|
    i shant|i shouldnt"""
# A yes only if the utterance has no clearer phrase: "okay, no".
_WEAK_YES = """ok|okay|right|alright|all right|fine|thats fine|that is fine|thats okay|thats ok|please|great|
    perfect|works for me|that works|good|fine by me|thats fine by me|thats fine with me|fine with me|do it|
    very good"""
# Before a yes they make a no of it: "I don't think that's right".
_NEGATES = """not|isnt|is not|aint|dont|do not|doesnt|does not|didnt|did not|cant be|cannot be|cant|cannot|
    couldnt be|isnt quite|isnt really|not quite|not really|dont think|do not think|dont believe|do not believe|
    dont agree that|doesnt sound|does not sound|doesnt look|does not look|doesnt seem|does not seem|didnt get|
    did not get|dont have|do not have|havent got|none of that is|none of it is|none of this is|none is|none of|
    nothing is|wasnt|was not|arent|are not|werent|dont think thats|dont think that is|dont believe thats|
    dont think its|dont believe its|wont be|never"""
# words: skip-begin phrases of callers
_MAYBE = """maybe|perhaps|not sure|im not sure|i am not sure|not certain|i dont know|i do not know|dont know|
    dunno|i dunno|no idea|i have no idea|it depends|depends|possibly|might be|i dont mind|i dont care|
    i dont remember|i cant remember|i cant say|i dont understand|not necessarily|yes and no|hard to say|
    whatever|could be|say yes|say no"""
# words: skip-end phrases of callers
# Idioms that contain one of the words above and answer nothing.
_NEITHER = """no problem|no worries|right now|right away|right here|not a problem|never mind|nevermind|
    to be sure|make sure|no one|no matter|im sure|im fine|im good|im okay|im ok|thats all right|
    i dont have a problem"""

YES_NO: PhraseTable[Answer] = PhraseTable(
    (
        (_YES, Answer(True)),
        (_NO, Answer(False)),
        (_YES_AT_EDGE, Answer(True, "edge")),
        (_NO_AT_EDGE, Answer(False, "edge")),
        (_YES_AT_END, Answer(True, "end")),
        (_NO_AT_END, Answer(False, "end")),
        (_WEAK_YES, Answer(True, "edge", weak=True)),
        (_MAYBE, Answer("unclear")),
        (_NEITHER, Answer(None)),
    )
)
"""Phrases that answer a yes-or-no question."""
NEGATES: Phrases = phrases(_NEGATES)
"""Words that make a no of the yes after them."""
