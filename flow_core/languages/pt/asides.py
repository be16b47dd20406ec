"""Words that change no answer in Portuguese, what callers do instead of answering, and how they decline."""

from __future__ import annotations

from collections.abc import Mapping

from flow_core.languages.phrases import Move, Phrases, PhraseTable, phrases

# words: skip-begin phrases of callers
_FILLERS = """não tem problema|não faz mal|não há problema|sem problema|hum|humm|hmm|hm|ahn|ah|ahm|eh|éé|ééé|ehm|uh|
    um hum|bem|bom|bom então|então|ora|ora bem|ora bom|
    pois|pois bem|pois então|olha|olhe|olha só|veja|veja bem|sabe|sabe como é|tipo|assim|tipo assim|né|pronto|
    enfim|primeiramente|antes de mais|antes de mais nada|ok|okay|tá|tá bom|tá bem|está bem|está bom|
    certo|beleza|sim|sim sim|claro|isso|e|oi|olá|alô|ei|bom dia|boa tarde|boa noite|oi bom dia|oi boa tarde|
    oi boa noite|oi tudo bem|tudo bem|moço|moça"""
_POLITENESS = """por favor|se faz favor|faz favor|faça favor|por gentileza|por obséquio|se puder|se puderem|
    se possível|se for possível|se der|se não for incômodo|se não for incómodo|se não se importa|se não se importar|
    se não for pedir muito|obrigado|obrigada|muito obrigado|muito obrigada|obrigadinho|obrigadinha|grato|grata|
    agradecido|agradecida|desde já obrigado|desde já obrigada|valeu|senhor|senhora|o senhor|a senhora|meu senhor|
    minha senhora|doutor|doutora|para mim|pra mim|se tiver|se tiverem|se houver|seria ótimo|seria óptimo|
    seria perfeito|seria excelente|seria bom|seria o ideal|ótimo|óptimo|perfeito|excelente|maravilha|legal|
    agradeço|agradecia|ficaria grato|ficaria grata"""
_THINKING = """deixa eu ver|deixa ver|deixe ver|deixe me ver|deixa me ver|deixe eu ver|vamos ver|vejamos|vou ver|
    deixa eu pensar|deixe me pensar|deixa me pensar|como é que é|como era|qual era|acho|acho que|acho que é|eu acho|
    eu acho que|creio que|creio|penso que|penso eu|julgo que|suponho|suponho que|acredito que|imagino que|
    me parece que|parece me que|se não me engano|se não estou enganado|se não estou enganada|se bem me lembro|
    se me lembro bem|se a memória não me falha|que eu saiba|tenho certeza que|tenho a certeza que|tenho certeza|
    tenho a certeza|talvez só|digamos|digamos que|diria|eu diria|diria que|eu diria que|só|apenas|somente|
    pode colocar|pode pôr|pode botar|pode anotar|pode escrever|eu disse|eu falei|disse|falei|como eu disse|
    como disse|como eu falei|de novo|outra vez|novamente|mais uma vez|repito|repetindo"""
