"""Sentences of the room `evidence`."""

from recognition.web.languages import mark

REFUSALS = {
    "evidence.too_many": mark(
        "Ce badge porte déjà soixante preuves. Retirez-en une avant d’en ajouter."
    ),
}

SAID = {
    "evidence.added": mark("Preuve ajoutée."),
    "evidence.visibility": mark("Visibilité de la preuve enregistrée."),
    "evidence.removed": mark("Preuve retirée, avec son fichier s’il y en avait un."),
}

FIELD_FAULTS = {
    "evidence.no_file": mark("Choisissez un fichier."),
    "evidence.send_again": mark(
        "Choisissez de nouveau votre fichier : un navigateur ne le garde pas d’un envoi à l’autre."
    ),
    "evidence.empty_file": mark("Ce fichier est vide. Choisissez-en un autre."),
    "evidence.too_heavy": mark("Ce fichier dépasse 5 Mo. Choisissez-en un plus léger."),
    "evidence.not_a_photo": mark(
        "Ce fichier n’est pas une photo PNG, JPEG ou WebP, quel que soit son nom. Choisissez-en"
        " un autre."
    ),
    "evidence.broken_photo": mark(
        "Cette photo est abîmée ou incomplète : nous ne pouvons pas la lire. Choisissez-en une"
        " autre."
    ),
    "evidence.too_many_pixels": mark(
        "Cette photo est trop grande : 16 millions de points au plus, et 8000 de côté."
    ),
    "evidence.animated": mark("Les images animées ne sont pas prises. Choisissez une photo fixe."),
    "evidence.not_a_document": mark(
        "Ce fichier n’est pas un PDF, quel que soit son nom. Enregistrez votre document en PDF."
    ),
    "evidence.broken_document": mark("Ce PDF est incomplet. Enregistrez-le de nouveau."),
    "evidence.not_a_sound": mark(
        "Ce fichier n’est pas un son MP3, OGG, WAV ou M4A, quel que soit son nom."
    ),
}
