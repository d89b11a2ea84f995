"""The picture of a version as a file: drawn once, then read."""

from starlette.responses import Response

from recognition.badges.drawing import Picture, digest, draw
from recognition.badges.queries import picture_to_show
from recognition.errors import NotFound
from recognition.storage import Storage
from recognition.web.answering import answering
from recognition.web.visit import Visit

FULL_SIZE = 512  # pixels
SIZES = (36, 64, 210, FULL_SIZE)
KEPT_SECONDS = 24 * 3600


def stored_picture(storage: Storage, picture: Picture, size: int = FULL_SIZE) -> bytes:
    """The PNG of a picture, drawn when it is asked for the first time (some 80 ms)."""
    key = digest(picture) + (".png" if size == FULL_SIZE else f"s{size}.png")
    kept = storage.read(key)
    if kept is None:
        kept = draw(picture, size)
        storage.put(key, kept)
    return kept


@answering
def picture(visit: Visit) -> Response:
    size = visit.query("size", str(FULL_SIZE))
    if size not in {str(known) for known in SIZES}:
        raise NotFound
    drawn, may_change = picture_to_show(visit.session, visit.actor, visit.id("version_id"))
    tag = f'"{digest(drawn)[:32]}-{size}"'
    headers = {
        "ETag": tag,
        "Cache-Control": "private, no-cache" if may_change else f"private, max-age={KEPT_SECONDS}",
        "Vary": "Cookie",
    }
    if tag in visit.request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    content = stored_picture(visit.platform.storage, drawn, int(size))
    return Response(content, media_type="image/png", headers=headers)
