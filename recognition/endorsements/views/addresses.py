"""Where the page of an endorsed thing is."""

from recognition.endorsements.rules import Target, TargetKind
from recognition.web.visit import Visit

ANCHOR = "endossements"


def target_page(visit: Visit, target: Target, *, anchor: str = ANCHOR) -> str:
    """The path of the page that shows the endorsements of `target`, at their place."""
    path = {
        TargetKind.BADGE: lambda: visit.url("badges:show", slug=target.slug),
        TargetKind.AWARD: lambda: visit.url("awards:show", id=target.id),
        TargetKind.PERSON: lambda: visit.url("people:profile", handle=target.slug),
        TargetKind.COLLECTIVE: lambda: visit.url("collectives:show", slug=target.slug),
        TargetKind.ORGANISATION: lambda: visit.url("organisations:show", slug=target.slug),
    }[target.kind]()
    return f"{path}#{anchor}"
