"""Names as they stand by themselves: out of a heading in capitals, out of a genitive. Pure."""

import re

_GENITIVE = re.compile(r"(?<=(?:und|and|Amt|amt|rat|ein|nst|erk|aus))es$|(?<=[Kk]reis)es$|(?<![Ff]ond)s$")


def in_small_letters(title: str) -> str:
    """A heading in capitals as it would stand in a sentence."""
    if not title.isupper():
        return title
    small = {"der", "des", "die", "das", "von", "vom", "für", "und", "im", "in", "zur", "zum", "mit", "am", "an"}
    words = (word.lower() if word.lower() in small else word.capitalize() for word in title.split(" "))
    return " ".join(words)


def nominative(name: str, article: str) -> str:
    """ "der Europäischen Agentur" is the "Europäische Agentur"."""
    first, _, rest = name.partition(" ")
    if article == "der" and rest and first.endswith("en") and first[0].isupper() and rest[:1].isupper():
        return f"{first[:-1]} {rest}"
    if article == "des" and rest and first.endswith("en") and rest[:1].isupper():
        noun, _, more = rest.partition(" ")
        return f"{first[:-1]}s {noun.removesuffix('s')} {more}".strip()
    if article == "des":
        return f"{_GENITIVE.sub('', first)} {rest}".strip()
    return name
