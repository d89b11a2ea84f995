"""The value on the pages of badges and awards, all its voices, and the same as JSON."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from recognition.awards.models import Award, Visibility
from recognition.badges.models import Badge, BadgeState
from recognition.collectives.models import Collective
from recognition.people.models import Person, ProfileVisibility
from recognition.trust.changes import watch_changes
from tests.factories import (
    AT,
    join,
    make_award,
    make_badge,
    make_collective,
    make_endorsement,
    make_evidence,
    make_meeting,
    make_person,
)

watch_changes()
Browser = Callable[[Person], Any]


def met(session: Session, collective: Collective, name: str, **values: Any) -> Person:
    person = make_person(session, name)
    join(session, person, collective, **values)
    make_meeting(session, person, collective)
    return person


@pytest.fixture
def collective(session: Session) -> Collective:
    return make_collective(session, "Nord", slug="nord", accent="pastel")


@pytest.fixture
def badge(session: Session, collective: Collective) -> Badge:
    """Two voices from two circles, and one that nobody met leads to."""
    badge = make_badge(session, collective, slug="four-solaire", adopted_at=AT - timedelta(days=9))
    south = make_collective(session, "Sud", accent="garance")
    for at, (where, name) in enumerate(((collective, "Ada"), (south, "Bo"))):
        day = AT + timedelta(days=at)
        make_endorsement(session, endorser=met(session, where, name), badge=badge, given_at=day)
    make_endorsement(session, endorser=make_person(session, "Inconnue"), badge=badge)
    session.expire_on_commit = False
    session.commit()
    return badge


def card(html: str) -> str:
    """The words of the card of the value."""
    inside = html.split('id="valeur"')[1].split("</section>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", inside))


def test_the_card_tells_value_sentence_proof_and_each_voice(badge: Badge, visitor: Any) -> None:
    words = card(visitor.get(f"/badges/{badge.slug}").text)

    assert "2,00" in words
    assert (
        "3 personnes de 2 cercles s’engagent pour ce badge, dont une qui ne s’ajoute pas encore"
        in words
    )
    assert "2 voix indépendantes." in words
    assert "tant que l’une de ses 2 voix indépendantes tient" in words
    assert "Ni note ni maximum" in words
    assert "il faudrait que 2 personnes se trompent toutes à la fois" in words
    assert "Des voix de deux cercles" in words
    assert words.count("1re voix de son cercle, en mots") == 2
    assert "Pas encore reliée à quelqu’un qu’un collectif a rencontré." in words
    assert "14 mars 2026 : Ada endosse le badge" in words
    assert "15 mars 2026 : Bo endosse le badge" in words


def test_what_would_enrich_names_a_circle_and_its_gain(
    session: Session, badge: Badge, visitor: Any
) -> None:
    met(session, make_collective(session, "Est"), "Éva")
    session.commit()

    words = card(visitor.get(f"/badges/{badge.slug}").text)

    assert (
        "Une première voix venue de Est : + 1,00, ou + 0,50 si aucun collectif ne l’a encore"
        in words
    )


def test_json_says_what_the_page_says(badge: Badge, visitor: Any) -> None:
    answer = visitor.get(f"/badges/{badge.slug}/valeur.json")
    told = answer.json()
    scope = told["scopes"][0]

    assert answer.headers["content-type"] == "application/json"
    assert (told["thing"], told["shows_value"], len(told["scopes"])) == ("badge", True, 1)
    assert (scope["scope"], scope["value"], scope["voices"]) == ("everywhere", 2.0, 3)
    assert (scope["independent"], scope["circles"], scope["effective_circles"]) == (2, 2, 2.0)
    assert [
        (row["person"]["name"], row["circle"], row["way"], row["seat"], row["amount"])
        for row in scope["rows"]
    ] == [("Ada", "Nord", "direct", 1, 1.0), ("Bo", "Sud", "direct", 1, 1.0)]
    assert [(row["person"]["name"], row["cause"]) for row in scope["silent"]] == [
        ("Inconnue", "unreached")
    ]
    assert scope["silent"][0]["sentence"].startswith("Pas encore reliée")
    moments = scope["history"]["moments"]
    assert [moment["value"] for moment in moments] == [1.0, 2.0]
    assert moments[-1]["events"][0]["sentence"] == "Bo endosse le badge"
    assert scope["bottleneck"] is None
    assert f'href="/badges/{badge.slug}/valeur.json"' in visitor.get(f"/badges/{badge.slug}").text


def test_all_voices_have_a_page(session: Session, badge: Badge, visitor: Any) -> None:
    for number in range(30):
        friend = met(session, make_collective(session), f"Voix {number:02}")
        make_endorsement(session, endorser=friend, badge=badge)
    session.commit()

    short = card(visitor.get(f"/badges/{badge.slug}").text)
    whole = card(visitor.get(f"/badges/{badge.slug}/valeur").text)

    assert short.count("voix de son cercle") == 12
    assert "Voir les 20 autres voix" in short
    assert whole.count("voix de son cercle") == 32


@pytest.mark.parametrize("page", ["", "/valeur", "/valeur.json"])
def test_who_may_not_see_an_award_learns_nothing(
    session: Session, signed_in_as: Browser, visitor: Any, collective: Collective, page: str
) -> None:
    member, holder = met(session, collective, "Ada"), met(session, collective, "Bo")
    award = make_award(session, holder=holder, giver=member, visibility=Visibility.COLLECTIVE)
    outsider = make_person(session)
    session.expire_on_commit = False
    session.commit()
    path = f"/recus/{award.id}{page}"

    assert visitor.get(path).status_code == 404
    assert signed_in_as(outsider).get(path).status_code == 404
    assert signed_in_as(member).get(path).status_code == 200


def test_a_members_json_has_their_collective_beside(
    session: Session, signed_in_as: Browser, collective: Collective
) -> None:
    member, holder = met(session, collective, "Ada"), met(session, collective, "Bo")
    award = make_award(session, holder=holder, giver=member, visibility=Visibility.COLLECTIVE)
    session.expire_on_commit = False
    session.commit()
    browser = signed_in_as(member)

    everywhere, here = browser.get(f"/recus/{award.id}/valeur.json").json()["scopes"]

    assert (everywhere["known"], everywhere["value"], everywhere["rows"]) == (False, 0.0, [])
    assert (here["scope"], here["collective"], here["value"]) == ("collective", "Nord", 0.5)
    words = card(browser.get(f"/recus/{award.id}").text)
    assert "Ce badge n’est pas montré à tout le monde" in words


def test_seen_from_here_is_folded_with_its_figure_in_the_summary(
    session: Session, signed_in_as: Browser, badge: Badge, collective: Collective
) -> None:
    member, holder = met(session, collective, "Cléo"), met(session, collective, "Dan")
    award = make_award(session, badge=badge, holder=holder, giver=member)
    award.visibility = Visibility.COLLECTIVE
    session.commit()

    html = signed_in_as(member).get(f"/badges/{badge.slug}").text
    folded = html.split('<details class="more-info val-fold">')[1]

    assert re.search(r"Vu d’ici, Nord\xa0: \d,\d\d</summary>", folded)
    assert "D’ici, on voit aussi ce qui est montré au collectif" in folded
    assert '<a class="link val-jump" href="#valeur">3 personnes s’engagent' in html


def test_a_badge_in_discussion_has_no_value_yet(
    session: Session, signed_in_as: Browser, collective: Collective
) -> None:
    member = met(session, collective, "Ada")
    talk = make_badge(session, collective, state=BadgeState.DISCUSSION, adopted_at=None)
    session.expire_on_commit = False
    session.commit()
    browser = signed_in_as(member)

    assert browser.get(f"/badges/{talk.slug}").status_code == 200
    assert browser.get(f"/badges/{talk.slug}/valeur").status_code == 404
    assert browser.get(f"/badges/{talk.slug}/valeur.json").status_code == 404


def _hide_numbers(session: Session, collective: Collective) -> None:
    collective.shows_value = False
    session.add(collective)
    session.commit()


NUMBERS = re.compile(r"\d,\d|[½⅓⅔¼¾⅕⅙⅛⅜⅝⅞]|\+\s\d")


def _award_of(session: Session, badge: Badge, collective: Collective) -> Award:
    award = make_award(session, badge=badge, giver=met(session, collective, "Dan"))
    make_evidence(session, award, added_at=AT + timedelta(days=3))
    session.expire_on_commit = False
    session.commit()
    return award


def test_without_the_number_threads_and_words_stay(
    session: Session, badge: Badge, collective: Collective, visitor: Any
) -> None:
    award = _award_of(session, badge, collective)
    met(session, make_collective(session, "Est"), "Éva")
    session.commit()
    for path in (f"/badges/{badge.slug}", f"/recus/{award.id}", f"/badges/{badge.slug}/valeur"):
        assert NUMBERS.search(card(visitor.get(path).text))

    _hide_numbers(session, collective)

    for path in (f"/badges/{badge.slug}", f"/recus/{award.id}", f"/badges/{badge.slug}/valeur"):
        html = visitor.get(path).text
        assert NUMBERS.findall(card(html)) == []
        assert 'class="strands"' not in html
        assert 'class="curve' not in html
    words = card(visitor.get(f"/badges/{badge.slug}").text)
    assert "5 personnes de 3 cercles s’engagent pour ce badge" in words
    assert "1re voix de son cercle" in words
    assert "Ada endosse le badge" in words
    assert "sans la valeur chiffrée" in words


def test_without_the_number_json_has_none_either(
    session: Session, badge: Badge, collective: Collective, visitor: Any
) -> None:
    award = _award_of(session, badge, collective)
    _hide_numbers(session, collective)
    found: list[str] = []

    def floats(told: Any, path: str) -> None:
        if isinstance(told, dict):
            for name, value in told.items():
                floats(value, f"{path}.{name}")
        elif isinstance(told, list):
            for value in told:
                floats(value, path)
        elif isinstance(told, float):
            found.append(path)

    for path in (f"/badges/{badge.slug}/valeur.json", f"/recus/{award.id}/valeur.json"):
        told = visitor.get(path).json()
        floats(told, path)
        assert told["shows_value"] is False
        assert told["scopes"][0]["rows"][0]["amount"] is None
        assert told["scopes"][0]["value"] is None
    assert found == []


def test_another_collectives_choice_hides_nothing_here(
    session: Session, badge: Badge, visitor: Any
) -> None:
    _hide_numbers(session, make_collective(session, "Ailleurs"))

    assert visitor.get(f"/badges/{badge.slug}/valeur.json").json()["scopes"][0]["value"] == 2.0


def test_the_bottleneck_is_named_to_the_coordination_alone(
    session: Session, badge: Badge, collective: Collective, signed_in_as: Browser, visitor: Any
) -> None:
    coordinator = met(session, collective, "Coralie", coordinator=True)
    member = met(session, collective, "Maël")
    elsewhere = met(session, make_collective(session), "Odile", coordinator=True)
    session.expire_on_commit = False
    session.commit()
    path = f"/badges/{badge.slug}/valeur.json"

    def named(browser: Any) -> list[str] | None:
        told = browser.get(path).json()["scopes"][0]["bottleneck"]
        return told and [person["name"] for person in told]

    assert named(signed_in_as(coordinator)) == ["Ada", "Bo"]
    assert [named(visitor), named(signed_in_as(member)), named(signed_in_as(elsewhere))] == [
        None,
        None,
        None,
    ]
    page = f"/badges/{badge.slug}"
    assert "Sur qui il repose" in signed_in_as(coordinator).get(page).text
    assert "Sur qui il repose" not in signed_in_as(elsewhere).get(page).text


def test_deeds_are_offered_to_those_who_can_do_them(
    session: Session, collective: Collective, signed_in_as: Browser, visitor: Any
) -> None:
    holder = met(session, make_collective(session, "Est"), "Hélène")
    award = make_award(session, holder=holder, giver=met(session, make_collective(session), "Gil"))
    make_endorsement(session, endorser=make_person(session, "Inconnue"), award=award)
    coordinator = met(session, collective, "Coralie", coordinator=True)
    session.expire_on_commit = False
    session.commit()
    path = f"/recus/{award.id}"
    slug = session.get_one(Badge, award.badge_id).slug
    session.commit()

    for_holder = signed_in_as(holder).get(path).text.split('id="valeur"')[1]
    for_coordinator = signed_in_as(coordinator).get(path).text.split('id="valeur"')[1]
    for_visitor = visitor.get(path).text.split('id="valeur"')[1]

    assert f'href="/recus/{award.id}/preuves/nouvelle"' in for_holder
    assert f'href="/recus/{award.id}/endosser"' in for_coordinator
    assert f'href="/collectifs/nord/inviter?pour=round&amp;badge={slug}"' in for_coordinator
    assert 'rencontre">Noter une rencontre' in for_coordinator
    for offered in ("preuves/nouvelle", "inviter?", "/rencontre"):
        assert offered not in for_visitor


def test_a_profile_that_is_not_shown_is_named_without_a_link(
    session: Session, collective: Collective, visitor: Any
) -> None:
    badge = make_badge(session, collective)
    shown, private = met(session, collective, "Ada"), met(session, collective, "Bo")
    private.profile_visibility = "private"
    for friend in (shown, private):
        make_endorsement(session, endorser=friend, badge=badge)
    session.commit()

    rows = visitor.get(f"/badges/{badge.slug}/valeur.json").json()["scopes"][0]["rows"]

    assert {row["person"]["name"]: row["person"]["handle"] for row in rows} == {
        "Ada": shown.handle,
        "Bo": None,
    }


def test_who_hides_their_page_hides_where_they_are_a_member(
    session: Session, badge: Badge, visitor: Any, signed_in_as: Browser
) -> None:
    hidden_circle = make_collective(session, "Est", accent="gaude")
    shy = met(session, hidden_circle, "Camille Discret")
    shy.profile_visibility = ProfileVisibility.COLLECTIVE
    colleague = met(session, hidden_circle, "Dany")
    make_endorsement(session, endorser=shy, badge=badge)
    session.commit()

    def circle_of(asker: Any, name: str) -> str | None:
        told = asker.get("/badges/four-solaire/valeur.json").json()["scopes"][0]
        return {row["person"]["name"]: row["circle"] for row in told["rows"]}[name]

    assert circle_of(visitor, "Camille Discret") is None
    assert circle_of(visitor, "Ada") == "Nord"
    assert circle_of(signed_in_as(colleague), "Camille Discret") == "Est"


@pytest.mark.parametrize("page", ["", "/valeur", "/valeur.json"])
def test_one_or_three_voices_take_as_many_statements(
    session: Session, collective: Collective, visitor: Any, statements: Any, page: str
) -> None:
    badge = make_badge(session, collective)
    counts = []
    for added in (1, 2):
        for _ in range(added):
            friend = met(session, make_collective(session), "Amie")
            make_endorsement(session, endorser=friend, badge=badge)
            award = make_award(session, badge=badge, holder=friend)
            make_evidence(session, award)
            make_endorsement(session, award=award)
        session.commit()
        visitor.get(f"/badges/{badge.slug}{page}")  # the graph catches up
        with statements() as seen:
            assert visitor.get(f"/badges/{badge.slug}{page}").status_code == 200
        counts.append(len(seen))

    assert counts[0] == counts[1]


def test_the_gallery_and_profiles_tell_no_value(
    badge: Badge, session: Session, collective: Collective, visitor: Any
) -> None:
    award = _award_of(session, badge, collective)
    holder = session.get_one(Person, award.holder_id)
    handle = holder.handle
    session.commit()

    for path in ("/badges", f"/@{handle}", "/personnes", f"/collectifs/{collective.slug}"):
        html = visitor.get(path).text
        assert "voix indépendante" not in html
        assert "Valeur d’endossement" not in html
