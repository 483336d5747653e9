"""Where a call is open: from the portal's codes or labels, and from prose where it has none.

Codes lead. Prose adds only what it says outright: a labelled line ("Fördergebiet: …"), the Land of those who may apply,
the Land that funds, "bundesweit", and places that are left out ("mit Ausnahme der Städte …"). A Land that the sentence
on who may apply names in another way is a proposal; one that is the seat of the funder, an address or an example is no
region. Whether a region covers the city is `grants_db.rules.regions.region_ok`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from crawler.extract.applicants.bodies import CITY, MARKS_OF_BODIES, BodyList
from crawler.extract.code_lists import LabelKind, Translated, translate
from crawler.extract.laender import ADJECTIVE, CITY_STATES, SOME_LAENDER, codes_of
from crawler.text.sentences import Fact, Prose, quote
from grants_db.rules.regions import LAENDER, without
from grants_db.vocabulary import Level

_LAND_FUNDS = re.compile(
    rf"\b(?=[Dd](?:as|er|ie) )(?:[Dd]ie (?:Freie und |Freie )?(?:Hansestadt |Stadt |Länder )|"
    rf"[Dd]as (?:Land )?|[Dd]er Freistaat )(?P<land>{SOME_LAENDER})"
    r"[^.;]{0,80}\b(?:förder[nt]|unterstütz(?:en|t)|gewähr(?:en|t)|bezuschuss(?:en|t)|beteilig(?:en|t)|stell(?:en|t)|"
    r"vergibt|vergeben|hilft|helfen)\b"
)
_SEATED = re.compile(
    r"\b(?:Sitz|[Ss]itz\w*|ansässig\w*|Betriebsstätte|Niederlassung|Wohnsitz|durchgeführt|durchführen|tätig|"
    rf"wirken\w*|Projekte?|Vereine|Organisationen|Initiativen)\b[^.;]{{0,40}}\b(?:in|im|"
    rf"aus)\s(?P<land>{SOME_LAENDER})"
)
#: whoever gives the money may sit anywhere
_FUNDER = re.compile(
    r"\b(?:[Ww]ir|[Uu]nser\w*|(?:die|der|eine|dieser?) [\w-]{0,40}[Ss]tiftung|[\w-]{0,40}[Ss]tiftung(?= hat| mit| ist)|"
    r"[\w-]{0,40}(?:fonds|[Bb]ank|[Mm]inisterium|[Gg]eschäftsstelle|[Bb]üro|[Aa]gentur|[Bb]ehörde|[Vv]erwaltung|amt|"
    r"[Ss]telle)|[Ff]oundation|[Oo]ffice)\b[^.;:]{0,40}$"
)
_EXAMPLE = re.compile(
    r"\b(?:z\. ?B\.|zum Beispiel|beispielsweise|[Bb]eispiele?|etwa|wie(?! folgt)|bereits|bisher\w*|wurden?|e\.g\.|"
    r"for example|such as)(?![\w])[^.;]{0,80}$"
)
_BARRED = re.compile(r"\b(?:außerhalb|außer|ohne|nicht|ausgenommen|Ausnahme|outside|except|not)\b[^.;]{0,30}$")

_STRONG_LABEL = (
    r"(?:[Dd]as )?(?:Förder(?:gebiete?|regione?n?|kulisse|raum)|Fördergebietskulisse|Gebietskulisse|Einzugsgebiete?|"
    r"(?:Räumlicher )?Geltungsbereich|Bundesländer|(?:[Ff]unding|[Ee]ligible|[Pp]rogramme?) (?:[Aa]reas?|"
    r"[Rr]egions?))"
)
_WEAK_LABEL = (
    r"(?:Bundesland|Gebiete?|Regione?n?|Regions?|Areas?|Wo(?: wird gefördert| gilt (?:das|es)| kann gefördert werden)?|"
    r"Where(?: can projects take place)?|Location)"
)
#: a label may also be an event's, "Wo: Berlin", or the funder's
_OF_PLACES, _OF_SEATS = re.compile(r"\W*(?:Wo|Where)\b"), re.compile(r"\W*(?:Bundesland\b|Location)")
_LABELLED = re.compile(
    rf"^(?P<label>[^\w\n]{{0,6}}(?:(?P<strong>{_STRONG_LABEL})|{_WEAK_LABEL}))"
    r"(?:(?: ?[:|]|\?(?= ))[ \t]*(?:\n\s{0,4})?|\??[ \t]*\n\s{0,4}|(?P<verb> (?:ist|sind|umfasst) ))"
    r"(?P<rest>\S[^\n]{0,300})",
    re.MULTILINE,
)
_ONLY_LAENDER = re.compile(rf"(?:(?:nur|ganz|gesamte[sn]?|in|im|das) )*{SOME_LAENDER}[.,;]?")
_LAENDER_IN_IT = re.compile(rf"(?<![-\w]){SOME_LAENDER}")
_BULLET = re.compile(r"^\s*(?:[-–•*·]\s*)")
_MOST_VALUES = 17  # lines of a label's list
#: between those who may apply and their Land
_GAP = (
    r"(?:,? (?:die|mit|welche|ihren|ihrem|einem|einer|Sitz|Hauptsitz|Wirkungskreis|Tätigkeitsbereich|Wohnsitz|"
    r"Niederlassung|Betriebsstätte|oder|und|ansässig|nur|ausschließlich|gelegen|located|based|established|situated|with|"
    r"their|a|registered|seat|office|that|which|are)){0,8}"
)
_THEIR_LAND = re.compile(
    rf",?{_GAP},? (?:(?:innerhalb|within|in|im|aus|des|der|von|of|from|across) )(?P<land>{SOME_LAENDER})|"
    rf" (?P<whose>(?:{'|'.join(map(re.escape, LAENDER.values()))})s)(?![-\w])"
)
_THEIR_NATION = re.compile(rf",?{_GAP},? (?:in Deutschland|bundesweit|aus ganz Deutschland|in Germany)(?![-\w])")
_COUNTED = re.compile(r"\d ?$")  # "30 Kommunen in …" are told of
_AND_THEIRS = re.compile(r",? (?:und|sowie|oder) (?:deren|ihre) ")
_WHOSE = re.compile(rf"(?<![-\w])(?P<land>{ADJECTIVE}) ?$")
_NAMED_ELSEWISE = re.compile(
    rf"\b(?:[Ii]n|[Ii]m|aus|innerhalb|für|[Ww]ithin|des(?= Landes| Freistaat)) (?P<land>{SOME_LAENDER})"
)
_GOES_ON = re.compile(r"(?:,| und| oder| sowie| bzw\.| and| or| ?/| \()\s?(?P<word>[\w-]+)")
_MORE_PLACES = re.compile(
    r"(?:in|im|aus|den|dem|auch|angrenzend\w*|benachbart\w*|ander\w*|übrig\w*|weiter\w*|bundesweit\w*|darüber|"
    r"neighbou?ring|other|the|[A-ZÄÖÜ]\w+)$"
)
_NATIONWIDE = re.compile(
    r"\b(?:bundesweit\w*|deutschlandweit\w*|in ganz Deutschland|im gesamten Bundesgebiet|(?:nach Deutschland|"
    r"in Deutschland) (?:ansässig|durchgeführt)\w*|Sitz in Deutschland|nationwide|throughout Germany)\b"
)
_LEFT_OUT = re.compile(
    r"\b(?:mit Ausnahme|ausgenommen|außerhalb|ohne|nicht (?:im|in den|in der|für))\s(?:von\s|sind\s)?(?:(?:der|die|"
    r"den|das|dem)\s)?(?:Gebiete?\w*\s|Gemeindegebiete?\w*\s|Stadtgebiete?\w*\s)?(?:(?:der|die|den|"
    r"von)\s)?(?:kreisfreien\s|großen\s)?(?:Städten?|Stadt|Landeshauptstadt|Oberzentren|"
    r"Stadtgebiete?\w*)\s(?:von\s)?(?P<places>[A-ZÄÖÜ].{0,120})"
)
_AREA = re.compile(
    r"\b(?:[Ff]ördergebiet\w*|[Gg]ebietskulisse|[Ff]ördergebietskulisse|[Ff]örderkulisse|ländliche\w* (?:Raum|"
    r"Räume|Gebiet\w*)|gesamte\w* Land|Land(?:es)?\b|Gebiet)"
)
_PLACE = re.compile(r"[A-ZÄÖÜ][\wäöüß.\-]{2,30}(?:\s(?:an der|am|im) [A-ZÄÖÜ]\w+)?(?:\s\([A-ZÄÖÜ]\w+\))?")


@dataclass(frozen=True, slots=True)
class RegionReading:
    """Regions that a text names, the words they were read from, and whether they are a proposal."""

    value: tuple[str, ...]
    quote: str
    check: bool = False


NO_REGION = RegionReading((), "")


def regions_from_codes(codes: Iterable[str]) -> Translated:
    """The regions of a portal's codes or labels; labels that are no Land and no wider area come back as unknown."""
    return translate(LabelKind.REGION, codes)


