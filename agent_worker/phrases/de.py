"""The worker's own words in German."""

from __future__ import annotations

from agent_worker.phrases.phrases import Phrases

PHRASES = Phrases(
    slow=(
        "Einen Moment, bitte.",
        "Ich bin noch dabei.",
        "Danke fürs Warten. Es dauert nicht mehr lange.",
        "Ich bin noch da, nur noch einen kleinen Moment.",
        "Entschuldigen Sie, dass es so lange dauert.",
    ),
    out_of_reach=(
        "Es tut mir leid, ich erreiche unser System gerade nicht. Einen Moment, bitte.",
        "Ich versuche es weiter, bitte bleiben Sie am Apparat.",
        "Vielen Dank für Ihre Geduld. Ich versuche es weiter.",
        "Entschuldigen Sie die Wartezeit, unser System antwortet noch immer nicht.",
        "Bitte haben Sie noch ein wenig Geduld.",
    ),
    goodbye="Es tut mir leid, bei uns ist etwas schiefgegangen. Bitte rufen Sie später wieder an. Auf Wiederhören.",
    cut_off="Entschuldigung, wir wurden kurz unterbrochen.",
    go_on="Bitte sprechen Sie weiter.",
    busy="Im Moment sind alle unsere Leitungen belegt. Bitte rufen Sie in ein paar Minuten noch einmal an.",
    backchannels=frozenset("ach ah aha hm hmm mhm mm mm-hm mmh oh".split()),
)
