"""Which column means what, once the rows below the headings are looked at."""

import re
from collections.abc import Mapping, Sequence

from grants_db.import_export.layout.column_content import (
    filled,
    holds_letters,
    holds_marks,
    holds_names,
    holds_numbers_of_measures,
    holds_only_states,
    holds_states,
    holds_sums,
    only_marks,
)
from grants_db.import_export.layout.header import OWN_TITLE, Header, Heading
from grants_db.import_export.layout.heading_form import SCALES, normal
from grants_db.import_export.layout.itemised_sums import holds_money_in_hand, says_in_hand
from grants_db.import_export.layout.known_headings import Meaning, MoneySource, Role, meaning_of
from grants_db.import_export.layout.proposed_columns import proposed_field
from grants_db.import_export.layout.sheet import TableRow
from grants_db.rules.cell import Cell, as_text
from grants_db.rules.measure_states import read_state

#: words that are also something else: a source only beside another one
AMBIGUOUS = re.compile(
    r"(davon )?(stadt|land|bund|eu|dritte|kommune|haushalt|stiftung(en)?|sponsor(en)?|landeshauptstadt)"
)
#: a column for one action field: its number, under a heading that says so or with the word itself
ONE_FIELD = re.compile(r"(?:(?P<word>HF|Handlungsfeld)\s*)?(?P<number>\d{1,2}|[IVX]+)\b[\s.:–-]*.*", re.I | re.S)
#: groups of columns that say the same of two states of a plan
FORMER = re.compile(
    r"bisher|\balt(e[rsn]?)?\b|vorher|bislang|urspr(ü|ue)nglich|fr(ü|ue)her|\bvor (der|dem) |\bist\b", re.I
)
LATER = re.compile(
    r"\bneu(e[rsn]?)?\b|k(ü|ue)nftig|fortschreibung|aktuell|aktualisiert|angepasst|entwurf|nach (der|dem) |\bsoll\b",
    re.I,
)
#: a heading that speaks of money without saying whose
MONEY = re.compile(
    r"betr(ag|äge)|summe|volumen|mittel(?!schul)|budget|ausgaben|aufwand|aufwendung|kosten|ansatz|€|\beur(o)?\b|finanz",
    re.I,
)
#: what a row of a plan may be beside a measure
ROW_KIND = re.compile(
    r"(ober|teil|leit|unter|haupt|handlungs)?ziele?|meilensteine?|(teil)?aufgaben?|arbeitspakete?|(teil)?schritte?|epic|story"
    r"|termine?|handlungsfeld(er)?|themenfeld|leitlinien?|indikator(en)?|ma(ß|ss)nahmen?|projekte?|vorhaben|programme?",
    re.I,
)
MEASURES = re.compile(r"ma(ß|ss)nahmen?|projekte?|vorhaben", re.I)
LOOKED_AT = 300  # rows below the headings that show what a column holds


def assigned(
    headings: Mapping[int, Heading], row: int, below: Sequence[TableRow], given: Mapping[str, Meaning]
) -> Header:
    """The header these headings make over the rows below them; `given` says what headings mean to whoever asked."""
    header = Header(row, names={index: heading.written for index, heading in headings.items()})
    meanings: dict[int, Meaning | None] = {}
    looked_at = below[:LOOKED_AT]
    cells = {index: _below(looked_at, index, heading) for index, heading in headings.items()}
    _place_marks(header, headings, cells)
    marked = {*header.field_marks, *header.state_marks}
    headings = {index: heading for index, heading in headings.items() if index not in marked}
    headings = _newest(header, headings)
    for index, heading in headings.items():
        for scale, words in SCALES.items():
            if words.search(heading.written):
                header.scales[index] = scale
        asked = normal(heading.written) in given
        found = heading.meaning(given)
        meanings[index] = found if asked else _by_content(found, cells[index])
    if "state" not in meanings.values():
        meanings |= dict.fromkeys(_states(meanings, cells)[:1], "state")
    if "secured" not in meanings.values() and not any(isinstance(each, MoneySource) for each in meanings.values()):
        header.in_hand.extend(_in_hand(meanings, cells)[:1])
        meanings |= dict.fromkeys(header.in_hand, "secured")
    titles = [index for index, found in meanings.items() if found == "title"]
    named = next((index for index in titles if OWN_TITLE.search(header.names[index])), None)
    if named is not None and named != titles[0]:
        meanings = {named: meanings[named]} | meanings  # a measure's own name leads
    lonely = sum(isinstance(found, MoneySource) for found in meanings.values()) < 2
    for index, found in meanings.items():
        in_doubt = isinstance(found, MoneySource) and lonely and AMBIGUOUS.fullmatch(normal(headings[index].own))
        _place(header, index, None if in_doubt else found)
    _place_totals(header, meanings)
    _swap_titles(header, meanings, cells)
    _place_kinds(header, cells)
    _place_condition(header, cells)
    _propose(header, cells)
    _propose_title(header, cells)
    _propose_cost(header, cells)
    _doubt_sources(header, cells)
    _leave_lone_list(header)
    return header


