"""The eight families of badges: their French words, and the look each starts with."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from recognition.badges.models import Family


def mark(text: str) -> str:
    """Mark a text for the catalogue; templates translate it where they show it."""
    return text


@dataclass(frozen=True)
class FamilyLine:
    """A family as pages show it. `shape`, `dye` and `icon` are what a picture starts with."""

    id: str
    label: str
    hint: str
    shape: str
    dye: str
    icon: str


def _line(family: Family, label: str, hint: str, shape: str, dye: str, icon: str) -> FamilyLine:
    return FamilyLine(str(family), label, hint, shape, dye, icon)


FAMILIES: Mapping[str, FamilyLine] = MappingProxyType(
    {
        line.id: line
        for line in (
            _line(
                Family.SAVOIR_ETRE,
                mark("Savoir-être"),
                mark("Une manière d’être avec soi et avec les autres"),
                "rond",
                "garance",
                "heart-handshake",
            ),
            _line(
                Family.SAVOIR_FAIRE,
                mark("Savoir-faire"),
                mark("Une pratique que l’on maîtrise et que l’on peut montrer"),
                "hexagone",
                "pastel",
                "wrench",
            ),
            _line(
                Family.SAVOIR,
                mark("Savoir"),
                mark("Une connaissance que l’on sait expliquer"),
                "carre",
                "orseille",
                "book-open",
            ),
            _line(
                Family.ENGAGEMENT,
                mark("Engagement"),
                mark("Un temps donné, une cause tenue dans la durée"),
                "bouclier",
                "sarrette",
                "sprout",
            ),
            _line(
                Family.ROLE,
                mark("Rôle"),
                mark("Une place que l’on occupe pour les autres"),
                "losange",
                "safran",
                "compass",
            ),
            _line(
                Family.PARTICIPATION,
                mark("Participation"),
                mark("Un moment vécu ensemble"),
                "fleur",
                "gaude",
                "sparkles",
            ),
            _line(
                Family.PROJET,
                mark("Projet"),
                mark("Une réalisation menée jusqu’au bout"),
                "pentagone",
                "noyer",
                "lightbulb",
            ),
            _line(
                Family.APPARTENANCE,
                mark("Appartenance"),
                mark("Un collectif dont on fait partie"),
                "arche",
                "sarcelle",
                "house",
            ),
        )
    }
)
