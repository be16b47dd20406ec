"""Yes and no in German. The rule that finds the phrases is in types/boolean.py."""

from __future__ import annotations

from flow_core.languages.phrases import Answer, Phrases, PhraseTable, phrases

# words: skip-begin phrases of callers
# Anywhere in the utterance.
_YES = """ja|jawohl|jap|jep|jup|yes|yep|joa|jo|jaja|ja ja|ja bitte|ja gerne|ja gern|ja danke|ja klar|ja genau|ja doch|
    ja natürlich|na klar|aber ja|aber klar|aber natürlich|aber sicher|aber gerne|aber gern|klar doch|natürlich|
    selbstverständlich|auf jeden fall|auf alle fälle|auf jeden|unbedingt|das stimmt|stimmt genau|stimmt so|
    das stimmt so|das ist richtig|das ist korrekt|ist richtig|ist korrekt|das passt|passt so|so ist es|so passt es|
    das ist so|das ist so richtig|genau so|ganz genau|genau richtig|alles richtig|alles korrekt|einverstanden|
    ich bin einverstanden|damit bin ich einverstanden|bin einverstanden|ich stimme zu|ich stimme dem zu|
    dem stimme ich zu|ich bestätige|ich bestätige das|das bestätige ich|bestätigt|ich akzeptiere|sehr gerne|sehr gern|
    machen wir so|das machen wir|das machen wir so|machen sie das|machen sie das bitte|tun sie das|von mir aus|
    ich glaube ja|ich glaube schon|ich denke ja|ich denke schon|ich meine ja|glaub schon|denke schon|ich hoffe ja|
    ich hoffe schon|klingt gut|hört sich gut an|das klingt gut|da haben sie recht|sie haben recht|warum nicht|
    ich bin dafür|ohne zweifel|ganz sicher|ganz bestimmt|ja sicher|mit vergnügen|wird gemacht|ich bitte darum|
    das ist der fall|das wäre schön|das wäre toll|das wäre super|das wäre gut|das wäre nett"""
_NO = """nein|nee|nö|ne|nein danke|nee danke|nein bitte nicht|nein leider nicht|nein doch nicht|noch nicht|
    leider nicht|leider nein|lieber nicht|eher nicht|bitte nicht|besser nicht|doch nicht|gar nicht|überhaupt nicht|
    auf keinen fall|auf gar keinen fall|keinesfalls|keineswegs|bestimmt nicht|sicher nicht|natürlich nicht|
    ganz sicher nicht|absolut nicht|wirklich nicht|nicht heute|nicht jetzt|heute nicht|jetzt nicht|im moment nicht|
    momentan nicht|derzeit nicht|
    das stimmt nicht|stimmt nicht|stimmt so nicht|das stimmt so nicht|stimmt leider nicht|das stimmt leider nicht|
    das ist falsch|ist falsch|alles falsch|das ist verkehrt|das ist nicht richtig|das ist nicht korrekt|
    das ist leider falsch|das passt nicht|passt nicht|passt leider nicht|passt mir nicht|das passt mir nicht|
    passt so nicht|geht nicht|das geht nicht|geht leider nicht|das geht leider nicht|das geht bei mir nicht|
    das geht so nicht|ich glaube nicht|glaub nicht|ich denke nicht|ich meine nein|ich glaube nein|ich hoffe nicht|
    ich denke nein|ich möchte nicht|ich möchte das nicht|das möchte ich nicht|möchte ich nicht|ich will nicht|
    ich will das nicht|das will ich nicht|will ich nicht|ich brauche nicht|brauche ich nicht|das brauche ich nicht|
    ich habe nicht|habe ich nicht|hab ich nicht|das habe ich nicht|bin ich nicht|das bin ich nicht|kann ich nicht|
    ich kann nicht|das kann ich nicht|ich kann leider nicht|da kann ich nicht|da kann ich leider nicht|
    habe ich keine|habe ich keinen|habe ich keins|hab ich keine|hab ich keinen|hab ich keins|ich habe keine|
    ich habe keinen|ich habe keins|ich hab keine|ich hab keinen|ich hab keins|kein bedarf|kein interesse|
    ich habe kein interesse|nicht interessiert|ich bin nicht interessiert|nicht einverstanden|
    ich bin nicht einverstanden|damit bin ich nicht einverstanden|ich lehne ab|das lehne ich ab|ich stimme nicht zu|
    nicht der fall|das ist nicht der fall|ist nicht der fall|keine chance|mitnichten|
    machen sie das nicht|tun sie das nicht|nichts davon|nicht dass ich wüsste|muss nicht sein|das muss nicht sein|
    nicht nötig|das ist nicht nötig|nix"""
