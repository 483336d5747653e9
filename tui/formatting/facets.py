"""Facets by their stored codes, as people read them: the kind and the word."""

from collections.abc import Iterable

from grants_db.errors import UsageError
from grants_db.vocabulary_facets import FACETS, facet_of, read_facets
from tui.formatting.i18n import N_, _
from tui.formatting.labels import label

#: the names of the kinds
KINDS = {
    "subject": N_("Thema"),
    "activity": N_("Art der Arbeit"),
    "group": N_("Zielgruppe"),
    "place": N_("Ort"),
    "cost": N_("Kosten"),
}


def facet_name(code: str) -> str:
    """A facet with its kind; a code that is unknown stands as it is.

    >>> facet_name("subject:language"), facet_name("moon")
    ('Thema: Sprache', 'moon')
    """
    facet = facet_of(code)
    return f"{_(KINDS[code.partition(':')[0]])}: {label(facet)}" if facet else code


def facets_by_kind(codes: Iterable[str]) -> str:
    """Facets in one line, kind by kind.

    >>> facets_by_kind(["group:women", "subject:language", "subject:school"])
    'Thema Sprache, Schule · Zielgruppe Frauen und Mädchen'
    """
    known = [(code.partition(":")[0], facet) for code in codes if (facet := facet_of(code)) is not None]
    words = {kind: ", ".join(label(facet) for each, facet in known if each == kind) for kind in FACETS}
    return " · ".join(f"{_(KINDS[kind])} {named}" for kind, named in words.items() if named)


def written_facets(codes: Iterable[str]) -> str:
    """Facets as `typed_facets` reads them back: by comma, with the kind where one name is a word of two kinds.

    >>> written_facets(["subject:language", "place:school"])
    'Sprache, Ort: Schule'
    """
    names = ((code, facet_of(code)) for code in codes)
    return ", ".join(
        label(facet) if facet and read_facets(label(facet)) == (code,) else facet_name(code) for code, facet in names
    )


def typed_facets(text: str) -> tuple[str, ...]:
    """The codes of facets as people type them: by comma, each a word, a kind and a word, or a code.

    >>> typed_facets("Sprache, Ort: Schule, group:women")
    ('subject:language', 'place:school', 'group:women')

    Raises:
        UsageError: a word that is none of the vocabulary.
    """
    of_kinds = {
        f"{name}: {label(facet)}".casefold(): f"{kind}:{facet.value}"
        for kind, words in FACETS.items()
        for name in (KINDS[kind], _(KINDS[kind]))
        for facet in words
    }
    known = ", ".join(of_kinds.get(" ".join(part.split()).casefold(), part) for part in text.split(","))
    found = read_facets(known)
    for code in found:
        if facet_of(code) is None:
            raise UsageError(
                "„{code}“ ist kein Merkmal. Gebraucht wird ein Wort wie Sprache, Frauen, Beratung, oder Art und Wort: "
                "Ort: Schule.",
                code=code,
            )
    return found
