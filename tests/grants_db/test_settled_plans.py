"""What grants leave, over many plans; each worked out by hand from the rules' texts before it was run."""

import json

import pytest

from grants_db.errors import InputError
from grants_db.financing_plan.exchange import as_record, read_plan
from grants_db.financing_plan.settle import settle

#: the plans by name: threshold, planned cost, then each source as kind or type, rate, cap, planned, paid
PLANS: dict[str, tuple[str, str, list[dict[str, str]]]] = {}


def plan(name: str, cost: str, *sources: str, threshold: str = "") -> None:
    """A plan; a source is `name kind[:type] key=value …`."""
    PLANS[name] = (threshold, cost, [_source(each) for each in sources])


def _source(text: str) -> dict[str, str]:
    name, kind, *values = text.split()
    kind, _, pays = kind.partition(":")
    return {"name": name, "kind": kind, **({"type": pays} if pays else {}), **dict(each.split("=") for each in values)}


plan("share", "40000", "Land grant:share rate=75 cap=30000 planned=30000 paid=28000", "Stadt own planned=10000")
plan("only a rate", "100000", "Land grant:share rate=60")
plan("thirds", "100000", "A grant:share rate=30", "B grant:share rate=30", "Stadt own planned=40000")
plan("halves", "200", "A grant:share rate=50", "B grant:share rate=50")
plan(
    "four",
    "200000",
    "EU grant:share rate=60 planned=120000 paid=120000",
    "Land grant:share rate=30 planned=60000 paid=60000",
    "Stadt own planned=20000",
)
plan("revenue", "100000", "Land grant:share rate=60", "Eintritt revenue planned=10000", "Stadt own planned=30000")
plan("in kind", "100000", "Land grant:share rate=60", "Räume in_kind planned=5000", "Stadt own planned=35000")
plan(
    "gap",
    "80000",
    "Land grant:gap planned=40000 paid=40000",
    "Stadt own planned=15000",
    "Kreis third_party planned=25000",
)
plan("fixed", "50000", "Land grant:fixed planned=20000 paid=20000", "Stadt own planned=30000")
plan("full", "10000", "Bund grant:full planned=10000 paid=10000")
plan(
    "mixed",
    "120000",
    "Land grant:share rate=90 cap=100000 planned=100000",
    "Stiftung grant:fixed planned=10000",
    "Stadt own planned=10000",
)
plan("two gaps", "50000", "A grant:gap planned=20000", "B grant:gap planned=20000", "Stadt own planned=10000")
plan("gap and fixed", "50000", "A grant:fixed planned=10000", "B grant:gap planned=30000", "Stadt own planned=10000")
plan("gap and share", "100000", "A grant:share rate=50", "B grant:gap planned=30000", "Stadt own planned=20000")
plan("bagatelle", "100000", "Land grant:share rate=60", "Stadt own planned=40000", threshold="1000")
plan("two own lines", "100000", "Land grant:share rate=60", "Amt own planned=30000", "Fonds own planned=10000")


def computed(name: str, costs: str, came: str) -> dict[str, object]:
    """The plan with what it cost, and other money that came: `name=sum`, planned or not."""
    threshold, planned, sources = PLANS[name]
    given = [dict(each) for each in sources]
    for one in came.split():
        source, amount = one.split("=")
        known = next((each for each in given if each["name"] == source), None)
        if known is None:
            known = {"name": source, "kind": "donation", "planned": "0"}
            given.append(known)
        known["actual"] = amount
    regime = {"threshold": threshold or None, "line_tolerance": None}
    text = json.dumps({"regime": regime, "costs": {"planned": planned, "actual": costs or None}, "sources": given})
    return as_record(settle(read_plan(text)), str)


def grants_of(name: str, record: dict[str, object]) -> str:
    """What each grant leaves, and its refund where one is due."""
    kinds = [each["kind"] for each in PLANS[name][2]]
    found: list[dict[str, str | None]] = record["sources"]  # type: ignore[assignment]  # JSON
    return " ".join(
        (each["settled"] or "?") + (f"-{each['refund']}" if each["refund"] not in ("0.00", None) else "")
        for kind, each in zip(kinds, found, strict=False)
        if kind == "grant"
    )


