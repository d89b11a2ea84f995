"""The demo shows what its files say, to whom they say it, and nothing more."""

import json
import re
from collections import Counter
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlmodel import col, func, select
from typer.testing import CliRunner

from recognition import cli, terminal
from recognition.awards.models import Award
from recognition.awards.queries import Holder, award_seen_by
from recognition.badges.models import Badge, BadgeVersion, Contribution, Criterion, Position
from recognition.collectives.models import Collective, Meeting, Membership, Organisation
from recognition.collectives.queries import standing_of
from recognition.db import reading, writing
from recognition.demo.loader import load_demo
from recognition.demo.records import demo_id
from recognition.endorsements.models import Endorsement
from recognition.evidence.models import Evidence
from recognition.evidence.queries import evidence_seen_by, with_bearers
from recognition.imports.models import ImportedBadge
from recognition.invitations.models import Invitation
from recognition.people.models import Person
from recognition.permissions import ANYONE, Actor
from recognition.settings import Settings
from recognition.storage import Storage
from tests.conftest import Visitor

DATA = Path(cli.__file__).parent / "demo" / "data"


def records(name: str) -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = json.loads((DATA / f"{name}.json").read_text("utf-8"))
    return read


PEOPLE = {record["id"]: record for record in records("people")}
AWARDS = {record["id"]: record for record in records("awards")}


def shown_to(award: dict[str, Any]) -> str:
    """How widely the files say an award is shown: by the award, and by its holder's profile."""
    profile = PEOPLE[award["holder"]]["profile_visibility"]
    widths = ("private", "collective", "public")
    by_profile = "public" if profile in {"public", "first_name_only"} else profile
    return min(award["visibility"], by_profile, key=widths.index)


def readers(award: dict[str, Any]) -> set[str]:
    """Everyone who should see it: demo handles, and "" for a visitor."""
    width = shown_to(award)
    concerned = {award["holder"], award["awarded_by"]}
    if width == "public":
        return {"", *PEOPLE}
    if width == "collective":
        circle = PEOPLE[award["holder"]]["collective"]
        return concerned | {
            handle
            for handle, person in PEOPLE.items()
            if circle is not None and person["collective"] == circle
        }
    return concerned


def test_every_record_has_its_row_and_its_date(engine: Engine) -> None:
    tables: dict[str, Any] = {
        "people": Person,
        "collectives": Collective,
        "organisations": Organisation,
        "badges": Badge,
        "awards": Award,
        "evidence": Evidence,
        "endorsements": Endorsement,
        "meetings": Meeting,
        "events": Invitation,
    }
    with reading(engine) as session:
        counts = {
            name: session.exec(select(func.count()).select_from(table)).one()
            for name, table in tables.items()
        }
        awarded = {row.id: row.awarded_at for row in session.exec(select(Award))}
        contribution_count = session.exec(select(func.count()).select_from(Contribution)).one()
        position_count = session.exec(select(func.count()).select_from(Position)).one()
        membership_count = session.exec(select(func.count()).select_from(Membership)).one()

    assert counts == {name: len(records(name)) for name in tables}
    assert counts["awards"] == 220
    assert counts["evidence"] == 75
    assert counts["endorsements"] == 111
    proposals = records("proposals")
    assert contribution_count == sum(len(record["comments"]) for record in proposals)
    assert position_count == sum(len(record["positions"]) for record in proposals)
    assert membership_count == sum(person["collective"] is not None for person in PEOPLE.values())
    for name, record in AWARDS.items():
        assert awarded[demo_id("award", name)].date().isoformat() == record["awarded_on"]


def test_an_old_version_keeps_its_criteria_and_the_awards_of_its_time(engine: Engine) -> None:
    with reading(engine) as session:
        badge_id = demo_id("badge", "cercle-de-parole")
        counts = session.exec(
            select(BadgeVersion.number, func.count(col(Criterion.id)))
            .join(Criterion, col(Criterion.version_id) == BadgeVersion.id)
            .where(BadgeVersion.badge_id == badge_id)
            .group_by(col(BadgeVersion.number))
        )
        criteria = dict(counts.all())
        versions = session.exec(
            select(BadgeVersion.number)
            .join(Award, col(Award.version_id) == BadgeVersion.id)
            .where(Award.badge_id == badge_id)
        ).all()

    assert criteria == {1: 2, 2: 3}
    assert versions
    assert set(versions) == {1}


def test_loading_twice_changes_nothing(engine: Engine, settings: Settings) -> None:
    with writing(engine) as session:
        assert load_demo(session, Storage(settings.media_dir)) is False
        assert session.exec(select(func.count()).select_from(Award)).one() == 220


def test_each_award_and_its_evidence_are_seen_by_whom_the_files_say(engine: Engine) -> None:
    evidence = Counter(record["award"] for record in records("evidence"))
    with reading(engine) as session:
        actors: dict[str, Actor] = {"": ANYONE}
        for handle in PEOPLE:
            actors[handle] = standing_of(session, demo_id("person", handle)).actor
        for reader, actor in actors.items():
            seen = set(
                session.exec(
                    select(Award.id)
                    .join(Holder, col(Holder.id) == col(Award.holder_id))
                    .where(award_seen_by(actor))
                )
            )
            expected = {name for name, award in AWARDS.items() if reader in readers(award)}
            assert seen == {demo_id("award", name) for name in expected}, reader
            read = session.execute(
                with_bearers(select(func.count()).select_from(Evidence)).where(
                    evidence_seen_by(actor), col(Evidence.award_id).is_not(None)
                )
            ).scalar_one()
            # Who gave an award sees it, and its evidence only as widely as it is shown.
            shown = {
                name
                for name in expected
                if reader in readers({**AWARDS[name], "awarded_by": AWARDS[name]["holder"]})
            }
            assert read == sum(evidence[name] for name in shown), reader


