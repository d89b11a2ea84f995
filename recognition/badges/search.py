"""Full-text search of badges: accent-blind, by French stems, the same on both databases.

The words are prepared here, not by the database: each is kept as it is, and as its stem, without
accents. SQLite keeps them in an FTS5 table, PostgreSQL in a tsvector.
"""

import re
from uuid import UUID

import Stemmer
from sqlalchemy import ColumnElement, Uuid, bindparam, text
from sqlmodel import Session, col, select

from recognition.badges.families import FAMILIES
from recognition.badges.models import Badge, BadgeState, BadgeVersion, Criterion, Skill
from recognition.texts import Length, clean_line, fold

WORDS_AT_MOST = 12
"""Words of a query that count; the others are left out."""

SMALL_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a à au aux avec c ce ces cet cette d dans de des du elle en est et il j je l la le les"
        " leur lui m mon n ne nos notre nous on ou où par pas pour qu que qui s sa se ses son sur t"
        " un une vos votre vous y",
    )
)


def index_badge(session: Session, badge_id: UUID) -> None:
    """Write the current version of an adopted badge into the index; take any other out."""
    session.flush()
    row = session.exec(
        select(Badge, BadgeVersion)
        .join(BadgeVersion, col(BadgeVersion.badge_id) == Badge.id)
        .where(Badge.id == badge_id, BadgeVersion.number == Badge.current_version)
    ).one()
    badge, version = row
    on_sqlite = _on_sqlite(session)
    key = badge_id.hex if on_sqlite else str(badge_id)
    session.execute(text("DELETE FROM badge_search WHERE badge_id = :badge_id"), {"badge_id": key})
    if badge.state != BadgeState.ADOPTED:
        return
    criteria = session.exec(select(Criterion.text).where(Criterion.version_id == version.id)).all()
    skills = session.exec(select(Skill.label).where(Skill.version_id == version.id)).all()
    body = " ".join(
        (version.definition, *criteria, *skills, version.word, FAMILIES[version.family].label)
    )
    if on_sqlite:
        session.execute(
            text("INSERT INTO badge_search (badge_id, title, body) VALUES (:key, :title, :body)"),
            {
                "key": key,
                "title": " ".join(_forms_of_text(version.title)),
                "body": " ".join(_forms_of_text(body)),
            },
        )
        return
    session.execute(
        text(
            "INSERT INTO badge_search (badge_id, document)"
            " VALUES (:key, array_to_tsvector(CAST(:words AS text[])))"
        ),
        {"key": key, "words": sorted(set(_forms_of_text(f"{version.title} {body}")))},
    )


def reindex(session: Session) -> int:
    """Write the index anew from the badges; return how many were written."""
    session.execute(text("DELETE FROM badge_search"))
    badge_ids = session.exec(select(Badge.id).where(Badge.state == BadgeState.ADOPTED)).all()
    for badge_id in badge_ids:
        index_badge(session, badge_id)
    return len(badge_ids)


def answers(session: Session, query: str) -> ColumnElement[bool] | None:
    """SQL on `Badge`: the badges whose words answer all words of `query`, the last one being
    perhaps unfinished. None when the query has no word. No text can make it fail."""
    words = _query_words(query)
    if not words:
        return None
    if _on_sqlite(session):
        found = text("SELECT badge_id FROM badge_search WHERE badge_search MATCH :asked")
        asked = _for_fts5(words)
    else:
        found = text("SELECT badge_id FROM badge_search WHERE document @@ CAST(:asked AS tsquery)")
        asked = _for_tsquery(words)
    rows = found.bindparams(bindparam("asked", asked)).columns(badge_id=Uuid())
    return col(Badge.id).in_(rows)


def _on_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def plain_words(words: str) -> list[str]:
    """The words of a text in lower case, with their accents."""
    return re.findall(r"[^\W_]+", clean_line(words).lower())


def word_forms(word: str) -> list[str]:
    """What a word is found under: itself and its stems, without accents.

    The stemmer reads French endings by their accents ("égalité"), and people search without them
    ("egalite"), so both readings are kept.
    """
    stemmer = Stemmer.Stemmer("french")  # not to be shared between threads; made in a few µs
    forms = [fold(word), fold(stemmer.stemWord(word)), stemmer.stemWord(fold(word))]
    return [form for form in dict.fromkeys(forms) if _is_token(form)]


def _is_token(form: str) -> bool:
    # Folding may leave something that is not a plain word (a fraction, a ligature of signs).
    return re.fullmatch(r"[^\W_]+", form) is not None


def _forms_of_text(words: str) -> list[str]:
    return [form for word in plain_words(words) for form in word_forms(word)]


def _query_words(query: str) -> list[list[str]]:
    """For each word that counts, the forms of which one must be found."""
    words = plain_words(query[: Length.SEARCH])[:WORDS_AT_MOST]
    telling = [word for word in words if word not in SMALL_WORDS] or words[-1:]
    return [forms for word in telling if (forms := word_forms(word))]


def _for_fts5(words: list[list[str]]) -> str:
    *whole, last = words
    clauses = [" OR ".join(f'"{form}"' for form in forms) for forms in whole]
    clauses.append(" OR ".join(f'"{form}" *' for form in last))
    return " AND ".join(f"({clause})" for clause in clauses)


def _for_tsquery(words: list[list[str]]) -> str:
    *whole, last = words
    clauses = [" | ".join(f"'{form}'" for form in forms) for forms in whole]
    clauses.append(" | ".join(f"'{form}':*" for form in last))
    return " & ".join(f"({clause})" for clause in clauses)
