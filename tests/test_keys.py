"""Private keys: files of mode 0600 or the environment, made once (requirement J9)."""

import os
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

from recognition.keys import Algorithm, KeyRing, KeysUnusable, generate
from recognition.settings import Settings

Make = Callable[..., Settings]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def settings(**values: str) -> Settings:
        return Settings(_env_file=None, data_dir=tmp_path, secret_key="for tests only", **values)

    return settings


@pytest.fixture
def in_production(make: Make) -> Settings:
    return make(
        environment="production", base_url="https://trame.example", smtp_url="smtp://mail.example"
    )


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_development_makes_its_keys_once_for_their_owner_only(make: Make, tmp_path: Path) -> None:
    made = KeyRing(make()).signing_keys()
    assert [key.id for key in made] == ["ed25519-1", "rs256-1"]
    folder = tmp_path / "keys"
    assert mode_of(folder) == 0o700
    assert {path.name: mode_of(path) for path in folder.iterdir()} == {
        "ed25519-1.pem": 0o600,
        "rs256-1.pem": 0o600,
    }
    again = KeyRing(make()).signing_keys()
    assert [key.pem for key in again] == [key.pem for key in made]


def test_a_production_without_keys_is_told_which_command_makes_them(
    in_production: Settings, tmp_path: Path
) -> None:
    with pytest.raises(KeysUnusable, match=r"ed25519-1\.pem .*`recognition keys make`"):
        KeyRing(in_production).signing(Algorithm.EDDSA)
    assert not (tmp_path / "keys").exists()


def test_a_production_that_has_keys_signs_with_them(in_production: Settings) -> None:
    for algorithm in Algorithm:
        KeyRing(in_production).make(algorithm, 1)
    assert [key.id for key in KeyRing(in_production).signing_keys()] == ["ed25519-1", "rs256-1"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_that_others_can_read_is_refused(make: Make, tmp_path: Path, mode: int) -> None:
    KeyRing(make()).signing_keys()
    (tmp_path / "keys" / "rs256-1.pem").chmod(mode)
    with pytest.raises(KeysUnusable, match=r"rs256-1\.pem can be read by others: run `chmod 600"):
        KeyRing(make()).signing(Algorithm.RS256)


def rsa_pem(bits: int) -> bytes:
    return generate_private_key(public_exponent=65537, key_size=bits).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("rs256-1", generate(Algorithm.EDDSA, 1).pem, "another key than an RSA key of 2048 bits"),
        ("rs256-1", rsa_pem(1024), "another key than an RSA key of 2048 bits"),
        ("ed25519-1", rsa_pem(2048), "another key than an Ed25519 key"),
        ("ed25519-1", b"", "no private key in PEM"),
        (
            "ed25519-1",
            b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
            "no private",
        ),
    ],
)
def test_a_file_that_holds_something_else_is_refused(
    make: Make, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    KeyRing(make()).signing_keys()
    (tmp_path / "keys" / f"{name}.pem").write_bytes(content)
    with pytest.raises(KeysUnusable, match=said):
        KeyRing(make()).signing_keys()


def test_the_highest_number_signs_and_nothing_else_in_the_folder_counts(
    make: Make, tmp_path: Path
) -> None:
    ring = KeyRing(make())
    ring.signing_keys()
    for number in (2, 10):
        ring.make(Algorithm.EDDSA, number)
    (tmp_path / "keys" / "ed25519-99.pem.bak").write_text("a copy")
    (tmp_path / "keys" / ".4f6a1c").write_text("never finished")
    assert KeyRing(make()).signing(Algorithm.EDDSA).id == "ed25519-10"


def test_a_ring_that_runs_signs_with_the_key_that_another_process_made(make: Make) -> None:
    running, other = KeyRing(make()), KeyRing(make())
    assert running.signing(Algorithm.EDDSA).id == "ed25519-1"
    made = other.make(Algorithm.EDDSA, 2)
    assert running.signing(Algorithm.EDDSA).pem == made.pem
    other.forget_before(made)
    assert running.signing(Algorithm.EDDSA).id == "ed25519-2"
    assert running.numbers(Algorithm.EDDSA) == [2]


def test_a_key_that_is_made_while_another_is_read_signs_from_the_next_time_on(
    make: Make, tmp_path: Path
) -> None:
    """A rotation that a process met half way must not leave it with the former key for good."""
    KeyRing(make()).signing_keys()
    first = tmp_path / "keys" / "ed25519-1.pem"
    pem = first.read_bytes()
    first.unlink()
    os.mkfifo(first, 0o600)  # whoever reads it waits for it to be written
    running = KeyRing(make())
    with ThreadPoolExecutor(1) as threads:
        reading = threads.submit(running.signing, Algorithm.EDDSA)
        with first.open("wb") as file:  # waits for the reader
            made = KeyRing(make()).make(Algorithm.EDDSA, 2)
            file.write(pem)
        assert reading.result(10).id == "ed25519-1"
    assert running.signing(Algorithm.EDDSA).pem == made.pem


def _made_in(folder: str) -> bytes:
    settings = Settings(_env_file=None, keys_dir=folder)
    return KeyRing(settings).make(Algorithm.EDDSA, 1).pem


def test_processes_that_make_a_key_at_once_end_with_the_same(tmp_path: Path) -> None:
    with get_context("fork").Pool(4) as processes:
        made = processes.map(_made_in, [str(tmp_path / "keys")] * 16, chunksize=1)
    assert len(set(made)) == 1
    assert os.listdir(tmp_path / "keys") == ["ed25519-1.pem"]


def test_the_environment_gives_a_key_that_another_value_replaces(make: Make) -> None:
    first, second = (generate(Algorithm.EDDSA, 1).pem.decode() for _ in range(2))
    ring, same, other = (KeyRing(make(key_ed25519=pem)) for pem in (first, first, second))
    signing = ring.signing(Algorithm.EDDSA)
    assert signing.pem.decode() == first
    assert same.signing(Algorithm.EDDSA).id == signing.id
    assert other.signing(Algorithm.EDDSA).id != signing.id
    assert ring.from_environment(Algorithm.EDDSA)
    assert not ring.from_environment(Algorithm.RS256)


def test_a_variable_without_a_key_is_named_and_its_value_is_not(make: Make) -> None:
    with pytest.raises(KeysUnusable) as refused:
        KeyRing(make(key_rs256="not a key but secret")).signing(Algorithm.RS256)
    assert (
        str(refused.value) == "RECOGNITION_KEY_RS256 holds no private key in PEM without password."
    )


@pytest.mark.parametrize(
    ("algorithm", "members"),
    [
        (Algorithm.EDDSA, {"kty", "crv", "x", "alg", "use"}),
        (Algorithm.RS256, {"kty", "n", "e", "alg", "use"}),
    ],
)
def test_a_public_key_says_nothing_of_the_private_one(
    algorithm: Algorithm, members: set[str]
) -> None:
    key = generate(algorithm, 7)
    assert set(key.public_jwk) == members
    assert key.public_jwk["alg"] == algorithm
    assert "PRIVATE" not in repr(key)
