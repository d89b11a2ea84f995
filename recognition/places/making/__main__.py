"""``python -m recognition.places.making FOLDER``: FOLDER holds the archives that npm packs.

See `recognition/places/data/README.md` for their names, versions and licences.
"""

import json
import sys
from pathlib import Path

from recognition.places.making.outlines import drawing
from recognition.places.making.sources import spots
from recognition.places.making.towns import department_lines, town_lines

DATA = Path(__file__).parent.parent / "data"


def main(folder: Path) -> None:
    places = list(spots(folder))
    departments = department_lines(folder)
    (DATA / "departments.tsv").write_text("".join(departments), "utf-8")
    (DATA / "towns.tsv").write_text("".join(town_lines(folder, places)), "utf-8")
    mainland = [place for place in places if place.country == "FR"]
    france = json.dumps(drawing(folder, mainland), ensure_ascii=False, indent=0)
    (DATA / "france.json").write_text(france + "\n", "utf-8")


main(Path(sys.argv[1]))
