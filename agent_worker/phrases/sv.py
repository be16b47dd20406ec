"""The worker's own words in Swedish."""

from __future__ import annotations

from agent_worker.phrases.phrases import Phrases

PHRASES = Phrases(
    slow=(
        "Ett ögonblick, tack.",
        "Jag håller fortfarande på med det.",
        "Tack för att du väntar. Det ska inte dröja mycket längre.",
        "Jag är kvar, bara ett litet ögonblick till.",
        "Förlåt att det tar så lång tid.",
    ),
    out_of_reach=(
        "Tyvärr når jag inte vårt system just nu. Ett ögonblick, tack.",
        "Jag försöker fortfarande, vänligen stanna kvar på linjen.",
        "Tack för ditt tålamod. Jag fortsätter att försöka.",
        "Förlåt att du får vänta, vårt system svarar fortfarande inte.",
        "Vänligen ha tålamod en liten stund till.",
    ),
    goodbye="Tyvärr gick något fel hos oss. Vänligen ring igen senare. Hej då.",
    cut_off="Förlåt, förbindelsen bröts ett ögonblick.",
    go_on="Fortsätt gärna.",
    busy="Alla våra linjer är upptagna just nu. Vänligen ring igen om några minuter.",
    backchannels=frozenset("ah aha hm hmm mhm mm oh".split()),
)
