"""Words in and around the name of a person in Portuguese. The usual words that are no names are in no_names.py."""

from __future__ import annotations

from flow_core.languages.phrases import Phrases, phrases
from flow_core.languages.pt.no_names import USUAL_WORDS

_SURNAMES = frozenset(
    """dias reis leite leao lobo coelho pinto carneiro cordeiro raposo pombo pereira oliveira figueira macieira
    carvalho pinheiro campos campo rios rio ramos vale serra rocha pedra ponte torre castelo porto mar costa lago
    monte montes outeiro rua casas quintas mesa machado faria pires guerra paz cruz santos anjos luz sol estrela
    branco preto moreno ruivo verde grande velho novo bom bonito franco forte valente amado querido feliz santo
    ferreira ferro prata ouro correia barros areias chaves falcao aranha bezerra sardinha salgado
    domingos natal pascoa nascimento conceicao rosario ribeiro ribeira fontes fonte mata matos silvestre
    rosa flores flor neves neve vidal abril janeiro marco julho setembro vinte terceiro segundo primo neto filho
    junior sobrinho neto filho sobrinho""".split()
)
_FORENAMES = frozenset(
    """vitoria gloria esperanca rosa clara alegria luz flor linda bela branca socorro salvador justo maximo
    amado perpetua pura aurora alba mel sol estrela domingos segundo marco julio julho abril felicidade prudencia
    graca gracas amor paz""".split()
)


class Names:
    """Words in and around the name of a person."""

    articles = frozenset({"um", "uma", "os", "as"})
    # "e" would make one person of "Lisa e Tom".
    particles = frozenset("de da do das dos del la van von der den di du y".split())
    prefixes: tuple[str, ...] = ()
    elided = frozenset({"o", "d"})
    given: Phrases = phrases(
        """primeiro nome|meu primeiro nome é|o meu primeiro nome é|o primeiro nome é|nome próprio|
        o meu nome próprio é|nome de batismo"""
    )
    family: Phrases = phrases(
        """sobrenome|meu sobrenome é|o meu sobrenome é|o sobrenome é|e o sobrenome é|último nome|meu último nome é|
        o meu último nome é|o último nome é|apelido|o meu apelido é|meu apelido é|o apelido é|e o apelido é|
        nome de família|o nome de família é"""
    )
    wishes: Phrases = phrases(
        """quero|eu quero|queria|eu queria|gostaria de|eu gostaria de|gostaria|gostava de|gostava|preciso|preciso de|
        eu preciso|me dê|me dá|dê me|dá me|procuro|estou procurando|estou à procura de|vou querer|vou ficar com|
        fico com|vou de|vamos com|prefiro|eu prefiro|preferia|escolho|que tal|podia ser|poderia ser|
        pode me passar|pode passar|me passa|me passe|passe me|passa me|me transfere|me transfira|transfira me|
        transfere me|transfira para|posso falar com|podia falar com|poderia falar com|pode chamar|chama a|chama o|
        chame a|chame o|queria falar com|quero falar com|gostaria de falar com|falar com|com a|com o|
        ligue me com|você é|tem|há|existe|temos|tenho|eu tenho|a gente tem|fala com|fale com"""
    )
    others = USUAL_WORDS - _SURNAMES - _FORENAMES
    forenames = _FORENAMES & USUAL_WORDS
    surnames = (_SURNAMES - _FORENAMES) & USUAL_WORDS
