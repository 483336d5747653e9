"""Which documents an application needs, and by what it is chosen: lists and sentences judged by what leads them in."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import takewhile

from crawler.extract.procedure.items import enumerated, listed, once, parts
from crawler.extract.procedure.outline import CRITERIA, HANDED_IN, PAPERS
from crawler.extract.procedure.passages import ListPassage, classes_of, classes_of_line, passages_in
from crawler.text.sentences import Prose, quote


class Sure(IntEnum):
    """How sure a passage is about what is asked."""

    NO = 0
    MAYBE = 1  # a proposal, "bitte prüfen"
    YES = 2


@dataclass(frozen=True, slots=True)
class ListReading:
    """What a text lists: the items, the words they were read from, and whether they are a proposal."""

    items: tuple[str, ...] = ()
    quote: str = ""
    check: bool = False


NO_LIST = ListReading()
_CHOOSE = frozenset(("choose", "of_choose"))
_CRITERIA_ARE = re.compile(
    r"\b(?:[Kk]riterien|[A-Za-z]*kriterien|criteria)\b[^.:;]{0,80}?"
    r"\b(?:sind|lauten|bilden|umfassen|wie|are|include|such as)\b:?\s(?P<items>[^.]{8,600})"
)
_CHOSEN_BY = re.compile(
    r"\b(?:ausgewählt|bewertet|beurteilt|Auswahl|Bewertung|assessed|selected|judged|evaluated|scored)\b[^.:;]{0,60}?"
    r"\b(?:anhand|hinsichtlich|on the basis of|based on|against|on)\s(?:von\s|der\s|des\s|ihrer\s|their\s|the\s)?"
    r"(?P<items>[^.:;]{8,300})"
)
_LONGEST_PART = 90
_TOLD = re.compile(
    r"\b(?:ist|sind|wird|werden|hat|haben|muss|müssen|kann|können|erfolgt|entscheidet|is|are|will|must|can|which|dass)\b"
)
_ATTACHES = re.compile(r"\b(?:[Ll]egen|[Ff]ügen|liegt|liegen)\b.{0,160}\bbei\b")
_ASKS_YOU = re.compile(r"\b(?:Sie|[Bb]itte|[Yy]ou|[Pp]lease)\b")
_CONSISTS = re.compile(
    r"(?:[Aa]ntrag|[Bb]ewerbung|[Gg]esuch|[Aa]nfrage)\b (?:besteht|bestehen|umfasst|setzt sich)\b|\b[Zz]um Antrag gehör"
)
#: more lists than these speak of several programmes
_MOST_LISTS = 3
_LEAST_ITEMS, _FEW, _MOST_PROPOSED = 2, 4, 3
NO_CLASSES: frozenset[str] = frozenset()
_APPLY = frozenset(("apply", "of_apply"))
_HAND_OVER = frozenset(("attach", "hand_in"))
_PAPER, _WITH_CONTENT = frozenset(("paper",)), frozenset(("paper", "content"))


def required_documents(text: Prose) -> ListReading:
    r"""The documents that an application needs.

    >>> required_documents(Prose("Dem Antrag sind beizufügen:\n- Satzung,\n- Finanzierungsplan.")).items
    ('Satzung', 'Finanzierungsplan')
    """
    found = [(_documents(passage), passage) for passage in passages_in(text, PAPERS | HANDED_IN, HANDED_IN)]
    return _best((sure, items, passage) for (sure, items), passage in found)


def criteria(text: Prose) -> ListReading:
    r"""By what applications are chosen.

    >>> criteria(Prose("Auswahlkriterien\n\n- Wirkung vor Ort\n- Beteiligung der Zielgruppe")).items
    ('Wirkung vor Ort', 'Beteiligung der Zielgruppe')
    """
    found = [(_criteria(passage), passage) for passage in passages_in(text, CRITERIA, CRITERIA)]
    return _best((sure, items, passage) for (sure, items), passage in found)


def _best(found: Iterable[tuple[Sure, tuple[str, ...], ListPassage]]) -> ListReading:
    """All of the surest kind together, in their order; too many lists are those of several programmes."""
    there = [(sure, items, passage) for sure, items, passage in found if sure and items]
    if not there:
        return NO_LIST
    surest = max(sure for sure, _, _ in there)
    chosen = [(items, passage) for sure, items, passage in there if sure is surest]
    if surest is Sure.MAYBE:
        chosen = chosen[:_MOST_PROPOSED]
    lists = sum(passage.is_list for _, passage in chosen)
    items = once(item for items, _ in chosen for item in items)
    return ListReading(items, quote(chosen[0][1].quote), surest is Sure.MAYBE or lists > _MOST_LISTS)


def _documents(passage: ListPassage) -> tuple[Sure, tuple[str, ...]]:
    heading = classes_of_line(passage.heading) if passage.heading else NO_CLASSES
    if not passage.is_list:
        before = classes_of(passage.before) if passage.before else NO_CLASSES
        return _documents_of_sentence(passage.items[0], heading | (before & _APPLY))
    lead = classes_of_line(passage.lead)
    before = classes_of(passage.before) if passage.before else NO_CLASSES
    applied = bool(_APPLY & lead)
    if "later" in lead or "waived" in lead or (not applied and ("later" in heading or "later" in before)):
        return Sure.NO, ()
    asked = bool({"attach", "hand_in", "needed"} & lead)
    if "paper" in lead and "papers" not in lead and asked:  # what is listed tells what is to stand in it
        return _documents_of_sentence(passage.lead, heading)
    items = _items_of(passage)
    papers = sum("paper" in classes_of_line(item) for item in items)
    most, half = papers * 3 >= len(items) * 2, papers * 2 >= len(items)
    if not papers or (len(items) > _FEW and papers * 5 < len(items)):
        named = items and "papers" in lead and applied and _HAND_OVER & lead
        return (Sure.MAYBE if named else Sure.NO), items
    if "papers" in lead:
        sure = asked or "belong" in lead or (half and (applied or bool(_APPLY & heading)))
    else:
        sure = applied and ("attach" in lead or (asked and half) or ("belong" in lead and most))
    if sure:
        return Sure.YES, items
    return (Sure.MAYBE if half and (asked or "papers" in lead) else Sure.NO), items


def _items_of(passage: ListPassage) -> tuple[str, ...]:
    """The items of a list of documents; a loose one ends with its last document."""
    if passage.is_label:
        return enumerated(passage.items[0])
    if passage.loose:
        return listed(takewhile(lambda item: "paper" in classes_of_line(item), passage.items))
    return listed(_own(passage.items))


def _own(items: Sequence[str]) -> Iterator[str]:
    """The items without those of a list within: behind one that leads others in only papers count."""
    within = False
    for item in items:
        if item.endswith((":", " mit", " inklusive", " including")):
            within = True
            if "paper" in classes_of_line(item):
                yield item
        elif not within or "paper" in classes_of_line(item):
            yield item


def _documents_of_sentence(sentence: str, heading: frozenset[str]) -> tuple[Sure, tuple[str, ...]]:
    said = classes_of(sentence)
    if _ATTACHES.search(sentence) is not None:
        said |= {"attach"}
    asked = {"attach", "hand_in", "needed", "belong"} & said
    if "paper" not in said or not asked or "later" in said or "waived" in said:
        return Sure.NO, ()
    applied, headed = bool(_APPLY & said), bool((_APPLY | {"papers"}) & heading)
    if "later" in heading and not applied:
        return Sure.NO, ()
    items = enumerated(sentence, _WITH_CONTENT if "attach" in said else _PAPER)
    if "attach" in said and (applied or headed):
        return Sure.YES, items
    several = len(items) >= _LEAST_ITEMS
    if several and (applied or headed or {"duty", "attach"} <= said):
        sure = _HAND_OVER & said or "papers" in said or _CONSISTS.search(sentence) is not None
        return (Sure.YES if sure else Sure.MAYBE), items
    told = _ASKS_YOU.search(sentence) is not None and (applied or "attach" in said)
    likely = _HAND_OVER & said and "duty" in said and (several or headed or told)
    return (Sure.MAYBE if likely else Sure.NO), items


def _criteria(passage: ListPassage) -> tuple[Sure, tuple[str, ...]]:
    heading = classes_of_line(passage.heading) if passage.heading else NO_CLASSES
    if not passage.is_list:
        return _criteria_of_sentence(passage.items[0], heading)
    lead = classes_of_line(passage.lead)
    if "gate" in lead or "later" in lead:
        return Sure.NO, ()
    items = listed(passage.items) if len(passage.items) > 1 else parts(passage.items[0])
    chosen = bool(_CHOOSE & (lead | heading))
    if len(items) < _LEAST_ITEMS:
        return Sure.NO, ()
    if "criterion" in lead and (_CHOOSE & lead or ("gate" not in heading and chosen)):
        return Sure.YES, items
    if "choose" in lead and "consider" in lead:
        return Sure.YES, items
    if "criterion" in lead and "gate" not in heading and {"following"} & lead:
        return Sure.MAYBE, items
    if chosen and "prefer" in lead:
        return Sure.MAYBE, items
    return Sure.NO, ()


def _criteria_of_sentence(sentence: str, heading: frozenset[str]) -> tuple[Sure, tuple[str, ...]]:
    """ "Kriterien sind A, B und C"; "Die Auswahl erfolgt anhand von A, B und C"."""
    said = classes_of(sentence)
    if not (_CHOOSE | {"criterion"}) & said or {"gate", "later"} & said:
        return Sure.NO, ()
    for pattern, sure in ((_CRITERIA_ARE, Sure.YES), (_CHOSEN_BY, Sure.MAYBE)):
        if (found := pattern.search(sentence)) is not None:
            items = parts(found["items"])
            chosen = _CHOOSE & said or _CHOOSE & heading
            named = all(len(one) <= _LONGEST_PART and not _TOLD.search(one) for one in items)
            if len(items) >= _LEAST_ITEMS and chosen and named and "riteri" not in found["items"]:
                return sure, items
    return Sure.NO, ()