def _below(rows: Sequence[TableRow], index: int, heading: Heading) -> list[Cell]:
    """What stands in a column, without its heading where it comes again."""
    again = {heading.own, *heading.groups}
    cells = (row.at(index) for row in rows)
    return [cell for cell in cells if not (isinstance(cell, str) and " ".join(cell.split()) in again)]


def _place_marks(header: Header, headings: Mapping[int, Heading], cells: Mapping[int, Sequence[Cell]]) -> None:
    """Columns of crosses, one for each action field or one for each state."""
    found, states = {}, {}
    for index, heading in headings.items():
        if read_state(heading.own) is not None and only_marks(cells[index]):
            states[index] = heading.own
        named = ONE_FIELD.fullmatch(heading.own.strip())
        under = any(meaning_of(group) == "action_field" for group in heading.groups)
        if named and (named["word"] or under) and only_marks(cells[index]):
            found[index] = named["number"]
    if len(found) > 1 and any(filled(cells[index]) for index in found):
        header.field_marks.update(found)
    if len(states) > 1 and any(filled(cells[index]) for index in states):
        header.state_marks.update(states)


def _newest(header: Header, headings: Mapping[int, Heading]) -> dict[int, Heading]:
    """The headings without those of a former state that stand again under a later one."""
    said = {index: normal(heading.own) for index, heading in headings.items()}
    later = {said[index] for index, each in headings.items() if each.groups and LATER.search(each.groups[-1])}
    former = {
        index
        for index, each in headings.items()
        if each.groups and FORMER.search(each.groups[-1]) and not LATER.search(each.groups[-1]) and said[index] in later
    }
    header.superseded.extend(headings[index].written for index in sorted(former))
    return {index: each for index, each in headings.items() if index not in former}


def _place_kinds(header: Header, cells: Mapping[int, Sequence[Cell]]) -> None:
    """The column that says what a row is, where some of them aren't measures."""
    for index in header.names:
        texts = {as_text(cell).strip() for cell in filled(cells[index])}
        kinds = len(texts) > 1 and all(ROW_KIND.fullmatch(text) for text in texts)
        if kinds and any(MEASURES.fullmatch(text) for text in texts):
            header.row_kinds = index
            _known(header, index)
            return


def _place_condition(header: Header, cells: Mapping[int, Sequence[Cell]]) -> None:
    """A sum in each row, and beside it whether that money is there: of several sources, one a row."""
    if "secured" in header.columns or "cost" not in header.columns or header.sources:
        return
    open_names = [*header.unknown, *header.without_place]
    free = [index for index, name in header.names.items() if name in open_names]
    sums = [index for index in free if filled(cells[index]) and holds_sums(cells[index])]
    said = [index for index in free if says_in_hand([as_text(cell) for cell in filled(cells[index])])]
    if len(sums) == 1 and len(said) == 1:
        header.columns["secured"], header.secured_if = sums[0], said[0]
        _known(header, sums[0])
        _known(header, said[0])


def _known(header: Header, index: int) -> None:
    for names in (header.unknown, header.without_place):
        if header.names[index] in names:
            names.remove(header.names[index])


def _propose(header: Header, cells: Mapping[int, Sequence[Cell]]) -> None:
    """Fields for headings that nobody knows, where likeness or content leave no doubt."""
    for index, heading in header.names.items():
        if heading in header.unknown:
            first = index == min(header.names)
            field = proposed_field(heading, cells[index], header.columns.keys(), first=first)
            if field is not None:
                _take(header, index, field)


def _propose_title(header: Header, cells: Mapping[int, Sequence[Cell]]) -> None:
    """The one column of names that differ, where no heading says which it is and the others are a list of measures."""
    if "title" in header.columns or not {"cost", "secured", "state"} & header.columns.keys():
        return
    may = [index for index, name in header.names.items() if name in header.unknown and holds_names(cells[index])]
    if len(may) == 1:
        _take(header, may[0], "title")


def _propose_cost(header: Header, cells: Mapping[int, Sequence[Cell]]) -> None:
    """The one column of sums that nobody knows: of cost, where none is and its heading speaks of money."""
    if "cost" in header.columns or header.year_costs or header.parts or header.sources:
        return
    may = [
        index
        for index, name in header.names.items()
        if name in header.unknown and filled(cells[index]) and holds_sums(cells[index]) and MONEY.search(name)
    ]
    if len(may) == 1:
        _take(header, may[0], "cost")