_CARRIERS = """é|é que|é o|é a|são|isso é|isto é que é|esse é|este é|seria|serão|será|seriam|foi|
    era|foram|eram|
    fica|ficaria|aqui está|aqui vai|está aqui|cá está|cá vai|a resposta é|minha resposta é|a minha resposta é|
    o meu é|a minha é|o meu|a minha|o nosso|a nossa|quero|eu quero|queria|eu queria|quereria|gostaria|
    gostaria de|eu gostaria|eu gostaria de|gostava|gostava de|eu gostava de|preciso|preciso de|eu preciso|
    eu preciso de|precisava de|pretendo|desejo|desejava|prefiro|eu prefiro|preferia|preferiria|
    escolho|eu escolho|fico com|eu fico com|vou querer|eu vou querer|vou de|vou ficar com|vou com|vamos com|
    vamos de|vamos fazer|vamos marcar|vamos para|pode ser|podia ser|poderia ser|pode ser para|que seja|
    pode marcar|pode marcar para|pode reservar|pode agendar|marca|marque|marque para|marca para|marcar|marcar para|
    reservar|reserve|agendar|agende|agende para|quero marcar|queria marcar|gostaria de marcar|gostava de marcar|
    quero reservar|queria reservar|gostaria de reservar|gostava de reservar|eu queria reservar|eu quero reservar|
    eu gostaria de reservar|eu queria marcar|eu quero marcar|eu gostaria de marcar|quero agendar|queria agendar|
    gostaria de agendar|eu gostaria de agendar|eu quero agendar|eu queria agendar|quero fazer|queria fazer|
    gostaria de fazer|gostava de fazer|fazer uma reserva|fazer uma reserva para|fazer uma marcação|
    fazer uma marcação para|uma reserva|uma reserva para|
    dê me|me dê|me dá|dá me|ponha|põe|bota|coloca|coloque|me coloca|me coloque|anota|anote|anota aí|
    anote aí|escreve|escreva|que tal|e que tal|deve ser|devia ser|tem que ser|tem de ser|tem que ser para|
    precisa ser|precisa de ser|nós somos|temos|tenho|eu tenho|a gente tem|vai ter|
    estou procurando|estou à procura de|procuro|o|a|um|uma|
    está ótimo|está óptimo|está perfeito|é ótimo|é perfeito|é bom|é melhor|é o melhor|
    dá certo|dá para mim|serve|me serve|serve me|convém|me convém|convém me|fica bem|fica bom|fica ótimo|
    fica melhor|funciona|funciona para mim|funciona bem|calha bem|dá me jeito|dava me jeito|dá jeito|nasci|
    eu nasci|nasci em|eu nasci em|nasci no|eu nasci no|nasci a|eu nasci a|então é|então fica|então pode ser"""
_NUMBERS = """uma mesa|uma mesa para|uma mesa pra|mesa para|mesa pra|um grupo de|grupo de|
    exatamente|exactamente|pessoa|pessoas|de nós|convidado|convidados|adultos no total|no total|ao todo|
    em total|no conjunto|de|
    para|pra|há|haverá|unidade|unidades|item|itens|artigos|total|o número é|número|o número|um grupo de|grupo de|
    somos um grupo de|
    seremos|somos|somos em|estamos em|vamos ser|vamos em|vão ser|seremos em|a gente é|lugares|lugar|pontos|vezes|
    anos|anos de idade|tenho|tem|ela tem|ele tem|em|com|comigo|contando comigo|incluindo eu|nós|nós somos|#|
    meu número é|o meu número é|todos|todas|todos juntos|a contar comigo|da gente"""
_DATES = """para|pra|para o|para a|dia|no dia|o dia|em|na|no|a data é|data|a data|me convém|meu aniversário é|
    o meu aniversário é|
    meu aniversário|aniversário|nasci dia|nasci no dia|aconteceu|foi no|foi na|foi em|foi dia|foi no dia|
    aconteceu no|aconteceu na|aconteceu em|começou|começou no|começou na|para o dia|para dia|pra dia|lá para"""
_TIMES = """em ponto|umas|faltam|falta|faltando|para|para as|para a|pra|às|à|ao|hora|a hora é|a hora|horário|o horário|
    o horário é|horas|aconteceu às|foi às|por volta das|
    por volta da|por volta do|lá pelas|lá pela|mais ou menos|mais ou menos às|aproximadamente|cerca das|cerca da|
    exatamente|exactamente|perto das|perto da|são|eram|é|era"""
_LENGTHS = """para|durante|por|cerca de|mais ou menos|aproximadamente|por volta de|em torno de|uns|umas|demora|demorou|
    demora cerca de|leva|levou|leva cerca de|dura|durou|dura cerca de|vai demorar|vai levar|me leva|exatamente|
    exactamente|faz|há|há cerca de|há mais ou menos"""
