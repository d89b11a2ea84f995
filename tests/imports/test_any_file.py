"""Two thousand broken files through « Vérifier un badge »: no accident, and none is slow."""

import re
import time
from collections import Counter
from itertools import islice

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from recognition.settings import Settings
from recognition.web.csrf import csrf_token
from tests.imports.bringing import Elsewhere
from tests.openbadges.mutations import COUNT, mutations

SLOW = 2.0  # seconds of processor time; what is canonicalised elsewhere is ended by a clock
A_CLIENT = 50  # checks, of the sixty that one client may ask for in an hour
PARTS = 4  # that workers share
HEADLINE = re.compile(r'id="verdict-title">([^<]*)<')


@pytest.mark.parametrize("part", range(PARTS))
def test_two_thousand_broken_files_are_answered_with_a_verdict_and_soon(
    on_postgresql: bool, app: Starlette, settings: Settings, web: Elsewhere, part: int
) -> None:
    if on_postgresql:
        pytest.skip("a file that is only read meets no database")
    told: Counter[str] = Counter()
    slow, broken = {}, {}
    headers = {"Origin": settings.base_url, "HX-Request": "true"}
    form = {"csrf_token": csrf_token(settings, "a browser")}
    for number, mutation in enumerate(islice(mutations(), part, None, PARTS)):
        if number % A_CLIENT == 0:
            client = TestClient(
                app, base_url=settings.base_url, client=(f"198.51.100.{number // A_CLIENT}", 1)
            )
            client.cookies.set("browser", "a browser")
        began = time.process_time()
        files = {"file": ("badge.png", mutation.content, "image/png")}
        answer = client.post("/verifier", data=form, files=files, headers=headers)
        if (took := time.process_time() - began) > SLOW:
            slow[mutation.name] = round(took, 2)
        headline = HEADLINE.search(answer.text)
        if answer.status_code != 200 or headline is None:
            broken[mutation.name] = answer.status_code
        else:
            told[headline[1]] += 1
    assert broken == {}
    assert slow == {}
    assert sum(told.values()) == COUNT // PARTS
    assert not any("authentique" in headline for headline in told)
    # All ways to end are met, or this proves little.
    assert {"Nous n’avons pas trouvé de badge.", "Ce badge ne passe pas la vérification."} < set(
        told
    )
    assert "Nous avons lu ce badge, sans pouvoir tout vérifier." in told
