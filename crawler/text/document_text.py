"""The text of a document, whose lines end where its page does, as paragraphs below headings."""

import re

#: "5 Art und Höhe der Zuwendung", "5.1 Bemessung", "§ 3 Antragstellung", "VI. Verfahren"
_NUMBERED = re.compile(r"(?:§ ?\d{1,3}|(?:\d{1,2}\.){0,3}\d{1,2}\.?|[IVX]{1,5}\.)\s+[A-ZÄÖÜ][^.!?;]{1,90}$")
_ENTRY = re.compile(r"(?:[-–—•*·▪■●]|[a-z]\)|\(?\d{1,2}\)|\(?[a-z]{1,2}\))\s+")
_PAGE_NUMBER = re.compile(r"(?:Seite\s)?[-–]?\s?\d{1,3}\s?[-–]?(?:\s(?:von|/)\s\d{1,3})?")
_SENTENCE_END = re.compile(r"[.!?:;][)\"“”]?$")
_SHORT_OF_A_LINE = 0.75
_LABEL = re.compile(r"[A-ZÄÖÜ][\w -]{2,40}: ")
#: ends no line that is whole
_OPEN_END = re.compile(
    r"(?:,|\b(?:und|oder|sowie|am|vom|bis|zum|zur|im|in|der|die|das|den|dem|des|ein|eine|einer|mit|für|von|an|auf|nach|"
    r"nicht|zu|höchstens|mindestens|maximal|beträgt|betragen|sowie|oder|wird|werden|ist|sind))$"
)


def paragraphs(text: str) -> str:
    r"""Lines that belong together on one line; headings and entries of lists on lines of their own.

    >>> paragraphs("5 Höhe der Zuwendung\nSie beträgt höchstens\n5.000 Euro je Vorhaben.\n- 4 -\nAnträge: formlos")
    '5 Höhe der Zuwendung\n\nSie beträgt höchstens 5.000 Euro je Vorhaben.\nAnträge: formlos'
    """
    lines = [" ".join(line.split()) for line in text.replace("\r", "").split("\n")]
    lines = [line for line in lines if _PAGE_NUMBER.fullmatch(line) is None]
    usual = sorted(len(line) for line in lines if line)
    full = usual[int(len(usual) * 0.9)] * _SHORT_OF_A_LINE if usual else 0
    parts: list[str] = []
    before = ""
    for line in lines:
        if not line:
            before = ""
            continue
        if _NUMBERED.match(line) and (not before or _SENTENCE_END.search(before) or len(before) < full):
            parts.append(f"\n\n{line}\n\n")
            before = ""
        elif before and _goes_on(before, line, full):
            parts.append(f" {line}")
            before = line
        else:
            parts.append(f"\n{line}")
            before = line
    return re.sub(r"\n{3,}", "\n\n", "".join(parts)).strip()


def _goes_on(before: str, line: str, full: float) -> bool:
    """Is a line the rest of the sentence before it, or the next one of its paragraph?"""
    if before.endswith(":") or _ENTRY.match(line) or _NUMBERED.match(line):
        return False
    if _LABEL.match(line) and _SENTENCE_END.search(before):
        return False
    return len(before) >= full or line[0].islower() or bool(_OPEN_END.search(before))