_MONEY = """valor|o valor é|o valor|o total é|total|no total|ao todo|de|em dinheiro|dinheiro|exatamente|exactamente|
    dá um total de|custa|custou|me custou|custou me|paguei|eu paguei|meu orçamento é|o meu orçamento é|
    orçamento|o preço é|o preço|preço|o preço era|a quantia é|quantia|a quantia de|o valor de|pagar|quero pagar|
    vou pagar|queria pagar|gostaria de pagar|foram|são"""
_SPELLED = """número|o número é|o número|meu número é|o meu número é|meu número|o meu número|é o número|
    nº|#|é o|soletrado|soletrando|escreve se|se escreve|então|depois|e depois|com|tudo junto|
    em maiúsculas|tudo em maiúsculas|maiúsculo|maiúscula|minúsculo|minúscula|é só isso|e é só isso|é isso|e é isso|
    só isso|e só|é tudo|e é tudo|e pronto|e mais nada"""
_IDENTIFIERS = f"""{_SPELLED}|número da conta|o número da conta é|o número da minha conta é|número da minha conta|
    meu número de conta é|o meu número de conta é|conta|a conta é|minha conta é|a minha conta é|código|o código é|
    meu código é|o meu código é|referência|a referência é|minha referência é|a minha referência é|
    o número da referência é|o número de referência é|número do pedido|o número do pedido é|
    o número do meu pedido é|meu pedido é|o pedido é|senha|a senha é|minha senha é|a minha senha é|pin|o pin é|
    meu pin é|o meu pin é|localizador|o localizador é|meu localizador é|o meu localizador é|
    código da reserva|o código da reserva é|o código da minha reserva é|o código de reserva é|
    código de confirmação|o código de confirmação é|meu código de confirmação é|placa|a placa é|minha placa é|
    a minha placa é|a placa do carro é|matrícula|a matrícula é|minha matrícula é|a minha matrícula é|protocolo|
    o protocolo é|o número do protocolo é|cpf|meu cpf é|o meu cpf é|o cpf é|nif|o nif é|o meu nif é|
    contribuinte|o número de contribuinte é|o meu número de contribuinte é"""
_POSTCODES = f"""{_SPELLED}|cep|o cep é|meu cep é|o meu cep é|meu cep|o cep|código postal|o código postal é|
    meu código postal é|o meu código postal é|o meu código postal|o código postal"""
_PHONES = f"""{_SPELLED}|número de telefone|meu número de telefone é|o meu número de telefone é|
    o número de telefone é|telefone|meu telefone é|o meu telefone é|o telefone é|celular|meu celular é|
    o meu celular é|o celular é|o número do celular é|o número do meu celular é|meu número de celular é|telemóvel|
    o telemóvel é|o meu telemóvel é|o número do telemóvel é|o número do meu telemóvel é|contato|meu contato é|
    o meu contato é|contacto|o meu contacto é|meu zap é|meu whatsapp é|o meu whatsapp é|me liga no|me ligue no|
    ligue para o|liga para o|ligue me para o|pode ligar para|pode ligar para o|pode me ligar no|pode me ligar|
    ddd|o ddd é|meu ddd é|indicativo|prefixo"""
_EMAILS = """tudo minúsculo|tudo em minúsculas|em minúsculas|minúsculo|tudo junto|meu email é|o meu email é|
    o email é|meu e mail é|o meu e mail é|o e mail é|email|e mail|meu email|meu e mail|o meu email|o meu e mail|
    endereço|endereço de email|endereço de e mail|meu endereço é|o meu endereço é|meu endereço de email é|
    o meu endereço de email é|o endereço é|mail|o meu mail é|correio eletrônico|correio eletrónico|contato|
    pode mandar para|pode enviar para|mande para|envie para|manda para|escreve se|se escreve|sem acento|sem acentos"""
