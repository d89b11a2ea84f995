"""The picture of a version, as a file."""

from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image
from sqlmodel import Session

from recognition.badges.models import BadgeState
from tests.factories import make_badge, make_person, make_version, version_of


def test_an_adopted_badge_has_a_picture_for_anyone(session: Session, visitor: Any) -> None:
    version = version_of(session, make_badge(session))
    session.commit()

    response = visitor.get(f"/images/badges/{version.id}.png")

    assert response.headers["content-type"] == "image/png"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert Image.open(BytesIO(response.content)).size == (512, 512)


@pytest.mark.parametrize("size", [36, 64, 210])
def test_smaller_pictures_are_drawn_for_their_size(
    session: Session, visitor: Any, size: int
) -> None:
    version = version_of(session, make_badge(session))
    session.commit()

    response = visitor.get(f"/images/badges/{version.id}.png?size={size}")

    assert Image.open(BytesIO(response.content)).size == (size, size)


@pytest.mark.parametrize("size", ["37", "5000", "-1", "x", "512.0"])
def test_other_sizes_do_not_exist(session: Session, visitor: Any, size: str) -> None:
    version = version_of(session, make_badge(session))
    session.commit()

    assert visitor.get(f"/images/badges/{version.id}.png?size={size}").status_code == 404


def test_a_browser_that_has_the_picture_is_told_so(session: Session, visitor: Any) -> None:
    path = f"/images/badges/{version_of(session, make_badge(session)).id}.png"
    session.commit()
    first = visitor.get(path)

    again = visitor.client.get(path, headers={"If-None-Match": first.headers["etag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["cache-control"].startswith("private")


def test_the_picture_of_a_discussion_is_for_members_and_like_an_unknown_one_for_others(
    session: Session, visitor: Any, signed_in_as: Any
) -> None:
    badge = make_badge(session, state=BadgeState.DISCUSSION, adopted_at=None)
    path = f"/images/badges/{version_of(session, badge).id}.png"
    member = signed_in_as(make_person(session))

    hidden, unknown = visitor.get(path), visitor.get(f"/images/badges/{uuid4()}.png")

    assert member.get(path).status_code == 200
    assert (hidden.status_code, unknown.status_code) == (404, 404)
    assert "image" not in hidden.headers["content-type"]


def test_the_picture_of_a_version_under_discussion_is_not_public(
    session: Session, visitor: Any, signed_in_as: Any
) -> None:
    badge = make_badge(session)
    proposed = make_version(session, badge, number=2)
    proposed.adopted_at = None
    session.add(proposed)
    member = signed_in_as(make_person(session))
    path = f"/images/badges/{proposed.id}.png"

    assert (visitor.get(path).status_code, member.get(path).status_code) == (404, 200)


def test_an_address_that_is_no_identifier_is_not_found(visitor: Any) -> None:
    assert visitor.get("/images/badges/oreille.png").status_code == 404