def regions_of_funder(level: Level | None, funder: str) -> list[str]:
    """Where a funder gives whose text names no place: the EU everywhere, a municipality at home.

    >>> regions_of_funder(Level.MUNICIPAL, "Landeshauptstadt Magdeburg, Kulturbüro")
    ['Landeshauptstadt Magdeburg']
    """
    if level is Level.EU:
        return ["EU"]
    place = re.split(r",| \(", funder)[0].strip()
    return [place] if level is Level.MUNICIPAL and place else []


def regions_from_text(text: Prose, applicants: Sequence[BodyList] = ()) -> RegionReading | None:
    """Where the text says the call is open; a bare name or list of names ("Bundesweit", "Sachsen, Thüringen") too.

    Args:
        text: the call's prose.
        applicants: the lists of bodies in it that may apply.

    >>> regions_from_text(Prose("Fördergebiet: Thüringen")).value
    ('DE-TH',)
    """
    labels = [label.strip() for label in re.split(r"[,;\n]", text.text[:400]) if label.strip()]
    if labels and len(text.text) < 400:
        listed = regions_from_codes(labels)
        if listed.words and not listed.unknown:
            return RegionReading(listed.words, text.text.strip())
    doubts = []
    for reading in (_labelled(text), _of_applicants(applicants)):
        if reading is not None and not reading.check:
            return reading
        doubts.append(reading)
    return _stated(text) or next((doubt for doubt in doubts if doubt is not None), None)