_NAMES = """aqui|meu nome é|o meu nome é|meu nome|o meu nome|o nome é|nome|o nome|sou|eu sou|sou o|sou a|eu sou o|
    eu sou a|
    aqui é|aqui é o|aqui é a|aqui quem fala é|quem fala é|quem fala é o|quem fala é a|fala|fala o|fala a|
    é o|é a|daqui fala|daqui é|daqui fala o|daqui fala a|daqui é o|daqui é a|me chamo|eu me chamo|chamo me|
    me chamam|me chamam de|pode me chamar de|pode chamar me|em nome de|em nome do|em nome da|no nome de|
    no nome do|no nome da|está no nome de|está em nome de|a reserva está em nome de|a reserva é em nome de|
    é em nome de|no meu nome|falando|nome completo|meu nome completo é|o meu nome completo é|
    o nome completo é|sobrenome|meu sobrenome é|o meu sobrenome é|o sobrenome é|apelido|o meu apelido é|meu apelido é|
    o apelido é|primeiro nome|meu primeiro nome é|o meu primeiro nome é|o primeiro nome é|último nome|
    meu último nome é|o meu último nome é|o último nome é|é o meu nome|é meu nome|é o meu sobrenome|
    seu|sr|sra|dona|doutor|doutora|dr|dra|soletrado|soletrando|soletra se|se soletra|escreve se|se escreve|
    que se escreve|prazer"""
_CHOICES = """as|os|as minhas|os meus|a opção|a opção de|opção de|para|para o|para a|sobre|sobre o|sobre a|é sobre|
    é sobre o|é sobre a|é para|
    é com|com|com o|com a|do|da|de|dos|das|no|na|meu|minha|o meu|a minha|minhas|meus|estou ligando sobre|
    estou ligando por causa de|estou ligando por causa da|estou ligando por causa do|ligo por causa de|
    ligo por causa da|ligo por causa do|estou a ligar por causa da|estou a ligar por causa do|quero falar com|
    queria falar com|gostaria de falar com|gostava de falar com|preciso falar com|preciso de falar com|
    quero falar sobre|queria falar sobre|gostaria de falar sobre|quero falar de|falar com|falar sobre|falar com o|
    falar com a|falar de|quero falar com o|quero falar com a|quero saber sobre|queria saber sobre|
    me passa para|me passe para|passe me para|pode me passar para|pode passar para|pode me transferir para|
    transfere para|transfira para|me transfere para|tenho uma pergunta sobre|tenho uma dúvida sobre|
    tenho uma questão sobre|uma pergunta sobre|uma dúvida sobre|tenho uma pergunta sobre a|
    tenho uma pergunta sobre o|tenho uma dúvida sobre a|tenho uma dúvida sobre o|departamento|o departamento de|
    departamento de|o setor de|setor de|setor|a área de|área de|secção de|número|
    essa|esse|esta|este|aquela|aquele|por causa de|por causa da|por causa do"""
_YES_NO = """isso|isto|tudo|o|a|por agora|por enquanto|com isso|esse dia|nesse dia|você|está|esteja|de todo|mesmo|
    já|muito|aí|lá|que|eu|assim|também|é"""

_REPEAT = """repete|repita|repetir|repete por favor|pode repetir|podia repetir|poderia repetir|pode repetir isso|
    pode repetir a pergunta|podia repetir a pergunta|poderia repetir a pergunta|repita a pergunta|repete a pergunta|
    repete isso|repita isso|pode me repetir|consegue repetir|importa se de repetir|importava se de repetir|
    se importa de repetir|fala de novo|fale de novo|pode falar de novo|poderia falar de novo|diga de novo|
    diz de novo|pode dizer de novo|podia dizer de novo|pode dizer outra vez|podia dizer outra vez|diga outra vez|
    diz outra vez|fala outra vez|mais uma vez|outra vez|de novo|novamente|como|como é|como é que é|
    como assim|como disse|o quê|quê|o que|o que foi|o que disse|o que você disse|o que o senhor disse|
    o que a senhora disse|o que é que disse|que disse|o que foi que você disse|qual era a pergunta|
    qual é a pergunta|qual foi a pergunta|qual a pergunta|perdão|desculpe|desculpa|hein|hã|não ouvi|não ouvi bem|
    não ouvi nada|não te ouvi|não o ouvi|não escutei|não escutei bem|não escutei direito|não ouvi direito|
    não entendi|não entendi direito|não entendi nada|não entendi bem|não entendi a pergunta|não entendi o que disse|
    não entendi o que você disse|não percebi|não percebi bem|não percebi a pergunta|não percebi nada|
    não compreendi|não compreendo|não entendo|não percebo|não estou entendendo|não estou a perceber|
    não estou ouvindo|não estou a ouvir|não estou te ouvindo|não consigo ouvir|não consegui ouvir|
    não consegui entender|não dá para ouvir|não peguei|fala mais alto|fale mais alto|pode falar mais alto|
    pode falar mais devagar|fala mais devagar|fale mais devagar|mais alto|mais devagar|um pouco mais alto|
    um pouco mais devagar|não apanhei"""
