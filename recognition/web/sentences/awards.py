"""Sentences of the room `awards`."""

from recognition.web.languages import mark

REFUSALS = {
    "award.not_yours_to_give": mark(
        "Ce badge s’attribue par les personnes que son collectif a choisies : celles qui le"
        " portent, qui l’ont proposé, ou la coordination, selon le badge. Vous pouvez en parler à"
        " l’une d’elles."
    ),
    "award.not_for_oneself": mark(
        "Pour ce badge, le collectif demande le regard d’une autre personne. Parlez-en à quelqu’un"
        " qui le porte, ou à la coordination."
    ),
    "award.not_adopted": mark(
        "Ce badge est encore en discussion. Il pourra être attribué quand le collectif l’aura"
        " adopté."
    ),
    "award.retired": mark("Ce badge n’est plus attribué. Ceux qui ont été reçus restent valables."),
    "award.to_oneself": mark(
        "Pour vous attribuer un badge, passez par « Je me reconnais » : il dira que c’est par"
        " vous-même."
    ),
    "award.twice": mark(
        "Vous lui avez déjà attribué ce badge. Laissez-lui le temps d’y répondre, ou écrivez un"
        " endossement."
    ),
    "award.self_twice": mark(
        "Vous vous êtes déjà reconnu·e dans ce badge. Vous pouvez y ajouter des preuves, autant"
        " que vous voulez."
    ),
    "award.answered": mark("Vous avez déjà répondu pour ce badge. Votre première réponse tient."),
}

SAID = {
    "award.offered": mark(
        "Badge attribué. Un courriel part ; rien n’est visible avant une réponse favorable."
    ),
    "award.accepted": mark("Badge accepté. Vous choisissez qui le voit, et pouvez en changer."),
    "award.declined": mark("Badge décliné. Personne n’en est averti."),
    "award.recognised": mark("Vous vous êtes reconnu·e. Ajoutez une preuve quand vous voudrez."),
    "award.visibility": mark("Visibilité enregistrée. Elle vaut partout, dès maintenant."),
    "award.revoked": mark("Badge repris. La personne en reçoit le motif, si elle l’avait."),
    "award.removed": mark("Badge retiré de vos badges. Il n’est plus visible nulle part."),
}

FIELD_FAULTS = {
    "award.nobody": mark(
        "Nous ne trouvons personne de ce nom que vous puissiez joindre ici. Essayez son adresse de"
        " courriel."
    ),
    "award.pick_one": mark("Choisissez la personne parmi celles trouvées ci-dessous."),
    "award.not_from_afar": mark(
        "{name} reçoit des badges des personnes de son collectif. Vous pouvez passer par"
        " quelqu’un de ce collectif."
    ),
    "award.tell_one": mark("Racontez au moins un critère : deux phrases suffisent."),
}
