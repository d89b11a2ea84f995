"""The badges a round may be about."""

from collections.abc import Sequence

from sqlmodel import Session, col

from recognition.badges.gallery import BadgeCard, GallerySearch, Order, gallery_cards
from recognition.badges.models import Badge
from recognition.permissions import Actor


def badges_by_slug(session: Session, actor: Actor, slugs: Sequence[str]) -> list[BadgeCard]:
    """Those of these badges that are adopted, by title, whatever collective adopted them. Two
    statements."""
    search = GallerySearch(order=Order.TITLE)
    only = [col(Badge.slug).in_(slugs)]
    return list(gallery_cards(session, actor, search, page_size=len(slugs) or 1, only=only).cards)
