"""Loads the demo collectives into an empty database, with their dates, pictures and files.

What has no home yet (requests, pathways, showcases, self-positionings) stays out, and
of workshops the places and codes; a birth year is never kept (requirement H1).
"""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, SQLModel, select

from recognition.awards.models import Award, AwardMode, AwardState
from recognition.badges.drawing import ICONS, Picture, digest, draw
from recognition.badges.models import (
    Badge,
    BadgeOfTheMonth,
    BadgeState,
    BadgeVersion,
    Contribution,
    Criterion,
    Position,
    Proposal,
    ProposalState,
    Skill,
    Stance,
)
from recognition.badges.search import reindex
from recognition.collectives.models import (
    Collective,
    Meeting,
    MeetingWitness,
    Membership,
    MembershipRole,
    MembershipState,
    Organisation,
    Representative,
)
from recognition.credentials.changes import watch_credentials
from recognition.demo.files import demo_file
from recognition.demo.imports import load_imports
from recognition.demo.records import (
    Record,
    demo_id,
    meeting_id,
    person_id,
    read_records,
    time_of,
    typographic,
    version_id,
)
from recognition.demo.workshops import hosts, workshop
from recognition.endorsements.models import Endorsement, EndorsementState
from recognition.evidence.models import Evidence
from recognition.people.models import EmailAddress, Issuer, IssuerKind, Person, ProfileVisibility
from recognition.places.towns import find_towns
from recognition.storage import Storage
from recognition.texts import fold

TOWNS = {"occitanie": "31555", "normandie": "14118", "aura": "69123"}  # Toulouse, Caen, Lyon
STANCES = {
    "favorable": Stance.SUPPORT,
    "favorable_si": Stance.CONCERN,
    "question": Stance.QUESTION,
    "objection": Stance.OBJECTION,
}


def load_demo(session: Session, storage: Storage) -> bool:
    """Fill an empty database; False, and nothing done, when there is anyone in it already.

    Leaves the commit to the caller. Takes a few seconds: 41 pictures and 38 files are made.
    """
    if session.exec(select(Person.id).limit(1)).first() is not None:
        return False
    watch_credentials()
    _Loading(session, storage).everything()
    return True


