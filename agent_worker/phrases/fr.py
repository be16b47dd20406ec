"""The worker's own words in French."""

from __future__ import annotations

from agent_worker.phrases.phrases import Phrases

PHRASES = Phrases(
    slow=(
        "Un instant, s'il vous plaît.",
        "Je m'en occupe toujours.",
        "Merci de patienter. Cela ne devrait plus être très long.",
        "Je suis toujours là, encore un petit instant.",
        "Veuillez excuser cette longue attente.",
    ),
    out_of_reach=(
        "Je regrette, je n'arrive pas à joindre notre système pour le moment. Un instant, s'il vous plaît.",
        "J'essaie encore, restez en ligne, s'il vous plaît.",
        "Merci de votre patience. Je continue d'essayer.",
        "Veuillez excuser l'attente, notre système ne répond toujours pas.",
        "Merci de patienter encore un peu.",
    ),
    goodbye="Je regrette, un problème est survenu de notre côté. Veuillez rappeler plus tard. Au revoir.",
    cut_off="Excusez-moi, nous avons été coupés un instant.",
    go_on="Continuez, je vous en prie.",
    busy="Toutes nos lignes sont occupées pour le moment. Veuillez rappeler dans quelques minutes.",
    backchannels=frozenset("ah hm hmm mhm mm mmh oh".split()),
)
