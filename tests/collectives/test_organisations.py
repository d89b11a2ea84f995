"""Organisations: their page, and the people named to speak for them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from recognition.collectives.commands import name_representative
from recognition.collectives.models import Organisation, Representative
from recognition.collectives.queries import standing_of
from recognition.db import writing
from recognition.errors import Refused
from recognition.people.models import Issuer, IssuerKind, Person, ProfileVisibility
from tests.collectives.conftest import Circle
from tests.factories import AT, make_organisation, make_person, make_representative

Browser = Callable[[Person], Any]
WORDS = {"name": "La Chambre à Air", "kind": "association", "city": "Albi", "description": "Vélos."}


@pytest.fixture
def organisation(circle: Circle) -> Organisation:
    """Affiliated to the collective; the member speaks for it."""
    made = make_organisation(circle.session, "Atelier", collective_id=circle.collective.id)
    make_representative(circle.session, circle.member, made)
    circle.session.commit()
    return made


def _speaks(session: Session, person: Person) -> bool:
    answer = bool(standing_of(session, person.id).actor.organisations)
    session.commit()
    return answer


def _naming(session: Session, person: Person) -> Representative:
    naming = session.exec(
        select(Representative)
        .where(Representative.person_id == person.id)
        .order_by(col(Representative.named_at).desc())
        .execution_options(populate_existing=True)
    ).first()
    assert naming is not None
    session.commit()
    return naming


def _name(browser: Any, organisation: Organisation, person: Person) -> Any:
    return browser.post(
        f"/organisations/{organisation.slug}/representants", {"handle": person.handle}
    )


def test_who_adds_an_organisation_is_the_first_to_speak_for_it(
    circle: Circle, signed_in_as: Browser, visitor: Any
) -> None:
    browser = signed_in_as(circle.member)

    answer = browser.post("/organisations/nouvelle", WORDS | {"collective": circle.collective.slug})

    assert answer.headers["location"] == "/organisations/la-chambre-a-air"
    page = visitor.get("/organisations/la-chambre-a-air").text
    assert "Maël Membre" in page
    assert "Badgeons le Nord" in page
    assert _speaks(circle.session, circle.member)
    made = circle.session.exec(select(Organisation)).one()
    issuer = circle.session.get(Issuer, made.id)
    assert issuer is not None
    assert issuer.kind == IssuerKind.ORGANISATION


def test_an_organisation_is_affiliated_to_a_collective_of_ones_own_only(
    circle: Circle, signed_in_as: Browser
) -> None:
    answer = signed_in_as(circle.outsider).post(
        "/organisations/nouvelle", WORDS | {"collective": circle.collective.slug}
    )

    assert answer.status_code == 422
    assert 'id="collective-error"' in answer.text
    assert 'value="La Chambre à Air"' in answer.text
    assert circle.session.exec(select(Organisation)).all() == []


def test_a_name_is_needed_and_the_rest_is_kept(circle: Circle, signed_in_as: Browser) -> None:
    answer = signed_in_as(circle.outsider).post("/organisations/nouvelle", WORDS | {"name": " "})

    assert answer.status_code == 422
    assert 'id="name-error"' in answer.text
    assert 'value="Albi"' in answer.text


def test_who_speaks_for_it_changes_its_page_and_its_collective_stays_a_choice(
    circle: Circle, organisation: Organisation, signed_in_as: Browser
) -> None:
    browser = signed_in_as(circle.member)
    path = f"/organisations/{organisation.slug}"

    answer = browser.post(f"{path}/modifier", WORDS | {"collective": circle.collective.slug})

    assert answer.headers["location"] == path
    assert "La Chambre à Air" in browser.get(path).text
    assert circle.journal() == []


def test_help_of_the_coordination_is_noted_for_whom_it_is_about(
    circle: Circle, organisation: Organisation, signed_in_as: Browser
) -> None:
    signed_in_as(circle.coordinator).post(f"/organisations/{organisation.slug}/modifier", WORDS)

    entry = circle.journal()[0]
    assert (entry.act, entry.owner_id) == ("organisation.changed", circle.member.id)


def test_an_outsider_changes_and_names_nothing(
    circle: Circle, organisation: Organisation, signed_in_as: Browser
) -> None:
    browser = signed_in_as(circle.outsider)
    path = f"/organisations/{organisation.slug}"

    assert browser.post(f"{path}/modifier", WORDS).status_code == 403
    assert browser.get(f"{path}/representants").status_code == 403
    assert _name(browser, organisation, circle.outsider).status_code == 403


def test_a_coordinator_takes_no_office_that_somebody_holds(
    circle: Circle, organisation: Organisation, signed_in_as: Browser
) -> None:
    """Requirement F4: naming oneself, then ending the others, would take the organisation over."""
    browser = signed_in_as(circle.coordinator)
    empty = make_organisation(circle.session, "Vacante", collective_id=circle.collective.id)
    circle.session.commit()

    assert _name(browser, organisation, circle.coordinator).status_code == 403
    assert _name(browser, empty, circle.coordinator).status_code == 303


def test_a_naming_counts_once_the_person_has_accepted_it(
    circle: Circle, organisation: Organisation, signed_in_as: Browser, visitor: Any
) -> None:
    answer = _name(signed_in_as(circle.member), organisation, circle.outsider)

    assert answer.status_code == 303
    assert not _speaks(circle.session, circle.outsider)
    assert "Odile Dehors" not in visitor.get(f"/organisations/{organisation.slug}").text
    mail = circle.mails_to(circle.outsider)[0]
    assert mail.subject == "Maël Membre vous propose de représenter Atelier"
    named = signed_in_as(circle.outsider)
    assert "Atelier" in named.get("/moi/reglages").text
    naming = _naming(circle.session, circle.outsider)

    named.post(f"/nominations/{naming.id}/acceptation")

    assert _speaks(circle.session, circle.outsider)
    assert "Odile Dehors" in visitor.get(f"/organisations/{organisation.slug}").text


def test_a_naming_is_declined_without_a_word_and_can_be_made_again(
    circle: Circle, organisation: Organisation, signed_in_as: Browser
) -> None:
    browser = signed_in_as(circle.member)
    _name(browser, organisation, circle.outsider)
    naming = _naming(circle.session, circle.outsider)

    signed_in_as(circle.outsider).post(f"/nominations/{naming.id}/refus")

    assert not _speaks(circle.session, circle.outsider)
    assert circle.mails_to(circle.member) == []
    assert _name(browser, organisation, circle.outsider).status_code == 303


def test_a_naming_is_answered_by_its_person_only(
    circle: Circle, organisation: Organisation, signed_in_as: Browser
) -> None:
    browser = signed_in_as(circle.member)
    _name(browser, organisation, circle.outsider)
    naming = _naming(circle.session, circle.outsider)

    assert browser.post(f"/nominations/{naming.id}/acceptation").status_code == 404
    assert not _speaks(circle.session, circle.outsider)


def test_only_people_one_can_find_are_named(
    circle: Circle, organisation: Organisation, signed_in_as: Browser
) -> None:
    hidden = make_person(circle.session, "Hugo Caché", profile_visibility=ProfileVisibility.PRIVATE)
    browser = signed_in_as(circle.member)

    unknown = browser.post(
        f"/organisations/{organisation.slug}/representants", {"handle": "personne-ici"}
    )
    answer = _name(browser, organisation, hidden)

    assert (answer.status_code, unknown.status_code) == (422, 422)
    assert "Nous n’avons trouvé personne" in answer.text
    assert "Hugo" not in answer.text


def test_a_search_offers_people_who_are_not_tied_already(
    circle: Circle, organisation: Organisation, signed_in_as: Browser
) -> None:
    browser = signed_in_as(circle.member)
    path = f"/organisations/{organisation.slug}/representants?q="

    assert f'value="{circle.outsider.handle}"' in browser.get(f"{path}odile").text
    assert f'value="{circle.member.handle}"' not in browser.get(f"{path}mael").text
    fragment = browser.get(f"{path}odile", htmx=True).text
    assert fragment.lstrip().startswith('<form id="found"')


def test_someone_is_named_once(
    circle: Circle, organisation: Organisation, signed_in_as: Browser
) -> None:
    browser = signed_in_as(circle.member)
    _name(browser, organisation, circle.outsider)

    again = _name(browser, organisation, circle.outsider)

    assert again.status_code == 422
    assert "sa réponse est attendue" in again.text
    assert len(circle.mails_to(circle.outsider)) == 1


def test_two_namings_at_once_are_one(
    circle: Circle, organisation: Organisation, engine: Engine
) -> None:
    def name(_: int) -> str:
        with writing(engine) as session:
            try:
                mine = session.get_one(Organisation, organisation.id)
                name_representative(session, mine, circle.outsider.id, by=circle.member.id, at=AT)
                session.commit()
            except Refused as refused:
                return refused.reason
        return "named"

    with ThreadPoolExecutor(3) as pool:
        answers = sorted(pool.map(name, range(3)))

    assert answers == ["named", *["representative.named_already"] * 2]


def test_one_stops_speaking_and_another_representative_may_end_it(
    circle: Circle, organisation: Organisation, signed_in_as: Browser
) -> None:
    representative = make_representative(circle.session, circle.outsider, organisation)
    circle.session.commit()
    path = f"/organisations/{organisation.slug}/representants/{representative.id}/fin"

    assert signed_in_as(circle.coordinator).post(path).status_code == 403
    assert _speaks(circle.session, circle.outsider)
    assert signed_in_as(circle.member).post(path).status_code == 303
    assert not _speaks(circle.session, circle.outsider)


def test_the_last_one_leaves_when_a_coordination_remains_to_name_another(
    circle: Circle, organisation: Organisation, signed_in_as: Browser
) -> None:
    alone = make_organisation(circle.session, "Seule")
    make_representative(circle.session, circle.outsider, alone)
    circle.session.commit()

    def leave(person: Person, of: Organisation) -> Any:
        tie = _naming(circle.session, person)
        return signed_in_as(person).post(f"/organisations/{of.slug}/representants/{tie.id}/fin")

    refused = leave(circle.outsider, alone)
    left = leave(circle.member, organisation)

    assert refused.status_code == 409
    assert "dernière personne à la représenter" in refused.text
    assert _speaks(circle.session, circle.outsider)
    assert left.status_code == 303
    assert not _speaks(circle.session, circle.member)