def _stated(text: Prose) -> RegionReading | None:
    for sentence in text.sentences:
        words = sentence.text
        if nationwide := _NATIONWIDE.search(words):
            return RegionReading(("DE",), quote(words, nationwide.start(), nationwide.end()))
        for found in (_LAND_FUNDS.search(words), *_seats(words)):
            if found is not None:
                return RegionReading(codes_of(found.group("land")), quote(words, found.start(), found.end()))
    return None


def _seats(words: str) -> Iterator[re.Match[str]]:
    """Where those who apply sit or what is funded takes place; not the funder, nor an example."""
    for found in _SEATED.finditer(words):
        before = words[: found.start("land")]
        if not (_FUNDER.search(before) or _EXAMPLE.search(before) or _BARRED.search(before)):
            yield found


def _labelled(text: Prose) -> RegionReading | None:
    """The Länder that stand beside a label; a proposal where labels differ or more is said than names."""
    found: list[RegionReading] = []
    for line in _LABELLED.finditer(text.plain):
        values = [line.group("rest"), *text.plain[line.end() : line.end() + 1_500].split("\n")[1 : _MOST_VALUES + 1]]
        values = [_BULLET.sub("", value).strip() for value in values]
        reading = _beside_label(line, values)
        if reading is not None:
            found.append(RegionReading(reading.value, quote(" ".join(line.group().split())), reading.check))
    named = tuple(dict.fromkeys(code for reading in found for code in reading.value))
    if not named:
        return None
    alike = all(set(reading.value) == set(named) for reading in found)
    return RegionReading(named, found[0].quote, not alike or any(reading.check for reading in found))


