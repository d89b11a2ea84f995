"""The CSV file of edges: what it may hold, and how it says what it may not."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from recognition.trust.edges import (
    QUALITIES,
    EdgesError,
    Endorsement,
    Holding,
    Inheritance,
    Person,
    TrustEdges,
    Use,
    csv_lines,
    parse_csv,
    read_csv,
    write_csv,
)

EXAMPLE = Path(__file__).parents[1] / "data" / "trust-example.csv"
HEADER = "kind,a,b,x\n"

ids = st.text(st.characters(exclude_characters=",", codec="utf-8"), min_size=1, max_size=8)
circles = st.just("") | ids
edges = st.builds(
    TrustEdges,
    people=st.dictionaries(ids, st.builds(Person, circles, st.booleans()), max_size=4),
    holdings=st.lists(st.builds(Holding, ids, ids), max_size=4).map(tuple),
    endorsements=st.lists(
        st.builds(Endorsement, ids, ids, st.sampled_from(QUALITIES)), max_size=4
    ).map(tuple),
    uses=st.lists(st.builds(Use, ids, ids), max_size=4).map(tuple),
    inheritances=st.lists(
        st.builds(Inheritance, ids, ids, st.floats(0, 1, exclude_min=True)), max_size=4
    ).map(tuple),
)


def read_or_refused(read: Callable[[], TrustEdges]) -> TrustEdges | EdgesError:
    """Any other error is a failure of the test that asks."""
    try:
        return read()
    except EdgesError as refused:
        return refused


@settings(deadline=None, max_examples=150)
@given(edges)
def test_what_is_written_is_read_back_whatever_the_ids_are(written: TrustEdges) -> None:
    assert parse_csv("".join(csv_lines(written))) == written


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=80) | st.text('kindab,x"\n\r01.5 ', max_size=60).map(HEADER.__add__))
@example('kind,a,b,x\nholds,"A"x,w,')
@example("kind,a,b,x\nholds,A\rB,w,")
@example("kind,a,b,x\nholds," + "A" * 200_000 + ",w,")
@example('kind,a,b,x\n"')
@example("\ufeff\ufeffkind,a,b,x")
def test_any_text_is_edges_or_an_edges_error(text: str) -> None:
    outcome = read_or_refused(lambda: parse_csv(text))

    if isinstance(outcome, EdgesError):
        assert outcome.line >= 0
        assert str(outcome) == f"line {outcome.line}: {outcome.reason}"


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from(["person", "holds", "endorse", "use", "inherit"]),
    st.lists(st.sampled_from(["", "A", "w", "1", "0", "0.5", "0.25", "nan", "-1", "1e9", "½"])),
)
def test_any_row_of_known_kind_is_edges_or_an_edges_error(kind: str, cells: list[str]) -> None:
    read = read_or_refused(lambda: parse_csv(HEADER + ",".join([kind, *cells])))

    if isinstance(read, EdgesError):
        assert read.line == 2
    else:
        rows = [read.people, read.holdings, read.endorsements, read.uses, read.inheritances]
        assert sum(map(len, rows)) == 1


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=40))
@example(b"kind,a,b,x\nholds,\xff,w,\n")
def test_any_bytes_of_a_file_are_edges_or_an_edges_error(content: bytes) -> None:
    opened = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", newline="")
    assert isinstance(read_or_refused(lambda: read_csv(opened)), TrustEdges | EdgesError)


def test_a_file_is_written_and_read_by_path_or_when_open(tmp_path: Path) -> None:
    written = TrustEdges(people={'l"été\r': Person("Nord", True)}, holdings=(Holding("\n", "w"),))
    path, opened = tmp_path / "edges.csv", io.StringIO(newline="")

    write_csv(written, path)
    write_csv(written, opened)

    assert read_csv(path) == written
    assert read_csv(str(path)) == written
    assert read_csv(io.StringIO(opened.getvalue(), newline="")) == written


def test_a_file_that_is_not_utf8_is_refused_without_a_line(tmp_path: Path) -> None:
    path = tmp_path / "edges.csv"
    path.write_bytes(HEADER.encode() + "holds,Zoé,w,\n".encode("latin-1"))

    with pytest.raises(EdgesError) as refused:
        read_csv(path)

    assert (refused.value.line, refused.value.reason) == (0, "not UTF-8 text")


def test_byte_order_mark_windows_line_ends_quotes_and_blank_lines_change_nothing() -> None:
    plain = "kind,a,b,x\nperson,A,Nord,1\nholds,A,w 1,\nendorse,B,w 1,0.5\n"
    dressed = '\ufeffkind,a,b,x\r\n"person",A,"Nord",1\r\n\r\nholds,A,"w 1",\r\nendorse,B,w 1,5e-1'

    assert parse_csv(dressed) == parse_csv(plain)


def test_the_worked_example_is_read_row_by_row() -> None:
    read = read_csv(EXAMPLE)

    assert read.people["A"] == Person("Nord", confirmed=True)
    assert read.people["G"] == Person("", confirmed=False)
    assert len(read.people) == 8
    assert read.holdings[0] == Holding("D", "w1")
    assert read.endorsements[1] == Endorsement("B", "w1", 0.5)
    assert (len(read.holdings), len(read.endorsements)) == (5, 10)


def test_the_same_person_twice_alike_is_read_once() -> None:
    read = parse_csv(HEADER + "person,A,Nord,1\nperson,A,Nord,1\n")

    assert read.people == {"A": Person("Nord", confirmed=True)}


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        ("", 1, "the header is not kind,a,b,x"),
        ("kind,a,b\n", 1, "the header is not kind,a,b,x"),
        ("Kind,a,b,x\n", 1, "the header is not kind,a,b,x"),
        (HEADER + "follow,A,w,1\n", 2, "unknown kind 'follow'"),
        (HEADER + "holds,A,w\n", 2, "3 columns instead of 4"),
        (HEADER + "holds,A,w,,\n", 2, "5 columns instead of 4"),
        (HEADER + "holds,A,w,1\n", 2, "holds takes no fourth value"),
        (HEADER + "holds,A,w,\nendorse,A,w,0.75\n", 3, "quality is not 1, 0.5 or 0.25"),
        (HEADER + "endorse,A,w,\n", 2, "quality is not 1, 0.5 or 0.25"),
        (HEADER + "endorse,A,w,nan\n", 2, "quality is not 1, 0.5 or 0.25"),
        (HEADER + "use,A,w,0.5\n", 2, "quality of a use is not 0.25"),
        (HEADER + "person,A,Nord,2\n", 2, "confirmed is neither 1 nor 0"),
        (HEADER + "person,A,Nord,\n", 2, "confirmed is neither 1 nor 0"),
        (HEADER + "inherit,v,w,0\n", 2, "factor is not a number above 0 and at most 1"),
        (HEADER + "inherit,v,w,1.5\n", 2, "factor is not a number above 0 and at most 1"),
        (HEADER + "inherit,v,w,-0.5\n", 2, "factor is not a number above 0 and at most 1"),
        (HEADER + "inherit,v,w,inf\n", 2, "factor is not a number above 0 and at most 1"),
        (HEADER + "inherit,v,w,nan\n", 2, "factor is not a number above 0 and at most 1"),
        (HEADER + "person,A,,0\nperson,A,,1\n", 3, "person 'A' is declared twice, differently"),
        (HEADER + "person,,Nord,1\n", 2, "an id is empty"),
        (HEADER + "endorse,A,,1\n", 2, "an id is empty"),
        (HEADER + "inherit,,w,1\n", 2, "an id is empty"),
        (HEADER + 'holds,"A,B",w,\n', 2, "an id holds a comma"),
        (HEADER + 'person,A,"Nord,Est",1\n', 2, "an id holds a comma"),
    ],
)
def test_a_broken_file_is_refused_with_its_line_and_reason(
    content: str, line: int, reason: str
) -> None:
    with pytest.raises(EdgesError) as refused:
        parse_csv(content)

    assert (refused.value.line, refused.value.reason) == (line, reason)