# At the beginning or end of a clause. In the middle they mean something else: "ich will eine richtige Antwort".
_YES_AT_EDGE = """genau|richtig|stimmt|korrekt|exakt|klar|sicher|sicherlich|bestimmt|absolut|gerne|gern|freilich|
    logisch|logo|passt|wahr|j|definitiv|ja wohl|immer gerne"""
_NO_AT_EDGE = "falsch|verkehrt|negativ|n|unwahr"
_NO_AT_END = "nicht|nicht ganz|nicht so ganz|nicht wirklich|nicht mehr|so nicht|das nicht|nie|niemals"
# Only at the end of a clause: "habe ich eine Frage" is no yes.
_YES_AT_END = """habe ich|hab ich|das habe ich|das hab ich|ich habe|bin ich|das bin ich|ich bin es|ich bins|ja ich bin|
    kann ich|das kann ich|möchte ich|das möchte ich|will ich|das will ich|mache ich|das mache ich|mach ich|würde ich|
    das würde ich|ist es|es ist so|haben wir|sind wir|wollen wir|möchten wir|war ich|war es|hat es|hat er|hat sie|
    tut es|geht es|das geht|geht"""
# A yes only if the utterance has no clearer phrase: "okay, nein".
_WEAK_YES = """ok|okay|gut|sehr gut|alles klar|in ordnung|das ist in ordnung|ist in ordnung|geht in ordnung|
    geht klar|das ist okay|ist okay|ist gut|das ist gut|bitte|prima|super|perfekt|wunderbar|toll|schön|fein|bestens|
    doch|doch doch|machen wir|meinetwegen|von mir aus gern|das wäre in ordnung|ist mir recht|soll mir recht sein|
    alles gut|bitte sehr|einfach ja|gebongt|gemacht"""
# Before a yes they make a no of it: "das ist nicht richtig".
_NEGATES = """nicht|nicht so|nicht ganz|nicht wirklich|gar nicht|kein|keine|nichts ist|nichts davon ist|nie|
    stimmt nicht dass|glaube nicht dass|denke nicht dass|ich glaube nicht dass das|ich glaube nicht dass|
    nicht mehr|weder"""
_MAYBE = """vielleicht|eventuell|möglicherweise|unter umständen|kann sein|könnte sein|mag sein|mal sehen|mal schauen|
    weiß nicht|ich weiß nicht|ich weiß es nicht|weiß ich nicht|das weiß ich nicht|keine ahnung|
    ich habe keine ahnung|kommt drauf an|kommt darauf an|das kommt darauf an|das kommt drauf an|je nachdem|jein|
    ja und nein|ja nein|nicht sicher|ich bin nicht sicher|ich bin mir nicht sicher|bin mir nicht sicher|
    bin nicht sicher|nicht unbedingt|egal|ist mir egal|mir egal|das ist mir egal|mir gleich|schwer zu sagen|
    kann ich nicht sagen|das kann ich nicht sagen|ich kann mich nicht erinnern|weiß ich nicht mehr|
    das weiß ich nicht mehr|ich weiß nicht mehr|wahrscheinlich|vermutlich|wohl|teilweise|teils teils|zum teil|na ja|
    naja|sowohl als auch|ich verstehe nicht|verstehe ich nicht|das verstehe ich nicht|ich habe das nicht verstanden|
    das habe ich nicht verstanden|nicht verstanden|ich habe nicht verstanden|habe ich nicht verstanden|
    ich habe sie nicht verstanden|ich kann sie nicht hören|ich höre sie nicht|ich höre nichts|nicht gehört"""
# Idioms that contain one of the words above and answer nothing.
_NEITHER = """kein problem|keine sorge|keine ursache|macht nichts|nicht wahr|guten tag|na gut|nun gut|
    also gut|stimmts|richtig oder|gerne wieder|ja hallo|ja guten tag|ja also|nicht so schnell|das macht nichts|
    sicher ist sicher|das ist ja|ist ja|ist ja gut|das ja|sie ja|bin ja|sind ja|war ja|hab ja|habe ja|haben ja|kann ja|
    ja sagen sie|ja sag mal|mir geht es gut|es geht|wie geht es|guten morgen|guten abend"""
# words: skip-end phrases of callers

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
