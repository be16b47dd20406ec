"""The worker's own words in Polish."""

from __future__ import annotations

from agent_worker.phrases.phrases import Phrases

PHRASES = Phrases(
    slow=(
        "Chwileczkę, proszę.",
        "Nadal nad tym pracuję.",
        "Dziękuję za cierpliwość. To nie powinno już długo potrwać.",
        "Nadal tu jestem, jeszcze tylko chwila.",
        "Przepraszam, że to tyle trwa.",
    ),
    out_of_reach=(
        "Przepraszam, nie mogę teraz połączyć się z naszym systemem. Chwileczkę, proszę.",
        "Nadal próbuję, proszę pozostać na linii.",
        "Dziękuję za cierpliwość. Próbuję dalej.",
        "Przepraszam za oczekiwanie, nasz system nadal nie odpowiada.",
        "Proszę jeszcze o chwilę cierpliwości.",
    ),
    goodbye="Przepraszam, po naszej stronie coś poszło nie tak. Proszę zadzwonić później. Do widzenia.",
    cut_off="Przepraszam, połączenie zostało na chwilę przerwane.",
    go_on="Proszę mówić dalej.",
    busy="W tej chwili wszystkie nasze linie są zajęte. Prosimy zadzwonić ponownie za kilka minut.",
    backchannels=frozenset("ah aha hm hmm mhm mm oh".split()),
)
