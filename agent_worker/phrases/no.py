"""The worker's own words in Norwegian."""

from __future__ import annotations

from agent_worker.phrases.phrases import Phrases

PHRASES = Phrases(
    slow=(
        "Et øyeblikk.",
        "Jeg jobber fortsatt med det.",
        "Takk for at du venter. Det bør ikke ta så lenge til.",
        "Jeg er fortsatt her, bare et lite øyeblikk til.",
        "Beklager at det tar så lang tid.",
    ),
    out_of_reach=(
        "Beklager, jeg får ikke kontakt med systemet vårt akkurat nå. Et øyeblikk.",
        "Jeg prøver fortsatt, vennligst bli på linjen.",
        "Takk for tålmodigheten. Jeg fortsetter å prøve.",
        "Beklager ventetiden, systemet vårt svarer fortsatt ikke.",
        "Vennligst vent litt til.",
    ),
    goodbye="Beklager, noe gikk galt hos oss. Vennligst ring igjen senere. Ha det bra.",
    cut_off="Beklager, forbindelsen ble brutt et øyeblikk.",
    go_on="Vennligst fortsett.",
    busy="Alle linjene våre er opptatt for øyeblikket. Vennligst ring igjen om noen minutter.",
    backchannels=frozenset("ah aha hm hmm mhm mm oh".split()),
)
