"""Reading awards."""

from recognition.awards.queries.cards import (
    AwardLine,
    HolderLine,
    NewsLine,
    awards_of_person,
    excerpt_of,
    holders_of_badge,
    latest_awards,
)
from recognition.awards.queries.giving import (
    BadgeToGive,
    already_given,
    badge_to_give,
    delivered_to,
    has_from,
    may_reach,
)
from recognition.awards.queries.mine import (
    GivenLine,
    OfferLine,
    awards_given,
    my_awards,
    offers_waiting,
)
from recognition.awards.queries.page import (
    AwardView,
    CriterionLine,
    IssuerView,
    PersonView,
    award_page,
)
from recognition.awards.queries.rights import (
    award_for,
    award_subject,
    held_awards,
    holds_badge,
    opens_giving,
)
from recognition.awards.queries.shown import (
    Holder,
    award_seen_by,
    shown_in_collective,
    shown_publicly,
)

__all__ = [
    "AwardLine",
    "AwardView",
    "BadgeToGive",
    "CriterionLine",
    "GivenLine",
    "Holder",
    "HolderLine",
    "IssuerView",
    "NewsLine",
    "OfferLine",
    "PersonView",
    "already_given",
    "award_for",
    "award_page",
    "award_seen_by",
    "award_subject",
    "awards_given",
    "awards_of_person",
    "badge_to_give",
    "delivered_to",
    "excerpt_of",
    "has_from",
    "held_awards",
    "holders_of_badge",
    "holds_badge",
    "latest_awards",
    "may_reach",
    "my_awards",
    "offers_waiting",
    "opens_giving",
    "shown_in_collective",
    "shown_publicly",
]
