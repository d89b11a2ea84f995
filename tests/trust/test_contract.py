"""The JSON contract of `recognition trust score`."""

import io
import json
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from recognition.trust.contract import score_document, write_json
from recognition.trust.edges import (
    Endorsement,
    Holding,
    Person,
    TrustEdges,
    csv_lines,
    parse_csv,
    read_csv,
)
from tests.trust.networks import networks

EXAMPLE = Path(__file__).parents[1] / "data" / "trust-example.csv"


def test_the_document_of_the_worked_example_has_the_shape_of_the_contract() -> None:
    document = score_document(read_csv(EXAMPLE))

    assert list(document) == ["timing", "badges"]
    assert document["timing"] == {"compute_s": document["timing"]["compute_s"]}
    assert 0 < document["timing"]["compute_s"] < 60
    assert list(document["badges"]) == ["w1", "w2", "w3", "w4", "w5"]
    assert document["badges"]["w1"] == {
        "value": 2.25,
        "voices": 3,
        "independent": 3,
        "circles": 2,
        "contributions": [
            {"person": "A", "strength": 1.0, "amount": 1.0},
            {"person": "B", "strength": 0.5, "amount": 0.25},
            {"person": "C", "strength": 1.0, "amount": 1.0},
        ],
        "bottleneck": ["A", "B", "C"],
    }


def test_numbers_have_nine_digits() -> None:
    people = {f"p{n}": Person("Nord", confirmed=True) for n in range(3)}
    said = tuple(Endorsement(name, "w", 1.0) for name in people)

    entry = score_document(TrustEdges(people=people, endorsements=said))["badges"]["w"]

    assert entry["value"] == 1.833333333
    assert [voice["amount"] for voice in entry["contributions"]] == [1.0, 0.5, 0.333333333]


@settings(deadline=None, max_examples=40)
@given(networks(), st.randoms(use_true_random=False))
def test_the_same_rows_in_any_order_give_the_same_bytes_but_for_timing(
    edges: TrustEdges, random: Any
) -> None:
    header, *rows = csv_lines(edges)
    shuffled = random.sample(rows, len(rows))

    assert untimed("".join([header, *shuffled])) == untimed("".join([header, *rows]))


def untimed(text: str) -> str:
    document = score_document(parse_csv(text))
    del document["timing"]
    written = io.StringIO()
    write_json(document, written)
    return written.getvalue()


def test_any_id_survives_the_file(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    names = ["Zoé", 'l"été', "\u2028", "\ud800"]
    edges = TrustEdges(holdings=tuple(Holding(name, name) for name in names))

    write_json(score_document(edges), path)

    assert list(json.loads(path.read_bytes())["badges"]) == sorted(names)
    assert path.read_bytes().endswith(b"}\n")
