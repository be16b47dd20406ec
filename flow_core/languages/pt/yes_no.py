"""Yes and no in Portuguese. The rule that finds the phrases is in types/boolean.py."""

from __future__ import annotations

from flow_core.languages.phrases import Answer, Phrases, PhraseTable, phrases

# words: skip-begin phrases of callers
# Anywhere in the utterance.
_YES = """sim|sim sim|sim senhor|sim senhora|sim por favor|sim obrigado|sim obrigada|aham|ahã|ahan|uhum|arrã|
    mm hmm|mhm|claro que sim|claro que quero|claro que pode|acho que sim|creio que sim|penso que sim|julgo que sim|
    suponho que sim|acredito que sim|espero que sim|parece que sim|diria que sim|digo que sim|pode ser sim|pois claro|
    com certeza|com toda a certeza|sem dúvida|sem dúvida nenhuma|sem dúvida alguma|com prazer|com muito gosto|
    com muito prazer|isso mesmo|é isso|é isso mesmo|é isso aí|isso aí|isso é verdade|é verdade|é sim|é exato|
    é exatamente isso|é correto|está certo|tá certo|está certíssimo|está correto|tá correto|está correta|
    está tudo certo|tá tudo certo|tudo certo|tudo correto|está tudo correto|tudo certinho|certinho|
    está perfeito|concordo|estou de acordo|de acordo|aceito|autorizo|confirmo|confirmado|pode confirmar|
    pode prosseguir|pode seguir|pode continuar|pode avançar|pode fazer|pode marcar|pode sim|pode mandar|pode enviar|
    faça isso|faça favor|vamos nessa|vamos a isso|vamos em frente|vamos lá|por que não|porque não|
    pode crer|é o que eu quero|quero sim|quero muito|gostaria sim|gostaria muito|tenho sim|sou sim|posso sim|vou sim|
    estou sim|foi sim|deu sim|ajudou sim|funcionou sim|eu quero|eu aceito|eu confirmo|eu concordo|eu autorizo|
    tenho a certeza|tenho certeza|tenho certeza sim|tenho a certeza que sim|combinado|fechado|é essa|é esse mesmo|
    é essa mesmo|é essa mesma|sou eu mesmo|sou eu mesma|sou o próprio|sou a própria|o próprio|a própria|
    é o próprio|é a própria|pois é"""
_NO = """não|nã|naum|não senhor|não senhora|não obrigado|não obrigada|não por favor|negativo|
    claro que não|é claro que não|acho que não|creio que não|penso que não|julgo que não|acredito que não|
    parece que não|espero que não|receio que não|temo que não|diria que não|com certeza não|certamente que não|
    de jeito nenhum|de jeito algum|de modo nenhum|de modo algum|de maneira nenhuma|de maneira alguma|de forma alguma|
    de forma nenhuma|nem pensar|nem por isso|nem um pouco|nem a brincar|nada disso|não é nada disso|nunca|jamais|
    ainda não|agora não|hoje não|por enquanto não|por agora não|não agora|não hoje|não ainda|melhor não|é melhor não|
    prefiro não|prefiro que não|preferia não|preferiria não|não é isso|não é bem isso|não é verdade|não é correto|
    não está certo|não tá certo|não está correto|não está correta|não está bem|não tá bom|não está bom|isso não|
    isso não é verdade|isso não está certo|isso não está correto|está errado|tá errado|está errada|tá errada|
    isso está errado|isso tá errado|é errado|está incorreto|está mal|não concordo|discordo|não estou de acordo|
    não aceito|não autorizo|não confirmo|não quero|não quero não|não gostaria|não queria|não preciso|não é preciso|
    não é necessário|não precisa|não pode ser|não pode|não posso|não consigo|não dá|não dá para mim|não vai dar|
    não vou poder|não vou conseguir|não estou interessado|não estou interessada|não tenho interesse|
    não me interessa|não foi isso que eu disse|não foi o que eu disse|não foi isso que eu falei|
    não foi isso|não faça isso|não faz isso|não faça|não tenho|não tenho não|não sou|não sou não|não estou|
    não vou|não vou não|não fui|não foi|não ajudou|não resolveu|não funcionou|não deu|não deu certo|quero não|tenho não|
    precisa não|posso não|vou não|é não|infelizmente não|lamentavelmente não|nem tanto|absolutamente não|
    não mesmo|não de todo|de todo|nops|não desculpe|não desculpa|não lamento|não sinto muito|não perdão"""
# At the beginning or end of a clause. In the middle they mean something else: "quero o endereço correto".
_YES_AT_EDGE = """claro|exato|exatamente|exacto|exactamente|correto|correcto|correta|correcta|positivo|afirmativo|
    evidente|evidentemente|obviamente|óbvio|lógico|logicamente|perfeitamente|precisamente|absolutamente|certamente|
    seguramente|definitivamente|verdade|verdadeiro|isso|yes|s|si"""