_WAIT = """espera|espere|espera aí|espere aí|espera um pouco|espere um pouco|espera um bocadinho|espere um bocadinho|
    espera um minuto|espere um minuto|espera um momento|espere um momento|espera um segundo|espere um segundo|
    espera só um pouco|espere só um pouco|espera um instante|espere um instante|espera só um momento|peraí|pera aí|
    pera|calma|calma aí|calma lá|um momento|um momentinho|um minuto|um minutinho|um segundo|um segundinho|
    um instante|um instantinho|um bocadinho|um pouquinho|um pouco|só um momento|só um momentinho|só um minuto|
    só um minutinho|só um segundo|só um segundinho|só um instante|só um instantinho|só um bocadinho|
    só um pouquinho|só um pouco|só um tempinho|apenas um momento|apenas um segundo|dois minutos|dois minutinhos|
    dois segundos|me dá um minuto|me dê um minuto|me dá um segundo|me dê um segundo|me dá um momento|
    me dê um momento|me dá dois minutos|me dê dois minutos|dê me um minuto|dá me um minuto|dê me um segundo|
    dá me um segundo|dê me um momento|dá me um momento|dê me dois minutos|pode me dar um minuto|
    pode me dar um segundo|pode me dar dois minutos|pode dar me um minuto|pode esperar|pode esperar um pouco|
    pode esperar um minuto|pode esperar um momento|pode aguardar|pode aguardar um momento|
    pode aguardar um minuto|aguarde|aguarda|aguarde um momento|aguarde um pouco|aguarde um minuto|
    aguarde um instante|aguenta|aguenta aí|aguente um pouco|segura aí|segure aí|não desligue|não desliga|
    fica na linha|fique na linha|deixa eu ver|deixe me ver|deixa me ver|deixe ver|deixa ver|deixa eu pensar|
    deixe me pensar|deixa eu procurar|deixe me procurar|deixa eu achar|deixa eu pegar|deixe me ir buscar|
    deixa eu verificar|deixe me verificar|deixa eu conferir|deixa eu olhar|deixa eu checar|vou ver|vou procurar|
    vou verificar|vou buscar|vou pegar|vou conferir|vou só ver|estou procurando|estou à procura|estou a procurar|
    estou vendo|estou a ver|estou pensando|estou a pensar|preciso de um minuto|preciso de um momento|
    preciso de um segundo|preciso ver|preciso verificar|preciso procurar|tenho que ver|tenho de ver|
    tenho que procurar|tenho de procurar|já volto|volto já|já venho|já vai|já te digo|já lhe digo"""
_HELLO = """alô|alô alô|olá|oi|ei|oi oi|está aí|tá aí|você está aí|você tá aí|ainda está aí|ainda tá aí|
    continua aí|está lá|tá lá|estou|estou estou|tem alguém aí|há alguém aí|tem alguém na linha|
    está alguém aí|alguém aí|está me ouvindo|tá me ouvindo|você está me ouvindo|você me ouve|
    consegue me ouvir|consegue ouvir me|está a ouvir me|está me a ouvir|ouve me|me ouve|me escuta|está me escutando|
    tá me escutando|está na linha|ainda está na linha|alguém"""
