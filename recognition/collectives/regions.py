"""The regions of France and its overseas territories, by INSEE code (COG 2024)."""

from collections.abc import Mapping
from types import MappingProxyType

REGIONS: Mapping[str, str] = MappingProxyType(
    {
        "84": "Auvergne-Rhône-Alpes",
        "27": "Bourgogne-Franche-Comté",
        "53": "Bretagne",
        "24": "Centre-Val de Loire",
        "94": "Corse",
        "44": "Grand Est",
        "01": "Guadeloupe",
        "03": "Guyane",
        "32": "Hauts-de-France",
        "11": "Île-de-France",
        "04": "La Réunion",
        "02": "Martinique",
        "06": "Mayotte",
        "28": "Normandie",
        "75": "Nouvelle-Aquitaine",
        "988": "Nouvelle-Calédonie",
        "76": "Occitanie",
        "52": "Pays de la Loire",
        "987": "Polynésie française",
        "93": "Provence-Alpes-Côte d’Azur",
        "977": "Saint-Barthélemy",
        "978": "Saint-Martin",
        "975": "Saint-Pierre-et-Miquelon",
        "986": "Wallis-et-Futuna",
    }
)
