"""The call an application of a list is for: one that is known by its title and funder, or one entered by hand."""

from datetime import datetime

from sqlmodel import Session, select

from grants_db.errors import InputError
from grants_db.import_export.application_list.record import ListedApplication
from grants_db.models.opportunity import Opportunity
from grants_db.models.opportunity_facts import OpportunityFacts
from grants_db.opportunities.manual_entry import enter_by_hand
from grants_db.rules.folding import words_of
from grants_db.rules.regions import LAENDER, region_name
from grants_db.vocabulary import Level

EU = {"eu", "europaische", "europaischer", "europaischen", "europa", "amif", "esf", "efre", "erasmus"}
FEDERAL = {"bund", "bundes", "bmi", "bamf", "bmfsfj", "bmas", "bmbf"}
LAND = {"land", "landes", "landesverwaltungsamt"}


def level_of(funder: str) -> Level | None:
    """Who pays, where the funder's name says it.

    >>> level_of("Land Sachsen-Anhalt"), level_of("BAMF"), level_of("Robert Bosch Stiftung"), level_of("Lotto")
    (<Level.LAND: 'land'>, <Level.FEDERAL: 'federal'>, <Level.FOUNDATION: 'foundation'>, None)
    """
    words = words_of(funder)
    found = {
        Level.EU: any(word in EU for word in words),
        Level.FEDERAL: any(word in FEDERAL or word.startswith("bundes") for word in words),
        Level.LAND: any(word in LAND or word.startswith("landes") for word in words)
        or any(" ".join(words_of(region_name(land))) in " ".join(words) for land in LAENDER),
        Level.FOUNDATION: any(word.endswith(("stiftung", "foundation")) for word in words),
    }
    said = [level for level, is_it in found.items() if is_it]
    return said[0] if len(said) == 1 else None


def call_for(session: Session, record: ListedApplication, now: datetime) -> Opportunity:
    """The call that was applied for; one that is in no source, or can't be told from others, is entered by hand.

    Raises:
        InputError: it would have to be entered by hand and nothing says who pays.
    """
    title, funder = words_of(record.programme), words_of(record.funder or "")
    fitting = [
        call
        for call in session.exec(select(Opportunity))
        if words_of(call.title) == title and (not funder or words_of(call.funder) == funder)
    ]
    if len(fitting) == 1:
        return fitting[0]
    level = record.level or level_of(record.funder or "")
    if level is None:
        raise InputError(
            "„{programme}“ steht in keiner Quelle unter diesem Fördergeber, und dieser sagt nicht, auf welcher Ebene. "
            "Bitte in der Spalte „Ebene“ Land, Bund, EU oder Stiftung eintragen.",
            programme=record.programme,
        )
    key = f"antragsliste/{' '.join(funder)}/{' '.join(title)}"[:500]
    facts = OpportunityFacts(external_id=key, title=record.programme, funder=record.funder or "", level=level, url="")
    return enter_by_hand(session, facts, now)
