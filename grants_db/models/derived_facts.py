"""What the house says of an opportunity besides its source's facts: names for people, on screen and in exports."""

from grants_db.models.about import About

#: by record field, in the order of an export
DERIVED: dict[str, About] = {
    "id": About(german="Nummer", english="Number"),
    "status": About(german="Stand", english="Status"),
    "region_ok": About(german="Gilt für die Stadt", english="Covers the city"),
    "next_deadline": About(german="Nächste Frist", english="Next deadline"),
    "deadline_evidence": About(german="Antragsfrist im Wortlaut", english="Deadline in its own words"),
    "source": About(german="Quelle", english="Source"),
    "first_seen": About(german="Zuerst gesehen", english="First seen"),
    "last_seen": About(german="Zuletzt gesehen", english="Last seen"),
    "content_changed_at": About(german="Inhalt geändert", english="Content changed"),
    "retired_at": About(german="Nicht mehr gelistet seit", english="No longer listed since"),
    "two_stage": About(german="Verfahren", english="Procedure", in_table=False),
    "amount": About(german="Förderbetrag", english="Funding amount", in_table=False),
}
