"""Sentences of the room `collectives`."""

from recognition.web.languages import mark

REFUSALS = {
    "membership.asked_already": mark(
        "Votre demande est bien arrivée : la coordination la lira bientôt. Il n’y a rien d’autre à"
        " faire."
    ),
    "membership.member_already": mark("Vous êtes déjà membre de ce collectif."),
    "membership.answered_already": mark(
        "Quelqu’un de la coordination a déjà répondu à cette demande, ou la personne l’a retirée."
    ),
    "membership.last_coordinator": mark(
        "Un collectif garde toujours une personne à sa coordination. Confiez-la d’abord à un autre"
        " membre."
    ),
    "meeting.oneself": mark(
        "On ne note pas une rencontre avec soi-même. Une autre personne de la coordination peut le"
        " faire."
    ),
    "meeting.not_met_yourself": mark(
        "Avant de noter une rencontre, il faut avoir été rencontré·e soi-même : par une autre"
        " personne de la coordination, par un autre collectif, ou par la personne qui administre"
        " la plateforme."
    ),
    "meeting.no_collective": mark("Cette personne n’est membre d’aucun collectif."),
    "meeting.in_the_future": mark("Cette date n’est pas encore passée."),
    "meeting.recorded_already": mark("Votre collectif a déjà noté une rencontre avec elle."),
    "meeting.declined": mark(
        "Cette personne nous a dit que ce n’était pas exact. Parlez-en ensemble, ou avec la"
        " coordination de votre collectif."
    ),
    "meeting.month_is_full": mark(
        "Vous avez dit toutes les rencontres d’un mois. D’autres pourront l’être dès le premier"
        " jour du mois prochain."
    ),
    "meeting.not_a_member": mark(
        "Quelqu’un de cette liste n’est plus membre du collectif. La voici à jour : revoyez qui"
        " était là."
    ),
    "meeting.said_no_more": mark(
        "Cette parole n’attend plus : une deuxième personne a parlé, ou elle a été reprise."
    ),
    "collective.vouched_already": mark("Quelqu’un se porte déjà garant de ce collectif."),
    "collective.vouched_enough": mark(
        "Vous vous êtes déjà porté·e garant·e de deux collectifs en un an. Une autre personne de"
        " votre coordination peut le faire."
    ),
    "journal.too_late": mark(
        "On ne peut plus revenir là-dessus : c’est déjà fait, ou plus de trente jours ont passé."
    ),
    "journal.changed_since": mark(
        "La situation a changé depuis : revenir en arrière déferait autre chose."
    ),
    "representative.named_already": mark(
        "Cette personne représente déjà l’organisation, ou sa réponse est attendue."
    ),
    "representative.last": mark(
        "Vous êtes la dernière personne à la représenter. Nommez-en une autre, et attendez qu’elle"
        " accepte, avant de partir."
    ),
}

SAID = {
    "membership.asked": mark("Demande envoyée. La coordination vous répondra par courriel."),
    "membership.asking_withdrawn": mark("Demande retirée."),
    "membership.accepted": mark("Bienvenue envoyée : cette personne est membre du collectif."),
    "membership.declined": mark("Demande déclinée. La personne reçoit votre mot."),
    "membership.left": mark("Vous avez quitté ce collectif. Ce que vous y avez écrit reste signé."),
    "membership.ended": mark("Cette personne n’est plus membre. Elle reçoit votre motif."),
    "role.changed": mark("Rôle enregistré."),
    "collective.founded": mark("Votre collectif existe. Vous en assurez la coordination."),
    "collective.changed": mark("Page du collectif enregistrée."),
    "collective.chosen": mark("Réglages enregistrés."),
    "collective.vouched": mark("Merci : ce collectif compte désormais partout."),
    "meeting.recorded": mark("Rencontre notée."),
    "meeting.all_recorded": mark("C’est noté : voici qui, personne par personne."),
    "meeting.taken_back": mark("Rencontre reprise. Le motif est gardé."),
    "meeting.reported": mark(
        "Merci, votre parole est gardée. La rencontre sera notée quand une deuxième personne la"
        " dira."
    ),
    "meeting.reported_already": mark(
        "Vous l’aviez déjà dit : votre parole est bien gardée. Il en faut une deuxième, d’une autre"
        " personne."
    ),
    "meeting.witnessed": mark("Vous êtes deux à le dire : la rencontre est notée."),
    "meeting.word_declined": mark("C’est noté : cette parole ne compte plus."),
    "meeting.word_withdrawn": mark("Votre parole est reprise."),
    "journal.reversed": mark("C’est revenu comme avant."),
    "organisation.created": mark("Votre organisation existe. Vous la représentez."),
    "organisation.changed": mark("Page de l’organisation enregistrée."),
    "representative.named": mark("Nomination envoyée. Elle comptera quand la personne acceptera."),
    "representative.accepted": mark("Vous représentez désormais cette organisation."),
    "representative.declined": mark("C’est noté : vous ne la représentez pas."),
    "representative.left": mark("Vous ne représentez plus cette organisation."),
    "representative.ended": mark("Cette personne ne représente plus l’organisation."),
}

FIELD_FAULTS = {
    "town.elsewhere": mark("Cette ville n’est pas dans la région choisie."),
    "charter.too_long": mark("Une ligne de charte tient en {most} caractères au plus."),
    "charter.too_many": mark("Douze lignes au plus : une charte se retient."),
    "meeting.nobody": mark("Cochez au moins une personne."),
    "issuer.unknown": mark("Nous n’avons trouvé personne à ce nom que vous puissiez nommer."),
}

# What the journal of coordination says of each act to the coordination itself.
ACTS = {
    "membership.accepted": mark("Demande d’adhésion acceptée"),
    "membership.declined": mark("Demande d’adhésion déclinée"),
    "membership.ended": mark("Adhésion terminée"),
    "role.given": mark("Coordination confiée"),
    "role.taken": mark("Coordination reprise"),
    "meeting.recorded": mark("Rencontre en personne notée"),
    "meeting.taken_back": mark("Rencontre en personne reprise"),
    "meeting.witnessed": mark("Rencontre en personne dite par deux membres"),
    "meeting.word_taken_back": mark("Rencontre reprise : un témoin retire sa parole"),
    "meeting.word_declined": mark("Rencontre déclinée par la personne concernée"),
    "organisation.changed": mark("Page d’une organisation modifiée"),
    "representative.named": mark("Représentation d’une organisation proposée à quelqu’un"),
    "collective.value_shown": mark("La valeur des badges est montrée"),
    "collective.value_hidden": mark("Les badges sont montrés sans nombre"),
    "collective.map_opened": mark("La carte réduite est ouverte à tout le monde"),
    "collective.map_closed": mark("La carte est réservée à la coordination"),
    "collective.vouched": mark("Un autre collectif se porte garant du vôtre"),
    "collective.vouching": mark("Quelqu’un de la coordination se porte garant d’un collectif"),
    "invitation.sent": mark("Invitation envoyée"),
    "invitation.cancelled": mark("Invitation annulée"),
    "endorsement.ended": mark("Fin de l’affichage d’un endossement"),
    "other": mark("Autre décision de la coordination"),
}
