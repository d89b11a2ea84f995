"""What one takes along: every form, for whom it is, saying nothing that is hidden."""

import json
from uuid import uuid4

import pytest
from sqlmodel import Session

from recognition.awards.models import Award, AwardState, Visibility
from recognition.badges.models import BadgeState
from recognition.credentials.changes import watch_credentials
from recognition.credentials.exports import export
from recognition.credentials.issuing import Issuing
from recognition.credentials.rules import Ended, ExportForm
from recognition.endorsements.models import EndorsementState
from recognition.errors import NotFound, Refused
from recognition.openbadges import png, svg
from recognition.openbadges.safejson import loads
from recognition.openbadges.structure import faults
from recognition.people.models import Person, ProfileVisibility
from recognition.permissions import ANYONE, Actor
from tests.factories import (
    make_award,
    make_badge,
    make_collective,
    make_endorsement,
    make_evidence,
    make_organisation,
    make_person,
)

watch_credentials()
JSON = (ExportForm.OB3_JSON, ExportForm.OB2_JSON)


def holder_of(award: Award) -> Actor:
    return Actor(person_id=award.holder_id)


def test_an_award_goes_into_every_form_and_comes_out_the_same(
    session: Session, issuing: Issuing
) -> None:
    award = make_award(session)
    files = {form: export(session, issuing, award.id, form) for form in ExportForm}

    for version in ("ob3", "ob2"):
        text = files[ExportForm(f"{version}.json")].content.decode()
        baked = png.unbake(files[ExportForm(f"{version}.png")].content)
        drawn = svg.unbake(files[ExportForm(f"{version}.svg")].content)
        assert baked is not None
        assert drawn is not None
        assert baked.text == drawn.text == text
        assert faults(loads(text)) == ()
        assert baked.keyword == {"ob3": "openbadgecredential", "ob2": "openbadges"}[version]
    assert files[ExportForm.OB3_JWT].content.count(b".") == 2
    assert {file.media_type for file in files.values()} == {
        "application/ld+json",
        "application/vc+jwt",
        "image/png",
        "image/svg+xml",
    }
    for form, file in files.items():
        assert file.file_name.isascii()
        assert file.file_name.endswith(f".{form.value}")


def test_the_others_have_the_forms_they_can_have(session: Session, issuing: Issuing) -> None:
    badge, person = make_badge(session), make_person(session)
    said = make_endorsement(session, badge=badge)
    forms = {
        badge.id: JSON,
        person.id: JSON,
        make_collective(session).id: JSON,
        make_organisation(session).id: JSON,
        said.id: (*JSON, ExportForm.OB3_JWT),
    }
    for id_, there in forms.items():
        for form in ExportForm:
            if form in there:
                file = export(session, issuing, id_, form)
                if form in JSON:
                    assert faults(loads(file.content)) == ()
            else:
                with pytest.raises(Refused, match=r"credential\.no_such_form"):
                    export(session, issuing, id_, form)
    for form in ("ob1.json", "", "../ob3.json"):
        with pytest.raises(Refused, match=r"credential\.no_such_form"):
            export(session, issuing, badge.id, form)
    with pytest.raises(NotFound):
        export(session, issuing, uuid4(), ExportForm.OB3_JSON)


@pytest.mark.parametrize("form", list(ExportForm))
@pytest.mark.parametrize(
    ("award_width", "profile"),
    [
        (Visibility.PRIVATE, ProfileVisibility.PUBLIC),
        (Visibility.COLLECTIVE, ProfileVisibility.PUBLIC),
        (Visibility.PUBLIC, ProfileVisibility.COLLECTIVE),
        (Visibility.PUBLIC, ProfileVisibility.PRIVATE),
    ],
)
def test_what_not_everyone_sees_goes_to_its_holder_alone(
    session: Session,
    issuing: Issuing,
    form: ExportForm,
    award_width: Visibility,
    profile: ProfileVisibility,
) -> None:
    award = make_award(session, visibility=award_width)
    session.get_one(Person, award.holder_id).profile_visibility = profile
    session.flush()
    for actor in (ANYONE, Actor(person_id=award.giver_id), Actor(person_id=uuid4())):
        with pytest.raises(NotFound):
            export(session, issuing, award.id, form, actor)
    assert export(session, issuing, award.id, form, holder_of(award)).content
    assert export(session, issuing, award.id, form, None).content


