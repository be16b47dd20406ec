"""Usual Portuguese words that callers say and that are no part of a person's name."""

from __future__ import annotations

# words: skip-begin words of callers
USUAL_WORDS = frozenset(
    """eu me mim meu meus minha minhas comigo nos nosso nossa nossos nossas conosco connosco tu te ti teu tua voce
    voces vos seu sua seus suas ele ela eles elas lhe lhes dele dela deles delas se si isto isso aquilo este esta
    estes estas esse essa esses essas aquele aquela aqueles aquelas quem que qual quais quando onde como porque
    quanto quanta quantos quantas aqui ai ali la ca agora ja hoje amanha ontem anteontem logo cedo tarde depois
    antes nunca sempre jamais ainda tambem so apenas somente talvez quase muito muita muitos muitas pouco pouca
    poucos mais menos bastante demais tanto tanta tao bem mal melhor pior assim entao sim nao nem ou e mas porem
    contudo pois ora embora se caso senao o a os as um uma uns umas ao aos do da dos das de em no na nos nas num numa
    por pelo pela pelos pelas para pra pro com sem sob sobre entre ate desde contra perante apos durante
    sou es somos sao era eram foi fui foram fomos ser sendo sido seria serei sera serao fosse for
    estou estas estamos estao estava estavam esteve estive estar estando estado esteja esteve
    tenho tens tem temos tinha tinham teve tive ter tendo tido tenha terei tera ha houve haver havia
    vou vais vai vamos vao ia iam ir indo ido va fico ficas fica ficamos ficar ficou fique
    faco fazes faz fazem fazia fez fiz fazer fazendo feito faca digo dizes diz dizem disse dizer dito diga
    falo falas fala falam falou falei falar falando fale quero queres quer querem queria queriam quis querer queira
    posso podes pode podem podia podiam poderia pude poder possa devo deve devem devia dever sei sabes sabe sabem
    sabia saber soube saiba vejo ve veem via viu vi ver vendo visto veja dou da dao deu dei dar dado de
    venho vem vinha veio vir vindo venha ponho poe por pos posto ponha trago traz trouxe trazer gosto gosta gostaria
    gostava gostar preciso precisa precisava precisar acho acha achei achar penso pensa pensar creio cre acredito
    acredita espero espera esperar espere chamo chama chamar chamo ligo liga ligar ligue liguei ligando ouco ouve
    ouvir ouvi escuto escuta escutar entendo entende entender entendi percebo percebe perceber percebi compreendo
    compreender lembro lembra lembrar esqueci esquecer conheco conhece conhecer uso usa usar usei trabalho trabalha
    trabalhar moro mora morar vivo vive viver compro compra comprar comprei pago paga pagar paguei mando manda mandar
    envio envia enviar enviei recebo recebe receber recebi abro abrir fecho fechar comeco comecar termino terminar
    mudo muda mudar troco troca trocar cancelo cancela cancelar cancele marco marcar marque remarcar reservo reserva
    reservar agendo agendar alterar altero confirmar confirmo confirma aceito aceitar recuso recusar concordo
    discordo reclamar reclamacao consultar consulta verificar conferir procurar procuro buscar busco achar encontrar
    perder perdi perdeu roubaram quebrou quebrado avariado avariada estragado estragada ajuda ajudar ajude socorro
    repetir repita repete soletrar soletro escrever escreve ler leio perguntar pergunto pergunta perguntas responder
    resposta parar pare continuar continua seguir siga tentar tente deixar deixa deixe passar passe passa voltar
    volto sair entrar subir descer comer beber dormir andar correr viajar dirigir conduzir estudar aprender
    obrigado obrigada favor desculpe desculpa perdao licenca ola oi alo bom boa bons boas dia dias noite noites tarde
    manha manhas tchau adeus ate
    homem mulher menino menina rapaz rapariga crianca criancas bebe pessoa pessoas gente ninguem alguem nada algo tudo
    todo toda todos todas cada outro outra outros outras mesmo mesma mesmos proprio propria qualquer nenhum nenhuma
    algum alguma alguns algumas ambos varios varias tal tais certo certa errado errada correto correta incorreto
    verdade mentira falso marido esposa mulher pai mae pais filha filhas filhos irmao irma irmaos avo avos tio tia
    primos prima sobrinha neta amigo amiga amigos amigas namorado namorada noivo noiva vizinho vizinha chefe colega
    patrao doutor doutora medico medica enfermeiro enfermeira dentista advogado advogada professor professora
    gerente atendente operador operadora funcionario funcionaria secretaria recepcionista agente supervisor
    responsavel tecnico tecnica vendedor vendedora cliente clientes robo maquina computador humano humana
    encanador canalizador eletricista motorista condutor proprietario proprietaria dono dona inquilino inquilina
    paciente visitante turista policial policia bombeiro bombeiros ambulancia
    empresa companhia loja banco hotel restaurante hospital escola clinica farmacia escritorio departamento setor
    servico servicos suporte apoio vendas venda cobranca faturamento faturacao financeiro contabilidade
    casa apartamento quarto quartos sala cozinha banheiro porta janela mesa cadeira cama carro carros aviao
    comboio trem onibus autocarro moto bicicleta rua avenida estrada praca bairro cidade pais estado regiao
    telefone telemovel celular numero numeros email mail correio endereco morada cep codigo postal conta contas cartao
    senha pin nome nomes sobrenome apelido primeiro ultima ultimo completo letra letras palavra palavras questao
    questoes duvida duvidas problema problemas motivo razao ideia coisa coisas modo maneira forma vez vezes tempo
    semana semanas mes meses ano anos hora horas minuto minutos segundo segundos momento instante segunda terca quarta
    quinta sexta sabado domingo feira janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro
    dezembro primavera verao outono inverno aniversario data nascimento consulta reuniao encontro entrega encomenda
    pacote pedido pedidos dinheiro preco valor custo fatura faturas boleto recibo pagamento reembolso devolucao troca
    real reais euro euros dolar dolares centavo centavos centimo centimos libra libras por cento total quantia seguro
    apolice sinistro receita remedio medicamento comprimido comprimidos exame exames
    zero dois duas tres quatro cinco seis sete oito nove dez onze doze treze catorze quatorze quinze dezesseis
    dezasseis dezessete dezassete dezoito dezenove dezanove vinte trinta quarenta cinquenta sessenta setenta oitenta
    noventa cem cento duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos novecentos mil
    milhao milhoes meio meia metade duzia terceira quarto quinto sexto setimo oitavo nono decimo
    comida agua cafe cha cerveja vinho pizza hamburguer salada sopa pao queijo frango peixe carne arroz feijao almoco
    jantar lanche pequeno bolo fruta cachorro cao gato gatos tempo chuva vermelho azul amarelo laranja roxo
    ingles espanhol frances alemao italiano portugues portuguesa brasileiro brasileira holandes segredo privado
    particular anonimo desconhecido desconhecida merda porra caralho droga inferno puta idiota burro deus nossa puxa
    uau ai opa ops hum ahn ah eh uh
    informacao informacoes dados usuario utilizador convidado convidados titular linha idioma opcao opcoes menu
    principal zip urgencia emergencia incendio acidente dor ferido ferida roubado roubada perdido perdida
    grande pequeno pequena alto alta baixo baixa longo curto novo nova velho velha jovem quente frio fria rapido
    rapida devagar lento facil dificil livre ocupado ocupada pronto pronta feliz triste zangado cansado cansada
    doente sozinho sozinha casado casada solteiro solteira viuvo viuva divorciado divorciada disponivel possivel
    impossivel importante diferente otimo otima perfeito perfeita pessimo terrivel interessado interessada preocupado
    preocupada confuso confusa aposentado aposentada reformado reformada gravida surdo surda cego cega morto vivo
    nascido nascida atrasado atrasada vencido vencida gratis caro cara barato barata igual mesma
    teste testar internet wifi rede televisao tv aparelho luz gas energia eletricidade aquecimento geladeira
    frigorifico maquina lavar chave chaves bilhete bilhetes ingresso passagem voo viagem mala bagagem assento lugar
    contrato assinatura plano produto produtos garantia desconto promocao cupom oferta estacionamento piscina
    atendimento cancelamento remarcacao agendamento marcacao alteracao mudanca assunto detalhe detalhes mensagem
    recado foto documento documentos formulario site pagina aplicativo aplicacao sistema erro falha
    basicamente realmente exatamente certamente provavelmente normalmente geralmente finalmente infelizmente
    felizmente imediatamente recentemente atualmente urgente normal especial publico pessoal medio igualmente
    sinceramente adivinhe adivinha chega nope ok okay beleza legal claro isso pronto serio credo cade
    filho ridiculo ridicula absurdo absurda inaceitavel vegetariano vegetariana vegano vegana alergico alergica
    celiaco celiaca diabetico diabetica estudante membro socio socia desesperado desesperada zangada sobrinho neto
    cunhado cunhada sogro sogra incrivel esposo""".split()
)
# words: skip-end words of callers
"""Lower case, without accents and apostrophes."""