@pytest.mark.parametrize(
    ("name", "costs", "came", "grants", "own", "uncovered"),
    [
        ("share", "36000", "", "27000.00-1000.00", "9000.00", "0.00"),
        ("share", "36000", "Spende=2000", "25500.00-2500.00", "8500.00", "0.00"),
        ("share", "42000", "Spende=2000", "30000.00", "10000.00", "0.00"),
        ("share", "42000", "", "30000.00", "12000.00", "2000.00"),
        ("share", "", "", "30000.00", "10000.00", "0.00"),
        ("share", "0.01", "", "0.01-27999.99", "0.00", "0.00"),
        ("only a rate", "110000", "", "60000.00", "50000.00", "10000.00"),
        ("only a rate", "99999.99", "", "59999.99", "40000.00", "0.00"),
        ("thirds", "100.05", "", "30.02 30.02", "40.01", "0.00"),  # half up each, the city's is the rest
        ("halves", "100.01", "", "50.01 50.00", "0.00", "0.00"),  # not a cent more than it cost
        ("four", "180000", "", "108000.00-12000.00 54000.00-6000.00", "18000.00", "0.00"),
        ("four", "180000", "Erlös=10000", "102000.00-18000.00 51000.00-9000.00", "17000.00", "0.00"),
        ("four", "111111.11", "", "66666.67-53333.33 33333.33-26666.67", "11111.11", "0.00"),
        ("revenue", "100000", "Eintritt=6000", "60000.00", "34000.00", "4000.00"),
        ("revenue", "100000", "Eintritt=14000", "57600.00", "28400.00", "0.00"),
        ("revenue", "100000", "Eintritt=6000 Spende=4000", "60000.00", "30000.00", "0.00"),  # one makes good the other
        ("in kind", "", "", "60000.00", "35000.00", "0.00"),
        ("in kind", "98000", "Räume=3000", "58800.00", "36200.00", "1200.00"),
        ("gap", "80000", "Spende=5000", "35000.00-5000.00", "15000.00", "0.00"),
        ("gap", "38000", "", "0.00-40000.00", "13000.00", "0.00"),
        ("gap", "80000", "Kreis=20000", "40000.00", "20000.00", "5000.00"),
        ("gap", "78000", "Kreis=20000", "40000.00", "18000.00", "3000.00"),
        ("gap", "60000", "Kreis=20000", "25000.00-15000.00", "15000.00", "0.00"),
        ("fixed", "20000", "", "20000.00", "0.00", "0.00"),
        ("fixed", "19999.99", "", "19999.99-0.01", "0.00", "0.00"),
        ("fixed", "50000", "Spende=5000", "20000.00", "25000.00", "0.00"),
        ("fixed", "50000", "Spende=30000", "20000.00", "0.00", "0.00"),
        ("fixed", "60000", "", "20000.00", "40000.00", "10000.00"),
        ("full", "12000", "", "10000.00", "2000.00", "2000.00"),
        ("full", "10000", "Spende=500", "9500.00-500.00", "0.00", "0.00"),
        ("mixed", "105600", "", "95040.00 10000.00", "560.00", "0.00"),
        ("mixed", "105600", "Spende=2000", "93240.00 10000.00", "360.00", "0.00"),
        ("mixed", "100000", "", "90000.00 10000.00", "0.00", "0.00"),
        ("two gaps", "50000", "", "20000.00 20000.00", "10000.00", "0.00"),
        ("gap and fixed", "45000", "", "10000.00 25000.00", "10000.00", "0.00"),
        ("gap and share", "90000", "", "45000.00 25000.00", "20000.00", "0.00"),
        ("gap and share", "100000", "Spende=5000", "47500.00 27500.00", "20000.00", "0.00"),
        ("bagatelle", "99000", "", "60000.00", "39000.00", "0.00"),
        ("bagatelle", "98999.99", "", "59399.99", "39600.00", "0.00"),
        ("bagatelle", "99300", "Spende=400", "59340.00", "39560.00", "0.00"),  # 700 saved and 400 given: over it
        ("bagatelle", "100000", "Spende=1000", "60000.00", "39000.00", "0.00"),
        ("two own lines", "90000", "", "54000.00", "36000.00", "0.00"),
    ],
)
def test_what_grants_leave_and_what_the_city_bears(
    name: str, costs: str, came: str, grants: str, own: str, uncovered: str
) -> None:
    record = computed(name, costs, came)

    assert (grants_of(name, record), record["own"], record["uncovered"]) == (grants, own, uncovered)
    assert record["questions"] == []


@pytest.mark.parametrize(
    ("name", "costs", "came", "grants"),
    [
        ("fixed", "50000", "Spende=35000", "?"),
        ("mixed", "90000", "", "? ?"),
        ("two gaps", "45000", "", "? ?"),
    ],
)
def test_where_no_rule_is_known_the_authority_is_asked(name: str, costs: str, came: str, grants: str) -> None:
    record = computed(name, costs, came)

    assert grants_of(name, record) == grants
    assert len(record["questions"]) == 1  # type: ignore[arg-type]  # JSON


def test_the_city_s_own_lines_share_its_part_as_they_were_planned() -> None:
    record = computed("two own lines", "90000", "")
    own: list[dict[str, str]] = record["sources"][1:]  # type: ignore[index]  # JSON

    assert [(each["settled"], each["change"]) for each in own] == [("27000.00", "-3000.00"), ("9000.00", "-1000.00")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "ist leer"),
        ("[]", "Der Finanzierungsplan: hat nicht die Form"),
        ('{"costs": {"planned": "1"}, "costs": {"planned": "2"}, "sources": []}', "„costs“ zweimal"),
        ('{"costs": {"planned": "1.000,00"}, "sources": []}', "costs.planned: keine Zahl"),
        ('{"costs": {"planned": "0.005"}, "sources": []}', "costs.planned: keine Summe"),
        ('{"costs": {"planned": "5.000"}, "sources": []}', "costs.planned: keine Summe"),
        ('{"costs": {"planned": true}, "sources": []}', "costs.planned: keine Zahl"),
        (
            '{"costs": {"planned": "1"}, "sources": [{"name": "A", "kind": "grant", "type": "anteil"}]}',
            "sources.0.type",
        ),
        ('{"costs": {"planned": "1"}, "sources": [{"name": "A", "kind": "own", "paid": "1"}]}', "sources.0"),
        ('{"regime": {"line_tolerance": "101"}, "costs": {"planned": "1"}, "sources": []}', "regime.line_tolerance"),
    ],
)
def test_what_is_no_plan_is_said_in_one_sentence(text: str, said: str) -> None:
    with pytest.raises(InputError) as error:
        read_plan(text)

    assert said in str(error.value)
    assert str(error.value).count(". ") <= 1
