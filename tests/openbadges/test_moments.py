"""The times that badges say."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition.openbadges.moments import moment
from recognition.openbadges.verdict import Version

OB1, OB2, OB3 = Version.OB1, Version.OB2, Version.OB3
NOON = datetime(2026, 2, 28, 12, tzinfo=UTC)
zones = st.integers(-23 * 60, 23 * 60).map(lambda it: timezone(timedelta(minutes=it)))


@given(
    st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31), timezones=zones),  # noqa: DTZ001
    st.sampled_from([OB1, OB2, OB3]),
)
def test_every_time_with_a_zone_is_read_by_every_version(at: datetime, version: Version) -> None:
    read = moment(at.isoformat(), version)
    assert read == at
    assert read is not None
    assert read.utcoffset() == timedelta()


@given(st.text(max_size=30) | st.integers() | st.floats() | st.none() | st.booleans())
def test_whatever_is_said_it_is_a_time_or_none(value: object) -> None:
    for version in Version:
        read = moment(value, version)
        assert read is None or read.tzinfo is UTC


@pytest.mark.parametrize(
    ("said", "ob1", "ob2", "ob3"),
    [
        ("2026-02-28T12:00:00Z", NOON, NOON, NOON),
        ("2026-02-28t12:00:00z", NOON, NOON, NOON),
        ("2026-02-28T13:00:00+01:00", NOON, NOON, NOON),
        ("2026-02-28T12:00:00.000000000Z", NOON, NOON, NOON),
        ("2026-02-28T12:00Z", NOON, NOON, None),
        ("2026-02-28T13:00:00+0100", NOON, NOON, None),
        ("2026-02-28T13:00:00+01", NOON, NOON, None),
        ("2026-02-28T12:00:00,0Z", NOON, NOON, None),
        ("2026-02-28T12:00:00", NOON, None, None),
        ("2026-02-28 12:00:00", NOON, None, None),
        ("2026-02-28", NOON.replace(hour=0), None, None),
        (int(NOON.timestamp()), NOON, None, None),
        (0, datetime(1970, 1, 1, tzinfo=UTC), None, None),
    ],
)
def test_each_version_has_its_own_ways_of_saying_it(
    said: object, ob1: datetime | None, ob2: datetime | None, ob3: datetime | None
) -> None:
    assert [moment(said, each) for each in (OB1, OB2, OB3)] == [ob1, ob2, ob3]
    assert moment(said, Version.OB05) == ob1


@pytest.mark.parametrize(
    "said",
    [
        "2026-02-30T12:00:00Z",
        "2026-13-01T12:00:00Z",
        "0000-01-01T00:00:00Z",
        "99999-01-01T00:00:00Z",
        "2026-02-28T24:00:00Z",
        "2026-02-28T12:60:00Z",
        "2026-02-28T12:00:60Z",
        "2026-02-28T12:00:00+24:00",
        "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-01:00",
        "2026-02-28T12:00:00Z\n",
        " 2026-02-28T12:00:00Z",
        "２026-02-28T12:00:00Z",
        "2026-W09-6",
        "20260228T120000Z",
        "",
        -1,
        10**12,
        10**400,
        1e9,
        True,
        ["2026-02-28"],
    ],
)
def test_what_is_no_time_is_none(said: object) -> None:
    assert [moment(said, each) for each in Version] == [None] * len(Version)
