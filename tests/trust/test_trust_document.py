"""The worked example of docs/trust.md is computed, not remembered."""

import re
from pathlib import Path

from recognition.paths import root
from recognition.trust.edges import Endorsement, TrustEdges, read_csv
from recognition.trust.value import values_of_edges
from recognition.trust.variety import effective_circles
from tests.trust.networks import endorsing

EXAMPLE = read_csv(Path(__file__).parents[1] / "data" / "trust-example.csv")
DOCUMENT = (root() / "docs" / "trust.md").read_text()


def _rows() -> dict[str, list[str]]:
    """The cells of the table of the worked example, by badge."""
    lines = re.findall(r"^\| .*\((w\d)\) \|(.*)\|$", DOCUMENT, re.M)
    return {badge: [cell.strip() for cell in cells.split("|")] for badge, cells in lines}


def _french(value: float) -> str:
    return f"{value:g}".replace(".", ",")


def _valued(edges: TrustEdges, badge: str) -> str:
    return _french(round(values_of_edges(edges)[badge].value, 9))


def test_the_table_of_the_worked_example_is_what_the_engine_says() -> None:
    standings = values_of_edges(EXAMPLE)
    rows = _rows()

    assert sorted(rows) == sorted(standings)
    for badge, (_, _, value, independent, bottleneck) in rows.items():
        standing = standings[badge]
        assert value == f"**{_french(standing.value)}**"
        assert independent == f"{standing.independent} sur {standing.voices}"
        assert bottleneck == ", ".join(standing.bottleneck)


def test_the_endorsers_of_the_table_are_those_of_the_example() -> None:
    for badge, (endorsers, *_) in _rows().items():
        named = set(re.findall(r"\b[A-H]\b", endorsers))
        assert named == {said.person for said in EXAMPLE.endorsements if said.badge == badge}


def test_what_would_happen_next_is_what_happens() -> None:
    with_chloe = endorsing(EXAMPLE, Endorsement("C", "w4", 1.0))
    with_basile = endorsing(EXAMPLE, Endorsement("B", "w1", 1.0))

    assert f"passe de {_valued(EXAMPLE, 'w4')} à **{_valued(with_chloe, 'w4')}**" in DOCUMENT
    assert f"celui de Hana monte à **{_valued(with_chloe, 'w5')}**" in DOCUMENT
    assert f"le badge de Daniel monte à **{_valued(with_basile, 'w1')}**" in DOCUMENT
    before, after = values_of_edges(EXAMPLE), values_of_edges(with_chloe)
    assert all(after[badge].value >= before[badge].value for badge in before)


def test_the_sentence_at_the_top_is_of_the_first_badge() -> None:
    standing = values_of_edges(EXAMPLE)["w1"]

    assert (
        f"**Valeur {_french(standing.value)}** : {standing.voices} personnes de"
        f" {standing.circles} cercles s’engagent pour ce badge ; {standing.independent} voix"
        " indépendantes."
    ) in DOCUMENT.replace("\u00a0", " ")


def test_effective_circles_fall_as_the_document_says() -> None:
    figure = f"{effective_circles([2, 1]):.2f}"

    assert f"(2, 1) is {figure}" in DOCUMENT
