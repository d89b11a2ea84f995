"""Long random histories of a small graph: acts come and go, people change and are forgotten."""

from random import Random

from recognition.trust.edges import (
    QUALITIES,
    Endorsement,
    Holding,
    Inheritance,
    Person,
    TrustEdges,
    Use,
)
from recognition.trust.live import Act, EdgeChange
from tests.trust.networks import FACTORS

CIRCLES = ("", "Est", "Nord", "Sud")


class History:
    """What a graph stands for by now, kept apart from the graph: plain lists and dicts.

    `people` and `badges` say how many there may be; vouchers gather on few badges, so that
    chains run out, are found again, and cross.
    """

    def __init__(self, chance: Random, people: int, badges: int) -> None:
        self.chance = chance
        self.names = [f"p{n}" for n in range(people)]
        self.things = [f"b{n}" for n in range(badges)]
        chance.shuffle(self.names)  # newcomers do not come in order of id
        self.people: dict[str, Person] = {}
        self.acts: list[Act] = []

    def edges(self) -> TrustEdges:
        return TrustEdges(
            people=dict(self.people),
            holdings=tuple(act for act in self.acts if isinstance(act, Holding)),
            endorsements=tuple(act for act in self.acts if isinstance(act, Endorsement)),
            uses=tuple(act for act in self.acts if isinstance(act, Use)),
            inheritances=tuple(act for act in self.acts if isinstance(act, Inheritance)),
        )

    def grown(self, count: int) -> "History":
        """With so many changes made before anybody looks."""
        for _ in range(count):
            self.step(removals=0.1)
        return self

    def step(self, removals: float = 0.45) -> EdgeChange:
        """One more change, most often of a single act; made here at once."""
        change = self._change(removals)
        for act in change.removed:
            self.acts.remove(act)
        self.acts.extend(change.added)
        for name, person in change.people.items():
            if person is None:
                self.people.pop(name, None)
            else:
                self.people[name] = person
        return change

    def _change(self, removals: float) -> EdgeChange:
        chance = self.chance
        drawn = chance.random()
        if drawn < 0.12:
            return EdgeChange(people={chance.choice(self.names): self._person()})
        if drawn < 0.14:  # an account is erased: everything of theirs goes at once
            gone = chance.choice(self.names)
            theirs = [act for act in self.acts if getattr(act, "person", "") == gone]
            return EdgeChange(removed=tuple(theirs), people={gone: None})
        if drawn < 0.18:  # several things in one transaction
            removed = tuple(chance.sample(self.acts, min(2, len(self.acts))))
            added = (self._act(), self._act())
            people: dict[str, Person | None] = {chance.choice(self.names): self._person()}
            return EdgeChange(added, removed, people)
        if self.acts and chance.random() < removals:
            return EdgeChange(removed=(chance.choice(self.acts),))
        return EdgeChange(added=(self._act(),))

    def _person(self) -> Person:
        return Person(self.chance.choice(CIRCLES), self.chance.random() < 0.4)

    def _act(self) -> Act:
        chance = self.chance
        person, badge = chance.choice(self.names), chance.choice(self.things)
        drawn = chance.random()
        if drawn < 0.2:
            return Holding(person, badge)
        if drawn < 0.26:
            return Use(person, badge)
        if drawn < 0.32:
            return Inheritance(badge, chance.choice(self.things), chance.choice(FACTORS))
        if drawn < 0.5:
            badge = self.things[0]
        return Endorsement(person, badge, chance.choice(QUALITIES))
