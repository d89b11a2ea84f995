"""Static files, held in memory under names that change with their content."""

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from recognition.paths import root

COMPRESSIBLE = {".css", ".js", ".svg", ".txt", ".json", ".webmanifest"}
FOREVER = "public, max-age=31536000, immutable"
TYPES = {".js": "text/javascript", ".woff2": "font/woff2", ".webmanifest": "application/json"}


@dataclass(frozen=True)
class StaticFile:
    """One file as it is sent; `packed` is its gzip form, or None when that gains nothing."""

    body: bytes
    packed: bytes | None
    media_type: str


class StaticFiles:
    """Reads a folder once. ``<name>.css.list`` names the style sheets that are served joined as
    ``<name>.css``; ``url("/static/…")`` in a style sheet becomes the hashed address."""

    def __init__(self, folder: Path) -> None:
        self._by_name: dict[str, str] = {}
        self._files: dict[str, StaticFile] = {}
        paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
        sheets = [path for path in paths if path.name.endswith(".css.list")]
        for path in paths:
            if path.suffix not in {".css", ".list", ".md"}:
                self._add(path.relative_to(folder).as_posix(), path.read_bytes())
        for path in sheets:
            names = path.read_text().split()
            joined = "\n".join((path.parent / name).read_text() for name in names)
            name = path.relative_to(folder).as_posix().removesuffix(".list")
            self._add(name, self._resolve(joined).encode())

    def address(self, name: str) -> str:
        """The address of `name` (its path below the folder). Raises KeyError when there is none."""
        return f"/static/{self._by_name[name]}"

    async def answer(self, request: Request) -> Response:
        """The endpoint of ``/static/{path:path}``."""
        file = self._files.get(request.path_params["path"])
        if file is None:
            raise HTTPException(404)
        headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
        body = file.body
        if file.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
            body = file.packed
            headers["Content-Encoding"] = "gzip"
        return Response(body, media_type=file.media_type, headers=headers)

    def _resolve(self, css: str) -> str:
        return re.sub(
            r'url\("/static/([^")]+)"\)', lambda found: f'url("{self.address(found[1])}")', css
        )

    def _add(self, name: str, body: bytes) -> None:
        path = Path(name)
        digest = hashlib.sha256(body).hexdigest()[:12]
        hashed = path.with_name(f"{path.stem}.{digest}{path.suffix}").as_posix()
        packed = gzip.compress(body, 9, mtime=0) if path.suffix in COMPRESSIBLE else None
        media_type = TYPES.get(path.suffix) or mimetypes.guess_type(name)[0]
        self._by_name[name] = hashed
        self._files[hashed] = StaticFile(body, packed, media_type or "application/octet-stream")


@cache
def static_files() -> StaticFiles:
    """The static files of the platform, read once for the whole process."""
    return StaticFiles(root() / "static")
