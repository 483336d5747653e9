"""Which calls are the same programme, and which only look like it."""

import random
import time
from collections.abc import Callable
from typing import Any

import pytest

from grants_db.rules.duplicates import ComparedOpportunity, Relation, are_same, cluster, relation
from grants_db.rules.regions import LAENDER
from grants_db.vocabulary import Level

Build = Callable[..., ComparedOpportunity]


@pytest.fixture
def call() -> Build:
    numbers = iter(range(1, 100_000))

    def build(title: str, source: str = "portal", **values: Any) -> ComparedOpportunity:
        number = next(numbers)
        plain: dict[str, Any] = {"level": Level.FEDERAL, "regions": ("DE",), "funder": "Bundesamt für Nachbarschaft"}
        return ComparedOpportunity(id=number, source=source, key=f"{source}/{number}", title=title, **plain | values)

    return build


def test_the_same_title_in_two_portals_is_one_programme(call: Build) -> None:
    one = call("Richtlinie zur Förderung von Nachbarschaftswerkstätten (NaWe)")
    other = call("Förderung von Nachbarschaftswerkstätten", "aggregator", level=Level.FOUNDATION)

    assert cluster([one, other]) == [(one.id, other.id)]


def test_a_ministry_under_its_former_name_is_the_same_funder(call: Build) -> None:
    one = call("Sprachmittlung im Quartier", funder="Bundesministerium für Zusammenhalt")
    other = call("Sprachmittlung im Quartier", "feed", funder="Bundesministerium für Heimat und Zusammenleben")

    assert are_same(one, other)


def test_sixteen_laender_with_one_title_stay_sixteen(call: Build) -> None:
    calls = [
        call("Sonderprogramm Dorfbrunnen", level=Level.LAND, regions=(code,), funder=f"Land {name}")
        for code, name in LAENDER.items()
    ]

    assert cluster(calls) == []


def test_a_land_is_not_mixed_up_with_one_whose_name_it_ends_in(call: Build) -> None:
    one = call("Integrationsrichtlinie Sachsen", level=Level.LAND, regions=("DE-SN",))
    other = call("Integrationsrichtlinie Sachsen-Anhalt", "b", level=Level.LAND, regions=("DE-ST",))

    assert not are_same(one, other)


def test_its_own_land_in_a_title_says_nothing_new(call: Build) -> None:
    one = call("Landesprogramm Begegnung und Sprache", level=Level.LAND, regions=("DE-ST",))
    other = call("Begegnung und Sprache Sachsen-Anhalt", "b", level=Level.LAND, regions=("DE-ST",), funder="")

    assert are_same(one, other)


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("Preis für Brückenbauerinnen", "Preis für Brückenwärter"),
        ("Werkstatt Kupfer Pilotvorhaben", "Werkstatt Silber Pilotvorhaben"),
        ("Quartiersfonds, 2. Runde", "Quartiersfonds, 3. Runde"),
        ("Bildungsbrücken Teil A", "Bildungsbrücken Teil B"),
        ("Bildungsbrücken Modul II", "Bildungsbrücken Modul III"),
        ("Sprachpaten", "Sprachpaten für Seniorinnen"),
        ("Städte der Zukunft", "Dörfer der Zukunft"),
    ],
)
def test_titles_that_differ_in_a_word_that_matters_are_two_programmes(title: str, other: str, call: Build) -> None:
    assert not are_same(call(title), call(other, "b"))


def test_a_common_title_of_two_foundations_is_two_programmes(call: Build) -> None:
    one = call("Bildung und Teilhabe", level=Level.FOUNDATION, funder="Stiftung Morgenrot")
    other = call("Bildung und Teilhabe", "b", level=Level.FOUNDATION, funder="Stiftung Lindenhof")

    assert not are_same(one, other)


