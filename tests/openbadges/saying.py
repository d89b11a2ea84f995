"""One of each thing that our documents say."""

from datetime import UTC, datetime
from uuid import UUID

from recognition.openbadges.addresses import Addresses
from recognition.openbadges.facts import (
    About,
    Award,
    Badge,
    Endorsement,
    Evidence,
    Issuer,
    StatusEntry,
    Told,
)
from recognition.openbadges.identity import Identity, hashed

HERE = Addresses("https://badges.exemple.test")
AT = datetime(2026, 3, 14, 10, 0, 0, 250_000, tzinfo=UTC)
SALT = "5d" * 16
ADDRESS = "nour@exemple.test"
ENTRY = StatusEntry(1, 4242)

COLLECTIVE = Issuer(UUID(int=1), "Le collectif du marché", "Ensemble, le samedi.")
GIVER = Issuer(UUID(int=2), "Alix")
HOLDER = Issuer(UUID(int=3), "Nour")
ENDORSER = Issuer(UUID(int=4), "Sam")

BADGE = Badge(
    version_id=UUID(int=10),
    number=2,
    title="Tenir la porte ouverte",
    definition="Accueillir qui arrive, sans demander pourquoi.",
    criteria=("Être là\navant l’heure", "Dire bonjour"),
    skills=("accueil", "écoute"),
    family="savoir-etre",
    alt_text="Badge « Tenir la porte ouverte » : une porte",
    language="fr",
    creator=COLLECTIVE,
)


def award(**values: object) -> Award:
    """An award of everything."""
    return Award(
        **{
            "id": UUID(int=20),
            "badge": BADGE,
            "issuer": GIVER,
            "giver": GIVER,
            "holder_id": HOLDER.id,
            "recipient": Identity("email", hashed(ADDRESS, SALT), True, SALT),
            "awarded_at": AT,
            "sentence": "Vous étiez là.",
            "narrative": "J’arrive tôt.",
            "told": (Told("Dire bonjour", "À chacun."),),
            "evidence": (
                Evidence(UUID(int=30), "Text", "Un samedi", "Il pleuvait."),
                Evidence(UUID(int=31), "Photo", "La porte", has_file=True),
                Evidence(UUID(int=32), "Link", "Le journal", url="https://journal.test/a?b=c|d"),
            ),
            **values,
        }  # type: ignore[arg-type]
    )


def endorsement(about: About = About.BADGE, **values: object) -> Endorsement:
    return Endorsement(
        **{
            "id": UUID(int=40),
            "about": about,
            "subject_id": {
                About.AWARD: UUID(int=20),
                About.BADGE: BADGE.version_id,
                About.ISSUER: GIVER.id,
            }[about],
            "endorser": ENDORSER,
            "statement": "Je l’ai vu faire.",
            "given_at": AT,
            **values,
        }  # type: ignore[arg-type]
    )
