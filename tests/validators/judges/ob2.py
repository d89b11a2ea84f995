"""What 1EdTech's own validator of Open Badges 2.0 (`openbadges`) says of each case.

Reads a job on standard input and writes {name: {"valid": bool, "reason": str}}. Addresses are
answered from the job, never from a network. It runs in an environment of its own: the validator
wants libraries of 2017.
"""

import base64
import functools
import io
import json
import sys
import warnings

warnings.simplefilter("ignore")

import openbadges  # noqa: E402
import requests  # noqa: E402
from openbadges_bakery import unbake  # noqa: E402


class Answers(requests.adapters.BaseAdapter):
    """A web that consists of the documents of the job."""

    def __init__(self, documents):
        super().__init__()
        self._documents = documents

    def send(self, request, **_):
        answer = requests.Response()
        answer.request, answer.url = request, request.url
        found = self._documents.get(request.url)
        answer.status_code = found["status"] if found else 404
        answer.headers["Content-Type"] = found["type"] if found else "text/plain"
        answer.raw = io.BytesIO(base64.b64decode(found["base64"]) if found else b"")
        return answer

    def close(self):
        pass


def text_of(case):
    given = base64.b64decode(case["base64"])
    if case["form"] == "image":
        given = unbake(io.BytesIO(given)) or b""
    # As it unbakes an SVG, and cannot take back under Python 3.
    return given.decode() if isinstance(given, bytes) else given


@functools.cache
def judged(given, recipient):
    """The same of the same text, whatever carried it."""
    profile = {"type": "Profile", "email": recipient} if recipient else None
    report = openbadges.verify(
        given, recipient_profile=profile, use_cache=False, cache_backend=None
    )
    wrong = [
        message["result"]
        for message in report["report"]["messages"]
        if message["messageLevel"] == "ERROR"
    ]
    return {"valid": report["report"]["valid"], "reason": "; ".join(wrong)}


def main():
    job = json.load(sys.stdin)
    answers = Answers(job["documents"])
    requests.Session.get_adapter = lambda _session, url: answers
    said = {case["name"]: judged(text_of(case), case["recipient"]) for case in job["cases"]}
    json.dump(said, sys.stdout)


main()
