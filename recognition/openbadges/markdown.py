"""The texts of our documents that are Markdown: criteria, narratives, comments."""

from collections.abc import Iterable

from recognition.openbadges.facts import Award, Badge, Endorsement

SELF = "Badge selfie : la personne se reconnaît elle-même."
"""Open Badges 2.0 has no other way to say that the holder issued it."""


def items(lines: Iterable[str]) -> str:
    """A list, one item a line."""
    return "\n".join(f"- {' '.join(line.split())}" for line in lines)


def criteria(badge: Badge) -> str:
    """What it takes; the definition for a badge that has no criterion, since the standards want
    one."""
    return items(badge.criteria) or badge.definition


def narrative(award: Award) -> str:
    """What the holder tells: of the whole, then of each criterion. Often empty."""
    parts = [award.narrative] if award.narrative else []
    parts += [f"**{' '.join(each.criterion.split())}**\n\n{each.text}" for each in award.told]
    return "\n\n".join(parts)


def comment(endorsement: Endorsement) -> str:
    """The words, and the criteria for which the endorser vouches."""
    if not endorsement.criteria:
        return endorsement.statement
    return f"{endorsement.statement}\n\nCritères dont je témoigne :\n{items(endorsement.criteria)}"


def standing(endorsement: Endorsement) -> str:
    """From where the endorser speaks: for whom, and what ties them. May be empty."""
    parts = []
    if endorsement.spoken_for:
        parts.append(f"Au nom de : {endorsement.spoken_for}.")
    if endorsement.relation:
        parts.append(f"Lien : {endorsement.relation}.")
    return " ".join(parts)
