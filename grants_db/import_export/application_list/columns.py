"""The columns of a list of applications: what they are called, and which of a file's headings means which."""

from grants_db.import_export.layout.list_columns import ListColumns

#: each column with the heading of the template, what it explains there, and an example
COLUMNS: dict[str, tuple[str, str, str]] = {
    "measures": ("Maßnahme", "Erklärung: Nummer der Maßnahme, mehrere mit Semikolon", "Beispiel"),
    "file_number": ("Aktenzeichen", "freiwillig; daran wird der Antrag wiedererkannt", "ML-2026-014"),
    "funder": ("Fördergeber", "wer fördert", "Land Sachsen-Anhalt"),
    "level": ("Ebene", "Land, Bund, EU, Stiftung oder Kommune; nötig, wo der Fördergeber es nicht sagt", "Land"),
    "programme": ("Förderprogramm", "Name des Programms oder Aufrufs", "Vielfalt im Quartier"),
    "applied_on": ("Antrag vom", "TT.MM.JJJJ", "01.03.2026"),
    "state": ("Stand", "Idee, Antrag gestellt, bewilligt, abgelehnt, zurückgezogen, abgeschlossen …", "bewilligt"),
    "since": ("Stand seit", "freiwillig; seit wann dieser Stand gilt", ""),
    "reason": ("Grund", "nur wenn nicht verfolgt, z. B. Eigenanteil", ""),
    "requested": ("Beantragt", "in €", "20.000,00"),
    "awarded": ("Bewilligt", "in €", "18.000,00"),
    "in_file": ("Im Gesicherten enthalten", "ja, wenn die Maßnahmenliste die Summe schon enthält, sonst nein", "nein"),
    "notified_on": ("Bescheid vom", "Tag der Bekanntgabe; bei abgelehnten der Absage", "15.05.2026"),
    "period": ("Bewilligungszeitraum", "von – bis", "01.06.2026 – 31.12.2027"),
    "regimes": ("Nebenbestimmungen", "z. B. ANBest-Gk Bund", "ANBest-Gk ST"),
    "financing": ("Finanzierungsart", "leer: Anteilfinanzierung", "Festbetragsfinanzierung"),
    "interim_reports": ("Zwischennachweis fällig", "freiwillig, mehrere Tage mit Semikolon", "31.03.2027"),
    "final_report": ("Verwendungsnachweis fällig", "freiwillig, wenn der Bescheid einen Tag nennt", "30.06.2028"),
    "paid": ("Ausgezahlt", "in €; mehrere: 5.000 € am 01.07.2026; 3.000 € am 01.02.2027", "9.000,00"),
    "paid_on": ("Ausgezahlt am", "TT.MM.JJJJ", "01.07.2026"),
    "remarks": ("Bemerkungen", "kommt als Notiz in den Verlauf; keine Personennamen", "diese Zeile wird übergangen"),
}
#: what offices call them besides, folded as `ListColumns` says
OTHER_NAMES: dict[str, tuple[str, ...]] = {
    "measures": ("massnahmen", "massnahmennr", "massnahmenummer", "nrdermassnahme", "projekt", "measure", "measures"),
    "file_number": (
        "az",
        "geschaeftszeichen",
        "foerderkennzeichen",
        "fkz",
        "vorgangsnummer",
        "filenumber",
        "reference",
    ),
    "funder": ("foerdermittelgeber", "zuwendungsgeber", "mittelgeber", "bewilligungsbehoerde", "funder"),
    "level": ("foerderebene", "level"),
    "programme": ("programm", "foerderaufruf", "aufruf", "richtlinie", "foerderrichtlinie", "programme", "program"),
    "applied_on": (
        *("antragam", "antraggestelltam", "gestelltam", "beantragtam", "eingereichtam", "antragsdatum"),
        *("datumantrag", "appliedon", "datumdesantrags"),
    ),
    "state": ("status", "antragsstand", "antragsstatus", "sachstand", "bearbeitungsstand", "state", "stage"),
    "since": ("seit", "standvom", "statusseit"),
    "reason": ("grundfuernichtverfolgung", "reason"),
    "requested": (
        *("beantragtesumme", "antragssumme", "beantragtineuro", "beantragteur", "beantragtefoerderung", "requested"),
        *("beantragtemittel", "beantragtezuwendung"),
    ),
    "awarded": (
        *("bewilligtesumme", "bewilligungssumme", "bewilligteur", "bewilligtineuro", "zuwendung", "zuwendungssumme"),
        *("bewilligtemittel", "bewilligtezuwendung", "awarded"),
    ),
    "in_file": ("ingesichertenthalten", "schongesichert"),
    "notified_on": (
        *("bescheidam", "bescheiddatum", "zuwendungsbescheidvom", "bekanntgabe", "bewilligtam", "datumbescheid"),
        *("bescheid", "notified", "notifiedon"),
    ),
    "period": ("zeitraum", "foerderzeitraum", "laufzeit", "projektlaufzeit", "durchfuehrungszeitraum", "period"),
    "regimes": ("nebenbestimmung", "anbest", "allgemeinenebenbestimmungen", "regime", "regimes"),
    "financing": ("artderfinanzierung", "financing"),
    "interim_reports": ("zwischennachweis", "zwischennachweisbis", "zwischenbericht", "interimreports"),
    "final_report": (
        *("verwendungsnachweis", "verwendungsnachweisbis", "vnfaellig", "vnbis", "nachweisfaellig", "nachweisbis"),
        *("schlussnachweis", "reportsdue", "finalreport"),
    ),
    "paid": ("ausgezahltesumme", "abgerufen", "auszahlung", "auszahlungen", "mittelabruf", "mittelabrufe", "paid"),
    "paid_on": ("auszahlungam", "abgerufenam", "paidon"),
    "remarks": ("bemerkung", "anmerkung", "anmerkungen", "notiz", "hinweise", "remarks"),
}
LIST = ListColumns(COLUMNS, OTHER_NAMES, ("measures", "programme", "state"), ("requested", "awarded", "paid"))
