"""Whatever happens, what is kept says what the rows say; and nothing else is signed anew."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, update
from sqlmodel import Session, col, select

from recognition.awards import commands as awarding
from recognition.awards.models import Award, AwardState, CriterionNarrative, Visibility
from recognition.badges.models import Criterion, Skill
from recognition.credentials.changes import watch_credentials
from recognition.credentials.issuing import Issuing
from recognition.credentials.models import Credential, CredentialKind, StatusList
from recognition.credentials.signing import Signed, signed
from recognition.credentials.status import build_due
from recognition.endorsements import commands as endorsing
from recognition.endorsements.models import EndorsedCriterion, Endorsement, EndorsementState
from recognition.endorsements.targets import target_of
from recognition.evidence.commands import remove_evidence, show_evidence_to
from recognition.people.commands import make_primary
from recognition.people.models import EmailAddress, Person, ProfileVisibility
from recognition.permissions import Actor
from tests.credentials.signing import sign_all
from tests.factories import (
    AT,
    make_award,
    make_badge,
    make_collective,
    make_endorsement,
    make_evidence,
    make_imported,
    make_organisation,
    make_person,
    version_of,
)
from tests.trust.upheavals import UPHEAVALS, happen, small_platform

watch_credentials()


class Small:
    """A platform where everything stands inside something else, all of it signed."""

    def __init__(self, session: Session, issuing: Issuing) -> None:
        self.session, self.issuing = session, issuing
        self.collective = make_collective(session)
        self.organisation = make_organisation(session)
        self.giver, self.holder, self.endorser = (make_person(session) for _ in range(3))
        self.badge = make_badge(session, self.collective)
        self.version = version_of(session, self.badge)
        self.criterion = session.exec(
            select(Criterion).where(Criterion.version_id == self.version.id)
        ).first()
        self.award = make_award(session, self.badge, self.holder, self.giver)
        self.other = make_award(session, issuer_id=self.organisation.id)
        self.evidence = make_evidence(session, self.award)
        self.of_award = make_endorsement(session, award=self.award, endorser=self.endorser)
        self.of_badge = make_endorsement(session, badge=self.badge, endorser=self.endorser)
        self.of_giver = make_endorsement(
            session,
            issuer_id=self.giver.id,
            endorser=self.endorser,
            on_behalf_of_id=self.organisation.id,
        )
        sign_all(session, issuing)
        session.commit()

    def due(self) -> set[str]:
        """The names of what is to be signed anew."""
        named = {
            getattr(self, name).id: name
            for name in ("award", "other", "of_award", "of_badge", "of_giver")
        }
        ids = self.session.exec(select(Credential.id).where(Credential.document == "")).all()
        return {named[id_] for id_ in ids if id_ in named}


def _address(session: Session, person: Person, *, is_primary: bool = True) -> EmailAddress:
    address = EmailAddress(
        person_id=person.id,
        address=f"{uuid4().hex}@exemple.test",
        is_primary=is_primary,
        verified_at=AT,
    )
    session.add(address)
    session.flush()
    return address


@pytest.fixture
def small(session: Session, issuing: Issuing) -> Small:
    return Small(session, issuing)


def _write(**values: object) -> Callable[[Small, object], None]:
    def write(small: Small, row: object) -> None:
        for name, value in values.items():
            setattr(row, name, value)
        small.session.add(row)

    return write


def _retell(small: Small) -> None:
    assert small.criterion is not None
    small.session.add(
        CriterionNarrative(
            award_id=small.award.id, criterion_id=small.criterion.id, text="J’ai écouté."
        )
    )


def _add_evidence(visibility: Visibility) -> Callable[[Small], None]:
    return lambda small: _ignore(make_evidence(small.session, small.award, visibility=visibility))


def _ignore(_row: object) -> None:
    return None


def _endorse(**about: object) -> Callable[[Small], None]:
    def endorse(small: Small) -> None:
        named = {
            key: getattr(small, str(name)).id if key == "issuer_id" else getattr(small, str(name))
            for key, name in about.items()
            if key != "state"
        }
        values = {"state": about["state"]} if "state" in about else {}
        make_endorsement(small.session, **named, **values)

    return endorse


def _vouch(small: Small) -> None:
    assert small.criterion is not None
    small.session.add(
        EndorsedCriterion(endorsement_id=small.of_badge.id, criterion_id=small.criterion.id)
    )


def _withdraw(name: str) -> Callable[[Small], None]:
    def withdraw(small: Small) -> None:
        said: Endorsement = getattr(small, name)
        actor = Actor(person_id=small.endorser.id)
        target = target_of(
            small.session,
            actor,
            badge_id=said.badge_id,
            award_id=said.award_id,
            issuer_id=said.issuer_id,
        )
        endorsing.withdraw(small.session, actor, said, target, at=AT)

    return withdraw


def _move_primary(small: Small) -> None:
    make_primary(
        small.session, small.holder.id, _address(small.session, small.holder, is_primary=False).id
    )


_INSIDE = {"award", "of_award", "of_badge", "of_giver"}

TABLE: dict[str, tuple[Callable[[Small], None], set[str]]] = {
    "the award is shown to fewer": (
        lambda s: awarding.show_to(s.session, s.award, Visibility.COLLECTIVE),
        {"award"},
    ),
    "the award is taken back": (
        lambda s: _ignore(awarding.revoke(s.session, s.award, reason="", at=AT)),
        {"award"},
    ),
    "the award is put away": (
        lambda s: awarding.remove(s.session, s.award, at=AT),
        {"award"},
    ),
    "the story is told otherwise": (
        lambda s: _write(narrative="Autrement.")(s, s.award),
        {"award"},
    ),
    "a criterion is told": (_retell, {"award"}),
    "evidence is added for all": (_add_evidence(Visibility.PUBLIC), {"award"}),
    "evidence is added for oneself": (_add_evidence(Visibility.PRIVATE), set()),
    "evidence is hidden": (
        lambda s: show_evidence_to(s.session, s.evidence, s.award, Visibility.PRIVATE),
        {"award"},
    ),
    "evidence is removed": (
        lambda s: _ignore(remove_evidence(s.session, s.evidence, at=AT)),
        {"award"},
    ),
    "the award is endorsed": (_endorse(award="award"), set()),
    "the badge is endorsed": (_endorse(badge="badge"), {"award"}),
    "words about the giver wait": (
        _endorse(issuer_id="giver", state=EndorsementState.OFFERED),
        set(),
    ),
    "the giver is endorsed": (_endorse(issuer_id="giver"), {"award"}),
    "the organisation is endorsed": (_endorse(issuer_id="organisation"), {"other"}),
    "words about the badge are withdrawn": (_withdraw("of_badge"), {"award", "of_badge"}),
    "words about the award are withdrawn": (_withdraw("of_award"), {"of_award"}),
    "words about the giver are withdrawn": (_withdraw("of_giver"), {"award", "of_giver"}),
    "a criterion is vouched for": (_vouch, {"award", "of_badge"}),
    "the endorser has another name": (
        lambda s: _write(display_name="Autre")(s, s.endorser),
        _INSIDE,
    ),
    "the endorser moves": (lambda s: _write(city="Ailleurs")(s, s.endorser), set()),
    "the giver has another name": (
        lambda s: _write(display_name="Autre")(s, s.giver),
        {"award"},
    ),
    "the giver hides their page": (
        lambda s: _write(profile_visibility=ProfileVisibility.PRIVATE)(s, s.giver),
        {"award"},
    ),
    "the holder hides their page": (
        lambda s: _write(profile_visibility=ProfileVisibility.PRIVATE)(s, s.holder),
        {"award"},
    ),
    "the holder has another address": (_move_primary, {"award"}),
    "an address is added": (
        lambda s: _ignore(_address(s.session, s.holder, is_primary=False)),
        set(),
    ),
    "the collective has another name": (
        lambda s: _write(name="Autrement")(s, s.collective),
        {"award"},
    ),
    "the collective keeps another rhythm": (
        lambda s: _write(rhythm="Le mardi")(s, s.collective),
        set(),
    ),
    "the organisation has another name": (
        lambda s: _write(name="Autrement")(s, s.organisation),
        {"award", "other", "of_giver"},
    ),
    "a skill is named": (
        lambda s: s.session.add(Skill(version_id=s.version.id, folded="x", label="X")),
        {"award"},
    ),
    "a new version is adopted": (lambda s: _write(current_version=2)(s, s.badge), set()),
    "somebody is given the badge": (
        lambda s: _ignore(make_award(s.session, s.badge, state=AwardState.OFFERED)),
        set(),
    ),
}


@pytest.mark.parametrize("happening", TABLE)
def test_what_changes_is_signed_anew_and_nothing_else(small: Small, happening: str) -> None:
    happens, expected = TABLE[happening]

    happens(small)
    small.session.flush()

    assert small.due() == expected
    sign_all(small.session, small.issuing)
    _assert_true(small.session, small.issuing)


def _assert_true(session: Session, issuing: Issuing) -> None:
    """What is kept is what would be signed now; whatever stands has a credential."""
    kept = {
        row.id: row
        for row in session.execute(
            select(
                Credential.id,
                Credential.revision,
                Credential.document,
                Credential.token,
                Credential.hosted,
            ).where(Credential.document != "")
        )
    }
    fresh = signed(session, issuing, list(kept))
    assert {id_: Signed(*row) for id_, row in kept.items() if id_ in fresh} == fresh
    standing = {
        *session.exec(
            select(Award.id).where(
                Award.state == AwardState.ACCEPTED, col(Award.holder_id).is_not(None)
            )
        ),
        *session.exec(select(Endorsement.id).where(Endorsement.state == EndorsementState.ACCEPTED)),
    }
    assert standing <= set(session.exec(select(Credential.id)).all())


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a platform a step: too slow to shrink
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(sorted(UPHEAVALS)), st.lists(st.integers(0, 60), max_size=4)),
        min_size=1,
        max_size=6,
    )
)
def test_whatever_happens_what_is_kept_is_true(
    session: Session, issuing: Issuing, steps: list[tuple[str, list[int]]]
) -> None:
    with session.begin_nested() as savepoint:
        world = small_platform(session)
        sign_all(session, issuing)
        for name, numbers in steps:
            happen(world, name, numbers)
            session.flush()
            _assert_true(session, issuing)
        sign_all(session, issuing)
        _assert_true(session, issuing)
        savepoint.rollback()


def test_accepting_makes_a_credential_at_once_and_refusing_makes_none(session: Session) -> None:
    offered = [make_award(session, state=AwardState.OFFERED, decided_at=None) for _ in range(2)]
    assert session.exec(select(Credential.id)).all() == []

    awarding.accept(session, offered[0], visibility=Visibility.PRIVATE, at=AT)
    awarding.decline(session, offered[1], at=AT)
    session.flush()

    made = session.exec(select(Credential)).one()
    assert (made.id, made.kind, len(made.salt)) == (offered[0].id, CredentialKind.AWARD, 32)


def test_words_about_a_badge_from_elsewhere_are_no_credential_of_ours(session: Session) -> None:
    said = make_endorsement(session, imported=make_imported(session, make_person(session)))
    assert session.get(Credential, said.id) is None
    session.execute(
        update(Endorsement).where(col(Endorsement.id) == said.id).values(statement="Autrement dit.")
    )
    assert session.get(Credential, said.id) is None


def test_each_credential_has_a_place_and_a_salt_of_its_own(session: Session) -> None:
    badge = make_badge(session)
    for _ in range(5):
        make_award(session, badge)
    rows = session.exec(select(Credential).where(Credential.kind == CredentialKind.AWARD)).all()
    assert len({(row.status_list, row.status_index) for row in rows}) == 5
    assert len({row.salt for row in rows}) == 5


def test_rows_written_in_bulk_have_their_credentials(session: Session) -> None:
    one = make_award(session)
    values = {
        column: getattr(one, column)
        for column in ("badge_id", "version_id", "issuer_id", "mode", "visibility", "awarded_at")
    }
    people = [make_person(session) for _ in range(3)]
    session.exec(
        insert(Award),  # type: ignore[call-overload]
        params=[
            {
                **values,
                "id": uuid4(),
                "holder_id": person.id,
                "giver_id": one.giver_id,
                "state": AwardState.ACCEPTED,
            }
            for person in people
        ],
    )
    held = set(session.exec(select(Award.id)).all())
    assert set(session.exec(select(Credential.id)).all()) == held
    assert len(held) == 4


def test_a_bulk_statement_ends_and_empties_what_it_meets(small: Small) -> None:
    build_due(small.session)
    small.session.execute(
        update(Award)
        .where(col(Award.id) == small.award.id)
        .values(state=AwardState.REVOKED, ended_at=AT)
    )
    assert small.due() == {"award"}
    assert small.session.exec(select(StatusList.bits)).all() == [""]


def test_a_list_is_due_when_something_ends_and_when_it_holds_again(small: Small) -> None:
    session = small.session
    build_due(session)
    _write(narrative="Autrement.")(small, small.award)
    session.flush()
    assert session.exec(select(StatusList.bits)).all() != [""]

    for state in (EndorsementState.ENDED, EndorsementState.ACCEPTED):
        build_due(session)
        _write(state=state)(small, small.of_badge)
        session.flush()
        assert session.exec(select(StatusList.bits)).all() == [""]


def test_what_is_taken_back_leaves_all_as_it_was(small: Small) -> None:
    with small.session.begin_nested() as savepoint:
        _write(narrative="Autrement.")(small, small.award)
        small.session.flush()
        assert small.due() == {"award"}
        savepoint.rollback()
    assert small.due() == set()
