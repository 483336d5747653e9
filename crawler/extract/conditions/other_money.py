"""Other or public money that a sentence names: "andere öffentliche Mittel", "Landesmittel", "funds of the EU"."""

from collections.abc import Iterator, Sequence

from crawler.extract.roles.words import Word

OTHER_MONEY, PUBLIC_MONEY = "other_money", "public_money"
_PUBLIC, _MONEY = frozenset(("public", "funder", "of_funder")), frozenset(("money",))
#: classes of which a sentence has one of each where it names such money
WHOSE_MONEY, MONEY_OR_OF = _PUBLIC | {"other"}, _MONEY | {"of_money"}
_OF_OTHERS = frozenset(("dritter", "anderer", "others"))  # "Mittel Dritter"
_NEAR = 3  # words between "andere" and "Mittel"


def named_money(words: Sequence[Word]) -> Iterator[str]:
    """Other or public money that is named by a word or a phrase."""
    end = 0
    for place in range(len(words)):
        if place >= end:
            length, name = _money_of_others(words, place) or _money_phrase(words, place)
            if length:
                end = place + length
                yield name


def _money_of_others(words: Sequence[Word], place: int) -> tuple[int, str] | None:
    """Is it "Mittel Dritter", the others named behind the money?"""
    following = words[place + 1].text if place + 1 < len(words) else ""
    return (2, OTHER_MONEY) if following in _OF_OTHERS and "money" in words[place].classes else None


def _money_phrase(words: Sequence[Word], place: int) -> tuple[int, str]:
    """How many words from a place on name other or public money, and which of the two."""
    first = words[place].classes
    if "other" in first and "money" in first:
        return 1, OTHER_MONEY
    following = range(place + 1, min(len(words), place + 2 + _NEAR))
    if "other" in first:
        for at in following:
            if "money" in words[at].classes:
                return at - place + 1, OTHER_MONEY
            if words[at].text in ".,;:()":
                break
    if not _PUBLIC.isdisjoint(first) and ("money" in first or "of_money" in first):
        return 1, PUBLIC_MONEY
    for one, two in ((_PUBLIC, _MONEY), (_MONEY, _PUBLIC)):
        if not one.isdisjoint(first):
            for at in following:
                if not two.isdisjoint(words[at].classes):
                    other = any("other" in word.classes for word in words[place : at + 1])
                    return at - place + 1, OTHER_MONEY if other else PUBLIC_MONEY
                if words[at].text in ".,;:()":
                    break
    return 0, ""