def test_editions_of_two_years_are_one_programme_and_told_apart(call: Build) -> None:
    new, old = call("Stadtteilmütter stärken 2027"), call("Stadtteilmütter stärken 2026")

    assert cluster([new, old]) == [(new.id, old.id)]
    assert relation(new, old) is Relation.EDITION


def test_language_versions_of_one_page_are_one_programme(call: Build) -> None:
    german = call("Brücken bauen", url="https://fonds.example/de/foerderung/bruecken")
    english = call("Building bridges", "b", url="https://fonds.example/en/foerderung/bruecken", language="en")

    assert cluster([german, english]) == [(german.id, english.id)]
    assert relation(german, english) is Relation.LANGUAGE


def test_language_versions_of_one_record_are_one_programme() -> None:
    german, english = (
        ComparedOpportunity(
            id=number, source="eu", key=f"4711TOPICS{language}", title=title, level=Level.EU, language=language
        )
        for number, (language, title) in enumerate((("de", "Gemeinsam leben"), ("en", "Living together")), 1)
    )

    assert are_same(german, english)


def test_two_stages_with_one_address_are_one_programme(call: Build) -> None:
    address = "https://portal.example/topics/CARE-01-two-stage"
    one, other = (call("Caring neighbourhoods", url=address) for _ in range(2))

    assert are_same(one, other)


@pytest.mark.parametrize(
    ("identifier", "other", "are_one"),
    [
        ("CARE-2027-TOWN-01", "CARE-2026-TOWN-02", True),  # the same topic a year before
        ("CARE-2027-TOWN-01", "CARE-2027-TOWN-02", False),  # two topics of one call with one title
        ("CARE-2027-RIVER-01", "CARE-2026-FOREST-01", False),
    ],
)
def test_topics_with_one_title_are_one_only_as_editions(
    identifier: str, other: str, are_one: bool, call: Build
) -> None:
    pair = [
        call("Caring for common places", "eu", level=Level.EU, url=f"https://eu.example/topic-details/{name}")
        for name in (identifier, other)
    ]

    assert are_same(*pair) is are_one


def test_two_entries_of_one_portal_that_differ_in_any_word_are_two(call: Build) -> None:
    assert not are_same(call("Richtlinie Sprachförderung Nord"), call("Förderung nach Richtlinie Sprachförderung Nord"))


def test_an_address_that_many_calls_share_binds_nobody(call: Build) -> None:
    calls = [call(f"Fonds {name}", url="https://bank.example/foerderung") for name in ("Ahorn", "Buche", "Eiche")]

    assert cluster(calls) == []


def test_a_chain_never_joins_two_laender(call: Build) -> None:
    saxony = call("Sprachbrücken im Alltag", "a", level=Level.LAND, regions=("DE-SN",))
    unknown = call("Sprachbrücken im Alltag", "b", level=Level.LAND, regions=(), funder="")
    anhalt = call("Sprachbrücken im Alltag", "c", level=Level.LAND, regions=("DE-ST",))

    assert all({saxony.id, anhalt.id} - set(group) for group in cluster([saxony, unknown, anhalt]))


def test_the_order_of_the_calls_does_not_matter(call: Build) -> None:
    calls = [call(f"{title} {year}") for title in ("Sprachcafé Mobil", "Kulturlotsen Nord") for year in (2025, 2026)]
    shuffled = random.Random(7).sample(calls, len(calls))

    assert cluster(calls) == cluster(shuffled)


def test_ten_thousand_calls_are_compared_in_seconds(call: Build) -> None:
    words = [
        f"{start}{end}" for start in ("wald", "stein", "licht", "hof", "tal", "see") for end in map(str, range(40))
    ]
    draw = random.Random(3)
    calls = [call(f"Förderung {' '.join(draw.sample(words, 4))}", draw.choice("abc")) for _ in range(9_700)]
    calls += [call("Denkmalpflege vor Ort", level=Level.LAND, regions=("DE-ST",), funder=f"F{n}") for n in range(300)]

    begin = time.process_time()
    cluster(calls)

    assert time.process_time() - begin < 10
