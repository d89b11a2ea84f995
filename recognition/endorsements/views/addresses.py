"""From an address to what is endorsed, and back to its page."""

from dataclasses import replace

from recognition.endorsements.rules import Target, TargetKind
from recognition.endorsements.targets import imported_target, issuer_target
from recognition.errors import NotFound
from recognition.web.languages import gettext as _
from recognition.web.visit import Visit

ANCHOR = "endossements"

KINDS = {
    "personne": TargetKind.PERSON,
    "collectif": TargetKind.COLLECTIVE,
    "organisation": TargetKind.ORGANISATION,
}


def issuer_of_address(visit: Visit) -> Target:
    """The issuer that the address names by its kind and slug. Raises NotFound."""
    kind = KINDS.get(visit.param("kind"))
    if kind is None:
        raise NotFound
    return issuer_target(visit.session, visit.actor, kind, visit.param("slug"))


def badge_from_elsewhere(visit: Visit) -> Target:
    """The badge from elsewhere that the address names. Raises NotFound."""
    target = imported_target(visit.session, visit.actor, visit.id())
    return target if target.title else replace(target, title=_("Badge sans nom"))


def target_page(visit: Visit, target: Target, *, anchor: str = ANCHOR) -> str:
    """The path of the page that shows the endorsements of `target`, at their place."""
    path = {
        TargetKind.BADGE: lambda: visit.url("badges:show", slug=target.slug),
        TargetKind.AWARD: lambda: visit.url("awards:show", id=target.id),
        TargetKind.IMPORTED: lambda: visit.url("imports:show", id=target.id),
        TargetKind.PERSON: lambda: visit.url("people:profile", handle=target.slug),
        TargetKind.COLLECTIVE: lambda: visit.url("collectives:show", slug=target.slug),
        TargetKind.ORGANISATION: lambda: visit.url("organisations:show", slug=target.slug),
    }[target.kind]()
    return f"{path}#{anchor}"
