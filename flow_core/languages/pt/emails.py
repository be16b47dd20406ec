"""Words of a spoken e-mail address in Portuguese."""

from __future__ import annotations

from collections.abc import Mapping


class Emails:
    """Words of a spoken e-mail address."""

    # words: skip-begin words of callers
    not_locals = frozenset({("eu", "sou"), ("sou",), ("estou",), ("e", "o"), ("tem", "um"), ("falta", "o"), ("com",)})
    persons: frozenset[str] = frozenset({"eu"})
    introductions = frozenset({"é"})
    at: tuple[str, ...] = ("arroba",)
    after_at: frozenset[str] = frozenset()
    connectors: Mapping[str, str] = {
        "ponto": ".",
        "traco baixo": "_",
        "underline": "_",
        "underscore": "_",
        "underlaine": "_",
        "anderline": "_",
        "sublinhado": "_",
        "sublinha": "_",
        "traco": "-",
        "tracinho": "-",
        "hifen": "-",
        "ifen": "-",
        "menos": "-",
        "mais": "+",
    }
    accents = "áàâãçéêíóôõúü"
    dots = frozenset({"ponto"})
    before = frozenset(
        """arroba os as um uma meu minha email e-mail mail endereço endereco eletrônico eletrónico eletronico
        correio isso isto esse este seria será sera ser fica para pra por mim nos me te lhe sim claro ok tá ta está
        esta bem bom então entao olha olhe hum ahn ah hã pois pronto aqui envie enviar mande manda mandar pode podem
        contato contacto em no na do da de com via favor não nao perdão perdao desculpe desculpa aliás alias digo
        espera espere quero queria gostaria dizer acho que anota anote anotar escreve escreva coloca coloque use usa
        oi olá ola alô alo obrigado obrigada obg tenho temos começa comeca""".split()
    )
    # words: skip-end words of callers
    example_pairs = frozenset({("como", "em")})
    example_words = frozenset({"de", "como"})
