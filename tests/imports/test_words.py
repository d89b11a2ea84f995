"""Every reason has its sentence, and what strangers name in it is shown short and plain."""

import ast
import re

import pytest

from recognition.imports.rules import HOSTED, Standing, kept_step, standing_of, step_of
from recognition.imports.views.telling import QUESTIONS, sentence_of, told_standing
from recognition.openbadges import reasons
from recognition.openbadges.verdict import Check, Outcome, State, Step
from recognition.openbadges.verifying import reasons as verifying
from recognition.paths import root
from recognition.web.sentences.imports import NAMING, REASONS
from tests.factories import AT

CODE = re.compile(r"(?:file|png|svg|json)\.[a-z_]+")


def read_by_readers() -> set[str]:
    """The codes that the readers of files raise: strings of theirs in that form."""
    folder = root() / "recognition" / "openbadges"
    return {
        node.value
        for name in ("reading", "png", "svg", "safejson", "carrying")
        for node in ast.walk(ast.parse((folder / f"{name}.py").read_text()))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and CODE.fullmatch(node.value)
    }


def test_every_reason_has_its_sentence_and_every_sentence_its_reason() -> None:
    codes = {*map(str, verifying.Reason), *map(str, reasons.Reason), *read_by_readers(), HOSTED}
    assert len(codes) > 80
    assert sorted(codes - REASONS.keys()) == []
    assert sorted(REASONS.keys() - codes) == []
    assert sorted(NAMING.keys() - codes) == []


@pytest.mark.parametrize("code", sorted(REASONS))
def test_a_sentence_is_whole_with_and_without_what_it_names(code: str) -> None:
    for detail in ("", "exemple.org", "{0.__class__}", "2026-02-30", "x" * 5000):
        said = sentence_of(Step(Check.SIGNATURE, State.FAILS, code, detail))
        assert said[-1] in ".»"
        assert "{detail}" not in said
        assert len(said) < 320


def test_a_check_that_plainly_ends_is_told_in_every_state() -> None:
    for check in Check:
        said = {sentence_of(Step(check, state)) for state in State}
        assert len(said) >= 3
        assert "" not in said
    assert set(QUESTIONS) == set(Check)


def test_a_time_is_told_as_a_date_and_a_time_of_no_calendar_as_it_stands() -> None:
    step = Step(Check.DATES, State.FAILS, "dates.expired", "2025-01-02T10:00:00+00:00")
    assert sentence_of(step) == "Il a expiré le 2 janvier 2025."
    far = Step(Check.DATES, State.FAILS, "dates.expired", "0001-01-01T00:00:00+00:00")
    assert "0001-01-01" in sentence_of(far)


def _steps(**states: State) -> list[Step]:
    return [Step(check, states.get(check.value, State.HOLDS)) for check in Check]


@pytest.mark.parametrize(
    ("outcome", "states", "standing"),
    [
        (Outcome.VERIFIED, {}, Standing.SIGNED),
        (Outcome.VERIFIED, {"recipient": State.FAILS}, Standing.SIGNED),
        (Outcome.UNVERIFIED, {"issuer": State.UNKNOWN}, Standing.UNVERIFIED),
        (Outcome.INVALID, {"dates": State.FAILS}, Standing.EXPIRED),
        (
            Outcome.INVALID,
            {"dates": State.FAILS, "signature": State.UNKNOWN},
            Standing.UNVERIFIED,
        ),
        (Outcome.INVALID, {"dates": State.FAILS, "signature": State.FAILS}, Standing.BROKEN),
        (Outcome.INVALID, {"revocation": State.FAILS}, Standing.REVOKED),
        (Outcome.INVALID, {"revocation": State.FAILS, "dates": State.FAILS}, Standing.REVOKED),
        (Outcome.INVALID, {"signature": State.FAILS}, Standing.BROKEN),
    ],
)
def test_how_a_badge_stands(outcome: Outcome, states: dict[str, State], standing: Standing) -> None:
    assert standing_of(outcome, _steps(**states)) is standing


def test_a_badge_of_which_nothing_is_known_is_not_called_verified() -> None:
    assert standing_of(Outcome.VERIFIED, []) is Standing.UNVERIFIED


def test_every_standing_is_told_with_who_was_asked_and_when() -> None:
    told = [told_standing(each, host="ailleurs.example", checked_at=AT) for each in Standing]
    assert len({each.word for each in told}) == len(Standing)
    assert all("14 mars 2026" in each.sentence for each in told)
    verified = told_standing(Standing.SIGNED, host="ailleurs.example", checked_at=AT)
    assert "ailleurs.example" in verified.sentence


def test_a_step_is_kept_and_read_again() -> None:
    step = Step(Check.ISSUER, State.UNKNOWN, "issuer.unreachable", "exemple.org")
    assert step_of(kept_step(step)) == step
