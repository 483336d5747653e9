"""Boxes to tick, as forms in Word, PDF and spreadsheets write them: what is ticked is what the cell says."""

import re

TICKED, EMPTY = "☑☒✅🗹🗷🗵", "☐⬜🗌"
#: also used as bullets: boxes only where filled and empty ones stand side by side
FILLED_SIGNS, HOLLOW_SIGNS = "■◼⬛", "□◻▢"
BOX = re.compile(rf"[{TICKED}{EMPTY}]|\[ ?[xX]? ?\]")
SIGN = re.compile(rf"[{FILLED_SIGNS}{HOLLOW_SIGNS}]")
ANY = re.compile(rf"[{TICKED}{EMPTY}{FILLED_SIGNS}{HOLLOW_SIGNS}\[]")
LEGEND = re.compile(r"legende|erklärung|bedeut", re.I)
LIST_END = " ,;/|·\n\t"


def ticked(text: str) -> str:
    r"""A cell's text with the ticked choices alone; as it is where it has no boxes. A box without words is "x" or "".

    >>> ticked("☐ geplant\n☒ in Arbeit\n☐ erledigt"), ticked("ja ☒ nein ☐"), ticked("■ offen □ fertig")
    ('in Arbeit', 'ja', 'offen')
    >>> ticked("☒"), ticked("☐"), ticked("☐ Land ☒ Bund ☒ EU"), ticked("[x] laufend [ ] beendet")
    ('x', '', 'Bund\nEU', 'laufend')
    >>> ticked("■ Beratung ■ Begleitung"), ticked("siehe [1]")
    ('■ Beratung ■ Begleitung', 'siehe [1]')
    """
    if not ANY.search(text) or LEGEND.search(text):
        return text
    boxes = list(BOX.finditer(text)) if BOX.search(text) else _signs(text)
    if not boxes:
        return text
    before = bool(text[: boxes[0].start()].strip(LIST_END))  # "ja ☒ nein ☐": the words stand before their box
    if before and text[boxes[-1].end() :].strip(LIST_END):
        before = False  # "Stand: ☒ offen ☐ fertig": words on both sides: a label stands before the first box
    chosen = []
    for place, box in enumerate(boxes):
        start = boxes[place - 1].end() if before and place else 0 if before else box.end()
        end = box.start() if before else boxes[place + 1].start() if place + 1 < len(boxes) else len(text)
        if _is_ticked(box[0]):
            chosen.append(text[start:end].strip(LIST_END) or "x")
    return "\n".join(chosen)


def _signs(text: str) -> list[re.Match[str]]:
    found = list(SIGN.finditer(text))
    kinds = {sign[0] in FILLED_SIGNS for sign in found}
    return found if len(kinds) == 2 else []


def _is_ticked(box: str) -> bool:
    return box in TICKED or box in FILLED_SIGNS or "x" in box.lower()
