"""Public halves of the keys, and what a rotation leaves behind (requirement J9)."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select
from typer.testing import CliRunner

from recognition.cli import app as command_line
from recognition.credentials.dids import document_of, key_set_of, method_id
from recognition.credentials.keyring import known_keys, rotate, sync
from recognition.credentials.models import Credential, CredentialKind, PublicKey, StatusList
from recognition.keys import Algorithm, KeyRing, KeysUnusable, generate
from recognition.openbadges.canonical import canonicalise
from recognition.openbadges.contexts import CREDENTIALS_V2
from recognition.openbadges.did import verification_key
from recognition.openbadges.integrity import check_proof, with_proof
from recognition.openbadges.jose import check_compact, read_compact, sign_compact
from recognition.openbadges.reasons import BadProof
from recognition.settings import Settings
from tests.factories import AT, make_award

DID = "did:web:trame.example:issuers:7d0a8f2e-0000-4000-8000-000000000000"
LATER = AT + timedelta(days=30)


@pytest.fixture
def ring(settings: Settings) -> KeyRing:
    return KeyRing(settings)


def rows(session: Session) -> dict[str, bool]:
    """The keys that are known, and whether each is retired."""
    return {row.id: row.retired_at is not None for row in session.exec(select(PublicKey)).all()}


def signed_credential(session: Session) -> Credential:
    """The credential of an award, as if the worker had signed it."""
    award = make_award(session)
    credential = session.get(Credential, award.id) or Credential(
        id=award.id, kind=CredentialKind.AWARD, status_list=1, status_index=7, changed_at=AT
    )
    credential.document, credential.token, credential.hosted = "{}", "a.b.c", "{}"
    credential.changed_at = AT
    session.add(credential)
    session.flush()
    return credential


def test_the_public_halves_are_written_down_once(session: Session, ring: KeyRing) -> None:
    credential = signed_credential(session)
    assert sync(session, ring, at=AT) is False
    assert sync(session, ring, at=LATER) is False
    assert rows(session) == {"ed25519-1": False, "rs256-1": False}
    assert {row.made_at for row in session.exec(select(PublicKey)).all()} == {AT}
    assert credential.document == "{}"


def test_nothing_private_is_in_the_database(session: Session, ring: KeyRing) -> None:
    sync(session, ring, at=AT)
    members = {name for row in session.exec(select(PublicKey)).all() for name in row.jwk}
    assert members == {"kty", "crv", "x", "n", "e", "alg", "use"}


def test_keys_that_sign_are_known_before_they_are_written_down(
    session: Session, ring: KeyRing
) -> None:
    assert [key.id for key in known_keys(session, ring)] == ["rs256-1", "ed25519-1"]
    assert rows(session) == {}


def test_after_a_rotation_all_is_signed_anew_by_the_new_key(
    session: Session, ring: KeyRing
) -> None:
    sync(session, ring, at=AT)
    credential = signed_credential(session)
    revision = credential.revision
    session.add(StatusList(number=77, changed_at=AT, bits="uH4s"))
    session.flush()
    made = rotate(session, ring, [Algorithm.EDDSA], at=LATER)
    session.expire_all()
    assert [key.id for key in made] == ["ed25519-2"]
    assert ring.signing(Algorithm.EDDSA).id == "ed25519-2"
    assert rows(session) == {"ed25519-1": True, "ed25519-2": False, "rs256-1": False}
    assert (credential.document, credential.token, credential.hosted) == ("", "", "")
    assert credential.changed_at == LATER
    assert credential.revision == revision + 1
    assert session.get_one(StatusList, 77).bits == "uH4s"  # signed as it is asked for


def test_what_a_retired_key_signed_still_verifies(session: Session, ring: KeyRing) -> None:
    sync(session, ring, at=AT)
    former, token_key = ring.signing_keys()
    document = {
        "@context": [CREDENTIALS_V2],
        "id": "https://trame.example/1",
        "type": ["VerifiableCredential"],
        "issuer": DID,
        "credentialSubject": {"id": "https://trame.example/2"},
    }
    proven = with_proof(
        document,
        former.private,  # type: ignore[arg-type]
        verification_method=method_id(DID, former.id),
        created=AT,
    )
    token = sign_compact(
        {"iss": DID}, token_key.private, kid=method_id(DID, token_key.id), typ="JWT"
    )

    for key in rotate(session, ring, list(Algorithm), at=LATER):
        ring.forget_before(key)
    published = document_of(DID, known_keys(session, ring))

    key = verification_key(published, proven["proof"]["verificationMethod"], did=DID)
    check_proof(proven, proven["proof"], key, canonicalise, at=LATER)
    changed = proven | {"credentialSubject": {"id": "https://trame.example/3"}}
    with pytest.raises(BadProof):
        check_proof(changed, proven["proof"], key, canonicalise, at=LATER)
    kid = read_compact(token).header["kid"]
    (jwk,) = (
        each for each in key_set_of(DID, known_keys(session, ring))["keys"] if each["kid"] == kid
    )
    assert check_compact(token, jwk).payload == {"iss": DID}
    assert check_compact(token, verification_key(published, kid, did=DID)).payload["iss"] == DID


def test_every_key_may_assert_and_those_that_sign_come_first(
    session: Session, ring: KeyRing
) -> None:
    sync(session, ring, at=AT)
    rotate(session, ring, [Algorithm.RS256], at=LATER)
    published = document_of(DID, known_keys(session, ring))
    names = [f"{DID}#{name}" for name in ("rs256-2", "ed25519-1", "rs256-1")]
    assert published["id"] == DID
    assert published["assertionMethod"] == names
    assert [
        (method["id"], method["type"], method["controller"])
        for method in published["verificationMethod"]
    ] == list(zip(names, ["JsonWebKey", "Multikey", "JsonWebKey"], [DID] * 3, strict=True))
    assert [key["kid"] for key in key_set_of(DID, known_keys(session, ring))["keys"]] == names


def test_a_folder_that_was_lost_is_noticed_and_a_rotation_goes_on(
    session: Session, ring: KeyRing, settings: Settings, tmp_path: Path
) -> None:
    sync(session, ring, at=AT)
    (tmp_path / "keys" / "ed25519-1.pem").write_bytes(generate(Algorithm.EDDSA, 1).pem)
    found = KeyRing(settings)
    with pytest.raises(
        KeysUnusable, match=r"ed25519-1 is not the one .* `recognition keys rotate`"
    ):
        sync(session, found, at=LATER)
    rotate(session, found, [Algorithm.EDDSA], at=LATER)
    assert rows(session) == {"ed25519-1": True, "ed25519-2": False, "rs256-1": False}


def test_a_number_is_never_given_twice(session: Session, ring: KeyRing, tmp_path: Path) -> None:
    sync(session, ring, at=AT)
    for file in (tmp_path / "keys").iterdir():
        file.unlink()
    made = rotate(session, ring, list(Algorithm), at=LATER)
    assert [key.id for key in made] == ["ed25519-2", "rs256-2"]


def test_a_key_of_the_environment_is_rotated_by_its_value(
    session: Session, settings: Settings
) -> None:
    def with_key(pem: bytes) -> KeyRing:
        return KeyRing(settings.model_copy(update={"key_rs256": secret(pem)}))

    secret = type(settings.key_rs256)
    first, second = (
        with_key(generate(Algorithm.RS256, 1).pem.decode())
        for _ in range(2)  # type: ignore[arg-type]
    )
    sync(session, first, at=AT)
    credential = signed_credential(session)
    with pytest.raises(KeysUnusable, match="RECOGNITION_KEY_RS256 holds this key"):
        rotate(session, first, [Algorithm.RS256], at=LATER)
    assert sync(session, second, at=LATER) is True
    session.expire_all()
    assert rows(session) == {
        "ed25519-1": False,
        first.signing(Algorithm.RS256).id: True,
        second.signing(Algorithm.RS256).id: False,
    }
    assert credential.document == ""
    assert sync(session, first, at=LATER) is True  # back to the one before
    assert rows(session)[first.signing(Algorithm.RS256).id] is False


Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command of the operator, in an empty folder: its status and what it says."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RECOGNITION_DATABASE_URL", database)
    monkeypatch.setenv("RECOGNITION_DATA_DIR", str(tmp_path))

    def command(*words: str, **variables: str) -> tuple[int, str]:
        result = CliRunner().invoke(command_line, list(words), env=variables)
        return result.exit_code, result.output

    return command


PRODUCTION = {
    "RECOGNITION_ENVIRONMENT": "production",
    "RECOGNITION_BASE_URL": "https://trame.example",
    "RECOGNITION_SECRET_KEY": "for tests only",
    "RECOGNITION_SMTP_URL": "smtp://mail.example",
}


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_production_does_not_start_without_keys(run: Run, command: str) -> None:
    status, said = run(command, **PRODUCTION)
    assert status == 1
    assert "run `recognition keys make`" in said


def test_an_operator_makes_lists_and_rotates(run: Run, tmp_path: Path) -> None:
    assert run("keys", "list", **PRODUCTION)[0] == 1
    assert run("doctor", **PRODUCTION)[0] == 1
    status, said = run("keys", "make", **PRODUCTION)
    assert (status, "ed25519-1, rs256-1" in said) == (0, True)
    before = (tmp_path / "keys" / "ed25519-1.pem").read_bytes()
    status, said = run("keys", "make", **PRODUCTION)
    assert (status, said) == (0, "There is a key of each kind already: nothing was changed.\n")
    assert (tmp_path / "keys" / "ed25519-1.pem").read_bytes() == before
    assert "ok (ed25519-1, rs256-1)" in run("doctor", **PRODUCTION)[1]

    status, said = run("keys", "rotate", "--only", "EdDSA", **PRODUCTION)
    assert (status, said) == (0, "From now on these sign: ed25519-2.\n")
    assert sorted(path.name for path in (tmp_path / "keys").iterdir()) == [
        "ed25519-2.pem",
        "rs256-1.pem",
    ]
    listed = [line.split()[:3] for line in run("keys", "list", **PRODUCTION)[1].splitlines()]
    assert listed == [
        ["rs256-1", "RS256", "signs"],
        ["ed25519-2", "EdDSA", "signs"],
        ["ed25519-1", "EdDSA", "retired"],
    ]


def test_every_former_key_stays_listed(run: Run) -> None:
    run("keys", "make")
    run("keys", "rotate")
    run("keys", "rotate", "--only", "EdDSA")
    listed = [line.split()[:3] for line in run("keys", "list")[1].splitlines()]
    assert listed == [
        ["rs256-2", "RS256", "signs"],
        ["ed25519-3", "EdDSA", "signs"],
        ["rs256-1", "RS256", "retired"],
        ["ed25519-1", "EdDSA", "retired"],
        ["ed25519-2", "EdDSA", "retired"],
    ]


def test_init_makes_the_keys_too(run: Run, tmp_path: Path) -> None:
    status, said = run("init")
    assert status == 0
    assert "The keys that sign badges are in" in said
    assert sorted(path.name for path in (tmp_path / "keys").iterdir()) == [
        "ed25519-1.pem",
        "rs256-1.pem",
    ]
