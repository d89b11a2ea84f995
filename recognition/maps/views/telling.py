"""« Ce que la carte raconte »: findings as sentences, each with one thing to do about it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from recognition.maps.fabric import Fabric, MapPerson
from recognition.maps.findings import Finding, FindingAction, FindingKind, WaitingKind
from recognition.maps.queries import desk_of, told
from recognition.maps.views.eyes import Eyes
from recognition.web.languages import gettext as _
from recognition.web.languages import ngettext
from recognition.web.visit import Visit

FEW = 2  # named in a sentence
SOME = 6  # named below it, and invited together


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody or some badge below a sentence; `key` chooses it on the map, "" when it is not
    drawn there. `handle` leads to the page of somebody who is not."""

    key: str
    name: str
    handle: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """A card. `kind` is the word of the address that lights its `nodes` and its `ties` (person,
    badge) on the drawing; `href` is where its one button leads."""

    kind: str
    icon: str
    title: str
    text: str
    action: str
    href: str
    names: tuple[Named, ...] = ()
    nodes: frozenset[str] = frozenset()
    ties: frozenset[tuple[UUID, UUID]] = frozenset()


def inviting(
    visit: Visit,
    eyes: Eyes,
    kind: str,
    *,
    people: Iterable[str] = (),
    badges: Iterable[str] = (),
) -> str:
    """The form of an invitation in the name of the collective that looks, already begun: `kind`
    is word, meeting, round or workshop; people by handle, badges by slug."""
    begun = [("pour", kind)]
    begun += [("personne", handle) for handle in people]
    begun += [("badge", slug) for slug in badges]
    return f"{visit.url('invitations:new', slug=eyes.inviting)}?{urlencode(begun)}"


def stories_of(visit: Visit, eyes: Eyes, fabric: Fabric) -> list[Story]:
    """What this visitor is told of a whole, unfiltered fabric: all of it with what to do about it
    for the coordination; for others what concerns nobody by name."""
    memory = visit.platform.memory
    if not eyes.full:
        found = told(memory, fabric)
        return [
            _OPEN[finding.kind](visit, fabric, finding)
            for finding in found
            if finding.kind in _OPEN
        ]
    here = eyes.scope.collective_id
    own = frozenset({here}) if here else visit.actor.coordinates
    desk = desk_of(visit.session, own, visit.at)
    stories: list[Story] = []
    for finding in told(memory, fabric, desk):
        teller = _Teller(visit, eyes, fabric, finding, _word(finding.kind, stories))
        stories.append(_TELLING[finding.kind](teller))
    return stories


def _word(kind: FindingKind, before: Sequence[Story]) -> str:
    """The word of the address for a card: numbered when it is not the first of its kind."""
    word = _WORDS[kind]
    count = sum(story.kind.partition("-n")[0] == word for story in before)
    return f"{word}-n{count + 1}" if count else word


_WORDS = {
    FindingKind.BRIDGES: "ponts",
    FindingKind.THIRSTY: "badges",
    FindingKind.WELCOME: "accueil",
    FindingKind.UNMET: "rencontres",
    FindingKind.LOOP: "boucle",
    FindingKind.WAITING: "demandes",
    FindingKind.HINGES: "appuis",
    FindingKind.APART: "lointains",
    FindingKind.COMMUNITY: "groupe",
}


