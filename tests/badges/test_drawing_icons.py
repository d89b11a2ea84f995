import pytest

from recognition.badges.drawing import DEFAULT_CHOICE, ICONS, icon_path, search_icons
from recognition.badges.drawing.flattening import flatten
from recognition.badges.drawing.layout import ICON_STROKE
from recognition.badges.drawing.paths import parse

DEMO_ICONS = (
    "anchor beef bike bird brain coffee compass cooking-pot ear footprints hand-heart handshake "
    "hard-hat heart-handshake languages leaf lightbulb map-pinned megaphone messages-square mic "
    "mountain mountain-snow mouse-pointer-click party-popper pen-line presentation receipt-text "
    "repeat sailboat shovel solar-panel sparkles sprout sun telescope tent users-round waves wrench"
)


def test_every_pictogram_of_the_demonstration_is_known() -> None:
    assert [name for name in DEMO_ICONS.split(" ") if name not in ICONS] == []


def test_every_pictogram_is_drawn_inside_its_square() -> None:
    for name, icon in ICONS.items():
        lines = flatten(icon.segments, 0.02)
        numbers = [n for line in lines for point in line.points for n in point]

        assert min(numbers) - ICON_STROKE / 2 >= 0, name
        assert max(numbers) + ICON_STROKE / 2 <= 24, name


ARTICLES = {"un", "une", "des", "du", "deux", "la", "le", "les", "plusieurs"}


def test_every_pictogram_has_french_words_and_a_label_that_begins_with_its_article() -> None:
    for name, icon in ICONS.items():
        assert 2 <= len(icon.words) <= 6, name
        assert len(set(icon.words)) == len(icon.words), name
        assert icon.label.split(" ")[0] in ARTICLES, name
        assert "'" not in icon.label + "".join(icon.words), name


def test_every_pictogram_is_found_by_each_of_its_words() -> None:
    answers = {word: search_icons(word) for icon in ICONS.values() for word in icon.words}

    lost = [(n, word) for n, icon in ICONS.items() for word in icon.words if n not in answers[word]]
    assert lost == []


def test_a_pictogram_path_is_one_path_of_the_same_lines() -> None:
    written = flatten(parse(icon_path("bike")), 0.02)

    assert len(written) == len(flatten(ICONS["bike"].segments, 0.02))


def test_an_empty_search_offers_a_varied_choice_of_twenty_four() -> None:
    assert search_icons("") == search_icons("  de la ") == list(DEFAULT_CHOICE)
    assert len(set(DEFAULT_CHOICE)) == 24
    assert [name for name in DEFAULT_CHOICE if name not in ICONS] == []


def test_a_search_is_blind_to_case_and_accents() -> None:
    assert search_icons("écoute") == search_icons("ECOUTE") == search_icons("e\u0301coute")
    assert search_icons("écoute")[0] == "ear"


def test_ligatures_may_be_typed_in_two_letters() -> None:
    assert search_icons("coeur") == search_icons("cœur")
    assert search_icons("coeur")[0] == "heart"


def test_the_beginning_of_a_word_is_enough() -> None:
    assert "umbrella" in search_icons("parapl")
    assert "umbrella" not in search_icons("arapluie")


@pytest.mark.parametrize(
    ("plural", "singular"),
    [("oiseaux", "oiseau"), ("vélos", "vélo"), ("journaux", "journal"), ("jeux", "jeu")],
)
def test_a_plural_finds_what_its_singular_finds(plural: str, singular: str) -> None:
    assert search_icons(singular)[0] in search_icons(plural)


def test_a_singular_finds_words_kept_in_the_plural() -> None:
    assert "footprints" in search_icons("trace")
    assert "binoculars" in search_icons("jumelle")


@pytest.mark.parametrize(
    ("verb", "name"), [("aider", "hand-helping"), ("écouter", "ear"), ("réparer", "wrench")]
)
def test_a_verb_finds_what_its_noun_finds(verb: str, name: str) -> None:
    assert name in search_icons(verb)


def test_a_whole_word_goes_before_the_beginning_of_one() -> None:
    found = search_icons("port")

    # "port", then "porte", then "porte-voix" or "portrait".
    assert found[:2] == ["anchor", "door-open"]
    assert found.index("user-round") > 1


def test_every_word_of_a_search_must_be_answered() -> None:
    assert search_icons("clé de sol")[0] == "clef-treble"
    assert "music" not in search_icons("clé de sol")
    assert search_icons("pont xyzzy") == []


def test_an_accent_tells_a_word_from_a_small_one() -> None:
    assert "dices" in search_icons("dés")
    assert search_icons("des") == list(DEFAULT_CHOICE)


def test_the_words_of_the_mock_up_find_something() -> None:
    assert search_icons("famille")[0] in {"heart-handshake", "user-round-group", "house-heart"}
    assert search_icons("pont") == ["bridge"]
    assert "cloud-rain" in search_icons("pluie")[:2]


def test_any_characters_can_be_searched() -> None:
    assert search_icons("\x00\ud800🙂%_'\"<>") == list(DEFAULT_CHOICE)
