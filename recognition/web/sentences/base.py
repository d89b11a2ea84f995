"""Sentences of no room in particular."""

from recognition.web.languages import mark

REFUSALS = {
    "not_found": mark(
        "Cette page n’existe pas, ou elle n’est pas visible pour vous. Le lien est peut-être"
        " ancien, ou la personne a choisi de ne plus montrer ce qui s’y trouvait."
    ),
    "not_allowed": mark("Cette action n’est pas ouverte ici."),
    "busy": mark(
        "Quelqu’un d’autre vient d’enregistrer la même chose. Rien n’est perdu : relisez et"
        " recommencez."
    ),
}

FIELD_FAULTS = {
    "missing": mark("Ce champ est nécessaire."),
    "too_long": mark("{most} caractères au plus : il y en a {count}."),
    "not_a_choice": mark("Choisissez une des réponses proposées."),
    "not_a_date": mark("Écrivez une date, comme 14/03/2026."),
    "not_an_address": mark("Cette adresse n’a pas la forme d’une adresse de courriel."),
    "not_a_link": mark("Écrivez une adresse complète, qui commence par https://."),
    "unreadable": mark("Nous n’avons pas compris cette réponse."),
}