@dataclass(frozen=True)
class _Teller:
    visit: Visit
    eyes: Eyes
    fabric: Fabric
    finding: Finding
    word: str

    def bridges(self) -> Story:
        count = self.finding.count
        text = ngettext(
            "%(num)d fil traverse une frontière.", "%(num)d fils traversent une frontière.", count
        ) % {"num": count}
        weavers = self._others(self.finding.people)
        if weavers:
            text += " " + _names(
                weavers,
                _("%(who)s en a tissé plusieurs."),
                _("%(who)s en ont tissé plusieurs."),
            )
        if not weavers:
            latest = [thread.person_id for thread in reversed(self.finding.threads)]
            by_id = {person.id: person for person in self.fabric.people}
            weavers = self._others([by_id[it] for it in dict.fromkeys(latest)])
        ties = frozenset((it.person_id, it.badge_id) for it in self.finding.threads)
        nodes = {f"person/{one}" for one, _badge in ties} | {f"badge/{it}" for _one, it in ties}
        if weavers:
            action = _("Écrire à %(who)s") % {"who": weavers[0].name}
            href = self._invite(weavers[:1])
        else:
            action, href = _("Voir les ponts sur le territoire"), "?vue=territoire"
        title = _("Des ponts entre collectifs")
        return Story(self.word, "git-branch", title, text, action, href, (), frozenset(nodes), ties)

    def thirsty(self) -> Story:
        badges = self.finding.badges
        return Story(
            self.word,
            "sprout",
            ngettext("Un badge à arroser", "Des badges à arroser", len(badges)),
            _thirsty_text(self.finding),
            _("Proposer une tournée"),
            inviting(self.visit, self.eyes, "round", badges=[it.slug for it in badges[:SOME]]),
            tuple(Named(f"badge/{it.slug}", it.title) for it in badges[:SOME] if len(badges) > FEW),
            frozenset(it.node for it in badges),
        )

    def welcome(self) -> Story:
        count = self.finding.count
        text = ngettext(
            "%(num)d membre n’a encore tissé aucun lien. Visible par la coordination seulement.",
            "%(num)d membres n’ont encore tissé aucun lien. Visible par la coordination seulement.",
            count,
        )
        title = ngettext("Une personne à accueillir", "Des personnes à accueillir", count)
        return self._about_people("user-plus", title, text, _("Préparer une rencontre"))

    def unmet(self) -> Story:
        count = self.finding.count
        text = ngettext(
            "%(num)d membre tisse des fils sans que quelqu’un ait noté l’avoir rencontré·e.",
            "%(num)d membres tissent des fils sans que quelqu’un ait noté les avoir rencontré·es.",
            count,
        )
        title = ngettext("Une personne à rencontrer", "Des personnes à rencontrer", count)
        return self._about_people("users-round", title, text, _("Préparer une rencontre"))

    def loop(self) -> Story:
        people = self.finding.people
        text = _("%(num)d personnes s’endossent surtout entre elles, dont %(who)s.") % {
            "num": len(people),
            "who": _listed([person.name for person in people[:FEW]]),
        }
        text += " " + _("Un regard extérieur leur rendrait service.")
        return Story(
            self.word,
            "repeat",
            _("Une boucle à ouvrir"),
            text,
            _("Proposer un regard extérieur"),
            self._invite(people[:SOME]),
            self._chips(people),
            frozenset(person.node for person in people),
        )

    def waiting(self) -> Story:
        count = self.finding.count
        text = ngettext(
            "%(num)d demande attend depuis plus d’une semaine : %(what)s.",
            "%(num)d demandes attendent depuis plus d’une semaine, dont %(what)s.",
            count,
        ) % {"num": count, "what": _waiting_name(self.finding)}
        first = self.finding.waiting[0]
        if first.kind is WaitingKind.PROPOSAL:
            href = self.visit.url("badges:discussion", slug=first.slug)
            action = _("Ouvrir la discussion")
        else:
            href = self.visit.url("collectives:desk", slug=first.slug) + "#demandes"
            action = _("Ouvrir le bureau")
        title = ngettext("Une demande sans réponse", "Des demandes sans réponse", count)
        return Story(self.word, "inbox", title, text, action, href)

    def hinges(self) -> Story:
        first = self.finding.beside[0]
        text = ngettext(
            "Sans %(who)s, %(num)d personne ne serait plus reliée aux autres.",
            "Sans %(who)s, %(num)d personnes ne seraient plus reliées aux autres.",
            first.count,
        ) % {"who": first.person.name, "num": first.count}
        text += " " + _("D’autres liens entre ses proches la soulageraient.")
        more = self.finding.count - 1
        if more:
            also = ngettext(
                "Une autre personne est dans ce cas.",
                "%(num)d autres personnes sont dans ce cas.",
                more,
            )
            text += " " + also % {"num": more}
        lit = {it.person.node for it in self.finding.beside}
        lit |= {person.node for it in self.finding.beside for person in it.others}
        return Story(
            self.word,
            "anchor",
            _("Sur qui beaucoup repose"),
            text,
            _("Réunir ses proches"),
            self._invite([first.person, *first.others[: SOME - 1]]),
            self._chips([it.person for it in self.finding.beside]),
            frozenset(lit),
        )

    def apart(self) -> Story:
        circles = self.finding.circles
        ids = {circle.id for circle in circles}
        people = frozenset(it.node for it in self.fabric.people if it.circle_id in ids)
        return Story(
            self.word,
            "unlink",
            ngettext("Un collectif à part", "Des collectifs à part", len(circles)),
            _apart_text(self.finding),
            _("Prévoir un atelier commun"),
            self._invite([]),
            (),
            people,
        )

    def community(self) -> Story:
        people = self.finding.people
        text = _("%(circles)s : %(num)d personnes tiennent ensemble par leurs endossements.") % {
            "num": len(people),
            "circles": _listed([circle.short_name for circle in self.finding.circles]),
        }
        text += " " + _("Elles n’ont peut-être jamais été dans la même pièce.")
        return Story(
            self.word,
            "circle-dashed",
            _("Un groupe par-delà les collectifs"),
            text,
            _("Prévoir un atelier"),
            self._invite(people[:SOME]),
            self._chips(people),
            frozenset(person.node for person in people),
        )

    def _about_people(self, icon: str, title: str, text: str, action: str) -> Story:
        """A card about people to meet. Whom its button invites is whom it names, nobody else."""
        beside = self.finding.beside
        return Story(
            self.word,
            icon,
            title,
            text % {"num": self.finding.count},
            action,
            self._invite([it.person for it in beside[:SOME]]),
            self._chips([it.person for it in beside]),
            frozenset(it.person.node for it in beside),
        )

    def _invite(self, people: Iterable[MapPerson]) -> str:
        """The form of an invitation for the people among them whom one can write to."""
        handles = [person.handle for person in self._others(people) if person.handle]
        kind = "word" if self.finding.action is FindingAction.DESK else str(self.finding.action)
        return inviting(self.visit, self.eyes, kind, people=handles)

    def _others(self, people: Iterable[MapPerson]) -> list[MapPerson]:
        """Those whose page these eyes see, the visitor apart: nobody invites themselves."""
        member = self.visit.member
        return [it for it in people if it.handle and (member is None or it.id != member.id)]

    def _chips(self, people: Iterable[MapPerson]) -> tuple[Named, ...]:
        drawn = {person.id for person in self.fabric.people}
        everyone = list(people)
        told = [
            Named(f"personne/{one.handle}", one.name)
            if one.handle and one.id in drawn
            else Named("", one.name, one.handle or "")
            for one in everyone[:SOME]
        ]
        more = len(everyone) - SOME
        if more > 0:
            text = ngettext("et une autre personne", "et %(num)d autres personnes", more)
            told.append(Named("", text % {"num": more}))
        return tuple(told)


