"""The worker's own words in Italian."""

from __future__ import annotations

from agent_worker.phrases.phrases import Phrases

PHRASES = Phrases(
    slow=(
        "Un momento, per favore.",
        "Ci sto ancora lavorando.",
        "Grazie per l'attesa. Non dovrebbe volerci ancora molto.",
        "Sono ancora qui, solo un altro momento.",
        "Mi scusi se ci vuole così tanto.",
    ),
    out_of_reach=(
        "Mi dispiace, in questo momento non riesco a raggiungere il nostro sistema. Un momento, per favore.",
        "Sto ancora provando, resti in linea, per favore.",
        "Grazie per la pazienza. Continuo a provare.",
        "Mi scusi per l'attesa, il nostro sistema non risponde ancora.",
        "La prego di avere ancora un po' di pazienza.",
    ),
    goodbye="Mi dispiace, c'è stato un problema da parte nostra. La preghiamo di richiamare più tardi. Arrivederci.",
    cut_off="Mi scusi, la linea è caduta per un momento.",
    go_on="Prego, continui.",
    busy="Al momento tutte le nostre linee sono occupate. La preghiamo di richiamare tra qualche minuto.",
    backchannels=frozenset("ah eh hm hmm mhm mm oh".split()),
)
