"""The worker's own words in Dutch."""

from __future__ import annotations

from agent_worker.phrases.phrases import Phrases

PHRASES = Phrases(
    slow=(
        "Een ogenblik, alstublieft.",
        "Ik ben er nog mee bezig.",
        "Dank u voor het wachten. Het duurt niet lang meer.",
        "Ik ben er nog, nog heel even.",
        "Sorry dat het zo lang duurt.",
    ),
    out_of_reach=(
        "Het spijt me, ik kan ons systeem op dit moment niet bereiken. Een ogenblik, alstublieft.",
        "Ik probeer het nog steeds, blijft u alstublieft aan de lijn.",
        "Dank u voor uw geduld. Ik blijf het proberen.",
        "Sorry voor het wachten, ons systeem antwoordt nog steeds niet.",
        "Heeft u nog even geduld, alstublieft.",
    ),
    goodbye="Het spijt me, er is bij ons iets misgegaan. Belt u later nog eens terug. Tot ziens.",
    cut_off="Sorry, de verbinding was even weg.",
    go_on="Gaat u verder, alstublieft.",
    busy="Al onze lijnen zijn op dit moment bezet. Belt u over een paar minuten nog eens terug.",
    backchannels=frozenset("ah aha hm hmm mhm mm oh".split()),
)
