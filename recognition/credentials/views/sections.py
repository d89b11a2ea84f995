"""« Données ouvertes »: the addresses of what a page shows, for whoever wants to copy them.

A page has this part only where anyone at all may see the thing: an address that answers some
people and not others would tell them apart.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from recognition.awards.models import Visibility
from recognition.awards.queries import AwardView
from recognition.badges.models import BadgeState
from recognition.badges.queries import SHOWN_TO_ALL, BadgeView
from recognition.endorsements.lines import EndorsementLine, EndorsementPanel
from recognition.endorsements.models import EndorsementState
from recognition.endorsements.rules import Target, TargetKind
from recognition.permissions import ANYONE, Action, Subject, may
from recognition.web.languages import gettext as _
from recognition.web.visit import Visit

PUBLISHED = frozenset(
    {
        TargetKind.AWARD,
        TargetKind.BADGE,
        TargetKind.PERSON,
        TargetKind.COLLECTIVE,
        TargetKind.ORGANISATION,
    }
)
"""What endorsements of have an address: a badge from elsewhere is not ours to publish about."""


@dataclass(frozen=True)
class Address:
    """One address. `key` tells it from the others of its page; `look` is where a browser shows
    what software reads."""

    key: str
    label: str
    address: str
    look: str


@dataclass(frozen=True)
class OpenData:
    """What credentials/_open_data.html shows. `endorsements` are those that the page lists."""

    addresses: tuple[Address, ...]
    endorsements: tuple[Address, ...] = ()


def of_award(visit: Visit, award: AwardView, panel: EndorsementPanel) -> OpenData | None:
    """None where not everyone sees the award."""
    if not (award.is_live and award.width == Visibility.PUBLIC):
        return None
    return OpenData(
        (
            _address(visit, "ob3", _("Open Badges 3.0"), "credentials:award", id=award.id),
            _address(visit, "ob2", _("Open Badges 2.0"), "credentials:assertion", id=award.id),
        ),
        _endorsements(visit, panel.lines),
    )


def of_badge(visit: Visit, badge: BadgeView, panel: EndorsementPanel) -> OpenData | None:
    """None for a badge that is discussed or was withdrawn."""
    if BadgeState(badge.state) not in SHOWN_TO_ALL:
        return None
    version_id = badge.version.id
    return OpenData(
        (
            _address(visit, "ob3", _("Open Badges 3.0"), "credentials:achievement", id=version_id),
            _address(visit, "ob2", _("Open Badges 2.0"), "credentials:badge_class", id=version_id),
        ),
        _endorsements(visit, panel.lines),
    )


def of_issuer(
    visit: Visit, issuer_id: UUID, subject: Subject, panel: EndorsementPanel
) -> OpenData | None:
    """None for a person whose page not everyone sees."""
    if not may(ANYONE, Action.SEE, subject):
        return None
    return OpenData(
        (
            _address(visit, "ob3", _("Open Badges 3.0"), "credentials:issuer", id=issuer_id),
            _address(visit, "ob2", _("Open Badges 2.0"), "credentials:profile", id=issuer_id),
        ),
        _endorsements(visit, panel.lines),
    )


def of_listing(visit: Visit, target: Target, panel: EndorsementPanel) -> OpenData | None:
    """The endorsements of one page of a list; None where not everyone sees them."""
    if (
        target.kind not in PUBLISHED
        or not panel.lines
        or not may(ANYONE, Action.SEE, target.pattern)
    ):
        return None
    return OpenData((), _endorsements(visit, panel.lines))


def _endorsements(visit: Visit, lines: Iterable[EndorsementLine]) -> tuple[Address, ...]:
    return tuple(
        _address(visit, line.id.hex, line.endorser_name, "credentials:endorsement", id=line.id)
        for line in lines
        if line.state == EndorsementState.ACCEPTED
    )


def _address(visit: Visit, key: str, label: str, name: str, **params: object) -> Address:
    path = visit.url(name, **params)
    return Address(key, label, visit.absolute(path), f"{path}?as=json")
