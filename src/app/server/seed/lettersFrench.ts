/** Support mail in French. */
import type { Language } from './letters.ts'

export const french: Language = {
  code: 'fr',
  hello: 'Bonjour,',
  bye: 'Cordialement,',
  re: 'RE',
  products: ['l’imprimante d’étiquettes', 'la caisse', 'le routeur Atlas', 'la machine à café Linea', 'le module de rapports'],
  scenes: [
    {
      category: 'Billing',
      title: 'Facture {invoice} : remise oubliée',
      ask: 'la remise convenue ne figure pas sur la facture {invoice}. Le montant devrait être inférieur de {amount}. Pourriez-vous nous envoyer un avoir ?',
      answer: 'vous avez raison, la remise manquait. L’avoir de {amount} est joint à ce message.',
      reply: 'bien reçu, merci beaucoup.',
    },
    {
      category: 'Delivery',
      title: 'Commande {order} : colis manquant à {city}',
      ask: 'nous avons reçu {days} colis au lieu de {days} plus un. Le transporteur affirme avoir tout livré à {city}. Pouvez-vous vérifier ?',
      answer: 'le colis est resté au dépôt. Il sera livré demain avant midi, je surveille le suivi.',
      reply: 'le colis est arrivé ce matin, tout est complet.',
    },
    {
      category: 'Technical',
      title: 'Écran noir au démarrage',
      ask: 'depuis ce matin, {product} démarre sur un écran noir. Nous avons déjà tout débranché et rebranché. Le magasin de {city} ouvre dans une heure.',
      answer: 'maintenez la touche de démarrage dix secondes puis choisissez « Restaurer ». Vos données ne sont pas touchées.',
      reply: 'cela fonctionne de nouveau, merci pour votre rapidité.',
    },
    {
      category: 'Accounts',
      title: 'Mot de passe : le lien ne fonctionne plus',
      ask: 'le lien reçu pour changer le mot de passe est expiré, et un nouveau n’arrive pas. J’ai besoin de la commande {order} aujourd’hui.',
      answer: 'je viens de vous en envoyer un nouveau, valable une heure. Le filtre de votre messagerie avait refusé les précédents.',
      reply: 'je suis connecté, merci.',
    },
    {
      category: 'Claims',
      title: 'Réclamation : {product} en panne',
      ask: 'achat de septembre, commande {order}. L’appareil s’éteint au bout de vingt minutes. Photos jointes.',
      answer: 'un appareil de remplacement part aujourd’hui. Gardez l’ancien, le livreur le reprendra.',
      reply: 'le nouvel appareil fonctionne très bien.',
    },
    {
      category: 'Contracts',
      title: 'Résiliation au 31 décembre',
      ask: 'nous souhaitons mettre fin au contrat pour {product} du site de {city} au 31 décembre. Merci de nous confirmer la date.',
      answer: 'nous confirmons la fin du contrat au 31 décembre. Le dernier relevé porte le numéro {invoice}.',
      reply: 'merci pour la confirmation.',
    },
    {
      category: 'Privacy',
      title: 'Droit d’accès à mes données',
      ask: 'je souhaite obtenir une copie des données que vous détenez à mon sujet, conformément à l’article 15 du RGPD.',
      answer: 'votre demande est enregistrée. Merci de nous répondre depuis l’adresse utilisée pour la commande {order}.',
      reply: 'je vous réponds bien depuis cette adresse.',
    },
    {
      category: 'Support',
      title: 'Question sur {product}',
      ask: 'est-ce que {product} convient à un petit café de {city} avec {days} places ? Nous hésitons entre deux tailles.',
      answer: 'pour {days} places la petite taille suffit largement. Je joins la fiche technique.',
      reply: 'parfait, nous venons de commander : {order}.',
    },
  ],
  comments: [
    'Rappelé à 14 h, pas de réponse.',
    'Le dépôt confirme, départ demain matin.',
    'À vérifier avec la comptabilité avant d’envoyer l’avoir.',
  ],
}
