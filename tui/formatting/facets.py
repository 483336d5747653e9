"""Facets by their stored codes, as people read them: the kind and the word."""

from collections.abc import Iterable

from grants_db.vocabulary_facets import FACETS, facet_of
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
