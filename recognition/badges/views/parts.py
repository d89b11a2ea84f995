"""The French names of what a badge is made of."""

from recognition.web.languages import gettext as _


def part_labels() -> dict[str, str]:
    """The name of each part of CHANGEABLE, in the language of the request."""
    return {
        "title": _("Titre"),
        "definition": _("Définition"),
        "criteria": _("Critères"),
        "family": _("Famille"),
        "skills": _("Compétences"),
        "evidence_hint": _("Preuve suggérée"),
        "picture": _("Image"),
        "alt_text": _("Texte de remplacement"),
    }
