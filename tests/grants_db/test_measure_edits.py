"""Measures are added and changed by people, each change with what stood before, and taken back; units have aliases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from grants_db.errors import InputError, UsageError
from grants_db.import_export.measures import import_measures
from grants_db.measures.bulk_upsert import upsert_measures
from grants_db.measures.edit_rights import EditRights
from grants_db.measures.measure_edits import (
    Editing,
    add_measure,
    edit_measure,
    last_measure_line,
    measure_history,
    next_number,
    set_measure_state,
    take_measure_change_back,
)
from grants_db.measures.measure_values import MeasureValues, values_of
from grants_db.measures.records import MeasureRecord
from grants_db.measures.store import get_measure, list_units
from grants_db.measures.units import add_alias, add_unit, aliases_of, find_unit, remove_alias, remove_unit, uses_of
from grants_db.messages import Message
from grants_db.models.measure import FinancingItem, Measure, MeasureUnit
from grants_db.vocabulary import FinancingKind, FinancingState, MeasureState

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
OFFICE = Editing(NOW, "Stabsstelle", EditRights("Stabsstelle", "Stabsstelle"))
UNIT = Editing(NOW, "Amt 40", EditRights("Amt 40", "Stabsstelle"))
FIRST = MeasureValues(
    title="Sprachcafé",
    action_field=2,
    goal="Alle lernen Deutsch",
    description="Einmal in der Woche.",
    units=("Amt 40", "Amt 50"),
    period="01.03.-31.12.2027",
    starts_on=date(2027, 3, 1),
    ends_on=date(2027, 12, 31),
    cost=Decimal(20_000),
    secured=Decimal(5000),
)


@pytest.fixture
def measure(session: Session) -> Measure:
    for name in ("Amt 40", "Amt 50", "Amt 51"):
        add_unit(session, name)
    return add_measure(session, "2.1", FIRST, OFFICE)


def told(session: Session, measure: Measure) -> list[str]:
    lines = measure_history(session, measure)
    return [str(Message.from_json(line.sentence)) for line in lines if line.undone_at is None]


def test_a_measure_is_added_with_all_it_says(session: Session, measure: Measure) -> None:
    assert values_of(measure) == FIRST
    assert (measure.gap, [unit.name for unit in measure.units]) == (Decimal(15_000), ["Amt 40", "Amt 50"])
    assert told(session, measure) == ["Maßnahme angelegt: Sprachcafé"]
    assert next_number(session, 2) == "2.2"
    with pytest.raises(UsageError, match="gibt es schon"):
        add_measure(session, "2.1", FIRST, OFFICE)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": " "}, "braucht einen Titel"),
        ({"action_field": 9}, "Handlungsfeld 9 gibt es nicht; bekannt sind 1, 2, 3, 4, 5, 6"),
        ({"cost": Decimal(-1)}, "nicht negativ"),
        ({"goal": "x" * 501}, "höchstens 500 Zeichen"),
        ({"units": ("Amt 5O",)}, "„Amt 5O“ gibt es nicht; gemeint sein könnte: Amt 40, Amt 50, Amt 51"),
    ],
)
def test_what_a_measure_can_not_say_is_one_sentence_and_changes_nothing(
    session: Session, measure: Measure, change: dict[str, Any], words: str
) -> None:
    with pytest.raises((UsageError, InputError), match=words):
        edit_measure(session, measure, replace(FIRST, **change), OFFICE)
    assert values_of(measure) == FIRST


def test_every_change_stands_with_what_was_there_and_goes_back_step_by_step(session: Session, measure: Measure) -> None:
    steps = [
        replace(FIRST, title="Sprachcafé am Markt", cost=Decimal(24_000)),
        replace(FIRST, title="Sprachcafé am Markt", cost=None, secured=None, description="Neu.", goal=""),
        replace(FIRST, units=("Amt 51",), period="laufend", starts_on=None, ends_on=None, action_field=3),
    ]
    for values in steps:
        assert edit_measure(session, measure, values, OFFICE)
        assert not edit_measure(session, measure, values, OFFICE)  # the same again is no change
    set_measure_state(session, measure, MeasureState.GIVEN_UP, OFFICE, "kein Personal")
    assert measure.gap == 0
    said = told(session, measure)
    assert said[1] == "Titel: Sprachcafé → Sprachcafé am Markt; Kosten: 20.000,00 → 24.000,00."
    assert "Beschreibung geändert" in said[2]
    assert "Einheiten: Amt 40, Amt 50 → Amt 51" in said[3]
    assert said[4] == "Status: offen → entfallen. Grund: kein Personal"
    for stood in reversed([FIRST, *steps]):
        if stood != steps[-1]:
            take_measure_change_back(session, measure, OFFICE)
            assert values_of(measure) == stood
        else:
            take_measure_change_back(session, measure, OFFICE)
            assert values_of(measure) == replace(stood, state=MeasureState.OPEN)
    with pytest.raises(UsageError, match="nichts, was sich zurücknehmen ließe"):
        take_measure_change_back(session, measure, OFFICE)
    assert [line.by for line in measure_history(session, measure)] == ["Stabsstelle"] * 9


def test_a_measure_is_closed_given_up_put_off_and_opened_again(session: Session, measure: Measure) -> None:
    set_measure_state(session, measure, MeasureState.DONE, OFFICE)
    with pytest.raises(UsageError, match="steht schon auf „abgeschlossen“"):
        set_measure_state(session, measure, MeasureState.DONE, OFFICE)
    with pytest.raises(UsageError, match="nennt den Grund"):
        set_measure_state(session, measure, MeasureState.GIVEN_UP, OFFICE)
    set_measure_state(session, measure, MeasureState.POSTPONED, OFFICE)
    set_measure_state(session, measure, MeasureState.OPEN, OFFICE)
    assert measure.gap == Decimal(15_000)


def test_a_unit_changes_what_it_knows_best_of_its_own(session: Session, measure: Measure) -> None:
    mine = replace(FIRST, cost=Decimal(30_000), secured=Decimal(6000), description="Zweimal in der Woche.")
    edit_measure(session, measure, mine, UNIT)
    with pytest.raises(UsageError, match="Kosten, Gesichertes und Beschreibung"):
        edit_measure(session, measure, replace(mine, title="Café"), UNIT)
    with pytest.raises(UsageError, match="Fördermittelstelle"):
        set_measure_state(session, measure, MeasureState.DONE, UNIT)
    with pytest.raises(UsageError, match="Fördermittelstelle"):
        add_measure(session, "2.9", FIRST, UNIT)
    other = replace(UNIT, by="Amt 51", rights=EditRights("Amt 51", "Stabsstelle"))
    with pytest.raises(UsageError, match="gehört „Amt 40“, „Amt 50“, nicht „Amt 51“"):
        edit_measure(session, measure, replace(mine, cost=Decimal(1)), other)
    second = replace(UNIT, rights=EditRights("amt 50 ", "Stabsstelle"))  # a unit beside the leading one
    edit_measure(session, measure, replace(mine, cost=Decimal(31_000)), second)
    take_measure_change_back(session, measure, UNIT)
    assert values_of(measure) == mine
    assert EditRights("", "").everything


def test_less_secured_than_is_recorded_here_is_refused(session: Session, measure: Measure) -> None:
    measure.financing.append(
        FinancingItem(kind=FinancingKind.DONATION, state=FinancingState.SECURED, amount=Decimal(8000))
    )
    session.add(measure)
    session.flush()
    stood = values_of(measure)
    with pytest.raises(UsageError, match="weniger, als hier als Bescheid oder Spende"):
        edit_measure(session, measure, replace(stood, secured=Decimal(7000)), OFFICE)
    edit_measure(session, measure, replace(stood, secured=Decimal(9000)), OFFICE)
    assert (measure.secured, measure.gap) == (Decimal(9000), Decimal(11_000))


def test_who_comes_second_is_told(session: Session, measure: Measure) -> None:
    seen = last_measure_line(measure_history(session, measure))
    edit_measure(session, measure, replace(FIRST, cost=Decimal(1)), UNIT)
    with pytest.raises(InputError, match=r"inzwischen jemand gearbeitet \(Amt 40\): „Kosten: 20\.000,00 → 1,00\.“"):
        edit_measure(session, measure, replace(FIRST, cost=Decimal(2)), replace(OFFICE, seen=seen))


def test_what_an_import_changed_since_is_not_taken_back(session: Session, measure: Measure) -> None:
    edit_measure(session, measure, replace(FIRST, cost=Decimal(1)), OFFICE)
    record = MeasureRecord(number="2.1", action_field=2, title="Sprachcafé", cost=Decimal(9))
    upsert_measures(session, [replace(record, stated=frozenset({"cost"}))])
    session.refresh(measure)
    with pytest.raises(UsageError, match="Danach wurde weitergearbeitet"):
        take_measure_change_back(session, measure, OFFICE)


def test_units_have_other_names_and_keep_them_when_they_are_joined(session: Session, measure: Measure) -> None:
    add_alias(session, "Amt 50", "Sozialamt")
    add_alias(session, "sozialamt", "Sozialamt")  # the same again
    assert find_unit(session, " SOZIALAMT").name == "Amt 50"
    assert aliases_of(session, find_unit(session, "Amt 50")) == ["Sozialamt"]
    for taken in ("amt 51", "Sozialamt"):
        with pytest.raises(UsageError, match="heißt schon die Einheit"):
            add_alias(session, "Amt 40", taken)
    with pytest.raises(UsageError, match="Namen von höchstens"):
        add_unit(session, " ")
    edit_measure(session, measure, replace(FIRST, units=("Sozialamt", "Amt 40")), OFFICE)
    assert values_of(measure).units == ("Amt 50", "Amt 40")
    heir = remove_unit(session, "Amt 40", "Amt 51")
    session.refresh(measure)
    assert heir is not None
    assert values_of(measure).units == ("Amt 50", "Amt 51")
    assert find_unit(session, "Amt 40").name == "Amt 51"
    assert uses_of(session, heir)[0] == 1
    remove_unit(session, "Amt 51", "Amt 50")
    session.refresh(measure)
    assert values_of(measure).units == ("Amt 50",)
    assert session.exec(select(MeasureUnit)).all() == []
    assert [unit.name for unit in list_units(session)] == ["Amt 50"]
    remove_alias(session, "Sozialamt")
    with pytest.raises(InputError, match="kein weiterer Name"):
        remove_alias(session, "Sozialamt")
    assert get_measure(session, "2.1").unit is not None


def test_the_builder_of_measures_makes_ones_that_can_be_changed(
    session: Session, a_measure: Callable[..., Measure]
) -> None:
    imported = a_measure("3.1", action_field=3, unit="Amt 60", cost=Decimal(10), secured=Decimal(4))
    edit_measure(session, imported, replace(values_of(imported), secured=None, cost=Decimal(12)), OFFICE)
    assert (imported.secured, imported.gap) == (None, Decimal(12))
    take_measure_change_back(session, imported, OFFICE)
    assert (imported.secured, imported.gap) == (Decimal(4), Decimal(6))


def imported(session: Session, file: Path, *rows: tuple[str, ...]) -> list[str]:
    """Import a list of measures; gives its notes."""
    head = ("Nr", "Handlungsfeld", "Maßnahme", "Kosten", "Gesichert", "Zuständig")
    file.write_text("\n".join(";".join(row) for row in (head, *rows)), encoding="utf-8")
    return [str(note) for note in import_measures(session, file).findings()]


def test_a_list_names_units_as_it_likes_and_several_at_once(session: Session, tmp_path: Path) -> None:
    for name in ("Amt 50 Soziales", "Volkshochschule"):
        add_unit(session, name)
    add_alias(session, "Volkshochschule", "VHS")
    rows = [("2.1", "2", "Café", "9.000", "", "amt 50 soziales / VHS"), ("2.2", "2", "Lesen", "100", "", "FB 50")]
    notes = imported(session, tmp_path / "a.csv", *rows)
    assert "Einheit „amt 50 soziales / VHS“: gemeint ist Amt 50 Soziales, Volkshochschule." in notes
    assert any("Einheit „FB 50“ ist neu; gemeint sein könnte „Amt 50 Soziales“" in note for note in notes)
    assert values_of(get_measure(session, "2.1")).units == ("Amt 50 Soziales", "Volkshochschule")
    assert [unit.name for unit in list_units(session)] == ["Amt 50 Soziales", "FB 50", "Volkshochschule"]
    again = imported(session, tmp_path / "a.csv", *rows)
    assert not any("FB 50" in note for note in again)
    assert values_of(get_measure(session, "2.1")).units == ("Amt 50 Soziales", "Volkshochschule")


def test_what_was_changed_by_hand_stays_while_the_list_says_what_it_said(session: Session, tmp_path: Path) -> None:
    row = ("2.1", "2", "Café", "9.000", "1.000", "Amt 40")
    imported(session, tmp_path / "a.csv", row)
    measure = get_measure(session, "2.1")
    first = values_of(measure)
    by_hand = replace(first, cost=Decimal(9500), secured=Decimal(2000), title="Sprachcafé")
    edit_measure(session, measure, by_hand, OFFICE)
    notes = imported(session, tmp_path / "a.csv", row)
    session.refresh(measure)
    assert values_of(measure) == by_hand
    assert any(note.startswith("Von Hand geändert und in der Datei wie zuvor") for note in notes)
    imported(session, tmp_path / "a.csv", ("2.1", "2", "Café", "9.900", "1.000", "Amt 40"))  # the list has a new sum
    session.refresh(measure)
    assert values_of(measure) == replace(by_hand, cost=Decimal(9900))
    fresh = values_of(measure)
    edit_measure(session, measure, replace(fresh, title="Café"), OFFICE)
    take_measure_change_back(session, measure, OFFICE)
    assert values_of(measure) == fresh
