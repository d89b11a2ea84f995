"""A large map for the drawing surface of a browser: columns instead of rows, nothing twice."""

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from starlette.responses import Response

from recognition.badges.drawing import DYES, SHAPES
from recognition.collectives.queries import NO_CIRCLE
from recognition.maps.fabric import Fabric, ThreadKind
from recognition.maps.views.page import MapPage
from recognition.maps.views.plane import Spot
from recognition.maps.views.scene import dye_of_people, key_of
from recognition.maps.views.showing import page_of
from recognition.web.answering import answering
from recognition.web.visit import Visit

PERSON = len(SHAPES)  # in the column of shapes
CARRIED = -1  # in the column of dyes
TENTHS = 10


@answering
def show(visit: Visit) -> Response:
    """The nodes and threads of the map that an address asks for, under the rights of the page.

    Its tag is that of its content: a name that is hidden from now on changes it.
    """
    page = page_of(visit)
    lit = page.told.nodes if page.told else frozenset()
    sheet = page.kept(page.surface, ("sheet", lit), lambda: _sheet(page, lit))
    headers = {
        "ETag": sheet.tag,
        "Cache-Control": "private, no-cache",
        "Vary": "Cookie, Accept-Encoding",
    }
    if visit.request.headers.get("if-none-match") == sheet.tag:
        return Response(status_code=304, headers=headers)
    if "gzip" in visit.request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(sheet.packed, media_type="application/json", headers=headers)
    body = gzip.decompress(sheet.packed)
    return Response(body, media_type="application/json", headers=headers)


@dataclass(frozen=True)
class Sheet:
    """An answer ready to be sent, compressed, and the tag of what is in it."""

    packed: bytes
    tag: str


def _sheet(page: MapPage, lit: frozenset[str]) -> Sheet:
    columns = columns_of(page.surface, page.spots, lit=lit)
    body = json.dumps(columns, ensure_ascii=False, separators=(",", ":")).encode()
    # Nothing in it is a secret of the session, so its length tells nothing of one.
    return Sheet(gzip.compress(body, 5, mtime=0), f'"{sha256(body).hexdigest()[:24]}"')


def columns_of(
    fabric: Fabric, spots: Mapping[str, Spot], *, lit: frozenset[str] = frozenset()
) -> dict[str, object]:
    """`nodes` by columns, badges then people; `edges` by the places of their ends in them, of
    several threads between two the strongest. Coordinates and sizes are tenths of a unit of the
    drawing; `lit` are places of nodes. Linear."""
    dyes, shapes = list(DYES), list(SHAPES)
    dye_of = dye_of_people(fabric)
    nodes = [badge.node for badge in fabric.badges] + [person.node for person in fabric.people]
    at = {node: place for place, node in enumerate(nodes)}
    seats = [spots[node] for node in nodes]
    threads: dict[tuple[int, int], int] = {}
    for kind in (ThreadKind.ENDORSED, ThreadKind.GIVEN, ThreadKind.CARRIED):
        for thread in fabric.threads:
            if thread.kind is kind:
                ends = at[f"person/{thread.person_id}"], at[f"badge/{thread.badge_id}"]
                dye = dyes.index(dye_of[thread.person_id])
                threads.setdefault(ends, CARRIED if kind is ThreadKind.CARRIED else dye)
    return {
        "dyes": dyes,
        "nodes": {
            "key": [key_of(it) for it in fabric.badges] + [key_of(it) for it in fabric.people],
            "name": [it.title for it in fabric.badges] + [it.name for it in fabric.people],
            "shape": [shapes.index(it.shape) for it in fabric.badges]
            + [PERSON] * len(fabric.people),
            "dye": [dyes.index(it.dye) for it in fabric.badges]
            + [dyes.index(dye_of.get(it.id, NO_CIRCLE)) for it in fabric.people],
            "x": [round(seat.x * TENTHS) for seat in seats],
            "y": [round(seat.y * TENTHS) for seat in seats],
            "size": [round(seat.radius * TENTHS) for seat in seats],
        },
        "edges": {
            "from": [person for person, _ in threads],
            "to": [badge for _, badge in threads],
            "dye": list(threads.values()),
        },
        "lit": sorted(at[node] for node in lit if node in at),
    }
