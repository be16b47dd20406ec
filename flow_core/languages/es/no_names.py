"""Usual Spanish words that callers say and that are no part of a person's name."""

from __future__ import annotations

# words: skip-begin words of callers
USUAL_WORDS = frozenset(
    """yo me mi mio mia mis tu te ti usted ustedes vosotros vosotras nosotros nosotras nos os el ella la los las
    ello ellos ellas
    lo le les se su sus suyo suya conmigo contigo consigo este esta esto estos estas ese esa eso esos esas aquel
    aquella aquello quien quienes que cual cuales cuando donde como cuanto cuanta cuantos cuantas porque aqui ahi alli
    aca alla ahora luego entonces hoy manana ayer anoche anteayer antes despues pronto tarde temprano nunca siempre
    jamas ya todavia aun otra otro otras otros vez veces quiza quizas soy eres es somos sois son era eran fui fue
    fueron ser sido siendo estoy estas esta estamos estan estar estaba estaban estuve estuvo estado sea sean seria
    he has ha hemos han haber habia hay haya tengo tienes tiene tenemos tienen tener tenia tuve tuvo tendria
    hago haces hace hacen hacer hice hizo haria puedo puedes puede podemos pueden poder podria podrian podia pude pudo
    quiero quieres quiere queremos quieren querer quisiera queria querria quise debo debe deben deber deberia
    voy vas va vamos van ir iba vengo viene vienen venir vino doy da dan dar dio deme dame digo dice dicen decir dijo
    dicho diga digame dime hablo habla hablan hablar hablando hable llamo llamas llama llaman llamar llamada llamaba
    llame sabe saben saber se supo conozco conoce creo cree creer pienso piensa pensar supongo parece entiendo
    entiende entender entendido comprendo necesito necesita necesitamos necesitan necesitar gusta gustaria busco busca
    buscar miro mira mirar mire ver veo ve vea oigo oye oir oiga escucho escucha escuchar pongo pone poner ponga
    pongame
    ponme pase pasar paseme pasa paso paga pagar pago pagado compro compra comprar reservo reserva reservar pedir pido
    pide pedido espero espera esperar espere llego llega llegar salgo sale salir dejo deja dejar deje llevo lleva
    llevar
    traer trae traigo cambio cambia cambiar cancelo cancela cancelar anular anulo confirmar confirmo repetir repita
    repite recuerdo recuerda recordar olvide olvidado importa pasa paso ocurre funciona funcionan funcionar empezar
    empieza terminar termina abrir abre cerrar cierra cerrado abierto vivo vive vivir trabajo trabaja trabajar
    un una unos unas lo los las al del de a ante bajo con contra desde durante en entre hacia hasta mediante para por
    segun sin sobre tras y e o u ni pero sino aunque si no tambien tampoco mas menos muy mucho mucha muchos muchas
    poco
    poca pocos pocas todo toda todos todas nada nadie algo alguien alguno alguna algun ninguno ninguna ningun cada
    cualquier cualquiera mismo misma mismos mismas tan tanto tanta casi apenas bastante demasiado solo solamente
    realmente claro vale bueno buena buenos buenas bien mal malo mala mejor peor correcto correcta incorrecto exacto
    cierto verdad falso seguro segura perfecto genial estupendo gracias favor perdon perdone perdona disculpe disculpa
    hola adios dias tardes noches dia noche oiga oye senor senora senorita caballero don dona doctor doctora amigo
    amiga joven hombre mujer nino nina chico chica hijo hija hijos hijas esposo esposa marido padre padres madre mama
    papa hermano hermana abuelo abuela novio novia jefe jefa companero companera vecino vecina cliente clienta persona
    personas gente agente operador operadora encargado encargada responsable representante recepcionista secretaria
    medico medica enfermera dentista abogado fontanero electricista profesor maestro maquina robot humano humana
    alguien servicio atencion soporte tecnico ventas facturacion factura facturas recepcion departamento equipo
    empresa
    oficina tienda banco hotel restaurante casa piso apartamento habitacion mesa puerta coche carro tren autobus avion
    telefono movil celular numero numeros correo email direccion calle avenida plaza ciudad pueblo pais estado codigo
    postal cuenta tarjeta clave contrasena pin nombre nombres apellido apellidos inicial letra letras palabra palabras
    pregunta preguntas respuesta problema problemas duda dudas consulta averia queja reclamacion motivo razon idea
    cosa
    cosas tema asunto manera forma hora horas minuto minutos segundo segundos momento momentito rato semana semanas
    mes
    meses ano anos fecha cumpleanos cita citas reunion visita entrega paquete envio dinero precio coste cargo importe
    monto saldo deuda seguro poliza receta medicina pastilla pastillas medicamento lunes martes miercoles jueves
    viernes
    sabado enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre
    primavera verano otono invierno mediodia medianoche madrugada cero uno dos tres cuatro cinco seis siete ocho nueve
    diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve veinte treinta cuarenta cincuenta
    sesenta setenta ochenta noventa cien ciento mil millon primero primera segunda tercero tercera cuarto quinto media
    medio mitad docena par doble triple euro euros dolar dolares peso pesos centimos centavos agua vino cerveza cafe
    comida cena desayuno almuerzo pan carne pescado pollo fruta rojo azul amarillo negro negra gris perro gato tiempo
    lluvia ingles frances aleman italiano portugues espanol castellano ayuda ayudar ayudeme socorro emergencia urgente
    urgencia policia ambulancia bomberos accidente robo perdido perdida roto rota enfermo enferma dolor mierda joder
    cono idiota tonto dios nadie anonimo desconocido invitado opcion opciones menu inicio idioma linea web internet
    wifi
    contrato oferta pedidos producto productos descuento pagina cuadro ocupado ocupada libre listo lista casado casada
    soltero soltera viudo viuda jubilado jubilada contento contenta cansado cansada enfadado enfadada interesado
    interesada nuevo nueva viejo vieja grande pequeno pequena alto alta bajo baja largo larga corto corta caro cara
    barato barata rapido rapida lento lenta facil dificil posible imposible importante diferente igual privado
    confidencial secreto personal particular asi eh em ah oh uf aja mm quizas depende tampoco luego pues quitar poner
    escribir escribe escrito leer lee firmar comer cenar beber dormir andar correr conducir jugar estudiar estudio
    aprender ensenar explicar explique elegir elijo aceptar acepto rechazar mandar manda enviar recibir recibo
    devolver
    devolucion reembolso reparar arreglar instalar activar desactivar bloquear contratar renovar baja alta tarifa
    consumo lectura luz gas contador recibo tramite solicitud formulario documento dni pasaporte carnet matricula
    ayuntamiento hospital clinica farmacia escuela colegio universidad aeropuerto estacion taxi vuelo billete boleto
    maleta equipaje viaje vacaciones hablarle decirle preguntar pregunto contestar momentito derecho izquierda norte
    sur este oeste detras delante encima debajo cerca lejos fuera dentro arriba abajo propietario inquilino dueno
    paciente repartidor mensajero conductor gerente director directora supervisor administrador deletrear deletreo
    ustedes cambio cancelacion modificar modificacion informacion informar reserve mesas sitio mande aguarde
    permitame espereme alo jota hache equis zeta uve
    erre eme ene efe ele arroba guion punto espacio muchacho muchacha senores
    ridiculo ridicula absurdo absurda inaceptable vegetariano vegetariana vegano vegana alergico alergica celiaco
    celiaca diabetico diabetica embarazada sordo sorda ciego ciega estudiante inquilina propietaria miembro socio
    socia desesperado desesperada confundido confundida hambriento divorciado divorciada tio tia sobrino sobrina
    nieto nieta cunado cunada suegro suegra increible vergonzoso""".split()
)
# words: skip-end words of callers
"""Lower case, without accents."""
