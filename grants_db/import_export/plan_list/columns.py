"""The columns of a list of financing plans: what they are called, and what offices call them besides."""

from grants_db.import_export.layout.list_columns import ListColumns

#: each column with the heading of the template, what it explains there, and an example
COLUMNS: dict[str, tuple[str, str, str]] = {
    "application": ("Antrag", "Erklärung: Nummer des Antrags", "Beispiel 3"),
    "kind": (
        "Art",
        "Ausgabe, diese Zuwendung, andere Zuwendung, Eigenmittel, Drittmittel, Spende, Einnahme oder Sachleistung",
        "Ausgabe",
    ),
    "name": ("Zeile", "wie im Plan; in jedem Jahr derselbe Name", "Personal"),
    "year": ("Jahr", "Haushaltsjahr", "2027"),
    "amount": ("Geplant", "in €; bei einer Pauschale leer", "60.000,00"),
    "actual": ("Ist", "in €, was es wurde; leer: wie geplant", ""),
    "type": ("Finanzierungsart", "nur Zuwendungen: Anteil, Fehlbedarf, Festbetrag oder voll", ""),
    "rate": ("Satz", "in Prozent: einer Anteilfinanzierung, oder einer Pauschale", ""),
    "cap": ("Höchstbetrag", "in €, der Zuwendung in diesem Jahr", ""),
    "flat_rate_of": ("Pauschale von", "die Ausgabe, von der diese eine Pauschale ist", ""),
}
OTHER_NAMES: dict[str, tuple[str, ...]] = {
    "application": ("antragsnr", "antragsnummer", "antragnr", "nrdesantrags", "application"),
    "kind": ("zeilenart", "artderzeile", "typ", "seite", "herkunft", "kind"),
    "name": ("position", "bezeichnung", "titel", "kostenart", "ausgabeart", "ausgabenart", "posten", "quelle", "name"),
    "year": ("haushaltsjahr", "hhj", "kalenderjahr", "year"),
    "amount": (
        *("betrag", "betragineuro", "betrageur", "summe", "plan", "ansatz", "geplanteur", "planeur", "sollbetrag"),
        *("soll", "planbetrag", "kosten", "amount"),
    ),
    "actual": ("istbetrag", "isteur", "istkosten", "tatsaechlich", "abgerechnet", "actual"),
    "type": ("artderfinanzierung", "zuwendungsart", "type"),
    "rate": ("satzinprozent", "foerdersatz", "foerderquote", "prozent", "satzin", "rate"),
    "cap": ("hoechstbetragimjahr", "obergrenze", "deckel", "cap"),
    "flat_rate_of": ("pauschalevon", "bezugsgroesse", "basis", "basisderpauschale"),
}
LIST = ListColumns(COLUMNS, OTHER_NAMES, ("kind", "name", "year", "amount"), ("amount", "actual", "cap"))
