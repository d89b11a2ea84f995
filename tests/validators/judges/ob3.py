"""What the library `openbadgeslib` says of each Open Badge 3.0, whichever its proof.

Reads a job on standard input and writes {name: {"valid": bool, "reason": str}}. Addresses are
answered from the job, never from a network.
"""

import base64
import json
import sys

from openbadgeslib.ob3 import OB3LdpVerifier, OB3VerificationError, OB3Verifier
from openbadgeslib.verify import issuer_did_from_document, issuer_did_from_token


class Answers:
    """A web that consists of the documents of the job."""

    def __init__(self, documents):
        self._documents = documents

    def __call__(self, url, **_):
        found = self._documents.get(url)
        if not found or found["status"] != 200:
            raise ValueError(f"{url} does not answer")
        return base64.b64decode(found["base64"])


def judged(case, download):
    given = base64.b64decode(case["base64"])
    try:
        if case["form"] == "image":
            png = given.startswith(b"\x89PNG")
            carrier = (
                OB3Verifier.extract_token_from_png if png else OB3Verifier.extract_token_from_svg
            )
            text = carrier(given)
        else:
            text = given.decode()
        embedded = text.lstrip().startswith("{")
        did = (issuer_did_from_document if embedded else issuer_did_from_token)(text)
        verifier = (OB3LdpVerifier if embedded else OB3Verifier).for_issuer_did(
            did, download=download
        )
        # It reads the proof of a list that is a token, and no other.
        verifier.verify(
            text,
            expected_recipient=case["recipient"] or None,
            check_status=True,
            verify_status_list=not embedded,
            download=download,
        )
    except OB3VerificationError as refusal:
        return {"valid": False, "reason": str(refusal)}
    return {"valid": True, "reason": ""}


def main():
    job = json.load(sys.stdin)
    download = Answers(job["documents"])
    json.dump({case["name"]: judged(case, download) for case in job["cases"]}, sys.stdout)


main()
