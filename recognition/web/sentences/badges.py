"""Sentences of the room `badges`."""

from recognition.web.languages import mark

REFUSALS = {
    "proposal.ended": mark(
        "La discussion de ce badge est terminée : les avis ne changent plus. Vous pouvez relire ce"
        " qui s’y est dit."
    ),
    "proposal.not_due": mark(
        "Ce n’est pas encore le moment : la date n’est pas passée, ou une objection tient encore."
    ),
    "proposal.another_open": mark(
        "Une version de ce badge est déjà en discussion. Prenez part à celle-ci avant d’en proposer"
        " une autre."
    ),
    "proposal.nothing_changes": mark(
        "Rien ne change entre cette version et celle qui est en vigueur. Changez un mot, un critère"
        " ou l’image, puis proposez."
    ),
    "badge.not_adopted": mark("Seul un badge adopté peut devenir badge du mois."),
}

SAID = {
    "badge.proposed": mark("Badge proposé. Votre collectif peut maintenant en discuter."),
    "badge.revised": mark("Proposition modifiée. La discussion dit ce qui a changé."),
    "badge.unchanged": mark("Rien n’a changé : le texte est resté le même."),
    "badge.version_proposed": mark(
        "Nouvelle version proposée. La version actuelle reste en vigueur jusqu’à son adoption."
    ),
    "badge.withdrawn": mark("Proposition retirée."),
    "badge.contributed": mark("Votre contribution est publiée."),
    "badge.position_taken": mark("Votre avis est enregistré. Vous pouvez en changer."),
    "badge.adopted": mark("C’est adopté. Le badge est dans la galerie."),
    "badge.extended": mark("La discussion est prolongée."),
    "badge.of_the_month": mark("Badge du mois choisi."),
}

FIELD_FAULTS = {
    "badge.no_criterion": mark("Écrivez au moins un critère."),
    "badge.many_criteria": mark("{most} critères au plus : gardez les plus parlants."),
    "badge.long_criterion": mark(
        "Critère {number} : {most} caractères au plus, il y en a {count}."
    ),
    "badge.many_skills": mark("{most} compétences au plus."),
    "badge.long_skill": mark("« {skill} » : {most} caractères au plus par compétence."),
    "badge.unwritable_word": mark(
        "Ce mot contient un signe que l’image ne sait pas dessiner. Essayez des lettres ou des"
        " chiffres."
    ),
    "badge.days": mark("Choisissez un nombre de jours entre {least} et {most}."),
    "badge.not_your_collective": mark("Choisissez un collectif dont vous êtes membre."),
    "badge.words_needed": mark("Dites en quelques mots pourquoi : c’est ce qui fait avancer."),
}
