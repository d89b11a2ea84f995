"""Sentences of the room `invitations`."""

from recognition.web.languages import mark

REFUSALS = {
    "invitation.not_yet": mark("Vous avez beaucoup écrit ces derniers temps."),
    "invitation.cancelled": mark("Cette invitation a été annulée. Il n’y a plus rien à faire."),
    "invitation.over": mark("La date de cette invitation est passée."),
    "invitation.nothing_to_decline": mark("Il n’y a rien à décliner ici."),
}

SAID = {
    "invitation.sent": mark("Invitation envoyée."),
    "invitation.cancelled": mark("Invitation annulée."),
    "invitation.yes": mark("C’est noté : vous venez."),
    "invitation.no": mark("C’est noté : pas cette fois. On ne vous relancera pas."),
    "invitation.read": mark("Merci, c’est noté."),
    "invitation.stopped": mark(
        "C’est noté : la coordination ne vous enverra plus d’invitation. Elle n’en est pas avertie."
    ),
    "invitation.resumed": mark("C’est noté : vous recevrez de nouveau ses invitations."),
}

FIELD_FAULTS = {
    "not_a_time": mark("Écrivez une heure, comme 18:30."),
    "invitation.in_the_past": mark("Cette date est déjà passée."),
    "invitation.too_far": mark("Choisissez une date dans les deux ans."),
    "invitation.no_such_time": mark(
        "Cette heure n’existe pas ce jour-là : on passe à l’heure d’été."
    ),
    "invitation.time_too": mark("Donnez une heure avec cette date, même à peu près."),
    "invitation.day_too": mark("Donnez la date qui va avec cette heure."),
    "guests.none": mark("Choisissez au moins une personne."),
    "guests.oneself": mark("Vous êtes déjà de la partie : invitez d’autres personnes."),
    "guests.unknown": mark(
        "Nous n’avons trouvé personne à inviter sous ce nom : {names}. On invite les membres de"
        " son collectif."
    ),
    "guests.too_many": mark(
        "{most} personnes au plus : il y en a {count}. Un atelier paraît aussi, sans courriel,"
        " sur la page du collectif."
    ),
    "guests.minor": mark(
        "Une rencontre avec une personne mineure se propose entre membres de votre collectif."
    ),
    "guests.not_yet": mark("Vous avez déjà écrit un mot à {names}. De nouveau possible {when}."),
    "sending.not_yet": mark(
        "Cinq invitations et deux cents courriels au plus par jour, pour que chaque mot compte."
        " De nouveau possible {when}."
    ),
    "badges.none": mark("Choisissez au moins un badge."),
    "badges.too_many": mark("Une tournée tient en {most} badges au plus : il y en a {count}."),
    "badges.unknown": mark("Nous n’avons pas trouvé ce badge : {names}."),
}
