"""The call an application of a list is for: one that is known by its title and funder, or one entered by hand."""

from datetime import datetime

from sqlmodel import Session, select

from grants_db.errors import InputError
from grants_db.import_export.application_list.record import ListedApplication
from grants_db.models.opportunity import Opportunity
from grants_db.models.opportunity_facts import OpportunityFacts
from grants_db.opportunities.funder_level import level_of_funder
from grants_db.opportunities.manual_entry import enter_by_hand
from grants_db.rules.folding import words_of


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
    level = record.level or level_of_funder(record.funder or "")
    if level is None:
        raise InputError(
            "„{programme}“ steht in keiner Quelle unter diesem Fördergeber, und dieser sagt nicht, auf welcher Ebene. "
            "Bitte in der Spalte „Ebene“ Land, Bund, EU, Stiftung oder Kommune eintragen.",
            programme=record.programme,
        )
    key = f"antragsliste/{' '.join(funder)}/{' '.join(title)}"[:500]
    facts = OpportunityFacts(external_id=key, title=record.programme, funder=record.funder or "", level=level, url="")
    return enter_by_hand(session, facts, now)