_BACKCHANNEL = """hum|humm|hm|hmm|uhum|aham|ahã|mhm|mm hmm|ok|okay|tá|tá bom|tá bem|tá certo|está bem|está bom|
    certo|sei|sei sei|entendi|entendo|compreendo|compreendi|percebi|percebo|estou a ver|pois|pois é|pois pois|
    ah|ah tá|ah sim|ah bom|ah ok|ah entendi|beleza|bem|bom|sim|sim sim|isso|claro|perfeito|ótimo|legal|tudo bem|
    ok entendi|tá entendi"""
_DECLINES = """não tenho|eu não tenho|não tenho não|não tenho um|não tenho uma|não tenho nenhum|não tenho nenhuma|
    não tenho isso|não tenho esse|não tenho essa|não possuo|não temos|tenho não|nenhum|nenhuma|não existe|não há|
    não há nenhum|não tem|não tem nenhum|não se aplica|não sei|eu não sei|não sei não|sei lá|não sei qual é|
    não sei isso|não sei de cor|não sei dizer|não sei o número|não me lembro|não lembro|eu não lembro|
    eu não me lembro|não me recordo|não recordo|não consigo me lembrar|não consigo lembrar|
    não faço ideia|não faço a menor ideia|não faço a mínima ideia|não tenho ideia|sem ideia|
    não tenho aqui|não tenho aqui comigo|não tenho comigo|não tenho à mão|não o tenho comigo|não tenho agora|
    não estou com ele|não estou com ela|perdi|eu perdi|perdi o|esqueci|eu esqueci|me esqueci|esqueci me|esqueci disso|
    não|não obrigado|não obrigada|pula|pular|pule|pula essa|pule essa|pular essa|saltar|salte|salta|passa|passo|
    próxima|próxima pergunta|seguinte|prefiro não dizer|prefiro não informar|prefiro não falar|prefiro não responder|
    preferia não dizer|prefiro não|não quero dizer|não quero informar|não quero falar|não quero responder|
    não quero dar|não uso|não uso email|não uso e mail|não tenho email|não tenho e mail|não preciso|nada|não quero"""
# words: skip-end phrases of callers
_MEANINGFUL = """nao nem ou e mas exceto menos salvo sem nunca jamais nenhum nenhuma nada ninguem algum alguma
    alguem qualquer quaisquer outro outra outros outras ambos ambas tudo todo toda todos todas cada mais muito pouco
    sobre antes depois ate apos desde entre quase cerca meio meia metade se porque pessoa humano humana atendente
    operador operadora cancelar cancela cancele parar para pare ajuda ajudar certo certa errado errada correto
    correta sim ok""".split()


class Asides:
    """Words that change no answer, and words that always do."""

    anywhere: Phrases = phrases(f"{_FILLERS}|{_POLITENESS}|{_THINKING}|{_CARRIERS}")
    around: Mapping[str, Phrases] = {
        "integer": phrases(_NUMBERS),
        "number": phrases(_NUMBERS),
        "date": phrases(_DATES),
        "time": phrases(_TIMES),
        "datetime": phrases(f"{_DATES}|{_TIMES}"),
        "duration": phrases(_LENGTHS),
        "money": phrases(_MONEY),
        "digits": phrases(_IDENTIFIERS),
        "code": phrases(_IDENTIFIERS),
        "postcode": phrases(_POSTCODES),
        "phone": phrases(_PHONES),
        "email": phrases(_EMAILS),
        "name": phrases(_NAMES),
        "choice": phrases(_CHOICES),
        "boolean": phrases(_YES_NO),
    }
    meaningful = frozenset(_MEANINGFUL)
    question_starts = frozenset(
        """que qual quais quem quando onde como quanto quanta quantos quantas porque por sera serao posso podemos pode
        podem poderia podia ha existe existem tem voces voce cade""".split()
    )
    copulas = frozenset("é são era eram foi foram será serão há".split())
    conjunctions = frozenset({"e", "mais", "tambem", "&"})


MOVES: PhraseTable[Move] = PhraseTable(
    ((_BACKCHANNEL, "backchannel"), (_REPEAT, "repeat"), (_WAIT, "wait"), (_HELLO, "hello"))
)
"""What callers do who do not answer."""
DECLINES: Phrases = phrases(_DECLINES)
"""What callers say who have no such value."""
