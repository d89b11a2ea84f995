"""Finding a town by name, and telling two of one name apart."""

import pytest

from recognition.places.choosing import chosen_town
from recognition.places.towns import find_towns, town


def labels(text: str, limit: int = 8) -> list[str]:
    return [found.label for found in find_towns(text, limit)]


def test_two_towns_of_one_name_are_told_apart_by_where_they_are() -> None:
    assert labels("saint-denis", 2) == ["Saint-Denis (La Réunion)", "Saint-Denis (93)"]
    assert labels("saint denis réunion") == ["Saint-Denis (La Réunion)"]
    assert labels("Saint-Denis (93)") == ["Saint-Denis (93)"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("  évreux ", "Évreux (27)"),
        ("EVREUX", "Évreux (27)"),
        ("st etienne", "Saint-Étienne (42)"),
        ("l'isle-adam", "L’Isle-Adam (95)"),
        ("l’isle adam", "L’Isle-Adam (95)"),
        ("valence 82", "Valence (82)"),
        ("paris", "Paris (75)"),
        ("nouméa", "Nouméa (Nouvelle-Calédonie)"),
        ("mamoudzou", "Mamoudzou (Mayotte)"),
    ],
)
def test_accents_hyphens_and_case_do_not_matter(typed: str, first: str) -> None:
    assert labels(typed)[0] == first


def test_the_exact_name_comes_before_bigger_towns_that_begin_so() -> None:
    assert labels("toul", 2) == ["Toul (54)", "Toulouse (31)"]


def test_nothing_typed_finds_nothing_and_neither_does_nonsense() -> None:
    assert labels("") == []
    assert labels(" -—’ ") == []
    assert labels("qqqq") == []


def test_no_more_than_asked_for() -> None:
    assert len(find_towns("saint", 3)) == 3


def test_every_label_finds_its_town_alone() -> None:
    every = [found for letter in "aeiouls" for found in find_towns(letter, 400)]
    assert len(every) > 1500
    wrong = [each.label for each in every[::7] if find_towns(each.label) != [each]]
    assert wrong == []


def test_a_town_has_a_code_a_region_and_degrees() -> None:
    found = town("31555")
    assert found is not None
    assert (found.name, found.department.name) == ("Toulouse", "Haute-Garonne")
    assert found.region_code == "76"
    assert found.lat == pytest.approx(43.60, abs=0.01)
    assert found.lon == pytest.approx(1.44, abs=0.01)


def test_an_unknown_code_is_no_town() -> None:
    assert town("") is None
    assert town("99999") is None


def test_a_name_that_is_one_town_s_alone_needs_no_tick() -> None:
    choice = chosen_town("Toulouse", "")
    assert choice.town == town("31555")
    assert choice.fault == ""


def test_a_name_that_several_towns_bear_is_to_be_chosen() -> None:
    choice = chosen_town("Saint-Denis", "")
    assert choice.town is None
    assert choice.fault == "town.several"
    assert {"93066", "97411"} < {match.code for match in choice.matches}
    assert chosen_town("Saint-Denis", "93066").town == town("93066")


def test_a_tick_left_from_an_earlier_search_does_not_count() -> None:
    choice = chosen_town("Valence", "31555")
    assert choice.town is None
    assert choice.fault == "town.several"


def test_a_name_that_no_town_bears_is_a_fault_and_nothing_is_none() -> None:
    assert chosen_town("qqqq", "").fault == "town.unknown"
    assert chosen_town("", "31555").town is None
    assert chosen_town("", "31555").fault == ""
