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


def text_of(case):
    given = base64.b64decode(case["base64"])
    if case["form"] != "image":
        return given.decode()
    png = given.startswith(b"\x89PNG")
    carrier = OB3Verifier.extract_token_from_png if png else OB3Verifier.extract_token_from_svg
    return carrier(given)


class Judge:
    """Says the same of the same text, whatever carried it."""

    def __init__(self, download):
        self._download = download
        self._said = {}

    def __call__(self, case):
        try:
            text = text_of(case)
            said = (text, case["recipient"])
            if said not in self._said:
                self._said[said] = self._verified(*said)
            return self._said[said]
        except OB3VerificationError as refusal:
            return {"valid": False, "reason": str(refusal)}

    def _verified(self, text, recipient):
        embedded = text.lstrip().startswith("{")
        did = (issuer_did_from_document if embedded else issuer_did_from_token)(text)
        verifier = (OB3LdpVerifier if embedded else OB3Verifier).for_issuer_did(
            did, download=self._download
        )
        # It reads the proof of a list that is a token, and no other.
        verifier.verify(
            text,
            expected_recipient=recipient or None,
            check_status=True,
            verify_status_list=not embedded,
            download=self._download,
        )
        return {"valid": True, "reason": ""}


def main():
    job = json.load(sys.stdin)
    judge = Judge(Answers(job["documents"]))
    json.dump({case["name"]: judge(case) for case in job["cases"]}, sys.stdout)


main()
