"""Sentences of the room `endorsements`."""

from recognition.web.languages import mark

REFUSALS = {
    "endorsement.sign_in": mark("Connectez-vous pour écrire un endossement."),
    "endorsement.own_badge": mark(
        "C’est vous qui avez proposé ce badge : d’autres regards le feront vivre. Invitez"
        " quelqu’un à écrire."
    ),
    "endorsement.own_award": mark(
        "Ce badge est le vôtre : c’est aux autres d’y mettre leurs mots. Vous pouvez y ajouter une"
        " preuve."
    ),
    "endorsement.oneself": mark(
        "On ne s’endosse pas soi-même. Vous pouvez vous reconnaître dans un badge de la galerie."
    ),
    "endorsement.own_collective": mark(
        "Vous coordonnez ce collectif : ce sont d’autres personnes qui peuvent l’endosser."
    ),
    "endorsement.own_organisation": mark(
        "Vous représentez cette organisation : ce sont d’autres personnes qui peuvent l’endosser."
    ),
    "endorsement.twice": mark(
        "Vous avez déjà un endossement ici. Pour en écrire un autre, retirez d’abord le premier."
    ),
    "endorsement.was_ended": mark(
        "Votre endossement précédent n’est plus affiché : les personnes responsables y ont mis fin."
        " Parlez-en avec elles, elles peuvent le rétablir."
    ),
    "endorsement.badge_closed": mark("Ce badge ne s’attribue plus, et ne s’endosse plus."),
    "endorsement.not_open": mark("Les endossements ne sont pas ouverts ici pour vous."),
    "endorsement.not_speaker": mark(
        "Vous ne parlez pas, ou plus, au nom de cette structure. Vous pouvez écrire en votre nom."
    ),
    "endorsement.other_criteria": mark(
        "Ces critères ne sont pas ceux de cette version du badge. Relisez-les et choisissez de"
        " nouveau."
    ),
    "endorsement.already_answered": mark("C’est déjà fait : la page a changé depuis."),
}

SAID = {
    "endorsement.published": mark("Endossement publié."),
    "endorsement.sent": mark(
        "Endossement envoyé. Il s’affichera quand la personne l’aura accepté."
    ),
    "endorsement.accepted": mark("Endossement affiché."),
    "endorsement.declined": mark(
        "C’est noté : cet endossement ne s’affichera pas, et personne n’en est prévenu."
    ),
    "endorsement.withdrawn": mark("Endossement retiré."),
    "endorsement.ended": mark("Il est mis fin à cet endossement."),
    "endorsement.restored": mark("Endossement rétabli."),
}

FIELD_FAULTS = {
    "endorsement.version": mark(
        "Ce badge vient de changer. Relisez-le, puis renvoyez : vos mots sont encore là."
    ),
}