class _Loading:
    """One pass over the files, in the order in which rows need one another."""

    def __init__(self, session: Session, storage: Storage) -> None:
        self.session = session
        self.storage = storage
        self.people = {record["id"]: record for record in read_records("people")}
        self.collectives = {record["id"]: record for record in read_records("collectives")}
        self.badges = {record["id"]: record for record in read_records("badges")}
        self.awards = {record["id"]: record for record in read_records("awards")}
        self.said = read_records("endorsements")

    def everything(self) -> None:
        self._issuers()
        self._keep(self._person(record) for record in self.people.values())
        self._keep(self._address(record) for record in self.people.values())
        self._keep(self._collective(record) for record in self.collectives.values())
        self._keep(self._memberships())
        self._keep(self._organisation(record) for record in read_records("organisations"))
        self._keep(self._representatives())
        for record in read_records("meetings"):
            self._keep([self._meeting(record)])
            self._keep(self._witnesses(record))
        self._keep(self._badge(record) for record in self.badges.values())
        for record in self.badges.values():
            self._versions(record)
        self._keep(self._badges_of_the_month())
        for record in read_records("proposals"):
            self._proposal(record)
        self._keep(self._award(record) for record in self.awards.values())
        self._keep(self._evidence(record) for record in read_records("evidence"))
        self._keep(self._endorsement(record) for record in self.said)
        for record in read_records("events"):
            self._keep([workshop(record, self.collectives[record["collective"]]["coordinators"])])
            self._keep(hosts(record))
        load_imports(self.session, self.storage, read_records("imports"), self.people)
        reindex(self.session)

    def _keep(self, rows: Iterable[SQLModel]) -> None:
        self.session.add_all(list(rows))
        self.session.flush()

    def _issuers(self) -> None:
        organisations = [record["id"] for record in read_records("organisations")]
        for kind, names in (
            (IssuerKind.PERSON, self.people),
            (IssuerKind.COLLECTIVE, self.collectives),
            (IssuerKind.ORGANISATION, organisations),
        ):
            self._keep(Issuer(id=demo_id(kind, name), kind=kind) for name in names)

    def _person(self, record: Record) -> Person:
        return Person(
            id=person_id(record["id"]),
            handle=record["id"],
            display_name=record["display_name"],
            pronoun=record["pronoun"] or "",
            city=record["city"] or "",
            headline=typographic(record["headline"]),
            bio=typographic(record["bio"]),
            is_minor=record["is_minor"],
            profile_visibility=record["profile_visibility"],
            town_code=self._town_code(record),
            joined_at=self._came_at(record),
        )

    def _town_code(self, record: Record) -> str:
        """Whoever shows their page to all agreed to be on the map too; no minor is asked."""
        agreed = record["profile_visibility"] == ProfileVisibility.PUBLIC
        if not agreed or record["is_minor"]:
            return ""
        return next((town.code for town in find_towns(record["city"] or "", 1)), "")

    def _came_at(self, record: Record) -> datetime:
        """Someone of no collective came to write: their first endorsement is their first day."""
        if record["joined_on"]:
            return time_of(record["joined_on"])
        return min(
            time_of(said["given_on"]) for said in self.said if said["endorser"] == record["id"]
        )

    def _address(self, record: Record) -> EmailAddress:
        return EmailAddress(
            person_id=person_id(record["id"]),
            address=record["email"].lower(),
            is_primary=True,
            verified_at=self._came_at(record),
        )

    def _collective(self, record: Record) -> Collective:
        return Collective(
            id=demo_id(IssuerKind.COLLECTIVE, record["id"]),
            slug=record["id"],
            name=typographic(record["name"]),
            short_name=record["short_name"],
            region_code=record["region_code"],
            founded_on=date.fromisoformat(record["founded_on"]),
            accent=record["accent"],
            tagline=typographic(record["tagline"]),
            description=typographic(record["description"]),
            charter=[typographic(line) for line in record["charter"]],
            rhythm=typographic(record["rhythm"]),
            town_code=TOWNS[record["id"]],
            vouched_at=time_of(record["founded_on"]),
        )

    def _memberships(self) -> Iterable[Membership]:
        for record in self.people.values():
            if record["collective"] is None:
                continue
            coordinates = record["id"] in self.collectives[record["collective"]]["coordinators"]
            yield Membership(
                collective_id=demo_id(IssuerKind.COLLECTIVE, record["collective"]),
                person_id=person_id(record["id"]),
                role=MembershipRole.COORDINATOR if coordinates else MembershipRole.MEMBER,
                state=MembershipState.ACCEPTED,
                requested_at=time_of(record["joined_on"]),
                decided_at=time_of(record["joined_on"]),
            )

    def _organisation(self, record: Record) -> Organisation:
        return Organisation(
            id=demo_id(IssuerKind.ORGANISATION, record["id"]),
            slug=record["id"],
            name=typographic(record["name"]),
            kind=record["kind"],
            city=record["city"],
            description=typographic(record["description"]),
            collective_id=demo_id(IssuerKind.COLLECTIVE, record["collective"]),
            created_at=time_of(self.collectives[record["collective"]]["founded_on"]),
        )

    def _representatives(self) -> Iterable[Representative]:
        for record in self.people.values():
            if record["organisation"] is not None:
                yield Representative(
                    organisation_id=demo_id(IssuerKind.ORGANISATION, record["organisation"]),
                    person_id=person_id(record["id"]),
                    named_at=time_of(record["joined_on"]),
                    accepted_at=time_of(record["joined_on"]),
                )

    def _meeting(self, record: Record) -> Meeting:
        return Meeting(
            id=meeting_id(record),
            collective_id=demo_id(IssuerKind.COLLECTIVE, record["collective"]),
            person_id=person_id(record["person"]),
            met_on=date.fromisoformat(record["met_on"]),
            occasion=typographic(record["occasion"]),
            basis=record["basis"],
            recorded_at=time_of(record["met_on"], 18),
        )

    def _witnesses(self, record: Record) -> Iterable[MeetingWitness]:
        for name in record["confirmed_by"]:
            yield MeetingWitness(meeting_id=meeting_id(record), person_id=person_id(name))

    def _badge(self, record: Record) -> Badge:
        based_on = record["based_on"]
        adopted_on = record["adopted_on"]
        return Badge(
            id=demo_id("badge", record["id"]),
            slug=record["id"],
            collective_id=demo_id(IssuerKind.COLLECTIVE, record["collective"]),
            proposer_id=person_id(record["proposed_by"]),
            state=BadgeState(record["status"]),
            award_rule=record["award_rule"],
            current_version=record["version"],
            language=record["language"],
            license=record["license"],
            based_on_id=demo_id("badge", based_on) if based_on else None,
            proposed_at=time_of(record["proposed_on"]),
            adopted_at=time_of(adopted_on) if adopted_on else None,
        )

    def _versions(self, record: Record) -> None:
        """Each version with its words; a version before the last lacks the criteria that the
        later ones added, one each (so says the demo's only history)."""
        adopted_on = record["adopted_on"]
        history = record.get("history") or [
            {"version": 1, "date": adopted_on or record["proposed_on"], "note": ""}
        ]
        for past in history:
            number = past["version"]
            criteria = record["criteria"]
            made_on: str = past["date"] if number > 1 else record["proposed_on"]
            self._version(
                record,
                number,
                made_on,
                past["date"] if adopted_on else None,
                past["note"] if number > 1 else "",
                criteria[: len(criteria) - (record["version"] - number)],
            )

    def _version(
        self,
        record: Record,
        number: int,
        made_on: str,
        adopted_on: str | None,
        note: str,
        criteria: list[str],
    ) -> None:
        image = record["image"]
        picture = Picture(image["shape"], image["color"], image["icon"], image["text"] or "")
        self.storage.put(f"{digest(picture)}.png", draw(picture))
        version = BadgeVersion(
            id=version_id(record["id"], number),
            badge_id=demo_id("badge", record["id"]),
            number=number,
            title=typographic(record["title"]),
            definition=typographic(record["definition"]),
            family=record["family"],
            evidence_hint=typographic(record["evidence_hint"]),
            shape=picture.shape,
            dye=picture.dye,
            icon=picture.icon,
            word=picture.word,
            alt_text=f"Badge « {typographic(record['title'])} » : {ICONS[picture.icon].label}",
            change_note=typographic(note),
            author_id=person_id(record["proposed_by"]),
            created_at=time_of(made_on),
            adopted_at=time_of(adopted_on) if adopted_on else None,
        )
        self._keep([version])
        self._keep(
            Criterion(version_id=version.id, position=position, text=typographic(text))
            for position, text in enumerate(criteria, 1)
        )
        self._keep(
            Skill(
                version_id=version.id,
                folded=fold(label),
                label=typographic(label),
                position=position,
            )
            for position, label in enumerate(record["skills"], 1)
        )

    def _badges_of_the_month(self) -> Iterable[BadgeOfTheMonth]:
        for record in self.collectives.values():
            if record["badge_of_the_month"]:
                yield BadgeOfTheMonth(
                    collective_id=demo_id(IssuerKind.COLLECTIVE, record["id"]),
                    badge_id=demo_id("badge", record["badge_of_the_month"]),
                    chosen_at=time_of("2026-11-01"),
                )

    def _proposal(self, record: Record) -> None:
        proposal = Proposal(
            id=demo_id("proposal", record["badge"]),
            badge_id=demo_id("badge", record["badge"]),
            version_number=self.badges[record["badge"]]["version"],
            state=ProposalState.OPEN,
            opened_at=time_of(record["opened_on"]),
            closes_at=time_of(record["closes_on"], 20),
        )
        self._keep([proposal])
        self._keep(
            Contribution(
                proposal_id=proposal.id,
                author_id=person_id(comment["author"]),
                kind=comment["kind"],
                field=comment.get("field", ""),
                text=typographic(comment["text"]),
                written_at=time_of(comment["date"], 9 + position),
            )
            for position, comment in enumerate(record["comments"])
        )
        spoke_on: dict[str, str] = {
            comment["author"]: comment["date"] for comment in record["comments"]
        }
        reasons = {
            comment["author"]: typographic(comment["text"])
            for comment in record["comments"]
            if comment["kind"] in {"concern", "question"}
        }
        self._keep(
            Position(
                proposal_id=proposal.id,
                person_id=person_id(stand["person"]),
                stance=STANCES[stand["position"]],
                reason=""
                if STANCES[stand["position"]] == Stance.SUPPORT
                else reasons.get(stand["person"], ""),
                stated_at=time_of(spoke_on.get(stand["person"]) or record["opened_on"], 19),
            )
            for stand in record["positions"]
        )

    def _award(self, record: Record) -> Award:
        awarded_at = time_of(record["awarded_on"])
        words = typographic(record["narrative"])
        own = record["mode"] == AwardMode.SELF
        return Award(
            id=demo_id("award", record["id"]),
            badge_id=demo_id("badge", record["badge"]),
            version_id=version_id(record["badge"], record["badge_version"]),
            holder_id=person_id(record["holder"]),
            issuer_id=self._issuer_of(record),
            giver_id=person_id(record["awarded_by"]),
            mode=record["mode"],
            state=AwardState.ACCEPTED,
            visibility=record["visibility"],
            sentence="" if own else words,
            narrative=words if own else "",
            awarded_at=awarded_at,
            decided_at=awarded_at,
        )

    def _issuer_of(self, record: Record) -> UUID:
        """Coordination gives its collective's own badges in the collective's name."""
        collective = self.badges[record["badge"]]["collective"]
        for_collective = record["mode"] in {AwardMode.COORDINATOR, AwardMode.EVENT}
        coordinates = record["awarded_by"] in self.collectives[collective]["coordinators"]
        if for_collective and coordinates:
            return demo_id(IssuerKind.COLLECTIVE, collective)
        return person_id(record["awarded_by"])

    def _evidence(self, record: Record) -> Evidence:
        made = demo_file(record["type"], record["id"], record["title"])
        evidence = Evidence(
            id=demo_id("evidence", record["id"]),
            award_id=demo_id("award", record["award"]),
            added_by_id=person_id(record["added_by"]),
            kind=record["type"],
            title=typographic(record["title"]),
            description=typographic(record["description"]),
            visibility=record["visibility"],
            added_at=time_of(record["added_on"]),
        )
        if record["type"] == "link":
            evidence.url = "https://demo.invalid/" + record["id"]
        if made is not None:
            evidence.file_key = self.storage.keep(made.content, made.suffix)
            evidence.file_name = made.name
            evidence.media_type = made.media_type
            evidence.byte_count = len(made.content)
            evidence.alt_text = made.alt_text
        return evidence

    def _endorsement(self, record: Record) -> Endorsement:
        kind, target = record["target_type"], record["target"]
        given_at = time_of(record["given_on"])
        endorsement = Endorsement(
            id=demo_id("endorsement", record["id"]),
            endorser_id=person_id(record["endorser"]),
            relation=typographic(record["relation"]),
            statement=typographic(record["text"]),
            state=EndorsementState.ACCEPTED,
            given_at=given_at,
            decided_at=given_at,
        )
        if kind == "award":
            award = self.awards[target]
            endorsement.award_id = demo_id("award", target)
            endorsement.version_id = version_id(award["badge"], award["badge_version"])
        elif kind == "badge":
            endorsement.badge_id = demo_id("badge", target)
            endorsement.version_id = version_id(target, self._version_on(target, given_at))
        else:
            endorsement.issuer_id = demo_id(kind, target)
        return endorsement

    def _version_on(self, badge: str, at: datetime) -> int:
        """The number of the version in force that day."""
        history = self.badges[badge].get("history") or [{"version": 1, "date": "1970-01-01"}]
        return max((past["version"] for past in history if time_of(past["date"]) <= at), default=1)
