"""What it takes to issue: an address of one's own, keys, pictures."""

from dataclasses import dataclass
from email.utils import parseaddr
from functools import cached_property
from typing import Self

from recognition.keys import KeyRing
from recognition.openbadges.addresses import Addresses
from recognition.settings import Settings
from recognition.storage import Storage


@dataclass(frozen=True)
class Issuing:
    """`base_url` has no slash at its end; `contact` is the mail address of the platform, which
    stands in public profiles in the place of anybody's own."""

    base_url: str
    contact: str
    ring: KeyRing
    storage: Storage

    @classmethod
    def of(cls, settings: Settings, ring: KeyRing, storage: Storage) -> Self:
        return cls(
            base_url=settings.base_url.rstrip("/"),
            contact=parseaddr(settings.mail_from)[1],
            ring=ring,
            storage=storage,
        )

    @cached_property
    def addresses(self) -> Addresses:
        return Addresses(self.base_url)