_NO_AT_EDGE = "errado|errada|incorreto|incorreta|incorrecto|falso|n"
# Only at the end of a clause: "tenho uma pergunta" is no yes.
_YES_AT_END = """tenho|eu tenho|sou|eu sou|sou eu|quero|gostaria|gostava|posso|eu posso|consigo|vou|eu vou|
    eu estou|preciso|temos|somos|queremos|podemos|vamos|estamos|foi|foram|fui|fiz|ajudou|resolveu|funcionou|
    recebi|chegou|pode|podem"""
_NO_AT_END = """não é|não está|não tá|não são|não eram|não era|não temos|não somos|não queremos|não podemos|
    não vamos|não estamos|não fiz|não recebi|não chegou|não houve|não há|não tem|não vai|não vão|não deve|
    não devia|não funciona|não ajuda|não resolve"""
# A yes only if the utterance has no clearer phrase: "está bem, não".
_WEAK_YES = """ok|okay|oquei|tá|tá bom|tá bem|tá ok|está bem|está bom|está ok|tá ótimo|está ótimo|certo|beleza|
    blz|perfeito|ótimo|óptimo|excelente|maravilha|por favor|se faz favor|pode ser|tudo bem|por mim tudo bem|
    por mim pode ser|por mim está bem|por mim tá bom|
    serve|me serve|serve me|fica bem|fica bom|fica ótimo|parece me bem|me parece bem|me parece bom|muito bem|
    muito bom|tranquilo|joia|fixe|feito|bora|legal|show|dá|dá sim|dá certo|funciona|faça|faz"""
# Before a yes they make a no of it: "não acho que esteja certo".
_NEGATES = """não|não é|não está|não tá|não foi|não era|não acho|não acho que|não acho que esteja|não penso que|
    não penso que esteja|não creio que|não creio que esteja|não creio|não acredito que|não acredito que esteja|
    não me parece|não me parece que|não me parece que esteja|não parece|não soa|não fica|não concordo que|
    não diria que|não tenho|não estou|nem|nada disso está|nada disso é|nada está|nada é|nenhum está|nenhuma está|
    nunca|jamais|tampouco|nem tudo está|nem tudo é|não está nada|não é nada|não quer dizer que|não está muito|
    não está bem|não está totalmente|não está completamente|não é bem"""
_MAYBE = """talvez|não sei|eu não sei|sei lá|sei não|não sei bem|não sei dizer|não tenho certeza|não tenho a certeza|
    não estou certo|não estou certa|não estou seguro|não estou segura|depende|mais ou menos|quem sabe|tanto faz|
    é possível|possivelmente|provavelmente|se calhar|porventura|sim e não|não me lembro|não lembro|não me recordo|
    não recordo|não faço ideia|não tenho ideia|sem ideia|não necessariamente|não entendi|não percebi|não compreendi|
    difícil dizer|difícil de dizer|tenho dúvidas|tenho dúvida|vou pensar|deixa eu pensar|pode ser que sim|
    pode ser que não|é capaz|para mim tanto faz|me é indiferente|é me indiferente|não me importo|pois sim|pois não|
    logo se vê|vamos ver|não sei se|ainda não sei|ainda não decidi|não posso dizer"""
# Idioms that contain one of the words above and answer nothing.
_NEITHER = """sem problema|sem problemas|não tem problema|não há problema|é só isso|só isso|era só isso|é tudo|era só|
    não se preocupe|não faz mal|não tem de quê|não tem de que|de nada|agora mesmo|por favor e obrigado|
    não é que|bom dia|boa tarde|boa noite|bem vindo|muito obrigado|muito obrigada|ainda bem|pois bem|
    ora bem|pois|então tá|né|não é mesmo|se não for incômodo|se não for incómodo|se não se importa|
    se não se importar|sim diga"""
# words: skip-end phrases of callers
_RIGHT = "certo certa correto correta correcto exato verdade isso bem bom ok claro perfeito".split()
_NOT_RIGHT = "|".join(f"{negation} {right}" for negation in _NEGATES.replace("\n", "").split("|") for right in _RIGHT)
_I_THINK_NOT = "|".join(f"acho que {no}" for no in _NO.replace("\n", "").split("|") if no.startswith("não "))
"""Noes of several words, of which the first alone is a no too: "não acho que esteja certo"."""

YES_NO: PhraseTable[Answer] = PhraseTable(
    (
        (_YES, Answer(True)),
        (f"{_NO}|{_NOT_RIGHT}|{_I_THINK_NOT}", Answer(False)),
        (_YES_AT_EDGE, Answer(True, "edge")),
        (_NO_AT_EDGE, Answer(False, "edge")),
        (_YES_AT_END, Answer(True, "end")),
        (_NO_AT_END, Answer(False, "end")),
        (_WEAK_YES, Answer(True, "edge", weak=True)),
        (_MAYBE, Answer("unclear")),
        (_NEITHER, Answer(None)),
    )
)
"""Phrases that answer a yes-or-no question."""
NEGATES: Phrases = phrases(_NEGATES)
"""Words that make a no of the yes after them."""
