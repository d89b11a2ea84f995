"""What lives in a collective: all that may be seen, nothing that is hidden, page by page."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from recognition.awards.models import AwardState, Visibility
from recognition.badges.models import BadgeState
from recognition.collectives.models import Collective, MembershipState
from recognition.collectives.queries import standing_of
from recognition.endorsements.models import EndorsementState
from recognition.home.feed import Cursor, NewsKind, cursor_of, feed
from recognition.people.models import Person, ProfileVisibility
from recognition.permissions import Actor
from tests.conftest import Visitor
from tests.factories import (
    AT,
    join,
    make_award,
    make_badge,
    make_collective,
    make_endorsement,
    make_organisation,
    make_person,
)

SignedInAs = Callable[[Person], Visitor]


@pytest.fixture
def collective(session: Session) -> Collective:
    return make_collective(session, "Occitanie")


@pytest.fixture
def me(session: Session, collective: Collective) -> Person:
    person = make_person(session, "Moi", profile_visibility=ProfileVisibility.PRIVATE)
    join(session, person, collective)
    return person


def actor_of(session: Session, person: Person) -> Actor:
    session.flush()
    return standing_of(session, person.id).actor


def news_of(session: Session, person: Person, **values: Any) -> list[NewsKind]:
    found = feed(session, actor_of(session, person), most=100, **values).news
    return [line.kind for line in found if line.kind != NewsKind.JOINED]


def test_each_kind_of_news_is_told_in_its_words(
    session: Session, collective: Collective, me: Person, signed_in_as: SignedInAs
) -> None:
    zoe, paul = make_person(session, "Zoé"), make_person(session, "Paul")
    hour = timedelta(hours=1)
    join(session, zoe, collective).decided_at = AT + hour / 2
    badge = make_badge(session, collective, paul, title="Oreille", adopted_at=AT + hour)
    award = make_award(session, badge, zoe, paul, decided_at=AT + 2 * hour)
    make_award(
        session, badge, zoe, zoe, narrative="Un soir, j’ai écouté.", decided_at=AT + 3 * hour
    )
    make_endorsement(session, badge=badge, endorser=paul, decided_at=AT + 4 * hour)
    make_endorsement(session, award=award, endorser=paul, decided_at=AT + 5 * hour)
    make_endorsement(session, issuer_id=zoe.id, endorser=paul, decided_at=AT + 6 * hour)
    organisation = make_organisation(session, "L’Atelier", collective_id=collective.id)
    make_endorsement(session, issuer_id=organisation.id, endorser=paul, decided_at=AT + 7 * hour)
    session.flush()
    html = signed_in_as(me).get("/").text
    html = html[
        html.index('class="line news"') : html.index("</ol>", html.index('class="line news"'))
    ]
    told = [
        " ".join(re.sub(r"<[^>]*>", "", line).split(" · ")[0].split())
        for line in re.findall(r'<p class="when">(.*?)</p>', html, re.S)
    ]
    assert told == [
        "Paul endosse L’Atelier",
        "Paul endosse Zoé",
        "Paul met des mots sur Oreille, porté par Zoé",
        "Paul endosse le badge Oreille",
        "Zoé se reconnaît dans Oreille",
        "Zoé a reçu Oreille, attribué par Paul",
        "Occitanie adopte Oreille",
        "Zoé rejoint Occitanie",
        "Moi rejoint Occitanie",
    ]


HIDDEN: dict[str, dict[str, Any]] = {
    "private": {"visibility": Visibility.PRIVATE},
    "offered": {"state": AwardState.OFFERED, "decided_at": None},
    "declined": {"state": AwardState.DECLINED},
    "revoked": {"state": AwardState.REVOKED},
    "removed": {"state": AwardState.REMOVED},
}


@pytest.mark.parametrize("how", HIDDEN)
@pytest.mark.parametrize("viewer", ["colleague", "holder", "giver"])
def test_a_hidden_award_is_no_news_for_anyone_and_its_words_neither(
    session: Session, collective: Collective, me: Person, how: str, viewer: str
) -> None:
    holder, giver = make_person(session), make_person(session)
    join(session, holder, collective)
    join(session, giver, collective)
    elsewhere = make_badge(session)
    who = {"colleague": me, "holder": holder, "giver": giver}[viewer]
    shown = make_award(session, elsewhere, holder, giver, visibility=Visibility.COLLECTIVE)
    make_endorsement(session, award=shown, endorser=giver)
    told = [NewsKind.AWARD, NewsKind.ENDORSED_AWARD]
    assert sorted(news_of(session, who)) == told
    for name, value in HIDDEN[how].items():
        setattr(shown, name, value)
    session.add(shown)
    assert news_of(session, who) == []


def test_a_profile_that_closes_takes_its_awards_out_of_the_feed(
    session: Session, collective: Collective, me: Person
) -> None:
    holder = make_person(session)
    join(session, holder, collective)
    award = make_award(session, make_badge(session), holder)
    make_endorsement(session, award=award)
    make_endorsement(session, issuer_id=holder.id)
    assert len(news_of(session, me)) == 3
    holder.profile_visibility = ProfileVisibility.COLLECTIVE
    assert len(news_of(session, me)) == 3
    holder.profile_visibility = ProfileVisibility.PRIVATE
    assert news_of(session, me) == []


def test_who_leaves_the_collective_takes_their_news_along(
    session: Session, collective: Collective, me: Person
) -> None:
    holder = make_person(session)
    membership = join(session, holder, collective)
    make_award(session, make_badge(session), holder, visibility=Visibility.COLLECTIVE)
    assert news_of(session, me) == [NewsKind.AWARD]
    membership.state = MembershipState.LEFT
    session.add(membership)
    assert news_of(session, me) == []


@pytest.mark.parametrize(
    "state", [EndorsementState.OFFERED, EndorsementState.DECLINED, EndorsementState.WITHDRAWN]
)
def test_words_that_are_not_accepted_are_no_news_even_for_who_wrote_them(
    session: Session, collective: Collective, me: Person, state: EndorsementState
) -> None:
    badge = make_badge(session, collective)
    words = make_endorsement(session, badge=badge, endorser=me)
    assert sorted(news_of(session, me)) == [NewsKind.ADOPTED, NewsKind.ENDORSED_BADGE]
    words.state = state
    session.add(words)
    assert news_of(session, me) == [NewsKind.ADOPTED]


def test_a_badge_is_news_once_adopted_and_while_it_is_in_force(
    session: Session, collective: Collective, me: Person
) -> None:
    make_badge(session, collective, state=BadgeState.DISCUSSION, adopted_at=None)
    make_badge(session, collective, state=BadgeState.WITHDRAWN, adopted_at=None)
    make_badge(session, collective, state=BadgeState.RETIRED)
    make_badge(session)  # of another collective
    assert news_of(session, me) == []
    make_badge(session, collective)
    assert news_of(session, me) == [NewsKind.ADOPTED]


def test_only_who_can_be_found_is_told_to_have_joined(
    session: Session, collective: Collective, me: Person
) -> None:
    shy, open_to_all = (
        make_person(session, profile_visibility=visibility)
        for visibility in (ProfileVisibility.PRIVATE, ProfileVisibility.COLLECTIVE)
    )
    for person in (shy, open_to_all):
        join(session, person, collective)
    found = feed(session, actor_of(session, me)).news
    assert {line.person_id for line in found} == {me.id, open_to_all.id}


def test_without_a_collective_one_reads_what_all_of_them_show_to_everyone(
    session: Session, collective: Collective, me: Person
) -> None:
    outsider, holder = make_person(session), make_person(session)
    join(session, holder, collective)
    badge = make_badge(session, collective)
    make_award(session, badge, holder, visibility=Visibility.PUBLIC)
    make_award(session, badge, holder, me, visibility=Visibility.COLLECTIVE)
    assert sorted(news_of(session, me)) == [NewsKind.ADOPTED, NewsKind.AWARD, NewsKind.AWARD]
    assert sorted(news_of(session, outsider)) == [NewsKind.ADOPTED, NewsKind.AWARD]


def test_pages_follow_one_another_without_gap_or_repeat_even_at_one_time(
    session: Session, collective: Collective, me: Person
) -> None:
    holder = make_person(session)
    join(session, holder, collective)
    for number in range(6):
        badge = make_badge(session, collective, adopted_at=AT)
        award = make_award(session, badge, holder, decided_at=AT)
        make_endorsement(session, award=award, decided_at=AT + timedelta(minutes=number % 2))
    actor = actor_of(session, me)
    whole = [line.id for line in feed(session, actor, most=100).news]
    assert len(whole) == 20
    read: list[object] = []
    before: Cursor | None = None
    while True:
        page = feed(session, actor, before=before, most=3)
        read += [line.id for line in page.news]
        if page.older is None:
            break
        before = cursor_of(str(page.older))
        assert before == page.older
    assert read == whole


def test_older_news_come_at_a_click_with_or_without_a_script(
    session: Session, collective: Collective, me: Person, signed_in_as: SignedInAs
) -> None:
    for number in range(15):
        make_badge(
            session, collective, title=f"Badge {number:02}", adopted_at=AT + timedelta(number)
        )
    session.flush()
    member = signed_in_as(me)
    first = member.get("/").text
    older = re.findall(r'hx-get="([^"]+)"', first)[0]
    assert f'href="{older}#fil"' in first
    titles = re.compile(r"Badge \d\d(?=</a>)")
    feed_of = titles.findall
    assert feed_of(first[first.index('id="fil"') :])[:12] == [
        f"Badge {number:02}" for number in range(14, 2, -1)
    ]
    fragment = member.get(older, htmx=True).text
    assert feed_of(fragment) == ["Badge 02", "Badge 01", "Badge 00"]
    assert "<main" not in fragment
    assert "hx-get" not in fragment
    page = member.get(older).text
    assert feed_of(page[page.index('id="fil"') :])[:3] == feed_of(fragment)
    assert "Revenir au plus récent" in page


@pytest.mark.parametrize("text", ["", "hier", "1-2", "9" * 40 + "-" + "0" * 32, "-1-" + "0" * 32])
def test_a_cursor_that_we_did_not_write_starts_at_the_beginning(text: str) -> None:
    assert cursor_of(text) is None
