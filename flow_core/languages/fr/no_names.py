"""Usual French words that callers say and that are no part of a person's name."""

from __future__ import annotations

from flow_core.languages.utterance import folded

# words: skip-begin words of callers
_WORDS = """je j tu il elle on nous vous ils elles moi toi lui eux me te se leur leurs mon ma mes ton ta tes son sa
    ses notre nos votre vos ce cet cette ces ça ca cela celui celle ceux celles ceci ci là ici voici voilà qui que quoi
    dont où ou et mais donc or ni car si quand comme lorsque puisque parce pourquoi comment combien quel quelle quels
    quelles lequel laquelle un une des les la au aux du en dans sur sous par pour avec sans chez vers entre avant
    après depuis pendant durant jusque contre selon sauf malgré dès hors environ plutôt alors ainsi aussi encore
    toujours jamais souvent parfois déjà bientôt maintenant aujourdhui demain hier tard tôt tout tous toute toutes
    rien personne quelqu quelquun quelque quelques chose aucun aucune autre autres même mêmes tel telle plusieurs
    chaque chacun beaucoup peu trop très plus moins assez presque seulement juste vraiment exactement peut être
    oui non ouais nan si ok okay accord daccord merci pardon désolé désolée bonjour bonsoir salut allô allo revoir
    bien mal mieux pire bon bonne bons bonnes mauvais mauvaise petit petite grand grande gros grosse long longue
    court courte haut haute bas basse jeune vieux vieille nouveau nouvelle ancien ancienne premier première dernier
    dernière prochain prochaine suivant suivante vrai vraie faux fausse correct exact parfait super génial libre
    occupé occupée seul seule malade fatigué fatiguée prêt prête content contente triste faim soif
    disponible possible impossible important urgent urgente cher chère gratuit gratuite facile difficile rapide
    lent lente chaud chaude froid froide bleu bleue rouge vert verte jaune noir noire blanc blanche gris grise
    est es suis sommes êtes sont était étais étaient sera serai serons seront serait serais soit été avoir ai as a
    avons avez ont avait avais aura aurai aurais aurait eu fait fais faire faites font fera ferai vais va vas allons
    allez vont aller irai irait peux peut pouvons pouvez peuvent pouvoir pourrai pourrais pourrait veux veut voulons
    voulez veulent vouloir voudrais voudrait voulais voulait dois doit devons devez doivent devoir devrais faut
    faudrait sais sait savoir savez connais connaît connaître crois croit croire pense penses penser prends prend
    prendre prenez prendrai mets met mettre mettez donne donner donnez dis dit dire dites parle parler parlez
    appelle appeler appelez rappeler rappelez demande demander répète répéter répétez comprends comprendre compris
    entends entendre entendu entendez attends attendre attendez cherche chercher trouve trouver regarde regarder
    regardez vois voir voyez viens vient venir venez arrive arriver arrivé pars partir parti reste rester aime aimer
    aimerais préfère préférer souhaite souhaiter besoin envie aide aider aidez annuler annulez annulation changer
    changement modifier modification déplacer réserver réservation réserve commander commande acheter achat payer
    paiement paie rembourser remboursement envoyer envoi recevoir reçu livrer livraison retourner retour confirmer
    confirmation confirme valider refuser refuse accepter accepte oublier oublié perdu perdre volé cassé cassée
    panne problème problèmes question questions réponse renseignement renseignements information informations
    réclamation plainte rendez rdv rendezvous consultation visite contrat abonnement résilier résiliation
    facture factures compte carte code mot passe numéro téléphone portable fixe mobile mail email courriel adresse
    rue ville pays postal nom noms prénom prénoms famille surnom jour jours semaine semaines mois an ans année
    années heure heures minute minutes seconde secondes moment instant matin matinée midi soir soirée nuit minuit
    lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril mai juin juillet août septembre
    octobre novembre décembre printemps été automne hiver noël pâques date naissance anniversaire
    zéro deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente
    quarante cinquante soixante septante huitante nonante cent cents mille million demi demie quart moitié double
    triple fois homme femme monsieur madame mademoiselle messieurs mesdames garçon fille enfant enfants bébé mari
    épouse époux mère père maman papa frère soeur sœur fils parents ami amie amis copain copine collègue voisin
    voisine patron patronne chef client cliente clients patient patiente docteur médecin infirmier infirmière
    dentiste avocat avocate plombier électricien facteur livreur mécanicien professeur étudiant étudiante retraité
    retraitée propriétaire locataire responsable directeur directrice gérant gérante conseiller conseillère agent
    opérateur opératrice standardiste réceptionniste secrétaire assistant assistante robot machine ordinateur
    humain humaine vendeur vendeuse technicien service services support technique commercial ventes vente
    facturation comptabilité réception bureau entreprise société magasin boutique banque hôtel restaurant hôpital
    clinique pharmacie école maison appartement chambre chambres table tables porte voiture vélo train avion bus
    taxi camion moto garage parking gare aéroport place terrasse intérieur extérieur fenêtre couvert couverts menu
    plat dessert entrée boisson eau café thé bière vin pizza burger salade soupe pain fromage poulet poisson viande
    déjeuner dîner souper repas petit-déjeuner euro euros dollar dollars franc francs argent prix tarif montant total
    somme virement chèque espèces liquide crédit débit frais assurance police sinistre accident dégât dégâts
    ordonnance médicament médicaments comprimé comprimés traitement douleur urgence pompier pompiers police
    anonyme secret privé privée confidentiel inconnu inconnue personnel personnelle merde putain con connard idiot
    bordel zut mince oups dieu euh heu hein ben bah bof ouf ah oh eh hum chut hop aïe peu importe pareil
    lettre lettres mot mots chiffre chiffres espace tiret point virgule majuscule minuscule accent épeler épelle
    écrire écris écrit écrivez lire lis test essai essayer essaie marche marcher fonctionne fonctionner ouvrir
    ouvert ouverte fermer fermé fermée allumer éteindre internet wifi box routeur modem réseau ligne connexion
    télévision télé écran clavier logiciel application site page compte identifiant chien chat
    pluie soleil neige temps météo travail travailler boulot vacances congé départ voyage billet billets ticket
    passager passagers bagage bagages valise passeport permis plaque immatriculation véhicule colis paquet lettre
    courrier suivi statut état raison cause sujet objet propos exemple idée avis choix option options menu
    autrement sinon ensuite puis enfin finalement surtout notamment vite doucement fort lentement ensemble
    près loin gauche droite devant derrière dessus dessous dehors dedans partout ailleurs nulle part
    quelconque nimporte laisse laissez laisser passe passer passez arrête arrêter arrêtez stop fin finir fini
    commencer commence continuer continue quitter quittez raccrocher tant pis aucun néant chut silence bruit
    jaimerais jai jaurais jhabite cest cétait sest lest nest nai quil quelle quon qu lheure lappareil
    mappelle sappelle tappelle sécrit daccord sil plaît plait svp voulu bref grave normal normale drôle bizarre
    mort vivant né née âge âgé âgée habite habiter vis vivre"""
# words: skip-end words of callers

_ELIDED = ("j", "m", "t", "s", "n", "c", "l", "d", "qu")
_LEAST_AFTER_ELISION = 4
"""Letters of a word that is elided here. "Lou" is a name."""


def _with_elision(words: frozenset[str]) -> frozenset[str]:
    """Return the words, and those that an apostrophe may join to the word before: "m'entendez" is "mentendez"."""
    elided = [word for word in words if len(word) >= _LEAST_AFTER_ELISION and word[0] in "aeiouyh"]
    return words.union(before + word for word in elided for before in _ELIDED)


USUAL_WORDS = _with_elision(frozenset(folded(_WORDS).split()))
"""Lower case, without accents and apostrophes."""
