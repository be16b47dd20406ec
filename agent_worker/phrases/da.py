"""The worker's own words in Danish."""

from __future__ import annotations

from agent_worker.phrases.phrases import Phrases

PHRASES = Phrases(
    slow=(
        "Et øjeblik, tak.",
        "Jeg arbejder stadig på det.",
        "Tak, fordi du venter. Det burde ikke tage meget længere.",
        "Jeg er her stadig, bare et lille øjeblik mere.",
        "Beklager, at det tager så lang tid.",
    ),
    out_of_reach=(
        "Beklager, jeg kan ikke få fat i vores system lige nu. Et øjeblik, tak.",
        "Jeg prøver stadig, bliv venligst på linjen.",
        "Tak for din tålmodighed. Jeg bliver ved med at prøve.",
        "Beklager ventetiden, vores system svarer stadig ikke.",
        "Hav venligst lidt tålmodighed endnu.",
    ),
    goodbye="Beklager, noget gik galt hos os. Ring venligst igen senere. Farvel.",
    cut_off="Beklager, forbindelsen var kort afbrudt.",
    go_on="Fortsæt venligst.",
    busy="Alle vores linjer er optaget i øjeblikket. Ring venligst igen om et par minutter.",
    backchannels=frozenset("ah aha hm hmm mhm mm nå oh".split()),
)
