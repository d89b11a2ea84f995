"""What verifiers ask about an issuer: which keys sign for it, and what no longer holds."""

import re
from uuid import UUID

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from recognition.credentials.dids import document_of, has_signed, key_set_of
from recognition.credentials.issuing import Issuing
from recognition.credentials.keyring import known_keys
from recognition.credentials.listing import list_token, signed_list
from recognition.credentials.status import kept_list
from recognition.credentials.views.negotiation import CREDENTIAL, TOKEN, Form, Offer
from recognition.credentials.views.opening import Asked, open_address
from recognition.errors import NotFound
from recognition.openbadges.safejson import dumps

DID_DOCUMENT = Offer(
    Form.DOCUMENT,
    ("application/did+json", "application/did+ld+json", "application/ld+json", "application/json"),
)
KEY_SET = Offer(Form.DOCUMENT, ("application/json", "application/jwk-set+json"))
_NUMBER = re.compile(r"[1-9][0-9]{0,8}\Z")


@open_address
def did(asked: Asked) -> Response:
    """The DID document of whoever has signed something; nobody else has one."""
    subject = _issuing(asked).addresses.issuer_did(_signer_id(asked))
    keys = known_keys(asked.session, asked.platform.keys)
    return asked.served(dumps(document_of(subject, keys)), asked.chosen((DID_DOCUMENT,)).media_type)


@open_address
def key_set(asked: Asked) -> Response:
    subject = _issuing(asked).addresses.issuer_did(_signer_id(asked))
    keys = known_keys(asked.session, asked.platform.keys)
    return asked.served(dumps(key_set_of(subject, keys)), asked.chosen((KEY_SET,)).media_type)


@open_address
def status_list(asked: Asked) -> Response:
    """A list as this issuer signs it: some 5 ms of processor."""
    word = str(asked.request.path_params["number"])
    kept = kept_list(asked.session, int(word)) if _NUMBER.match(word) else None
    if kept is None:
        raise NotFound
    issuer_id, issuing = _signer_id(asked), _issuing(asked)
    choice = asked.chosen((CREDENTIAL, TOKEN))
    sign = list_token if choice.form == Form.TOKEN else signed_list
    return asked.served(sign(kept, issuer_id, issuing), choice.media_type)


def _signer_id(asked: Asked) -> UUID:
    """Whose keys or list are asked for. Raises NotFound for one who never signed anything, which
    tells nobody whether there is such an account (requirement G4)."""
    issuer_id = asked.id()
    if not has_signed(asked.session, issuer_id):
        raise NotFound
    return issuer_id


def _issuing(asked: Asked) -> Issuing:
    platform = asked.platform
    return Issuing.of(platform.settings, platform.keys, platform.storage)


routes: list[BaseRoute] = [
    Route("/issuers/{id}/did.json", did, name="credentials:did"),
    Route("/issuers/{id}/jwks.json", key_set, name="credentials:key_set"),
    Route("/ob3/status/{number}/{id}", status_list, name="credentials:status_list"),
]
