"""The JSON-LD contexts we know, bundled and never fetched (requirement D7).

Where each file comes from is in `contexts/SOURCES.md`. Two documents circulate under the address
of OB3: ours is the one that also defines `endorsementJwt` and `jti`; what both define is the same.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
CREDENTIALS_V1 = "https://www.w3.org/2018/credentials/v1"
CREDENTIALS_EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
OB3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
OB3_EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
OB2 = "https://w3id.org/openbadges/v2"
DATA_INTEGRITY_V2 = "https://w3id.org/security/data-integrity/v2"
DATA_INTEGRITY_V1 = "https://w3id.org/security/data-integrity/v1"
ED25519_2020 = "https://w3id.org/security/suites/ed25519-2020/v1"
MULTIKEY = "https://w3id.org/security/multikey/v1"
JWK = "https://w3id.org/security/jwk/v1"
DID = "https://www.w3.org/ns/did/v1"

_OB3_FOLDER = "https://purl.imsglobal.org/spec/ob/v3p0/"
_FILES = {
    CREDENTIALS_V2: "w3-credentials-v2",
    CREDENTIALS_V1: "w3-credentials-v1",
    CREDENTIALS_EXAMPLES: "w3-credentials-examples-v2",
    OB3: "ob-v3p0-3.0.3",
    _OB3_FOLDER + "context-3.0.2.json": "ob-v3p0-3.0.2",
    _OB3_FOLDER + "context-3.0.1.json": "ob-v3p0-3.0.1",
    _OB3_FOLDER + "context.json": "ob-v3p0",
    OB3_EXTENSIONS: "ob-v3p0-extensions",
    OB2: "ob-v2p0",
    "https://openbadgespec.org/v2/context.json": "ob-v2p0",
    DATA_INTEGRITY_V2: "w3id-security-data-integrity-v2",
    DATA_INTEGRITY_V1: "w3id-security-data-integrity-v1",
    ED25519_2020: "w3id-security-suites-ed25519-2020-v1",
    MULTIKEY: "w3id-security-multikey-v1",
    JWK: "w3id-security-jwk-v1",
    DID: "w3-did-v1",
}
_FOLDER = Path(__file__).with_name("contexts")


class UnknownContext(Exception):
    """An address that stands for no context we hold."""


def is_known(url: str) -> bool:
    return _name(url) is not None


def context(url: str) -> dict[str, Any]:
    """The document at that address, over http or https. Shared: to be read, never changed.

    Raises UnknownContext.
    """
    if (name := _name(url)) is None:
        raise UnknownContext(url)
    return _read(name)


def _name(url: str) -> str | None:
    if url.startswith("http://"):
        url = "https://" + url.removeprefix("http://")
    return _FILES.get(url)


@cache
def _read(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return document