_TELLING: dict[FindingKind, Callable[[_Teller], Story]] = {
    FindingKind.BRIDGES: _Teller.bridges,
    FindingKind.THIRSTY: _Teller.thirsty,
    FindingKind.WELCOME: _Teller.welcome,
    FindingKind.UNMET: _Teller.unmet,
    FindingKind.LOOP: _Teller.loop,
    FindingKind.WAITING: _Teller.waiting,
    FindingKind.HINGES: _Teller.hinges,
    FindingKind.APART: _Teller.apart,
    FindingKind.COMMUNITY: _Teller.community,
}


def _thirsty_for_all(visit: Visit, fabric: Fabric, finding: Finding) -> Story:
    badges = finding.badges
    return Story(
        _WORDS[finding.kind],
        "sprout",
        ngettext("Un badge à arroser", "Des badges à arroser", len(badges)),
        _thirsty_text(finding),
        _("Les voir dans la galerie"),
        visit.url("badges:gallery") + "?ordre=a-arroser",
        (),
        frozenset(badge.node for badge in badges),
    )


def _bridges_for_all(visit: Visit, fabric: Fabric, finding: Finding) -> Story:
    text = ngettext(
        "%(num)d fil traverse une frontière.",
        "%(num)d fils traversent une frontière.",
        finding.count,
    )
    ties = frozenset((it.person_id, it.badge_id) for it in finding.threads)
    return Story(
        _WORDS[finding.kind],
        "git-branch",
        _("Des ponts entre collectifs"),
        text % {"num": finding.count},
        _("Les voir sur le territoire"),
        "?vue=territoire",
        (),
        frozenset({f"person/{one}" for one, _b in ties} | {f"badge/{it}" for _p, it in ties}),
        ties,
    )


_OPEN: dict[FindingKind, Callable[[Visit, Fabric, Finding], Story]] = {
    FindingKind.BRIDGES: _bridges_for_all,
    FindingKind.THIRSTY: _thirsty_for_all,
}


def _thirsty_text(finding: Finding) -> str:
    titles = _listed(
        [_("« %(title)s »") % {"title": badge.title} for badge in finding.badges[:FEW]]
    )
    count = finding.count
    if count <= FEW:
        text = ngettext(
            "%(titles)s attend un premier endossement.",
            "%(titles)s attendent un premier endossement.",
            count,
        )
    else:
        text = _("%(num)d badges adoptés attendent un premier endossement, dont %(titles)s.")
    return text % {"num": count, "titles": titles}


def _apart_text(finding: Finding) -> str:
    names = _listed([circle.short_name for circle in finding.circles[:FEW]])
    text = ngettext(
        "Personne d’ailleurs ne s’est encore engagé pour quelqu’un du collectif %(names)s.",
        "Personne d’ailleurs ne s’est encore engagé pour quelqu’un de ces collectifs : %(names)s.",
        finding.count,
    )
    return text % {"names": names}


def _waiting_name(finding: Finding) -> str:
    first = finding.waiting[0]
    if first.kind is WaitingKind.PROPOSAL:
        return _("la proposition « %(title)s »") % {"title": first.name}
    return _("la demande d’adhésion de %(who)s") % {"who": first.name}


def _names(people: Sequence[MapPerson], one: str, several: str) -> str:
    """A sentence with the first of some people, in the singular for one."""
    named = _listed([person.name for person in people[:FEW]])
    return (one if len(people) == 1 else several) % {"who": named}


def _listed(words: Sequence[str]) -> str:
    """« a, b et c »."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s et %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
