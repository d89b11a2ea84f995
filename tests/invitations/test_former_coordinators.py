"""What was written for the coordination stays with it when its author leaves."""

from datetime import date, time

from sqlmodel import col, update

from recognition.collectives.models import Membership, MembershipState
from recognition.invitations.models import InvitationKind
from recognition.invitations.rules import starts_at_of
from tests.factories import make_invitation
from tests.invitations.conftest import Circle, SignedInAs


def test_who_left_the_coordination_neither_reads_nor_calls_off_what_they_sent(
    circle: Circle, signed_in_as: SignedInAs
) -> None:
    invitation = make_invitation(
        circle.session, circle.collective, circle.coordinator, circle.ada, kind="meeting"
    )
    circle.session.commit()
    page = f"/invitations/{invitation.id}"
    author = signed_in_as(circle.coordinator)
    assert author.get(page).status_code == 200

    circle.session.exec(
        update(Membership)
        .where(col(Membership.person_id) == circle.coordinator.id)
        .values(state=MembershipState.LEFT)
    )
    circle.session.commit()

    assert author.get(page).status_code == 404
    assert author.post(f"{page}/annulation", {}).status_code == 404
    assert [one.cancelled_at for one in circle.invitations()] == [None]
    assert signed_in_as(circle.ada).get(page).status_code == 200


def test_the_first_hours_of_year_one_are_no_time(circle: Circle, signed_in_as: SignedInAs) -> None:
    assert starts_at_of(date(1, 1, 1), time(0, 5)) is None

    answer = signed_in_as(circle.coordinator).post(
        circle.path,
        {
            "kind": InvitationKind.MEETING,
            "guests": circle.ada.handle,
            "words": "Se voir autour d’un café ?",
            "day": "0001-01-01",
            "hour": "00:00",
            "step": "send",
        },
    )

    assert answer.status_code == 422
    assert "Se voir autour d’un café" in answer.text
    assert circle.invitations() == []
