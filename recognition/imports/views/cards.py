"""A badge from elsewhere in a list: what it is, who issued it, how it stands."""

from collections.abc import Iterable
from dataclasses import dataclass

from recognition.imports.queries import ImportedLine
from recognition.imports.views.telling import (
    ToldIssuer,
    ToldStanding,
    told_issuer,
    told_standing,
)


@dataclass(frozen=True)
class ImportedCard:
    """What imports/_card.html shows."""

    line: ImportedLine
    issuer: ToldIssuer
    standing: ToldStanding


def cards(lines: Iterable[ImportedLine]) -> list[ImportedCard]:
    return [
        ImportedCard(
            line,
            told_issuer(line.issuer_name, "", line.issuer_host),
            told_standing(line.standing, host=line.issuer_host, checked_at=line.checked_at),
        )
        for line in lines
    ]
