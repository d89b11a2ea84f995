"""Public networks turned into edges, and the summary of a scored network."""

from pathlib import Path

from recognition.trust import convert, describe
from recognition.trust.edges import Endorsement, Holding, Person, TrustEdges, read_csv


def test_ratings_become_endorsements_of_pages_and_faint_or_hostile_ones_are_left_out(
    tmp_path: Path,
) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(
        "source,target,rating,time\n1,2,1,9\n1,3,4,9\n2,3,10,9\n3,1,-5,9\n2,2,10,9\n4,1,-1,9\n"
    )

    convert.main(["bitcoin-alpha", str(source), str(target), "--met", "0", "--circles", "none"])

    stranger = Person("", confirmed=False)
    assert read_csv(target) == TrustEdges(
        people={"1": stranger, "2": stranger, "3": stranger},
        holdings=tuple(Holding(person, f"page of {person}") for person in "123"),
        endorsements=(
            Endorsement("1", "page of 2", 0.25),
            Endorsement("1", "page of 3", 0.5),
            Endorsement("2", "page of 3", 1.0),
        ),
    )


def test_levels_become_qualities_and_communities_stand_in_for_circles(tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    rows = ["a,b,master", "b,c,journeyer", "c,a,apprentice", "a,d,observer", "x,y,master"]
    source.write_text("\n".join(["source,target,level", *rows]))

    convert.main(["advogato", str(source), str(target), "--met", "100"])

    read = read_csv(target)
    assert [said.quality for said in read.endorsements] == [1.0, 0.5, 0.25, 1.0]
    assert read.people == {
        name: Person(circle, confirmed=True)
        for name, circle in {"a": "c1", "b": "c1", "c": "c1", "x": "c2", "y": "c2"}.items()
    }


def test_who_is_confirmed_depends_on_the_id_alone_and_on_the_share_asked_for() -> None:
    said = [Endorsement(str(n), convert.page_of(str(n + 1)), 1.0) for n in range(2000)]

    few = convert.stood_in(said, 10, louvain=False).people
    more = convert.stood_in(said[:1000], 30, louvain=False).people

    assert 150 < sum(person.confirmed for person in few.values()) < 250
    assert all(more[name].confirmed for name in more if few[name].confirmed)


def test_a_network_is_described_by_counts_of_badges() -> None:
    example = read_csv(Path(__file__).parents[1] / "data" / "trust-example.csv")

    *lines, seconds = describe.describe(example)

    assert lines == [
        "people: 8, confirmed 3, reached from them 8, circles 3",
        "badges: 5, with a voice 5",
        "voices: 10, independent 8",
        "voices that add nothing: contested 2",
        "values of badges with a voice: "
        "least 0.5, quarter 0.5, half 0.5, three quarters 1.5, 95 % 1.5, most 2.25",
        "badges by value: 0: 0, to 0.5: 3, to 1: 0, to 2: 1, to 4: 1, to 8: 0, above 8: 0",
        "voices of badges with a voice: "
        "least 1, quarter 2, half 2, three quarters 2, 95 % 2, most 3",
        "bottleneck people of badges with a voice: "
        "least 1, quarter 1, half 1, three quarters 2, 95 % 2, most 3",
        "badges with fewer independent voices than voices: 2",
        "contested badges: 2, their voices 4, independent 2",
    ]
    assert seconds.startswith("seconds to score: ")


def test_an_empty_network_is_described_too() -> None:
    assert "values of badges with a voice: none" in describe.describe(TrustEdges())
