"""Words that take a value back or rule it out in Portuguese."""

from __future__ import annotations


class Corrections:
    """Words that take a value back or rule it out."""

    cues = frozenset(
        """alias digo perdao desculpe desculpa desculpem espera espere esperem perai pera ops opa ups correcao
        corrigindo corrijo minto melhor afinal engano enganei""".split()
    )
    refusals = frozenset({"nao", "nops", "negativo"})
    cue_pairs = frozenset(
        {
            ("quero", "dizer"),
            ("quis", "dizer"),
            ("queria", "dizer"),
            ("quer", "dizer"),
            ("ou", "melhor"),
            ("ou", "antes"),
            ("na", "verdade"),
            ("me", "enganei"),
            ("enganei", "me"),
            ("me", "confundi"),
            ("confundi", "me"),
            ("isto", "e"),
            ("falei", "errado"),
            ("disse", "mal"),
            ("muda", "para"),
            ("mude", "para"),
            ("troca", "para"),
            ("troque", "para"),
            ("peco", "desculpa"),
            ("peco", "perdao"),
        }
    )
    negations = frozenset("nao nem exceto menos salvo sem nunca jamais tirando fora".split())
    after_negation = frozenset(
        """o a os as um uma ao aos no na nos nas em de do da dos das para pra por pelo pela com e que quero queria
        gostaria preciso ser seja sao foi era pode posso vou falar marcar dia meu minha nesta neste esta este""".split()
    )
    trailing_negations: frozenset[str] = frozenset()
    contrasts = frozenset({"mas", "porem", "sim"})
