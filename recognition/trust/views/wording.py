"""A value in words: one sentence for the page and for its JSON."""

from collections.abc import Sequence

from recognition.trust.amounts import rounded
from recognition.trust.told import (
    CircleRows,
    Enrichment,
    Happening,
    Moment,
    Named,
    Timeline,
    ValuePanel,
    VoiceRow,
)
from recognition.trust.variety import Variety
from recognition.web.languages import gettext as _
from recognition.web.languages import ngettext
from recognition.web.templates import date_long, month, number

MOST_CIRCLES = 6  # named in one line


def figure(amount: float) -> str:
    """An amount as every value is written: ``2,25``, ``1,00``."""
    return number(rounded(amount), 2, least=2)


def sentence(panel: ValuePanel) -> str:
    """Who stands behind the thing, in one sentence."""
    people, circles = panel.voice_count, panel.circle_count
    if people == 1:
        said = _("1 personne s’engage pour ce badge")
    elif circles == 1:
        said = _("%(num)d personnes d’un même cercle s’engagent pour ce badge") % {"num": people}
    else:
        said = _("%(num)d personnes de %(circles)d cercles s’engagent pour ce badge") % {
            "num": people,
            "circles": circles,
        }
    if panel.unheard_count:
        said += ngettext(
            ", dont une qui ne s’ajoute pas encore",
            ", dont %(num)d qui ne s’ajoutent pas encore",
            panel.unheard_count,
        ) % {"num": panel.unheard_count}
    alone = ngettext(
        "%(num)d voix indépendante", "%(num)d voix indépendantes", panel.independent
    ) % {"num": panel.independent}
    return _("%(people)s ; %(independent)s.") % {"people": said, "independent": alone}


def proof(panel: ValuePanel) -> str:
    """How many would have to be wrong: the size of the bottleneck."""
    return ngettext(
        "Ce badge tient debout par une seule voix indépendante : il suffirait que cette personne"
        " se trompe pour qu’il ne repose plus sur rien.",
        "Ce badge tient debout tant que l’une de ses %(num)d voix indépendantes tient : il faudrait"
        " que %(num)d personnes se trompent toutes à la fois pour qu’il ne repose plus sur rien.",
        panel.independent,
    ) % {"num": panel.independent}


def variety(panel: ValuePanel) -> str:
    """The colour of a badge, for who does not see it."""
    if panel.variety is Variety.ONE:
        alone = panel.circle_count == 1
        return _("Des voix d’un seul cercle") if alone else _("Des voix surtout d’un cercle")
    if panel.variety is Variety.TWO:
        both = panel.circle_count == 2
        return _("Des voix de deux cercles") if both else _("Des voix surtout de deux cercles")
    if panel.variety is Variety.SEVERAL:
        return _("Des voix de cercles variés")
    return _("Des voix de cercles très variés") if panel.variety is Variety.MANY else ""


def circles(panel: ValuePanel, numbers: bool) -> str:
    """The circles by name. Where a few bring most, those come first, unless `numbers` are not
    shown: who weighs is a share of the value."""

    def named(some: Sequence[CircleRows]) -> str:
        names = [circle.name or _("Hors collectif") for circle in some]
        return ", ".join(names[:MOST_CIRCLES]) + ("…" if len(names) > MOST_CIRCLES else "")

    few = {Variety.ONE: 1, Variety.TWO: 2}.get(panel.variety, len(panel.circles))
    if few >= len(panel.circles):
        return named(panel.circles)
    ranked = sorted(panel.circles, key=lambda circle: -circle.amount)
    if not numbers or ranked[few - 1].shown == ranked[few].shown:
        return _("Cercles entendus : %(names)s") % {"names": named(panel.circles)}
    told = {"most": named(ranked[:few]), "others": named(ranked[few:])}
    return _("%(most)s, plus légèrement %(others)s") % told


def here(panel: ValuePanel, numbers: bool) -> str:
    """The heading of a collective's own view, with its figure if it has one to show."""
    told = {"collective": panel.collective, "figure": figure(panel.shown)}
    if numbers and panel.is_shown:
        return _("Vu d’ici, %(collective)s : %(figure)s") % told
    return _("Vu d’ici, %(collective)s") % told


