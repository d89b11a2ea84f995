"""What an operator decides, read once from the environment (prefix ``RECOGNITION_``)."""

import os
import secrets
from functools import cached_property
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})


class Settings(BaseSettings):
    """Frozen; every field is explained to operators in ``.env.example``."""

    model_config = SettingsConfigDict(
        env_prefix="RECOGNITION_", env_file=".env", frozen=True, extra="ignore"
    )

    environment: Literal["development", "production"] = "development"
    demo: bool = False
    product_name: str = "Trame"
    base_url: str = "http://127.0.0.1:8000"
    data_dir: Path = Path("var")
    database_url: str = ""
    secret_key: SecretStr = SecretStr("")
    keys_dir: str = ""
    key_ed25519: SecretStr = SecretStr("")
    key_rs256: SecretStr = SecretStr("")
    smtp_url: str = ""
    mail_from: str = "trame@localhost"
    trusted_proxies: str = ""
    threads: int = Field(default=4, ge=1, le=64)

    @model_validator(mode="after")
    def _fit_for_use(self) -> Self:
        address = urlsplit(self.base_url)
        if address.scheme not in {"http", "https"} or not address.hostname:
            raise ValueError("RECOGNITION_BASE_URL must be an http(s) address")
        if self.environment == "production":
            if not self.secret_key.get_secret_value():
                raise ValueError("RECOGNITION_SECRET_KEY is missing: run `recognition init`")
            if not self.smtp_url:
                raise ValueError("RECOGNITION_SMTP_URL is missing: nobody could sign in")
            if self.demo:
                raise ValueError(
                    "RECOGNITION_DEMO lets anyone enter as anyone: never in production"
                )
        if address.scheme == "http" and address.hostname not in LOOPBACK_HOSTS:
            raise ValueError("Plain http is for loopback only: use an https RECOGNITION_BASE_URL")
        return self

    @property
    def database(self) -> str:
        """The SQLAlchemy address: the given one, or SQLite inside the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir / 'recognition.sqlite3'}"

    @property
    def media_dir(self) -> Path:
        """Where pictures and evidence files are kept."""
        return self.data_dir / "media"

    @property
    def keys_folder(self) -> Path:
        """Where the private keys that sign badges are kept: the given folder, or one inside the
        data folder."""
        return Path(self.keys_dir) if self.keys_dir else self.data_dir / "keys"

    @property
    def host(self) -> str:
        """The only ``Host`` (with its port, if any) that is answered."""
        return urlsplit(self.base_url).netloc

    @property
    def secure(self) -> bool:
        """Whether people reach the platform over TLS."""
        return self.base_url.startswith("https://")

    @property
    def mailbox_visible(self) -> bool:
        """Whether mails are shown on a page instead of being sent: development and demo only."""
        return self.environment == "development" and not self.smtp_url

    @cached_property
    def secret(self) -> bytes:
        """The key that signs tokens. In development it is made once and kept in the data folder
        with mode 600."""
        given = self.secret_key.get_secret_value()
        if given:
            return given.encode()
        kept = self.data_dir / "secret_key"
        if not kept.exists():
            self.data_dir.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(32))
        return kept.read_text().encode()
