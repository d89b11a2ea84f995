"""Our documents in Open Badges 2.0."""

from uuid import UUID

from recognition.openbadges import ob2
from recognition.openbadges.facts import About
from recognition.openbadges.identity import Identity
from recognition.openbadges.safejson import dumps
from recognition.openbadges.structure import faults
from recognition.openbadges.verdict import Kind
from tests.openbadges.saying import (
    ADDRESS,
    BADGE,
    COLLECTIVE,
    ENDORSER,
    GIVER,
    HERE,
    HOLDER,
    award,
    endorsement,
)


def test_an_assertion_is_hosted_and_names_its_recipient_by_a_salted_hash() -> None:
    document = ob2.assertion(award(), HERE)
    assert faults(document, Kind.AWARD) == ()
    recipient = document["recipient"]
    assert ADDRESS not in dumps(document)
    assert Identity("email", recipient["identity"], True, recipient["salt"]).is_of(ADDRESS)
    assert document["verification"] == {"type": "hosted"}
    assert document["image"] == document["id"] + "/image"
    assert [each["id"] for each in document["evidence"]] == [
        f"{document['id']}#given",
        f"{document['id']}#evidence-{UUID(int=30)}",
        f"https://badges.exemple.test/preuves/{UUID(int=31)}/fichier",
        "https://journal.test/a?b=c%7Cd",
    ]


def test_a_badge_class_says_who_really_issued() -> None:
    """The collective that holds a badge has not issued what somebody else gave."""
    by_person, by_collective = award(), award(issuer=COLLECTIVE)
    address = ob2.assertion(by_person, HERE)["badge"]
    own = ob2.assertion(by_collective, HERE)["badge"]
    assert (address, own) == (
        f"https://badges.exemple.test/ob2/badges/{BADGE.version_id}/{GIVER.id}",
        f"https://badges.exemple.test/ob2/badges/{BADGE.version_id}",
    )

    document = ob2.badge_class(BADGE, GIVER.id, HERE, endorsements=[UUID(int=40)])
    assert faults(document, Kind.BADGE) == ()
    assert document["id"] == address
    assert document["issuer"] == HERE.ob2_issuer(GIVER.id)
    assert document["related"] == [{"id": own, "type": "BadgeClass"}]
    assert document["endorsement"] == [HERE.ob2_endorsement(UUID(int=40))]
    theirs = ob2.badge_class(BADGE, COLLECTIVE.id, HERE)
    assert (theirs["id"], theirs["issuer"]) == (own, HERE.ob2_issuer(COLLECTIVE.id))
    assert "related" not in theirs


def test_a_badge_that_someone_recognised_themselves_says_so() -> None:
    document = ob2.assertion(award(issuer=HOLDER, giver=HOLDER, narrative="", told=()), HERE)
    assert document["narrative"] == "Badge selfie : la personne se reconnaît elle-même."
    assert document["badge"].endswith(str(HOLDER.id))
    assert "narrative" not in ob2.assertion(award(narrative="", told=()), HERE)


def test_a_profile_has_the_address_of_the_platform_and_nobodys_own() -> None:
    document = ob2.profile(GIVER, HERE, contact="contact@exemple.test")
    assert faults(document, Kind.ISSUER) == ()
    assert document["email"] == "contact@exemple.test"
    assert document["url"] == f"https://badges.exemple.test/issuers/{GIVER.id}"


def test_an_endorsement_names_its_subject_and_the_person_who_speaks() -> None:
    subjects = {
        About.AWARD: HERE.ob2_assertion(UUID(int=20)),
        About.BADGE: HERE.ob2_badge(BADGE.version_id),
        About.ISSUER: HERE.ob2_issuer(GIVER.id),
    }
    for about, subject in subjects.items():
        document = ob2.endorsement(endorsement(about, relation="voisine"), HERE)
        assert faults(document, Kind.ENDORSEMENT) == ()
        assert document["claim"] == {
            "id": subject,
            "endorsementComment": "Je l’ai vu faire.\n\nLien : voisine.",
        }
        assert document["issuer"] == HERE.ob2_issuer(ENDORSER.id)


def test_what_ended_says_no_more_than_that() -> None:
    assert ob2.ended(HERE.ob2_assertion(UUID(int=20))) == {
        "@context": "https://w3id.org/openbadges/v2",
        "id": HERE.ob2_assertion(UUID(int=20)),
        "revoked": True,
    }
