"""The map to take along, for the coordination: tables, and files that Gephi opens."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.responses import Response

from recognition.badges.families import FAMILIES
from recognition.clock import day_of
from recognition.errors import NotFound
from recognition.maps.exports import gexf, graphml, node_link, nodes_csv, threads_csv
from recognition.maps.views.page import MapPage
from recognition.maps.views.showing import page_of
from recognition.web.answering import answering
from recognition.web.visit import Visit


def _nodes(page: MapPage) -> bytes:
    families = {str(family): line.label for family, line in FAMILIES.items()}
    return nodes_csv(page.listed, page.visit.absolute("").rstrip("/"), families)


@dataclass(frozen=True)
class Export:
    media_type: str
    ending: str
    write: Callable[[MapPage], bytes]


EXPORTS = {
    "noeuds.csv": Export("text/csv", "-noeuds.csv", _nodes),
    "fils.csv": Export("text/csv", "-fils.csv", lambda page: threads_csv(page.listed)),
    "reseau.graphml": Export(
        "application/graphml+xml", ".graphml", lambda page: graphml(page.listed, page.positions)
    ),
    "reseau.gexf": Export(
        "application/gexf+xml", ".gexf", lambda page: gexf(page.listed, page.positions)
    ),
    "reseau.json": Export(
        "application/json", ".json", lambda page: node_link(page.listed, page.positions)
    ),
}


@answering
def show(visit: Visit) -> Response:
    """What the filters leave, as a file. Nobody but the coordination learns that there is one."""
    page = page_of(visit)
    if not page.eyes.full:
        raise NotFound
    export = EXPORTS.get(visit.param("file"))
    if export is None:
        raise NotFound
    name = f"carte-{page.eyes.slug}-{day_of(visit.at).isoformat()}{export.ending}"
    return Response(
        export.write(page),
        media_type=export.media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
