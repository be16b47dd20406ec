"""Usual French words that callers say and that are no part of a person's name."""

from __future__ import annotations

# words: skip-begin words of callers
_WORDS = """
    je j tu il elle on nous vous ils elles moi toi lui eux me te se leur leurs mon ma mes ton ta tes son sa ses
    notre nos votre vos ce cet cette ces ca cela celui celle ceux celles ceci ci la ici voici voila qui que quoi
    dont ou et mais donc or ni car si quand comme lorsque puisque parce pourquoi comment combien quel quelle quels
    quelles lequel laquelle un une des les au aux du en dans sur sous par pour avec sans chez vers entre avant
    apres depuis pendant durant jusque contre selon sauf malgre hors environ plutot alors ainsi aussi encore
    toujours jamais souvent parfois deja bientot maintenant aujourdhui demain hier tard tot tout tous toute toutes
    rien personne quelqu quelquun quelque quelques chose aucun aucune autre autres meme memes tel telle plusieurs
    chaque chacun beaucoup peu trop tres plus moins assez presque seulement juste vraiment exactement peut etre oui
    non ouais nan ok okay accord daccord merci pardon desole desolee bonjour bonsoir salut allo revoir bien mal
    mieux pire bon bonne bons bonnes mauvais mauvaise petit petite grand grande gros grosse long longue court
    courte haut haute bas basse jeune vieux vieille nouveau nouvelle ancien ancienne premier premiere dernier
    derniere prochain prochaine suivant suivante vrai vraie faux fausse correct exact parfait super genial libre
    occupe occupee seul seule malade fatigue fatiguee pret prete content contente triste faim soif disponible
    possible impossible important urgent urgente cher chere gratuit gratuite facile difficile rapide lent lente
    chaud chaude froid froide bleu bleue rouge vert verte jaune noir noire blanc blanche gris grise est es suis
    sommes etes sont etait etais etaient sera serai serons seront serait serais soit ete avoir ai as a avons avez
    ont avait avais aura aurai aurais aurait eu fait fais faire faites font fera ferai vais va vas allons allez
    vont aller irai irait peux pouvons pouvez peuvent pouvoir pourrai pourrais pourrait veux veut voulons voulez
    veulent vouloir voudrais voudrait voulais voulait dois doit devons devez doivent devoir devrais faut faudrait
    sais sait savoir savez connais connait connaitre crois croit croire pense penses penser prends prend prendre
    prenez prendrai mets met mettre mettez donne donner donnez dis dit dire dites parle parler parlez appelle
    appeler appelez rappeler rappelez demande demander repete repeter repetez comprends comprendre compris entends
    entendre entendu entendez attends attendre attendez cherche chercher trouve trouver regarde regarder regardez
    vois voir voyez viens vient venir venez arrive arriver pars partir parti reste rester aime aimer aimerais
    prefere preferer souhaite souhaiter besoin envie aide aider aidez annuler annulez annulation changer changement
    modifier modification deplacer reserver reservation reserve commander commande acheter achat payer paiement
    paie rembourser remboursement envoyer envoi recevoir recu livrer livraison retourner retour confirmer
    confirmation confirme valider refuser refuse accepter accepte oublier oublie perdu perdre vole casse cassee
    panne probleme problemes question questions reponse renseignement renseignements information informations
    reclamation plainte rendez rdv rendezvous consultation visite contrat abonnement resilier resiliation facture
    factures compte carte code mot passe numero telephone portable fixe mobile mail email courriel adresse rue
    ville pays postal nom noms prenom prenoms famille surnom jour jours semaine semaines mois an ans annee annees
    heure heures minute minutes seconde secondes moment instant matin matinee midi soir soiree nuit minuit lundi
    mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril mai juin juillet aout septembre
    octobre novembre decembre printemps automne hiver noel paques date naissance anniversaire zero deux trois
    quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente quarante cinquante
    soixante septante huitante nonante cent cents mille million demi demie quart moitie double triple fois homme
    femme monsieur madame mademoiselle messieurs mesdames garcon fille enfant enfants bebe mari epouse epoux mere
    pere maman papa frere soeur sœur fils parents ami amie amis copain copine collegue voisin voisine patron
    patronne chef client cliente clients patient patiente docteur medecin infirmier infirmiere dentiste avocat
    avocate plombier electricien facteur livreur mecanicien professeur etudiant etudiante retraite retraitee
    proprietaire locataire responsable directeur directrice gerant gerante conseiller conseillere agent operateur
    operatrice standardiste receptionniste secretaire assistant assistante robot machine ordinateur humain humaine
    vendeur vendeuse technicien service services support technique commercial ventes vente facturation comptabilite
    reception bureau entreprise societe magasin boutique banque hotel restaurant hopital clinique pharmacie ecole
    maison appartement chambre chambres table tables porte voiture velo train avion bus taxi camion moto garage
    parking gare aeroport place terrasse interieur exterieur fenetre couvert couverts menu plat dessert entree
    boisson eau cafe the biere vin pizza burger salade soupe pain fromage poulet poisson viande dejeuner diner
    souper repas petit-dejeuner euro euros dollar dollars franc francs argent prix tarif montant total somme
    virement cheque especes liquide credit debit frais assurance police sinistre accident degat degats ordonnance
    medicament medicaments comprime comprimes traitement douleur urgence pompier pompiers anonyme secret prive
    privee confidentiel inconnu inconnue personnel personnelle merde putain con connard idiot bordel zut mince oups
    dieu euh heu hein ben bah bof ouf ah oh eh hum chut hop aie importe pareil lettre lettres mots chiffre chiffres
    espace tiret point virgule majuscule minuscule accent epeler epelle ecrire ecris ecrit ecrivez lire lis test
    essai essayer essaie marche marcher fonctionne fonctionner ouvrir ouvert ouverte fermer ferme fermee allumer
    eteindre internet wifi box routeur modem reseau ligne connexion television tele ecran clavier logiciel
    application site page identifiant chien chat pluie soleil neige temps meteo travail travailler boulot vacances
    conge depart voyage billet billets ticket passager passagers bagage bagages valise passeport permis plaque
    immatriculation vehicule colis paquet courrier suivi statut etat raison cause sujet objet propos exemple idee
    avis choix option options autrement sinon ensuite puis enfin finalement surtout notamment vite doucement fort
    lentement ensemble pres loin gauche droite devant derriere dessus dessous dehors dedans partout ailleurs nulle
    part quelconque nimporte laisse laissez laisser passer passez arrete arreter arretez stop fin finir fini
    commencer commence continuer continue quitter quittez raccrocher tant pis neant silence bruit jaimerais jai
    jaurais jhabite cest cetait sest lest nest nai quil quon qu lheure lappareil mappelle sappelle tappelle secrit
    sil plait svp voulu bref grave normal normale drole bizarre mort vivant ne nee age agee habite habiter vis
    vivre
"""
_MORE_WORDS = """
    nul nulle marre bol ras retard avance fou folle gentil gentille sympa mechant bete stupide debile honteux
    honteuse scandaleux scandaleuse inadmissible inacceptable incroyable insupportable ridicule dommage penible
    horrible terrible affreux grippe grippee enceinte sourd sourde aveugle handicape handicapee divorce divorcee
    veuf veuve chomeur chomeuse fonctionnaire ouvrier ouvriere employe employee cadre artisan infirmier enseignant
    enseignante ingenieur francais francaise belge suisse canadien canadienne quebecois quebecoise anglais anglaise
    allemand allemande italien italienne espagnol espagnole portugais portugaise clair certain certaine sur sure
    surpris surprise etonnant evident evidente different differente pareille complet complete plein pleine vide
    sale propre lourd lourde leger legere dur dure mou sec frais fraiche doux douce sucre vegetarien vegetarienne
    allergique diabetique asthmatique blesse blessee mort morte gueri guerie courbatu fievreux tombe tombee mal
    rhume fievre toux ventre tete dos jambe bras main pied dent dents oeil yeux oreille gorge coeur tension diabete
    cancer operation radio scanner prise sang vaccin renouvellement resultat resultats examen certificat arret
    conges dossier formulaire document documents papier papiers attestation devis remise promotion offre soldes
    catalogue garantie piece pieces reparation depannage installation entretien revision vidange pneu pneus
    batterie frein freins moteur cle cles serrure fuite gaz electricite chauffage chaudiere robinet douche
    toilettes toit mur cuisine salon salle jardin piscine cave ascenseur escalier etage rez chaussee lit lits vue
    mer montagne plage campagne centre quartier region departement monde terre ciel voiture roue volant permis
    amende proces contravention vol vols retards greve correspondance quai voie siege couloir hublot classe
    affaires economique enterrement mariage bapteme fete cadeau fleurs gateau anniversaires spectacle concert film
    cinema theatre musee match foot sport cours lecon formation stage note notes lavoir devriez devrait devraient
    auriez serez seriez aurez puisse puissiez sache sachez veuillez pourquoi donc emmerde emmerdez fous foutez
    ferme gueule enfoire salaud salope pute bouffon abruti cretin imbecile nom dun attendre rappel client cliente
    malentendu confusion
"""
_VERBS = """
    annul appel rappel arret aid parl cherch trouv demand regard rest pass laiss pens donn mont montr touch achet
    commenc continu termin prefer repet oubli pay envoi envoy command reserv livr repar chang chauff modifi confirm
    valid refus accept ecout discut expliqu compliqu enerv press enrhum stress inquiet fach embet derang gen ennuy
    fatigu epuis bloqu coinc occup interess concern renseign inform contact telephon raccroch commander signal
    declar enregistr abonn desabonn resili rembours factur debit credit vir vers vol perdu cass abim endommag
    accident vaccin soign oper hospitalis demenag emmenag habit lou invit install branch allum cliqu tap entr ferm
    coup racont rigol plaisant amus mang din dejeun soup dans chant jou travaill etudi voyag decal avanc recul
    report repouss prolong boug organis prepar planifi programm utilis essay test verifi control compar calcul
    compt ajout retir enlev supprim effac imprim photographi fum march merit detest ador souhait esper imagin
    suppos rev dout hesit tromp recommenc ignor indiqu nomm epel prononc
""".split()
_ENDINGS = "e es er ez ee ees ons ent ais ait ant ions era erai erais".split()
# words: skip-end words of callers

_ELIDED = ("j", "m", "t", "s", "n", "c", "l", "d", "qu")
_LEAST_AFTER_ELISION = 4
"""Letters of a word that is elided here. "Lou" is a name."""


def _with_elision(words: frozenset[str]) -> frozenset[str]:
    """Return the words, and those that an apostrophe may join to the word before: "m'entendez" is "mentendez"."""
    elided = [word for word in words if len(word) >= _LEAST_AFTER_ELISION and word[0] in "aeiouyh"]
    return words.union(before + word for word in elided for before in _ELIDED)


USUAL_WORDS = _with_elision(
    frozenset(f"{_WORDS} {_MORE_WORDS}".split()).union(verb + ending for verb in _VERBS for ending in _ENDINGS)
)
"""Lower case, without accents and apostrophes.
    absurde vegan vegane membre desespere desesperee perdue enerve enervee marie mariee celibataire oncle tante
    neveu niece cousin cousine presse pressee"""
