"""The portals' labels: every spelling that occurs is known, anything else is handed back, nothing is guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.code_lists import LabelKind, label_key, translate


@pytest.mark.parametrize(
    ("kind", "labels", "words"),
    [
        (LabelKind.APPLICANT, ["kommune", "Kommune"], ("municipality",)),
        (LabelKind.APPLICANT, ["oeffentliche_einrichtung", "Öffentliche Einrichtung"], ("public_body",)),
        (LabelKind.APPLICANT, ["existenzgruender_in", "existenzgruenderin", "Existenzgründer/in"], ("founder",)),
        (LabelKind.APPLICANT, ["Verband/Vereinigung", "hochschule"], ("association", "university")),
        (LabelKind.INSTRUMENT, ["zuschuss", "darlehen", "buergschaft"], ("grant", "loan", "guarantee")),
        (LabelKind.LEVEL, ["bund", "land", "eu"], ("federal", "land", "eu")),
    ],
)
def test_labels_become_our_words(kind: LabelKind, labels: list[str], words: tuple[str, ...]) -> None:
    found = translate(kind, labels)
    assert found.words == words
    assert found.unknown == ()


def test_an_unknown_label_is_handed_back_as_written() -> None:
    found = translate(LabelKind.INSTRUMENT, ["zuschuss", "Steuerstundung "])
    assert found.words == ("grant",)
    assert found.unknown == ("Steuerstundung",)


def test_a_label_of_one_kind_is_unknown_to_another() -> None:
    assert translate(LabelKind.REGION, ["zuschuss"]).unknown == ("zuschuss",)


@given(st.text(max_size=40))
def test_a_label_of_any_kind_is_a_word_or_unknown(label: str) -> None:
    for kind in LabelKind:
        found = translate(kind, [label])
        assert len(found.words) + len(found.unknown) <= 1
    assert label_key(label_key(label)) == label_key(label)
