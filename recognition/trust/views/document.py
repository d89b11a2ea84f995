"""A value as JSON, for the readers of the page it is on.

    {"thing": "badge" | "award",
     "shows_value": whether the badge's collective lets the number be shown; when it does not, every
                    field marked * below is null,
     "page": address of the same as a page,
     "scopes": [one for everyone's eyes, then one for each collective of the reader:
       {"scope": "everywhere" | "collective", "collective": its short name or null,
        "known": whether the thing is seen with these eyes at all,
        "value"*: number, "sentence": text or null (below two voices),
        "voices": count, "independent": count, "circles": count,
        "effective_circles"*: number, exp of the entropy of the circles' shares; a colour, no value,
        "variety": "none" | "one" | "two" | "several" | "many",
        "parts": [{"way": as in rows, "amount"*}],
        "rows": [a voice that counts, by circle, then place:
          {"person": {"name", "handle" or null}, "circle": name or null,
           "way": "direct" | "award" | "badge" | "issuer" | "use",
           "source": {"kind", "key", "name", "words", "endorsement": id or null, "day" or null},
           "basis": "words" | "evidence" | "criteria" | "use", "quality"*, "met": bool,
           "seat": place in the circle from 1, "amount"*}],
        "silent": [a voice that adds nothing: as rows, seat 0, and "cause": code, "sentence": text,
                   "through": [{"name", "handle"}]],
        "enrichments": [{"kind": "circle" | "evidence" | "proof" | "meeting" | "tie",
                         "names": [text], "more": count of other circles, "sentence": text,
                         "amount"*, "amount_unmet"* (circle only, else null)}],
        "history": {"grain": "day" | "month" | "year",
                    "moments": [{"day", "value"*, "events": [{"day", "kind": "endorsed" | "gave" |
                                 "carried" | "evidence", "person" or null, "sentence": text}]}]},
        "bottleneck": [{"name", "handle"}] for coordination of its collective, else null}]}

Days are ISO dates in Paris. Numbers are rounded to 9 digits. Sentences are in the language
of the reader.
"""

from dataclasses import dataclass
from typing import Any

from recognition.trust.contract import DIGITS
from recognition.trust.told import Enrichment, Moment, Named, Source, ValuePanel, VoiceRow
from recognition.trust.views import wording
from recognition.trust.views.card import ValueCard


def value_document(card: ValueCard) -> dict[str, Any]:
    """The shape that is told above."""
    writing = _Writing(card)
    return {
        "thing": card.thing,
        "shows_value": card.numbers,
        "page": card.path,
        "scopes": [writing.scope(panel) for panel in (card.everywhere, *card.here)],
    }


def _person(named: Named | None) -> dict[str, Any] | None:
    return {"name": named.name, "handle": named.handle} if named else None


def _source(source: Source) -> dict[str, Any]:
    return {
        "kind": source.kind,
        "key": source.key,
        "name": source.name,
        "words": source.words,
        "endorsement": str(source.endorsement_id) if source.endorsement_id else None,
        "day": source.on.isoformat() if source.on else None,
    }


@dataclass(frozen=True)
class _Writing:
    card: ValueCard

    def number(self, value: float) -> float | None:
        """None where the collective shows no number."""
        return round(value, DIGITS) if self.card.numbers else None

    def scope(self, panel: ValuePanel) -> dict[str, Any]:
        return {
            "scope": "collective" if panel.collective else "everywhere",
            "collective": panel.collective or None,
            "known": panel.is_known,
            "value": self.number(panel.value),
            "sentence": wording.sentence(panel) if panel.is_shown else None,
            "voices": panel.voice_count,
            "independent": panel.independent,
            "circles": panel.circle_count,
            "effective_circles": self.number(panel.effective_circles),
            "variety": str(panel.variety),
            "parts": [
                {"way": part.kind, "amount": self.number(part.amount)} for part in panel.parts
            ],
            "rows": [self.row(row) for circle in panel.circles for row in circle.rows],
            "silent": [self.silent(row) for row in panel.silent],
            "enrichments": [self.enrichment(it, panel) for it in panel.enrichments],
            "history": {
                "grain": panel.timeline.grain,
                "moments": [self.moment(moment) for moment in panel.timeline.moments],
            },
            "bottleneck": [_person(named) for named in panel.bottleneck] or None,
        }

    def row(self, row: VoiceRow) -> dict[str, Any]:
        return {
            "person": {"name": row.name, "handle": row.handle},
            "circle": row.circle or None,
            "way": row.kind,
            "source": _source(row.source),
            "basis": row.basis,
            "quality": self.number(row.quality),
            "met": row.confirmed,
            "seat": row.seat,
            "amount": self.number(row.amount),
        }

    def silent(self, row: VoiceRow) -> dict[str, Any]:
        return {
            **self.row(row),
            "cause": row.cause,
            "sentence": self.card.cause(row),
            "through": [_person(named) for named in row.through],
        }

    def enrichment(self, it: Enrichment, panel: ValuePanel) -> dict[str, Any]:
        return {
            "kind": it.kind,
            "names": list(it.names),
            "more": it.more,
            "sentence": wording.enrichment(it, panel.collective),
            "amount": self.number(it.amount),
            "amount_unmet": self.number(it.lesser) if it.kind == "circle" else None,
        }

    def moment(self, moment: Moment) -> dict[str, Any]:
        return {
            "day": moment.on.isoformat(),
            "value": self.number(moment.value),
            "events": [
                {
                    "day": it.on.isoformat(),
                    "kind": it.kind,
                    "person": _person(it.who),
                    "sentence": wording.happening(it, self.card.thing),
                }
                for it in moment.happenings
            ],
        }
