"""Our own addresses without the network: enough to verify whatever we issue."""

from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from sqlmodel import Session

from recognition.awards.models import AwardState, Visibility
from recognition.clock import now
from recognition.credentials.changes import watch_credentials
from recognition.credentials.exports import export
from recognition.credentials.issuing import Issuing
from recognition.credentials.own import is_own, own_document
from recognition.credentials.rules import ExportForm
from recognition.openbadges.canonical import canonicalise
from recognition.openbadges.resolving import DOCUMENT_BYTES, Fetched, Gone, Unreachable
from recognition.openbadges.verdict import Check, Outcome, State
from recognition.openbadges.verifying import verify_file
from recognition.people.models import ProfileVisibility
from recognition.people.queries import primary_address
from tests.credentials.signing import make_issuing
from tests.factories import make_award, make_badge, make_collective, make_endorsement, make_person

watch_credentials()


@dataclass
class Ours:
    """A resolver that knows our own addresses and no other."""

    session: Session
    issuing: Issuing
    asked: list[str] = field(default_factory=list)

    def fetch(self, url: str, *, accept: str, limit: int = DOCUMENT_BYTES) -> Fetched:
        self.asked.append(url)
        content = own_document(self.session, self.issuing, url)
        if content is None:
            raise Unreachable
        return Fetched(content, "application/json", url)


@pytest.mark.parametrize("form", list(ExportForm))
def test_what_we_issue_verifies_from_our_own_addresses(
    session: Session, issuing: Issuing, form: ExportForm
) -> None:
    collective = make_collective(session)
    badge = make_badge(session, collective)
    award = make_award(session, badge, issuer_id=collective.id)
    for about in ({"badge": badge}, {"issuer_id": collective.id}):
        make_endorsement(session, **about)  # type: ignore[arg-type]
    assert award.holder_id is not None
    address = primary_address(session, award.holder_id)
    file = export(session, issuing, award.id, form)
    ours = Ours(session, issuing)

    verdict = verify_file(
        file.content, ours, at=now(), canonicalise=canonicalise, addresses=[str(address)]
    )

    assert verdict.outcome == Outcome.VERIFIED, verdict.steps
    recipient = verdict.step(Check.RECIPIENT)
    assert recipient is not None
    assert recipient.state == State.HOLDS
    assert verdict.issuer.name == collective.name
    if form.is_ob3:
        assert [each.outcome for each in verdict.endorsements] == [Outcome.VERIFIED] * 2

    award.state = AwardState.REVOKED
    session.flush()
    again = verify_file(file.content, ours, at=now(), canonicalise=canonicalise)
    assert again.outcome == Outcome.INVALID
    revocation = again.step(Check.REVOCATION)
    assert revocation is not None
    assert revocation.state == State.FAILS


def test_a_badge_that_someone_recognised_themselves_is_told_as_such(
    session: Session, issuing: Issuing
) -> None:
    person = make_person(session)
    award = make_award(session, holder=person, giver=person)
    file = export(session, issuing, award.id, ExportForm.OB3_JSON)
    verdict = verify_file(file.content, Ours(session, issuing), at=now(), canonicalise=canonicalise)
    assert (verdict.outcome, verdict.is_self) == (Outcome.VERIFIED, True)


def test_every_address_that_is_ours_answers(session: Session, issuing: Issuing) -> None:
    badge = make_badge(session)
    award = make_award(session, badge)
    said = make_endorsement(session, award=award)
    ours, version_id, issuer_id = issuing.addresses, award.version_id, award.issuer_id
    did = f"{ours.issuer(issuer_id)}"
    for url in (
        ours.ob3_award(award.id),
        ours.ob3_achievement(version_id),
        ours.ob3_endorsement(said.id),
        ours.status_list(1, issuer_id),
        ours.status_list(1, issuer_id) + "?as=jwt",
        ours.ob2_assertion(award.id),
        ours.ob2_picture(award.id),
        ours.ob2_badge(version_id),
        ours.ob2_badge(version_id, issuer_id),
        ours.ob2_issuer(issuer_id),
        ours.ob2_endorsement(said.id),
        ours.issuer(issuer_id),
        ours.picture(version_id),
        f"{did}/did.json",
        f"{did}/jwks.json",
    ):
        assert own_document(session, issuing, url), url


def test_what_is_not_for_everyone_is_not_here_either(session: Session, issuing: Issuing) -> None:
    award = make_award(session, visibility=Visibility.PRIVATE)
    hidden = make_person(session, profile_visibility=ProfileVisibility.PRIVATE)
    ours = issuing.addresses
    for url in (
        ours.ob3_award(award.id),
        ours.ob2_assertion(award.id),
        ours.ob2_picture(award.id),
        ours.ob2_issuer(hidden.id),
        ours.issuer(hidden.id),
        ours.issuer(hidden.id) + "/did.json",
        ours.ob3_award(uuid4()),
        ours.ob2_picture(award.badge_id),
        ours.base_url + "/recus/" + str(award.id),
        ours.base_url + "/ob3/credentials/x",
        ours.base_url + "/ob3/status/99/" + str(award.issuer_id),
    ):
        assert own_document(session, issuing, url) is None, url


def test_what_ended_is_gone(session: Session, issuing: Issuing) -> None:
    award = make_award(session)
    award.state = AwardState.REVOKED
    session.flush()
    address = issuing.addresses.ob2_assertion(award.id)
    with pytest.raises(Gone) as gone:
        own_document(session, issuing, address)
    assert b'"revoked":true' in gone.value.content.replace(b" ", b"")
    assert address.encode() in gone.value.content


@pytest.mark.parametrize(
    ("base_url", "url", "own"),
    [
        ("https://a.test", "https://a.test/ob3/x", True),
        ("https://a.test", "https://A.test/ob3/x", True),
        ("https://a.test", "https://a.test:443/preuves/x/fichier", True),
        ("https://a.test", "https://a.test./preuves/x/fichier", True),
        ("http://127.0.0.1:8000", "https://127.0.0.1:8000/issuers/x/did.json", True),
        ("https://a.test", "https://a.test:8443/ob3/x", False),
        ("https://a.test", "https://a.test.b.test/ob3/x", False),
        ("https://a.test", "https://a.test@b.test/ob3/x", False),
        ("https://a.test", "ftp://a.test/ob3/x", False),
        ("https://a.test/badges", "https://a.test/badges/ob3/x", True),
        ("https://a.test/badges", "https://a.test/ob3/x", False),
        ("https://a.test", "https://[a.test/ob3/x", False),
    ],
)
def test_an_address_is_ours_by_its_host_and_folder(
    base_url: str, url: str, own: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    issuing = make_issuing(tmp_path_factory.mktemp("elsewhere"), base_url)
    assert is_own(issuing, url) is own
