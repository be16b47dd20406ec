"""Yes and no in English. The rule that finds the phrases is in types/boolean.py."""

from __future__ import annotations

from flow_core.languages.phrases import Answer, PhraseTable

# Anywhere in the utterance.
_YES = """yes|yeah|yep|yup|yea|yah|yes please|yeah please|yes thank you|yes thanks|yeah sure|affirmative|uh huh|mm hmm|
    of course|sure thing|you bet|you got it|sounds good|go ahead|please do|thats right|thats correct|thats true|
    that is right|that is correct|that is true|its correct|its right|it is correct|you are correct|youre right|
    youre correct|i think so|i believe so|i guess so|i suppose so|i hope so|i dont see why not|no doubt|by all means|
    why not|for sure|id love to|id like that"""
_NO = """no|nope|nah|naw|no thanks|no thank you|no way|not really|not at all|not yet|not now|not today|not quite|
    not correct|not right|not true|not exactly|thats not right|thats not correct|thats not true|that is not right|
    that is not correct|that is not true|thats wrong|that is wrong|thats incorrect|that is incorrect|its wrong|
    its not correct|its not right|its incorrect|absolutely not|definitely not|certainly not|of course not|
    probably not|i guess not|i think not|i hope not|id rather not|i would rather not|i dont think so|i dont believe so|
    i do not think so|i dont want to|i dont want|i do not want|i dont have|i do not have|i dont need|i do not need|
    i dont agree|i do not agree|nuh uh|uh uh|not interested|im not interested"""
# At the beginning or end of a clause. In the middle they mean something else: "I want to correct my address".
_YES_AT_EDGE = "correct|sure|true|exactly|precisely|absolutely|definitely|certainly|indeed|totally|y|aye|agreed"
_NO_AT_EDGE = "wrong|incorrect|false|negative|never|n"
# Only at the end of a clause: "I do have a question" is no yes.
_YES_AT_END = "i do|i am|i have|i did|i would|i will|i can|it is|it does|it was|they are|we do|we are|we have|we did"
_NO_AT_END = """i dont|i do not|im not|i am not|i havent|i have not|i didnt|i did not|i wouldnt|i would not|i wont|
    i cant|i cannot|it isnt|it is not|its not|it doesnt|it wasnt|they arent|we dont|we do not|we arent|we havent|not"""
# A yes only if the utterance has no clearer phrase: "okay, no".
_WEAK_YES = """ok|okay|right|alright|all right|fine|thats fine|that is fine|thats okay|thats ok|please|great|perfect|
    works for me|that works"""
# words: skip-begin phrases of callers
_MAYBE = """maybe|perhaps|not sure|im not sure|i am not sure|not certain|i dont know|i do not know|dont know|dunno|
    i dunno|no idea|i have no idea|it depends|depends|possibly|might be|i dont mind|i dont care|i dont remember|
    i cant remember|i cant say|i dont understand|not necessarily|yes and no|hard to say|whatever|could be"""
# words: skip-end phrases of callers
# Idioms that contain one of the words above and answer nothing.
_NEITHER = """no problem|no worries|right now|right away|right here|not a problem|never mind|nevermind|to be sure|
    make sure|no one|no matter|im sure|im fine|im good|im okay|im ok|thats all right|i dont have a problem"""

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
