"""Where everything of this platform that is an Open Badge lives.

These addresses are inside badges that people hold: they never change, whatever the language of
the pages and the names of people do.
"""

from dataclasses import dataclass
from uuid import UUID

from recognition.openbadges.did import did_web


def token_of(address: str) -> str:
    """Where a credential answers as a token, whatever is accepted."""
    return f"{address}?as=jwt"


@dataclass(frozen=True)
class Addresses:
    """The addresses under `base_url`, which has no slash at its end."""

    base_url: str

    def issuer(self, issuer_id: UUID) -> str:
        """The page of an issuer, whatever becomes of its name."""
        return f"{self.base_url}/issuers/{issuer_id}"

    def issuer_did(self, issuer_id: UUID) -> str:
        """The DID of a person, a collective or an organisation, which is also that of a person
        who receives."""
        return did_web(self.base_url, "issuers", str(issuer_id))

    def picture(self, version_id: UUID) -> str:
        """The PNG of a version of a badge, without a badge inside."""
        return f"{self.base_url}/images/badges/{version_id}.png"

    def evidence_file(self, evidence_id: UUID) -> str:
        return f"{self.base_url}/preuves/{evidence_id}/fichier"

    def ob3_award(self, award_id: UUID) -> str:
        return f"{self.base_url}/ob3/credentials/{award_id}"

    def ob3_achievement(self, version_id: UUID) -> str:
        return f"{self.base_url}/ob3/achievements/{version_id}"

    def ob3_endorsement(self, endorsement_id: UUID) -> str:
        return f"{self.base_url}/ob3/endorsements/{endorsement_id}"

    def status_list(self, number: int, issuer_id: UUID, *, as_token: bool = False) -> str:
        """The list of this number as this issuer signs it: verifiers ask that who signs a list is
        who signed the credential."""
        address = f"{self.base_url}/ob3/status/{number}/{issuer_id}"
        return token_of(address) if as_token else address

    def ob2_assertion(self, award_id: UUID) -> str:
        return f"{self.base_url}/ob2/assertions/{award_id}"

    def ob2_picture(self, award_id: UUID) -> str:
        """The PNG of an award with its assertion inside."""
        return f"{self.ob2_assertion(award_id)}/image"

    def ob2_badge(self, version_id: UUID, issuer_id: UUID | None = None) -> str:
        """The BadgeClass of a version; with `issuer_id`, as that issuer gives it.

        In Open Badges 2.0 it is the BadgeClass that says who issued an assertion. Where others
        than the collective that holds a badge give it, to themselves perhaps, it must not say
        that the collective did.
        """
        return f"{self.base_url}/ob2/badges/{version_id}" + (f"/{issuer_id}" if issuer_id else "")

    def ob2_issuer(self, issuer_id: UUID) -> str:
        return f"{self.base_url}/ob2/issuers/{issuer_id}"

    def ob2_endorsement(self, endorsement_id: UUID) -> str:
        return f"{self.base_url}/ob2/endorsements/{endorsement_id}"
