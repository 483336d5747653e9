"""The Länder as a text names them: one, several in a list, all of them, all but some; in German and in English."""

import re

from grants_db.rules.regions import LAENDER

_ENGLISH = {
    "Baden-Wuerttemberg": "DE-BW",
    "Bavaria": "DE-BY",
    "Hesse": "DE-HE",
    "Mecklenburg-Western Pomerania": "DE-MV",
    "Mecklenburg-West Pomerania": "DE-MV",
    "Lower Saxony": "DE-NI",
    "North Rhine-Westphalia": "DE-NW",
    "Rhineland-Palatinate": "DE-RP",
    "Saxony": "DE-SN",
    "Saxony-Anhalt": "DE-ST",
    "Thuringia": "DE-TH",
}
_NAMES = {name: code for code, name in LAENDER.items()} | {"NRW": "DE-NW"} | _ENGLISH
_ADJECTIVES = {
    "baden-württembergisch": "DE-BW",
    "bayerisch": "DE-BY",
    "bayrisch": "DE-BY",
    "brandenburgisch": "DE-BB",
    "hessisch": "DE-HE",
    "mecklenburg-vorpommersch": "DE-MV",
    "niedersächsisch": "DE-NI",
    "nordrhein-westfälisch": "DE-NW",
    "rheinland-pfälzisch": "DE-RP",
    "saarländisch": "DE-SL",
    "sächsisch": "DE-SN",
    "sachsen-anhaltisch": "DE-ST",
    "sachsen-anhaltinisch": "DE-ST",
    "schleswig-holsteinisch": "DE-SH",
    "thüringisch": "DE-TH",
}
_OF_PLACES = {
    "Berliner": "DE-BE",
    "Brandenburger": "DE-BB",
    "Bremer": "DE-HB",
    "Hamburger": "DE-HH",
    "Thüringer": "DE-TH",
}
#: a Land that is one city: its name may be no more than where something takes place
CITY_STATES = frozenset(("DE-BE", "DE-HB", "DE-HH"))
# longest first, so that "Sachsen-Anhalt" isn't read as "Sachsen"
_NAME = "|".join(re.escape(name) for name in sorted(_NAMES, key=len, reverse=True))
_TITLE = (
    r"(?:(?:Bundesland|Land|Freistaat)(?:e?s)?|(?:Bundesl|L)ändern?|(?:Freien? )?(?:und )?(?:Freien? )?Hansestadt|"
    r"(?:[Ff]ederal |[Ff]ree )?[Ss]tates? of)"
)
_ONE = (
    rf"(?:(?:das|dem|der|den|des|the) )?(?:gesamten? |ganz )?(?:{_TITLE} )?(?<!Upper )(?<!Lower )(?:{_NAME})s?"
    r"(?! an der Havel)(?![-\w])"
)
_AND = r"(?:, ?| ?/ ?| ?& ?|,? (?:und|oder|sowie|bzw\.|bis|and|or) )(?:auch )?(?:(?:in|im|aus|für) )?"
_SOME = rf"{_ONE}(?:{_AND}{_ONE}){{0,16}}"
_BUT = r"(?:außer|ohne|ausgenommen|mit Ausnahme|except(?: for)?|other than|apart from)(?: in| im| von| vom)?"
_ALL = (
    r"(?:(?:allen?|all|sämtlichen?) (?:(?:16|sechzehn|deutschen?|German|federal) ){0,2}"
    r"(?:(?:Bundesl|L)ändern?|(?:[Ss]tates|Länder))|(?:ganz|gesamt) Deutschland)(?![-\w])"
)
#: a list of Länder; what it names tells `codes_of`
SOME_LAENDER = rf"(?:{_ALL}(?:,? {_BUT} {_SOME})?|{_SOME})"
#: an adjective that tells whose: "thüringische", "Berliner"
ADJECTIVE = rf"(?:(?i:{'|'.join(map(re.escape, _ADJECTIVES))})e[nr]?|{'|'.join(_OF_PLACES)})(?![-\w])"
_NAMED = re.compile(rf"(?<![-\w])(?:{_NAME})(?=s?(?![-\w]))")
_EVERY = re.compile(_ALL)
_ANY_ADJECTIVE = re.compile(ADJECTIVE)


def codes_of(listing: str) -> tuple[str, ...]:
    """The regions of words that fit `SOME_LAENDER` or `ADJECTIVE`, each once.

    >>> codes_of("in den Ländern Sachsen, Sachsen-Anhalt und Thüringen"), codes_of("allen Bundesländern")
    (('DE-SN', 'DE-ST', 'DE-TH'), ('DE',))
    >>> len(codes_of("allen Bundesländern außer Bayern")), codes_of("thüringische")
    (15, ('DE-TH',))
    """
    named = tuple(dict.fromkeys(_NAMES[found.group()] for found in _NAMED.finditer(listing)))
    if _EVERY.search(listing):
        return tuple(code for code in LAENDER if code not in named) if named else ("DE",)
    if not named and (whose := _ANY_ADJECTIVE.search(listing)):
        word = whose.group()
        return (_OF_PLACES.get(word) or _ADJECTIVES[re.sub(r"e[nr]?$", "", word.casefold())],)
    return named
