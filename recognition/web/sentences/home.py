"""Sentences of the room `home`."""

from recognition.web.languages import mark

FIELD_NAMES = {
    "address": mark("Adresse de courriel"),
    "alt_text": mark("Description de l’image"),
    "bio": mark("Présentation"),
    "change_note": mark("Ce qui change"),
    "charter": mark("Charte"),
    "city": mark("Ville"),
    "criteria": mark("Critère"),
    "definition": mark("Définition"),
    "description": mark("Description"),
    "display_name": mark("Nom affiché"),
    "evidence_hint": mark("Preuve suggérée"),
    "headline": mark("En une ligne"),
    "name": mark("Nom"),
    "narrative": mark("Récit"),
    "occasion": mark("Occasion"),
    "reason": mark("Raison"),
    "relation": mark("Lien avec la personne"),
    "rhythm": mark("Rythme"),
    "sentence": mark("Phrase"),
    "skills": mark("Compétences"),
    "statement": mark("Endossement"),
    "tagline": mark("En une phrase"),
    "text": mark("Texte"),
    "title": mark("Titre"),
    "url": mark("Adresse du lien"),
}
"""What error pages call the fields whose content they give back."""
