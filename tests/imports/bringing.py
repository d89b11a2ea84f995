"""What tests of imports have in common: badges made elsewhere, and the web on which they are."""

import json
from typing import Any

from sqlmodel import Session, select
from starlette.applications import Starlette

from recognition.imports.models import ImportedBadge
from recognition.openbadges import png as png_files
from recognition.openbadges.carrying import OB2_KEYWORD, OB3_KEYWORD
from tests.conftest import Visitor
from tests.openbadges.pictures import png
from tests.openbadges.verifying.issuers import SALT, Folder, Issuer, award, identity

BASE = "https://ailleurs.example"


class Elsewhere(Folder):
    """The web of a test: what was written into it answers, nothing else does."""

    def errand(self) -> Folder:
        return self


def elsewhere(app: Starlette) -> Elsewhere:
    """The platform asks this in the place of the web."""
    web = Elsewhere()
    app.state.platform.web = web
    return web


def hosted(web: Elsewhere, address: str, **changed: Any) -> dict[str, Any]:
    """An assertion of Open Badges 2.0 for this mail address, published with what it points to."""
    issuer = {
        "@context": "https://w3id.org/openbadges/v2",
        "id": f"{BASE}/issuer",
        "type": "Issuer",
        "name": "Un atelier d’ailleurs",
        "url": f"{BASE}/",
        "email": "bonjour@ailleurs.example",
    }
    badge = {
        "@context": "https://w3id.org/openbadges/v2",
        "id": f"{BASE}/badge",
        "type": "BadgeClass",
        "name": "Accueil machines",
        "description": "Accueillir aux machines.",
        "image": f"{BASE}/badge.png",
        "criteria": {"narrative": "Montrer la découpe à trois personnes."},
        "issuer": f"{BASE}/issuer",
    }
    assertion = {
        "@context": "https://w3id.org/openbadges/v2",
        "id": f"{BASE}/assertions/1",
        "type": "Assertion",
        "recipient": {
            "type": "email",
            "hashed": True,
            "salt": SALT,
            "identity": identity(address)["identityHash"],
        },
        "badge": f"{BASE}/badge",
        "verification": {"type": "hosted"},
        "issuedOn": "2025-03-02T00:00:00Z",
        **changed,
    }
    for page in (issuer, badge, assertion):
        web.pages[str(page["id"])] = page
    return assertion


def signed(web: Elsewhere, address: str, **changed: Any) -> dict[str, Any]:
    """A credential of Open Badges 3.0 for this mail address, its issuer's key published."""
    issuer = Issuer().publish(web)
    document = award(issuer, **changed)
    document["credentialSubject"]["identifier"] = [identity(address)]
    return issuer.sign(document)


def baked(document: dict[str, Any]) -> bytes:
    """A picture with the badge inside."""
    keyword = OB3_KEYWORD if "credentialSubject" in document else OB2_KEYWORD
    return png_files.bake(png(), keyword, json.dumps(document))


def a_file(content: bytes, name: str = "badge.png") -> dict[str, Any]:
    """A file as a browser sends it."""
    return {"files": {"file": (name, content, "application/octet-stream")}}


def bring(browser: Visitor, document: dict[str, Any], **values: Any) -> Any:
    """Import a badge by its text."""
    return browser.post("/moi/importer", {"source": json.dumps(document), **values})


def kept(session: Session) -> list[ImportedBadge]:
    """All the rows that are not removed, as they are now."""
    session.expire_all()
    return [each for each in session.exec(select(ImportedBadge)).all() if each.removed_at is None]