def _beside_label(line: re.Match[str], values: Sequence[str]) -> RegionReading | None:
    codes: list[str] = []
    for number, value in enumerate(values):
        wider = () if line.group("verb") else translate(LabelKind.REGION, [value]).words
        if _ONLY_LAENDER.fullmatch(value) is None and not wider:
            if number or not line.group("strong") or (inner := _LAENDER_IN_IT.search(value)) is None:
                break
            if _EXAMPLE.search(value[: inner.start()]) or _BARRED.search(value[: inner.start()]):
                break
            return RegionReading(codes_of(inner.group()), "", check=True)
        codes += wider or codes_of(value)
    if not codes:
        return None
    label = line.group("label")
    of_a_place = CITY_STATES.issuperset(codes) and _OF_PLACES.match(label) is not None
    return RegionReading(tuple(dict.fromkeys(codes)), "", check=of_a_place or _OF_SEATS.match(label) is not None)


def _of_applicants(lists: Sequence[BodyList]) -> RegionReading | None:
    """The Land of those who may apply: it stands right behind or before their list; a proposal where not of all."""
    stated: dict[str, None] = {}
    likely: dict[str, None] = {}
    words = ""
    everywhere = True
    for bodies in lists:
        area, sure = _area_of(bodies)
        everywhere &= bool(area) and sure
        (stated if sure else likely).update(dict.fromkeys(area))
        words = words or (quote(bodies.sentence.text) if area else "")
    if "DE" in stated:
        return RegionReading(("DE",), words)
    named = (*stated, *(code for code in likely if code not in stated))
    return RegionReading(named, words, check=not everywhere) if named else None


def _area_of(bodies: BodyList) -> tuple[tuple[str, ...], bool]:
    """The regions that a list's sentence names, and whether they are the list's own beyond doubt."""
    sentence, words = bodies.sentence.text, bodies.sentence.words
    if _COUNTED.search(sentence[: words[bodies.first].start]):
        return (), False
    if _THEIR_NATION.match(sentence, words[bodies.last].end):
        return ("DE",), True
    for body in reversed(bodies.bodies):
        behind = _THEIR_LAND.match(sentence, words[body.last].end)
        if behind and (body is bodies.bodies[-1] or _AND_THEIRS.match(sentence, behind.end())):
            land = behind.group("land") or behind.group("whose")
            return codes_of(land), not _names_more(sentence, behind.end(), bodies)
    end = words[bodies.last].end
    first = words[bodies.first].start
    head = sentence[:end]
    whose = _WHOSE.search(head[:first]) or re.match(rf"(?P<land>{ADJECTIVE})", head[first:])
    if whose is not None:
        return codes_of(whose.group("land")), CITY in bodies.bodies[0].kinds or CITY not in bodies.kinds
    for text in (sentence, bodies.sentence.intro):
        named = _NAMED_ELSEWISE.search(text)
        before = text[: named.start()] if named else ""
        if named and not any(pattern.search(before) for pattern in (_FUNDER, _EXAMPLE, _BARRED)):
            return codes_of(named.group("land")), False
    return (), False


def _names_more(sentence: str, end: int, bodies: BodyList) -> bool:
    """Does the list of Länder go on with places that are none: "in Sachsen und angrenzenden Gebieten"?"""
    more = _GOES_ON.match(sentence, end)
    if more is None or _AND_THEIRS.match(sentence, end) or _MORE_PLACES.match(more.group("word")) is None:
        return False
    at = more.start("word")
    return not any(word.start == at and not MARKS_OF_BODIES.isdisjoint(word.classes) for word in bodies.sentence.words)


def places_left_out(text: Prose) -> Fact[tuple[str, ...]] | None:
    """Towns that the text takes out of the area: "das ganze Land mit Ausnahme der Städte A und B"."""
    for sentence in text.sentences:
        found = _LEFT_OUT.search(sentence.text)
        if found is None or not _AREA.search(sentence.context):
            continue
        listing = re.match(
            rf"{_PLACE.pattern}(?:(?:,\s|\sund\s|\ssowie\s|,?\sund der Stadt\s){_PLACE.pattern}){{0,8}}",
            found.group("places"),
        )
        if listing is not None:
            places = tuple(
                place.strip(". ") for place in re.split(r",\s|\sund\s(?:der Stadt\s)?|\ssowie\s", listing.group())
            )
            return Fact(places, quote(sentence.text, found.start(), found.end()))
    return None


def narrowed(regions: Iterable[str], places: Iterable[str]) -> tuple[str, ...]:
    """The Länder among the regions without the places that are left out."""
    names = list(places)
    return tuple(without(region, names) if region in LAENDER else region for region in regions)
