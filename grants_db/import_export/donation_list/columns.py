"""The columns of a list of donations: what they are called, and what offices call them besides."""

from grants_db.import_export.layout.list_columns import ListColumns

#: each column with the heading of the template, what it explains there, and an example
COLUMNS: dict[str, tuple[str, str, str]] = {
    "measure": ("Maßnahme", "Erklärung: Nummer der Maßnahme", "Beispiel"),
    "donor": ("Spender", "die Organisation; keine Namen von Privatpersonen", "Sparkasse"),
    "amount": ("Betrag", "in €", "2.500,00"),
    "offered_on": ("Angeboten am", "TT.MM.JJJJ", "01.02.2026"),
    "state": ("Stand", "angeboten, angenommen, eingegangen, gedankt, berichtet oder abgelehnt", "eingegangen"),
    "decided_on": ("Beschluss vom", "Tag der Annahme oder der Ablehnung", "15.03.2026"),
    "paper_number": ("Drucksache", "Beschluss des zuständigen Gremiums; zur Annahme nötig", "DS0123/26"),
    "received_on": ("Eingegangen am", "TT.MM.JJJJ", "01.04.2026"),
    "thanked_on": ("Gedankt am", "TT.MM.JJJJ", ""),
    "reported_on": ("Berichtet am", "TT.MM.JJJJ", ""),
}
OTHER_NAMES: dict[str, tuple[str, ...]] = {
    "measure": ("massnahmen", "massnahmennr", "massnahmenummer", "projekt", "zweck", "verwendungszweck", "fuer"),
    "donor": (
        *("spenderin", "spendergeber", "geber", "gebende", "zuwendungsgeber", "sponsor", "zuwender", "zuwendende"),
        *("spendende", "gebendeorganisation", "firma", "institution", "organisation", "donor", "spenderspender"),
    ),
    "amount": (
        *("betragineuro", "betrageur", "summe", "spende", "hoehe", "spendenbetrag", "spendensumme", "wert", "amount"),
        *("hoehederspende", "hoehederzuwendung", "spendeineuro", "spendeneur", "geldbetrag"),
    ),
    "offered_on": ("angebotvom", "angebot", "angebotam", "angebotsdatum", "zusagevom", "zusage", "offered", "datum"),
    "state": ("status", "sachstand", "stage", "bearbeitungsstand"),
    "decided_on": (
        *("beschluss", "beschlussam", "beschlussdatum", "angenommenam", "annahme", "annahmevom", "annahmeam"),
        *("entscheidungvom", "gremienbeschlussvom"),
    ),
    "paper_number": ("drucksachennummer", "ds", "dsnr", "vorlage", "vorlagennr", "beschlussnr", "beschlussnummer"),
    "received_on": ("eingang", "eingangam", "eingegangen", "zahlungseingang", "erhaltenam", "geldeingang", "received"),
    "thanked_on": ("dank", "dankam", "dankschreiben", "dankschreibenvom", "gedankt", "thanked"),
    "reported_on": ("bericht", "berichtam", "berichtet", "spendenberichtvom", "reported"),
}
LIST = ListColumns(COLUMNS, OTHER_NAMES, ("measure", "donor", "amount"), ("amount",))
