"""From what was found to the `Verdict`."""

from collections.abc import Collection

from recognition.openbadges.identity import Identity
from recognition.openbadges.reading import Carried
from recognition.openbadges.verdict import (
    Check,
    Form,
    Kind,
    Outcome,
    State,
    Step,
    Verdict,
    outcome_of,
)
from recognition.openbadges.verifying.found import Found, fails, holds, none, unknown
from recognition.openbadges.verifying.readable import is_refused
from recognition.openbadges.verifying.reasons import Reason


def not_read(
    form: Form,
    outcome: Outcome,
    state: State,
    reason: str,
    detail: str = "",
    *,
    id: str = "",
    picture: bytes | None = None,
) -> Verdict:
    """The verdict on what could not be read."""
    step = Step(Check.READABLE, state, reason, detail[:200])
    return Verdict(outcome, form, id=id, steps=(step,), picture=picture)


def told(
    found: Found, carried: Carried, addresses: Collection[str], *, form: Form | None = None
) -> Verdict:
    """The verdict on what was read, with whether it is for one of these mail addresses."""
    seen = found.seen
    steps = found.steps
    if not is_refused(steps[0]):
        steps += (recipient_step(found.kind, seen.recipients, addresses),)
    return Verdict(
        outcome=outcome_of(steps),
        form=form or carried.form,
        version=found.version,
        kind=found.kind,
        id=seen.id,
        name=seen.name,
        description=seen.description,
        criteria=seen.criteria,
        narrative=seen.narrative,
        issuer=found.vouched(),
        issued_at=seen.issued_at,
        expires_at=seen.expires_at,
        recipients=seen.recipients,
        is_self=seen.is_self,
        steps=steps,
        endorsements=found.endorsements,
        document=found.document or carried.text,
        picture=carried.picture or seen.picture,
    )


def recipient_step(
    kind: Kind, recipients: Collection[Identity], addresses: Collection[str]
) -> Step:
    """Whether one of the addresses at hand is whom it names."""
    if kind is not Kind.AWARD:
        return none(Check.RECIPIENT)
    if not any(each.kind == "email" for each in recipients):
        return unknown(Check.RECIPIENT, Reason.NAMES_NOBODY)
    if not addresses:
        return none(Check.RECIPIENT, Reason.NO_ADDRESS_AT_HAND)
    if any(each.is_of(address) for each in recipients for address in addresses):
        return holds(Check.RECIPIENT)
    return fails(Check.RECIPIENT, Reason.SOMEBODY_ELSE)
