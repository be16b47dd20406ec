"""The worker's own words in Portuguese, in words that Brazil and Portugal share."""

from __future__ import annotations

from agent_worker.phrases.phrases import Phrases

PHRASES = Phrases(
    slow=(
        "Um momento, por favor.",
        "Ainda não terminei, só mais um instante.",
        "Agradeço a espera. Não deve demorar muito mais.",
        "Continuo aqui, só mais um pouco.",
        "Peço desculpa pela demora.",
    ),
    out_of_reach=(
        "Lamento, neste momento o nosso sistema não responde. Um momento, por favor.",
        "Vou tentar de novo, por favor, não desligue.",
        "Agradeço a paciência. Vou tentar mais uma vez.",
        "Desculpe a espera, o nosso sistema ainda não responde.",
        "Peço só mais um pouco de paciência.",
    ),
    goodbye="Lamento, houve um problema da nossa parte. Por favor, ligue novamente mais tarde. Até logo.",
    cut_off="Desculpe, a ligação caiu por um momento.",
    go_on="Pode continuar, por favor.",
    busy="No momento, todas as nossas linhas estão ocupadas. Por favor, ligue novamente em alguns minutos.",
    backchannels=frozenset("ah aham ahã hm hmm mhm mm oh".split()),
)