def test_what_the_holder_hides_is_in_no_form(session: Session, issuing: Issuing) -> None:
    award = make_award(session)
    shown = make_evidence(session, award, title="Montrée")
    make_evidence(session, award, title="Cachée", visibility=Visibility.PRIVATE)
    make_evidence(session, award, title="Cachée", visibility=Visibility.COLLECTIVE)
    refused = make_endorsement(
        session, issuer_id=award.giver_id, state=EndorsementState.DECLINED, statement="Cachée"
    )
    for form in (ExportForm.OB3_SVG, ExportForm.OB2_SVG, *JSON):
        text = export(session, issuing, award.id, form, holder_of(award)).content.decode()
        assert shown.title in text
        assert "Cachée" not in text
        assert str(refused.id) not in text

    award.visibility = Visibility.PRIVATE  # evidence is never shown more widely than its award
    session.flush()
    for form in JSON:
        text = export(session, issuing, award.id, form, holder_of(award)).content.decode()
        assert shown.title not in text


@pytest.mark.parametrize(
    ("state", "visibility", "answer"),
    [
        (AwardState.REVOKED, Visibility.PUBLIC, Ended),
        (AwardState.REMOVED, Visibility.PUBLIC, Ended),
        (AwardState.REVOKED, Visibility.PRIVATE, NotFound),
    ],
)
def test_what_ended_says_so_to_whom_it_was_shown(
    session: Session,
    issuing: Issuing,
    state: AwardState,
    visibility: Visibility,
    answer: type[Exception],
) -> None:
    award = make_award(session, visibility=visibility)
    award.state = state
    session.flush()
    for form in ExportForm:
        with pytest.raises(answer):
            export(session, issuing, award.id, form)


def test_what_was_not_accepted_is_not_to_be_had(session: Session, issuing: Issuing) -> None:
    offered = make_award(session, state=AwardState.OFFERED, decided_at=None)
    waiting = make_endorsement(session, award=make_award(session), state=EndorsementState.OFFERED)
    for id_, actor in (
        (offered.id, holder_of(offered)),
        (waiting.id, Actor(person_id=waiting.endorser_id)),
    ):
        for who in (ANYONE, actor, None):
            with pytest.raises(NotFound):
                export(session, issuing, id_, ExportForm.OB3_JSON, who)


def test_a_badge_in_discussion_is_not_public(session: Session, issuing: Issuing) -> None:
    badge = make_badge(session, state=BadgeState.DISCUSSION)
    for form in JSON:
        with pytest.raises(NotFound):
            export(session, issuing, badge.id, form)


def test_a_hidden_person_is_named_only_where_their_name_stands_already(
    session: Session, issuing: Issuing
) -> None:
    hidden = make_person(session, profile_visibility=ProfileVisibility.PRIVATE)
    award = make_award(session, giver=hidden, visibility=Visibility.PRIVATE)
    for form in JSON:
        with pytest.raises(NotFound):
            export(session, issuing, hidden.id, form)
    award.visibility = Visibility.PUBLIC
    session.flush()
    for form in JSON:
        document = json.loads(export(session, issuing, hidden.id, form).content)
        assert document["name"] == hidden.display_name
        assert not {"description", "image", "givenName"} & document.keys()


def test_no_mail_address_is_in_anything(session: Session, issuing: Issuing) -> None:
    """Requirement G4."""
    award = make_award(session)
    said = make_endorsement(session, award=award)
    for id_ in (award.id, said.id, award.giver_id, award.badge_id):
        for form in JSON:
            text = export(session, issuing, id_, form).content.decode()
            assert text.replace("contact@exemple.test", "").count("@") == text.count('"@')
