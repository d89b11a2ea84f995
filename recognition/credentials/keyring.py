"""The public halves of the platform's keys, as rows that outlive the private ones."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from recognition.credentials.models import PublicKey
from recognition.credentials.renewing import emptied
from recognition.keys import PREFIXES, Algorithm, KeyRing, KeysUnusable, SigningKey


@dataclass(frozen=True)
class KnownKey:
    """A public key that verifies what this platform signed. `jwk` has no `kid`."""

    id: str
    algorithm: Algorithm
    jwk: dict[str, Any]
    retired_at: datetime | None = None


def known_keys(session: Session, ring: KeyRing) -> tuple[KnownKey, ...]:
    """Every public key, retired ones too: those that sign now first, and of them RS256 first.

    A verifier that is given no key id takes the first one it finds, and only a VC-JWT may come
    without. The keys that sign are there even before `sync` has written them down. Raises
    KeysUnusable.
    """
    signing = {key.id for key in ring.signing_keys()}
    kept = {
        row.id: KnownKey(row.id, Algorithm(row.algorithm), row.jwk, row.retired_at)
        for row in session.exec(select(PublicKey))
    }
    for key in ring.signing_keys():
        kept.setdefault(key.id, KnownKey(key.id, key.algorithm, key.public_jwk))
    return tuple(
        sorted(
            kept.values(),
            key=lambda key: (key.id not in signing, key.algorithm != Algorithm.RS256, key.id),
        )
    )


def sync(session: Session, ring: KeyRing, *, at: datetime) -> bool:
    """Write down the public halves of the keys that sign, and retire the others.

    When a key takes the place of another, everything is due to be signed again by it; what the
    former one signed still verifies. Returns whether that was so. Raises KeysUnusable when a key
    bears the id of another one that has signed here. Safe to run at any time, twice.
    """
    replaced = False
    for key in ring.signing_keys():
        replaced |= _sync(session, key, at)
    if replaced:
        session.connection().execute(emptied(at))  # status lists are signed whenever asked for
    return replaced


def rotate(
    session: Session, ring: KeyRing, algorithms: Iterable[Algorithm], *, at: datetime
) -> tuple[SigningKey, ...]:
    """Make a new pair for each of these algorithms, and have it sign from now on.

    The former private halves remain as files until `KeyRing.forget_before`, which is for after the
    commit: a rollback leaves the next `sync` to finish this. Raises KeysUnusable for a key of
    the environment, which is replaced there.
    """
    made = []
    for algorithm in algorithms:
        if ring.from_environment(algorithm):
            raise KeysUnusable(
                f"RECOGNITION_KEY_{PREFIXES[algorithm].upper()} holds this key: give it another"
                " value and start again, the former public key stays published."
            )
        if ring.numbers(algorithm):
            _write_down(session, ring.signing(algorithm), at)
        made.append(ring.make(algorithm, _next_number(session, ring, algorithm)))
    sync(session, ring, at=at)
    return tuple(made)


def _next_number(session: Session, ring: KeyRing, algorithm: Algorithm) -> int:
    """One above every number that was ever given, be its file lost or its row."""
    prefix = PREFIXES[algorithm] + "-"
    ids = session.exec(select(PublicKey.id).where(col(PublicKey.algorithm) == algorithm))
    tails = [key_id.removeprefix(prefix) for key_id in ids]
    given = [int(tail) for tail in tails if tail.isdecimal()]
    return max([0, *given, *ring.numbers(algorithm)]) + 1


def _write_down(session: Session, key: SigningKey, at: datetime) -> PublicKey:
    """The row of this id, made now if it is not there."""
    row = session.get(PublicKey, key.id)
    if row is None:
        row = PublicKey(id=key.id, algorithm=key.algorithm, jwk=key.public_jwk, made_at=at)
        session.add(row)
        session.flush()
    return row


def _sync(session: Session, key: SigningKey, at: datetime) -> bool:
    row = _write_down(session, key, at)
    if row.jwk != key.public_jwk:
        raise KeysUnusable(
            f"The key {key.id} is not the one that has signed here under this name: bring back"
            " its file from a backup, or run `recognition keys rotate`, which makes a new one."
        )
    row.retired_at = None
    others = session.exec(
        select(PublicKey).where(
            col(PublicKey.algorithm) == key.algorithm,
            col(PublicKey.id) != key.id,
            col(PublicKey.retired_at).is_(None),
        )
    ).all()
    for other in others:
        other.retired_at = at
    session.flush()
    return bool(others)
