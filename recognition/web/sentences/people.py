"""Sentences of the room `people`."""

from recognition.web.languages import mark

REFUSALS = {
    "too_often": mark(
        "Vous avez demandé plusieurs fois de suite. Patientez quelques minutes avant de"
        " recommencer ; un code déjà reçu reste bon pendant quinze minutes."
    ),
    "sign_in.no_code": mark(
        "Ce navigateur n’a pas de code en attente. Demandez-en un, il arrivera par courriel."
    ),
    "sign_in.wrong_code": mark(
        "Ce n’est pas le code que nous avons envoyé. Vérifiez le courriel le plus récent."
    ),
    "sign_in.expired": mark(
        "Ce code n’est plus valable. Demandez-en un autre : il arrive en quelques secondes."
    ),
    "sign_in.used": mark("Ce lien a déjà servi. Vous pouvez en recevoir un autre."),
    "sign_in.other_browser": mark(
        "Ce lien a été demandé dans un autre navigateur. Recopiez-y plutôt le code du courriel."
    ),
    "profile.not_offered": mark("Choisissez une des réponses proposées."),
    "profile.whole_name": mark(
        "Avec ce choix, écrivez votre prénom seul, en un mot. Un prénom composé prend un trait"
        " d’union."
    ),
    "map.minor": mark("Avant la majorité, on n’est pas sur la carte."),
    "address.taken": mark("Cette adresse appartient déjà à un compte."),
    "address.too_many": mark("Huit adresses au plus. Retirez-en une avant d’en ajouter."),
    "address.primary": mark(
        "Vos courriels arrivent à cette adresse. Choisissez-en une autre pour eux, puis retirez"
        " celle-ci."
    ),
}

SAID = {
    "sign_in.welcome_back": mark("Vous voilà. Bonne visite."),
    "sign_out.done": mark("Vous êtes déconnecté·e."),
    "sign_up.done": mark(
        "Votre compte est prêt. Rien de vous n’est visible tant que vous ne le décidez pas."
    ),
    "address.added": mark("Adresse ajoutée. Les autres navigateurs ont été déconnectés."),
    "address.removed": mark("Adresse retirée. Les autres navigateurs ont été déconnectés."),
    "address.primary": mark(
        "Vos courriels arriveront à cette adresse. Les autres navigateurs ont été déconnectés."
    ),
    "session.ended": mark("Ce navigateur est déconnecté."),
    "session.others_ended": mark("Les autres navigateurs sont déconnectés."),
    "profile.changed": mark("Profil enregistré."),
    "map.joined": mark("Vous êtes sur la carte, par votre ville."),
    "map.left": mark("Vous n’êtes plus sur la carte."),
    "locale.changed": mark("Langue enregistrée."),
}

FIELD_FAULTS = {
    "town.several": mark("Plusieurs villes portent ce nom : choisissez la vôtre."),
    "town.unknown": mark(
        "Nous n’avons pas trouvé cette ville. Vérifiez son nom, ou écrivez celui d’une ville plus"
        " grande, tout près."
    ),
    "address.own": mark("Cette adresse est déjà la vôtre."),
    "sign_up.too_young": mark(
        "Avant quinze ans, un compte s’ouvre avec un collectif et l’accord d’un parent. Parlez-en"
        " à la coordination de votre collectif."
    ),
}

ACTS = {
    "membership.accepted": mark("Vous avez été accueilli·e."),
    "membership.declined": mark("Votre demande n’a pas été retenue."),
    "membership.ended": mark("Il a été mis fin à votre participation."),
    "role.given": mark("Un rôle de coordination vous a été confié."),
    "role.taken": mark("Le rôle de coordination vous a été retiré."),
    "meeting.recorded": mark("Il a été noté que vous avez été rencontré·e en personne."),
    "meeting.taken_back": mark("La mention de votre rencontre en personne a été reprise."),
    "meeting.witnessed": mark("Deux membres ont dit vous avoir rencontré·e en personne."),
    "meeting.word_taken_back": mark(
        "Un témoin de votre rencontre en personne a repris sa parole : elle n’est plus notée."
    ),
    "meeting.word_declined": mark(
        "La personne que vous disiez avoir rencontrée nous a dit que ce n’était pas exact."
    ),
    "organisation.changed": mark("La présentation de votre organisation a été modifiée."),
    "representative.named": mark("Une personne a été proposée pour représenter l’organisation."),
    "collective.value_shown": mark("Le nombre est de nouveau affiché sur les badges du collectif."),
    "collective.value_hidden": mark("Le nombre n’est plus affiché sur les badges du collectif."),
    "collective.map_opened": mark("Une carte réduite du collectif a été ouverte à tout le monde."),
    "collective.map_closed": mark("La carte réduite du collectif a été refermée."),
    "collective.vouched": mark("Un autre collectif s’est porté garant du vôtre."),
    "collective.vouching": mark("Vous vous êtes porté·e garant·e d’un autre collectif."),
    "badge.revised": mark("Le badge que vous avez proposé a été modifié."),
    "badge.version_proposed": mark("Une nouvelle version de votre badge a été proposée."),
    "badge.extended": mark("La discussion de votre badge a été prolongée."),
    "badge.withdrawn": mark("La proposition de votre badge a été retirée."),
    "invitation.sent": mark("Une invitation vous a été envoyée."),
    "invitation.cancelled": mark("Une invitation que vous aviez envoyée a été annulée."),
    "endorsement.ended": mark("Votre endossement n’est plus affiché."),
}
"""What coordination does to somebody else's thing, as told to whom the thing belongs: by the code
of the act in a collective's journal."""

ANY_ACT = mark("La coordination a changé quelque chose qui vous concerne.")
"""For an act that another room writes in a journal before it has words of its own here."""