def _listed(names: Sequence[str]) -> str:
    """``A``, ``A et B``, ``A, B et C``."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s et %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def people(named: Sequence[Named]) -> str:
    return _listed([person.name for person in named])


def place(row: VoiceRow) -> str:
    """Its place in the circle, what it rests on, and whether its person was met."""
    told = [_seat(row), basis(row)]
    if not row.confirmed:
        told.append(_("d’une personne pas encore rencontrée"))
    return ", ".join(told)


def _seat(row: VoiceRow) -> str:
    if row.circle:
        said = ngettext("1re voix de son cercle", "%(num)de voix de son cercle", row.seat)
    else:
        said = ngettext("1re voix hors collectif", "%(num)de voix hors collectif", row.seat)
    return said % {"num": row.seat}


def basis(row: VoiceRow) -> str:
    """What a voice rests on."""
    if row.is_bare:
        return _("en mots, sans rien à regarder pour l’instant")
    return {
        "use": _("en le portant"),
        "criteria": _("critères endossés un par un"),
        "evidence": _("avec une preuve"),
        "words": _("en mots"),
    }[row.basis]


def cause(row: VoiceRow, thing: str) -> str:
    """Why a voice adds nothing; empty for one that does. `thing` is badge or award."""
    through, count = people(row.through), len(row.through)
    if row.cause == "unreached":
        return _("Pas encore reliée à quelqu’un qu’un collectif a rencontré.")
    if row.cause == "contested":
        return _("N’arrive que par %(names)s, que ce badge compte déjà.") % {"names": through}
    if row.cause == "linking":
        return _(
            "Relie déjà une autre voix de ce badge à une personne rencontrée : une même personne"
            " ne sert qu’une fois."
        )
    if row.cause == "barred" and thing == "award":
        return ngettext(
            "N’arrive que par %(names)s, qui porte ce badge.",
            "N’arrive que par %(names)s, qui portent ce badge.",
            count,
        ) % {"names": through}
    if row.cause == "barred":
        return _("N’arrive que par %(names)s, à l’origine de ce badge.") % {"names": through}
    if row.cause == "holder" and thing == "award":
        return _("Tient elle-même ce badge : endosser le sien ne compte pas.")
    return _("À l’origine de ce badge : endosser le sien ne compte pas.") if row.cause else ""


def enrichment(it: Enrichment, collective: str) -> str:
    """What could be done, without the amount; `collective` as in `ValuePanel`."""
    names = _listed(it.names)
    if it.kind == "circle" and it.more:
        return ngettext(
            "Une première voix venue de %(names)s, ou d’un autre cercle",
            "Une première voix venue de %(names)s, ou d’un des %(num)d autres cercles",
            it.more,
        ) % {"names": ", ".join(it.names), "num": it.more}
    if it.kind == "circle":
        any_of = _(" ou ").join(it.names)
        return _("Une première voix venue de %(names)s") % {"names": any_of}
    if it.kind == "evidence" and collective:
        said = _("Une première preuve que les membres de %(collective)s peuvent regarder")
        return said % {"collective": collective}
    if it.kind == "evidence":
        return _("Une première preuve que tout le monde peut regarder")
    if it.kind == "proof":
        return _("Quelque chose à regarder derrière les mots déjà écrits")
    if it.kind == "meeting":
        return _("Une rencontre en personne entre %(name)s et un collectif") % {"name": names}
    return _("Une autre personne qui connaît aussi %(name)s et le dit") % {"name": names}


def gain(it: Enrichment) -> str:
    """``+ 0,50``, or ``+ 1,00, ou + 0,50 …`` when it depends on who comes."""
    more = _added(it.amount)
    if not it.lesser or it.lesser == it.amount:
        return more
    return _("%(more)s, ou %(less)s si aucun collectif ne l’a encore rencontrée") % {
        "more": more,
        "less": _added(it.lesser),
    }


def _added(amount: float) -> str:
    return "+\u00a0" + figure(amount)


def happening(it: Happening, thing: str) -> str:
    """What happened that day, in words; without a capital, as several may follow one another."""
    who = it.who.name if it.who else ""
    of = it.source.name
    if it.kind == "evidence" and thing == "award":
        return _("une preuve est ajoutée")
    if it.kind == "evidence":
        return _("une preuve est ajoutée au badge porté par %(holder)s") % {"holder": of}
    if it.kind == "carried" and it.is_first:
        return _("%(name)s le porte, pour la première fois") % {"name": who}
    if it.kind == "carried":
        return _("%(name)s le porte aussi") % {"name": who}
    if it.kind == "gave" and thing == "award":
        return _("%(name)s l’attribue") % {"name": who}
    if it.kind == "gave":
        return _("%(name)s l’attribue à %(holder)s") % {"name": who, "holder": of}
    if it.source.kind == "award" and thing == "badge":
        return _("%(name)s endosse le badge porté par %(holder)s") % {"name": who, "holder": of}
    if it.source.kind in ("badge", "award"):
        return _("%(name)s endosse le badge") % {"name": who}
    return _("%(name)s endosse %(issuer)s") % {"name": who, "issuer": of}


def moment_date(timeline: Timeline, moment: Moment) -> str:
    """The day, the month or the year of a moment."""
    if timeline.grain == "day":
        return date_long(moment.on)
    return month(moment.on) if timeline.grain == "month" else str(moment.on.year)
