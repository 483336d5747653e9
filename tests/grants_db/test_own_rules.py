"""A city's own file of rules: what it adds, what it puts in the place of shipped ones, and how a mistake is told."""

from datetime import date
from pathlib import Path

import pytest

from grants_db.errors import InputError
from grants_db.rules.obligation_rules import load_rules, regimes_of
from grants_db.rules.obligations import AwardFacts, Obligation, derive, noticed
from grants_db.vocabulary import ObligationKind, RemedyInstruction

FINAL = """\
- id: final-report-ours
  regime: {regime}
  obligation: final_report
  provision: Nebenbestimmungen der Stiftung Nr. 7
  version: "2026"
  trigger: period_end
  offset: P3M
  moves: never
  seen: {seen}
  source: Text der Bestimmung
"""


def of_kind(kind: ObligationKind, own: Path, *regimes: str, **values: object) -> list[Obligation]:
    plain: dict[str, object] = {
        "notified_on": date(2026, 1, 7),
        "period_start": date(2026, 1, 1),
        "period_end": date(2026, 12, 31),
    }
    award = AwardFacts(regimes=frozenset(regimes), **plain | values)  # type: ignore[arg-type]  # as the fields are
    return [item for item in derive(award, load_rules(own)) if item.kind is kind]


def written(folder: Path, text: str) -> Path:
    file = folder / "eigene.yml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(("seen", "sure"), [("text", True), ("authority", True), ("programme", False)])
def test_a_city_adds_conditions_of_its_own_as_sure_as_they_were_seen(tmp_path: Path, seen: str, sure: bool) -> None:
    own = written(tmp_path, FINAL.format(regime="stiftung_x", seen=seen))
    (report,) = of_kind(ObligationKind.FINAL_REPORT, own, "stiftung_x")
    assert (report.due, report.own, report.confirmed) == (date(2027, 3, 31), True, sure)
    assert "stiftung_x" in regimes_of(load_rules(own))
    assert "stiftung_x" not in regimes_of(load_rules())


def test_a_city_s_rule_takes_the_place_of_the_shipped_one_of_its_conditions(tmp_path: Path) -> None:
    own = written(tmp_path, FINAL.format(regime="anbest_p_bund", seen="text"))
    (report,) = of_kind(ObligationKind.FINAL_REPORT, own, "anbest_p_bund")
    assert (report.rule, report.due) == ("final-report-ours", date(2027, 3, 31))
    others = of_kind(ObligationKind.SPEND_BY, own, "anbest_p_bund", payments=(date(2026, 2, 1),))
    assert [(item.rule, item.own) for item in others] == [("spend-anbest-p-bund", False)]


def test_a_rule_for_one_kind_of_instruction_leaves_the_shipped_one_the_others(tmp_path: Path) -> None:
    text = FINAL.format(regime="any", seen="court").replace("final_report", "objection").replace("P3M", "P6M")
    own = written(tmp_path, text.replace("period_end", "notified") + "  instruction: [missing]\n")
    due = {
        each: [item.due for item in of_kind(ObligationKind.OBJECTION, own, instruction=each)]
        for each in RemedyInstruction
    }
    assert due == {
        RemedyInstruction.GIVEN: [date(2026, 2, 9)],  # the 7th is a Saturday
        RemedyInstruction.MISSING: [date(2026, 7, 7)],
        RemedyInstruction.WRONG: [date(2027, 1, 7)],
    }


@pytest.mark.parametrize(
    ("change", "line", "field", "why"),
    [
        (("offset: P3M", "offset: bald"), 7, "offset", "bald"),
        (("seen: text", "seen: irgendwo"), 9, "seen", "irgendwo"),
        (("moves: never", "moves: never\n  _own: true"), 9, "_own", "gibt es nicht"),
        (("  provision: Nebenbestimmungen der Stiftung Nr. 7\n", ""), 1, "provision", "fehlt"),
    ],
)
def test_a_mistake_in_a_city_s_file_is_one_german_sentence(
    tmp_path: Path, change: tuple[str, str], line: int, field: str, why: str
) -> None:
    own = written(tmp_path, FINAL.format(regime="stiftung_x", seen="text").replace(*change))
    with pytest.raises(InputError) as error:
        load_rules(own)
    said = str(error.value)
    assert said.startswith(f"Regeldatei eigene.yml, Zeile {line}, Feld „{field}“: ")
    assert why in said
    assert "input" not in said.lower()  # none of the validator's English


def test_an_award_counts_as_known_as_noted_else_on_the_fourth_day_after_posting() -> None:
    assert noticed(date(2026, 4, 29), date(2026, 4, 28)) == date(2026, 4, 29)
    assert noticed(None, date(2026, 12, 22)) == date(2026, 12, 26)  # a Saturday and a holiday: it doesn't move
