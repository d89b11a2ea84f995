"""Texts compared, advised upon, described."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition.badges.drawing import Picture
from recognition.badges.words import (
    Words,
    advice,
    changed_parts,
    differences,
    near_titles,
    proposed_alt_text,
)


def words(**values: object) -> Words:
    usual: dict[str, object] = {
        "title": "Oreille attentive",
        "definition": "Savoir écouter.",
        "family": "savoir-etre",
        "criteria": ("Raconter une situation",),
        "skills": ("écoute",),
        "evidence_hint": "",
        "picture": Picture("rond", "garance", "ear"),
        "alt_text": "Une oreille",
    }
    return Words(**{**usual, **values})  # type: ignore[arg-type]


def said(before: Words, after: Words) -> dict[str, list[str]]:
    """The differences in one line each: [-removed-] {+added+}."""
    signs = {"kept": "{}", "added": "{{+{}+}}", "removed": "[-{}-]"}
    return {
        change.part: [
            "".join(signs[piece.kind].format(piece.text.strip()) for piece in line)
            for line in change.lines
        ]
        for change in differences(before, after)
    }


def test_equal_words_do_not_differ() -> None:
    assert differences(words(), words()) == ()


def test_a_word_changed_in_a_definition_is_shown_where_it_is() -> None:
    after = words(definition="Savoir écouter longtemps.")

    assert said(words(), after) == {"definition": ["Savoir[-écouter.-]{+écouter longtemps.+}"]}


def test_a_criterion_added_leaves_the_others_alone() -> None:
    before = words(criteria=("Un", "Trois"))
    after = words(criteria=("Un", "Deux", "Trois"))

    assert said(before, after) == {"criteria": ["Un", "{+Deux+}", "Trois"]}


def test_another_picture_counts_as_a_change() -> None:
    after = words(picture=Picture("rond", "pastel", "ear"))

    assert changed_parts(words(), after) == ("picture",)


@given(st.text(alphabet="ab é,.", max_size=40), st.text(alphabet="ab é,.", max_size=40))
def test_a_difference_holds_both_texts_whole(before: str, after: str) -> None:
    for change in differences(words(definition=before), words(definition=after)):
        for line in change.lines:
            old = "".join(piece.text for piece in line if piece.kind != "added")
            new = "".join(piece.text for piece in line if piece.kind != "removed")
            assert old.split() == before.split()
            assert new.split() == after.split()


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("Oreille attentive", "Oreilles attentives"),
        ("oreille  ATTENTIVE", "Oreille attentive"),
        ("Réparer un vélo", "Réparer un vélo de A à Z"),
    ],
)
def test_titles_that_resemble_one_another_are_found(title: str, other: str) -> None:
    assert near_titles(title, ["Un repas pour cent", other]) == [other]


@pytest.mark.parametrize("title", ["", "???", "de la", "Animer un cercle"])
def test_other_titles_are_not_near(title: str) -> None:
    assert near_titles(title, ["Un repas pour cent", "De la friche à la récolte"]) == []


@pytest.mark.parametrize(
    ("definition", "criteria", "codes"),
    [
        ("Écouter.", ["Raconter une fois où cela a servi"], []),
        ("Écouter.", ["Raconter une fois", "Montrer le cahier"], ["verifiable"]),
        ("Écouter.", ["Être capable d’écouter"], ["vague"]),
        ("Réussir son CAP.", [], ["acronym"]),
        (" ".join(["mot"] * 33), [], ["long_sentence"]),
        ("Garder des enfants.", [], ["children"]),
    ],
)
def test_advice_names_what_could_be_clearer(
    definition: str, criteria: list[str], codes: list[str]
) -> None:
    assert advice("Titre", definition, criteria) == codes


def test_the_picture_is_described_in_a_sentence() -> None:
    assert (
        proposed_alt_text(Picture("rond", "garance", "ear")) == "Un rond rouge portant une oreille"
    )
    assert (
        proposed_alt_text(Picture("fleur", "sarrette", "sun", "Fête"))
        == "Une fleur verte portant un soleil et le mot « Fête »"
    )
