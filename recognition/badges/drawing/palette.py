"""The eight plant dyes that colour badges, collectives and threads.

The values are measured: the pictogram's ink reaches 4.5:1 on each dye (WCAG 2.2, criterion
1.4.3), and each dye reaches 3:1 on the dark background.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

WHITE = "#ffffff"
DARK_BROWN = "#2b2100"


@dataclass(frozen=True)
class Dye:
    """A colour under the name of the plant, lichen or bird it recalls.

    `colour` fills a badge, `ink` is drawn on it; both are `#rrggbb`. `label` and `hue` are
    French, for people who choose ("Garance", "rouge").
    """

    name: str
    label: str
    hue: str
    colour: str
    ink: str = WHITE


DYES: Mapping[str, Dye] = MappingProxyType(
    {
        dye.name: dye
        for dye in (
            Dye("pastel", "Pastel", "bleu", "#406dc9"),
            Dye("garance", "Garance", "rouge", "#c34655"),
            Dye("gaude", "Gaude", "jaune", "#e2b52b", DARK_BROWN),
            Dye("sarrette", "Sarrette", "vert", "#317f4e"),
            Dye("orseille", "Orseille", "violet", "#9c53b4"),
            Dye("safran", "Safran", "orange", "#b8520e"),
            Dye("noyer", "Noyer", "brun", "#956746"),
            Dye("sarcelle", "Sarcelle", "bleu-vert", "#167d88"),
        )
    }
)
