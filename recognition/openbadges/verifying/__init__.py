"""Verifying a badge by anyone: what is found out, told step by step.

The whole is bounded: a file is read within limits, at most `asking.FETCHES` addresses are asked
for a badge and `asking.FETCHES_OF_ENDORSEMENTS` for the endorsements that it carries, none after
`asking.SECONDS`; canonicalising is the caller's, who passes one that ends.
"""

import logging
from collections.abc import Callable, Collection
from datetime import datetime

from recognition.openbadges.canonical import Canonicaliser
from recognition.openbadges.resolving import Resolver
from recognition.openbadges.verdict import Form, Outcome, State, Verdict
from recognition.openbadges.verifying.asking import Asking
from recognition.openbadges.verifying.judging import judge_address, judge_file
from recognition.openbadges.verifying.reasons import Reason
from recognition.openbadges.verifying.telling import not_read

log = logging.getLogger(__name__)


def verify_file(
    content: bytes,
    resolver: Resolver,
    *,
    at: datetime,
    canonicalise: Canonicaliser,
    addresses: Collection[str] = (),
) -> Verdict:
    """What is found out about a PNG, an SVG, a JSON document, a token or a text that is an
    address. `at` is an aware time; `addresses` are the mail addresses at hand. Never raises."""
    asking = Asking(resolver, at=at, canonicalise=canonicalise)
    return _whatever_is_sent(lambda: judge_file(asking, content, addresses))


def verify_address(
    url: str,
    resolver: Resolver,
    *,
    at: datetime,
    canonicalise: Canonicaliser,
    addresses: Collection[str] = (),
) -> Verdict:
    """What is found out about what an http or https address answers. Never raises."""
    asking = Asking(resolver, at=at, canonicalise=canonicalise)
    return _whatever_is_sent(lambda: judge_address(asking, url.strip(), addresses))


def _whatever_is_sent(judge: Callable[[], Verdict]) -> Verdict:
    """Strangers choose what is verified: a defect of ours must not become one of the page."""
    try:
        return judge()
    except Exception:
        log.exception("a verification broke down")
        return not_read(Form.JSON, Outcome.UNVERIFIED, State.UNKNOWN, Reason.FAILED)