def _take(header: Header, index: int, field: str) -> None:
    header.columns[field] = index
    header.proposed[index] = field
    header.unknown.remove(header.names[index])


def _doubt_sources(header: Header, cells: Mapping[int, Sequence[Cell]]) -> None:
    """Name unknown columns of sums that stand among the sources of secured money, where nothing says their total."""
    if not header.sources or "secured" in header.columns:
        return
    at = [index for found in header.sources.values() for index in found]
    for index, heading in header.names.items():
        among = min(at) < index <= max(at) + 1
        if among and heading in header.unknown and filled(cells[index]) and holds_sums(cells[index]):
            header.doubted.append(heading)


def _leave_lone_list(header: Header) -> None:
    """A column "Liste" names lists of ours only beside the numbers in them, as in our own files."""
    of_lists = [name for name in ("list_name", "list_number") if name in header.columns]
    if len(of_lists) == 1:
        header.unknown.append(header.names[header.columns.pop(of_lists[0])])


def _by_content(found: Meaning | None, cells: Sequence[Cell]) -> Meaning | None:
    """The meaning, unless what stands in the column contradicts it."""
    if found == "state":
        return found if holds_states(cells) else Role.OTHER
    if isinstance(found, int) and holds_marks(cells):
        return Role.OTHER  # a timeline
    if isinstance(found, MoneySource) and not holds_sums(cells):
        return Role.OTHER
    return found


def _states(meanings: Mapping[int, Meaning | None], cells: Mapping[int, Sequence[Cell]]) -> list[int]:
    """Columns in which nothing but states stands, whatever their headings: "Umsetzung" over "läuft"."""
    return [
        index
        for index, found in meanings.items()
        if found in (None, "period", Role.OTHER) and len(filled(cells[index])) > 1 and holds_only_states(cells[index])
    ]


def _in_hand(meanings: Mapping[int, Meaning | None], cells: Mapping[int, Sequence[Cell]]) -> list[int]:
    """Columns whose cells name sums and say of each whether it is there, as "Finanzierung" may."""
    return [
        index
        for index, found in meanings.items()
        if found in (None, Role.OTHER) and holds_money_in_hand([as_text(cell) for cell in filled(cells[index])])
    ]


def _place(header: Header, index: int, found: Meaning | None) -> None:
    written = header.names[index]
    if isinstance(found, MoneySource):
        header.sources.setdefault(found, []).append(index)
    elif isinstance(found, int) and found not in header.year_costs:
        header.year_costs[found] = index
    elif isinstance(found, str) and found not in header.columns:
        header.columns[found] = index
    elif found is Role.SECURED_YEAR:
        header.secured_years.append(index)
    elif found is Role.HOPED:
        header.not_secured.append(written)
    elif found is Role.PAST:
        header.past.append(written)
    elif found is Role.OTHER:
        header.without_place.append(written)
    elif found not in (Role.TOTAL, Role.PART):
        header.unknown.append(written)


def _place_totals(header: Header, meanings: Mapping[int, Meaning | None]) -> None:
    """A total belongs to the sums beside it: to the years of cost or its parts, or to the sources."""
    parts = [index for index, found in meanings.items() if found is Role.PART]
    for index in (index for index, found in meanings.items() if found is Role.TOTAL):
        before = next((meanings[other] for other in range(index - 1, -1, -1) if other in meanings), None)
        of_cost = isinstance(before, int) or before is Role.PART or header.year_costs
        if isinstance(before, MoneySource) and "secured" not in header.columns and not _years_from(meanings, index):
            header.columns["secured"] = index
        elif of_cost and "cost" not in header.columns:
            header.columns["cost"] = index
        else:
            header.unknown.append(header.names[index])
    if len(parts) > 1 and "cost" not in header.columns and not header.year_costs:
        header.parts.extend(parts)
    else:
        header.without_place.extend(header.names[index] for index in parts)


def _years_from(meanings: Mapping[int, Meaning | None], index: int) -> bool:
    """Do years of cost follow? Then a total between them and the sources may be of either."""
    return any(isinstance(found, int) and other > index for other, found in meanings.items())


def _swap_titles(header: Header, meanings: Mapping[int, Meaning | None], cells: Mapping[int, Sequence[Cell]]) -> None:
    """Another column for titles where the one found holds numbers only: of measures, or of the budget."""
    first = header.columns.get("title")
    if first is None or holds_letters(cells[first]):
        return
    other = next((at for at, found in meanings.items() if found == "title" and holds_letters(cells[at])), None)
    if other is None:
        return
    header.columns["title"] = other
    header.unknown.remove(header.names[other])
    if "number" not in header.columns and holds_numbers_of_measures(cells[first]):
        header.columns["number"] = first
    else:
        header.unknown.insert(0, header.names[first])