def test_a_visitor_opens_every_public_award_with_all_that_is_on_it_and_no_other(
    visitor: Visitor,
) -> None:
    said = records("endorsements")
    for name, award in AWARDS.items():
        page = visitor.get(f"/recus/{demo_id('award', name)}")
        if shown_to(award) != "public":
            assert page.status_code == 404
            continue
        assert page.status_code == 200
        for record in records("evidence"):
            if record["award"] == name:
                assert f'id="preuve-{demo_id("evidence", record["id"])}"' in page.text
        for record in said:
            if record["target"] == name:
                assert f'id="endossement-{demo_id("endorsement", record["id"])}"' in page.text


def test_endorsements_of_badges_and_issuers_are_on_their_pages(visitor: Visitor) -> None:
    pages = {
        "badge": "/badges/{}",
        "collective": "/collectifs/{}",
        "organisation": "/organisations/{}",
        "person": "/@{}",
    }
    for record in records("endorsements"):
        if record["target_type"] in pages:
            page = visitor.get(pages[record["target_type"]].format(record["target"]))
            assert f'id="endossement-{demo_id("endorsement", record["id"])}"' in page.text


def _scored(settings: Settings, tmp_path: Path, monkeypatch: Any, *more: str) -> dict[str, Any]:
    """What the trust command makes of what the platform exports."""
    monkeypatch.setattr(terminal, "Settings", lambda: settings)
    run = CliRunner()
    edges, values = str(tmp_path / "edges.csv"), str(tmp_path / "values.json")
    exported = run.invoke(cli.app, ["trust", "export", "--edges", edges, *more])
    assert exported.exit_code == 0, exported.output
    scored = run.invoke(cli.app, ["trust", "score", "--edges", edges, "--json", values])
    assert scored.exit_code == 0, scored.output
    badges: dict[str, Any] = json.loads(Path(values).read_text())["badges"]
    return badges


def figures(page: str) -> list[str]:
    """The figures a page shows, in its order."""
    return re.findall(r'<p class="n">([^<]+)</p>', page)


def expected_figure(standing: dict[str, Any] | None) -> list[str]:
    if standing is None or standing["voices"] < 2 or standing["value"] == 0:
        return []
    half_up = Decimal(str(standing["value"])).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return [f"{half_up}".replace(".", ",")]


def test_the_figure_of_every_page_is_what_the_command_computes(
    settings: Settings, engine: Engine, visitor: Visitor, tmp_path: Path, monkeypatch: Any
) -> None:
    badges = _scored(settings, tmp_path, monkeypatch)
    shown = 0
    for record in records("badges"):
        if record["status"] == "adopted":
            page = visitor.get(f"/badges/{record['id']}").text
            node = badges.get(f"badge/{demo_id('badge', record['id'])}")
            assert figures(page) == expected_figure(node), record["id"]
            shown += bool(figures(page))
    for name, award in AWARDS.items():
        if shown_to(award) == "public":
            page = visitor.get(f"/recus/{demo_id('award', name)}").text
            node = badges.get(f"award/{demo_id('award', name)}")
            assert figures(page) == expected_figure(node), name
            shown += bool(figures(page))
    assert shown > 50


def test_seen_from_here_is_what_the_command_computes_for_that_collective(
    settings: Settings,
    engine: Engine,
    entered_as: Callable[[str], Visitor],
    tmp_path: Path,
    monkeypatch: Any,
) -> None:
    everywhere = _scored(settings, tmp_path, monkeypatch)
    here = _scored(settings, tmp_path, monkeypatch, "--collective", "normandie")
    member = entered_as("corentin-goeland")
    for record in records("badges"):
        if record["status"] == "adopted":
            node = f"badge/{demo_id('badge', record['id'])}"
            expected = expected_figure(everywhere.get(node)) + expected_figure(here.get(node))
            page = member.get(f"/badges/{record['id']}").text
            assert figures(page) == expected, record["id"]


def test_no_page_ever_shows_a_value_on_a_person(visitor: Visitor) -> None:
    for handle, person in PEOPLE.items():
        if person["profile_visibility"] == "public":
            page = visitor.get(f"/@{handle}")
            assert page.status_code == 200
            assert figures(page.text) == []
            assert 'id="valeur"' not in page.text


def test_badges_from_elsewhere_stand_as_the_files_say(engine: Engine) -> None:
    standing = {"hosted_unreachable": "unverified", "valid": "verified"}
    written = {
        (PEOPLE[each["person"]]["display_name"], each["host"], standing[each["verification"]])
        for each in records("imports")
    }
    with reading(engine) as session:
        rows = session.exec(
            select(ImportedBadge, Person).join(Person, col(Person.id) == ImportedBadge.holder_id)
        ).all()
        found = set()
        for imported, person in rows:
            assert imported.belonging == "mine"
            assert "(démonstration)" in imported.description
            assert imported.picture_key
            host = imported.issuer_host or imported.steps[1]["detail"]
            found.add((person.display_name, host, imported.outcome))
    assert found == written
