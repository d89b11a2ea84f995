"""The towns: a name, a code and a place, for whoever chooses one."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from recognition.places.making.sources import Spot, records
from recognition.texts import fold

_TERRITORY = {
    "GP": "971",
    "MQ": "972",
    "GF": "973",
    "RE": "974",
    "PM": "975",
    "YT": "976",
    "BL": "977",
    "MF": "978",
    "WF": "986",
    "PF": "987",
    "NC": "988",
}
"""The department or territory of what GeoNames files as a country of its own."""

_COMMUNE_OF = {
    "Paris": "Paris",  # its arrondissements have codes there, and it has none
    "Gustavia": "Saint-Barthélemy",
    "Marigot": "Saint-Martin",
    "Mont-Dore": "Le Mont-Dore",
    "Wé": "Lifou",
    "Tadine": "Maré",
    "Fayaoué": "Ouvéa",
    "Vao": "L'Île-des-Pins",
    "Wala": "Belep",
    "Yaté-Barrage": "Yaté",
    "Vaitape": "Bora-Bora",
    "Fare": "Huahine",
    "Paopao": "Moorea-Maiao",
    "Taiohae": "Nuku-Hiva",
    "Atuona": "Hiva-Oa",
    "Moerai": "Rurutu",
    "Mataura": "Tubuai",
    "Avatoru": "Rangiroa",
    "Rikitea": "Gambier",
    "Tevaitoa": "Tumaraa",
    "Hitiaa": "Hitiaa O Te Ra",
    "Tautira": "Taiarapu-Est",
    "Teahupoo": "Taiarapu-Ouest",
    "Faa'a": "Faaa",
    "Mata-Utu": "Uvea",
    "Leava": "Sigave",
}
"""The commune of a place without a code, where it has another name than its place."""

_SEATS = ("PPLC", "PPLA", "PPLA2", "PPLA3", "PPLA4", "PPLA5")
"""The kinds of GeoNames that are the seat of something; PPL is any populated place."""


def department_lines(folder: Path) -> list[str]:
    """Code, name, code of the region, name of the region."""
    regions = {record["code"]: record["nom"] for record in records(folder, "regions")}
    lines = []
    for record in records(folder, "departements"):
        region = record.get("region", record["code"])
        cells = [record["code"], record["nom"], region, regions.get(region, record["nom"])]
        lines.append("\t".join(_typographic(cell) for cell in cells) + "\n")
    return lines


def town_lines(folder: Path, spots: Iterable[Spot]) -> list[str]:
    """Code, name, department, latitude, longitude; the most peopled first.

    A commune is placed at its seat, else at its most peopled place. Names are the official ones.
    A delegated commune that still has a code is filed under the commune it is part of.
    """
    # A commune may share its code with one of those that merged into it: the whole comes last.
    whole_last = sorted(
        records(folder, "communes"), key=lambda it: it["type"] == "commune-actuelle"
    )
    communes = {record["code"]: record for record in whole_last}
    by_name = {
        (record["departement"], fold(record["nom"])): record
        for record in communes.values()
        if record["type"] == "commune-actuelle"
    }
    best: dict[str, tuple[Spot, dict[str, Any]]] = {}
    for spot in spots:
        if spot.kind == "PPLX":  # a part of a town
            continue
        territory = _TERRITORY.get(spot.country) or spot.code[:2] or "75"
        name = _COMMUNE_OF.get(spot.name, spot.name)
        record = communes.get(spot.code) or by_name.get((territory, fold(name)))
        if record and record["type"] != "commune-actuelle":
            record = communes.get(record.get("chefLieu", ""))
        if record is None:
            continue
        kept = best.get(record["code"])
        if kept is None or _rank(spot, record) < _rank(*kept):
            best[record["code"]] = (spot, record)
    chosen = sorted(best.values(), key=lambda pair: (-_people(*pair), pair[1]["code"]))
    return [
        "\t".join(
            (
                record["code"],
                _typographic(record["nom"]),
                record["departement"],
                f"{spot.lat:.4f}",
                f"{spot.lon:.4f}",
            )
        )
        + "\n"
        for spot, record in chosen
    ]


def _rank(spot: Spot, record: dict[str, Any]) -> tuple[bool, int, int]:
    seat = _SEATS.index(spot.kind) if spot.kind in _SEATS else len(_SEATS)
    return fold(spot.name) != fold(record["nom"]), seat, -spot.population


def _people(spot: Spot, record: dict[str, Any]) -> int:
    return int(record.get("population") or spot.population)


def _typographic(text: str) -> str:
    return text.replace("'", "’")
