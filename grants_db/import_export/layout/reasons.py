"""What is said about a row of a measures file; the place (file, row, column, value) is filled in for each finding."""

from grants_db.messages import Message

# why a row is refused
NUMBER_MISSING = Message.of("{file}, Zeile {row}, Spalte „{column}“: Die Nummer der Maßnahme fehlt.")
NUMBER_DATED = Message.of(
    "{file}, Zeile {row}, Spalte „{column}“, Wert „{value}“: Die Nummer ist zu einem Datum geworden. Bitte die Spalte "
    "als Text formatieren und die Nummer neu eintragen."
)
NUMBER_TWICE = Message.of(
    "{file}, Zeile {row}, Spalte „{column}“, Wert „{value}“: Diese Nummer kommt in der Datei schon vor."
)
NUMBER_TWICE_AS_NUMBER = Message.of(
    "{file}, Zeile {row}, Spalte „{column}“, Wert „{value}“: Diese Nummer kommt in der Datei schon vor. Sie steht als "
    "Zahl in der Tabelle, da wird aus 1.10 eine 1.1; bitte die Spalte als Text formatieren und die Nummer neu "
    "eintragen."
)
NUMBER_TAKEN = Message.of(
    "{file}, Zeile {row}, Spalte „{column}“, Wert „{value}“: Unter dieser Nummer steht schon „{known}“ (Handlungsfeld "
    "{known_field}), hier „{title}“ (Handlungsfeld {field}); nichts überschrieben. Ist es dieselbe Maßnahme, bitte mit "
    "--same „{value}“ einlesen, ist es eine andere, mit --other „{value}“."
)
TITLE_MISSING = Message.of("{file}, Zeile {row}, Spalte „{column}“: Der Titel der Maßnahme fehlt.")
TITLE_OF_DIGITS = Message.of(
    "{file}, Zeile {row}, Spalte „{column}“, Wert „{value}“: Ein Titel ohne Buchstaben ist keine Maßnahme (vielleicht "
    "ein Titel des Haushalts). Bitte die Spalte mit den Namen der Maßnahmen „Maßnahme“ nennen."
)
FIELD_MISSING = Message.of("{file}, Zeile {row}, Spalte „{column}“: Das Handlungsfeld fehlt.")
FIELD_UNKNOWN = Message.of(
    "{file}, Zeile {row}, Spalte „{column}“, Wert „{value}“: Dieses Handlungsfeld gibt es nicht; möglich sind {known}."
)
WORD_UNKNOWN = Message.of(
    "{file}, Zeile {row}, Spalte „{column}“, Wert „{value}“: Dieses Wort ist hier nicht bekannt; möglich sind {known}."
)
TOO_LONG = Message.of("{file}, Zeile {row}, Spalte „{column}“, Wert „{value}“: Der Text ist länger als {most} Zeichen.")
END_BEFORE_BEGIN = Message.of("{file}, Zeile {row}, Spalte „{column}“, Wert „{value}“: Das Ende liegt vor dem Beginn.")
SUM_NEGATIVE = Message.of("{file}, Zeile {row}, Spalte „{column}“, Wert „{value}“: Ein Betrag kann nicht negativ sein.")
SUM_TOO_LARGE = Message.of("{file}, Zeile {row}, Spalte „{column}“, Wert „{value}“: Der Betrag ist unmöglich groß.")
FORMULA_NEEDED = Message.of(
    "{file}, Zeile {row}, Spalte „{column}“: Formel ohne Ergebnis. Bitte die Datei in Excel oder LibreOffice öffnen, "
    "speichern und noch einmal einlesen."
)

# what stays unknown in a row that comes in
SUM_EMPTY = Message.of("{file}, Zeile {row}, Spalte „{column}“: kein Betrag; bleibt unbekannt.")
SUM_UNCLEAR = Message.of(
    "{file}, Zeile {row}, Spalte „{column}“: „{value}“ ist kein eindeutiger Betrag; bleibt unbekannt."
)
UNIT_UNCLEAR = Message.of(
    "{file}, Zeile {row}, Spalte „{column}“: Für „{value}“ sind verschiedene Einheiten angegeben; bleibt unbekannt."
)
FORMULA = Message.of(
    "{file}, Zeile {row}, Spalte „{column}“: Formel ohne Ergebnis, die Angabe wird nicht gelesen. Bitte die Datei in "
    "Excel oder LibreOffice öffnen, speichern und noch einmal einlesen."
)
PERIOD_UNCLEAR = Message.of(
    "{file}, Zeile {row}, Spalte „{column}“: Aus „{value}“ ließ sich kein Zeitraum lesen; der Text bleibt stehen."
)
DAY_DOUBTED = Message.of(
    "{file}, Zeile {row}, Spalte „{column}“: In „{value}“ liegt ein Tag vor dem Jahr 2000 oder mehr als 15 Jahre nach "
    "heute; bitte das Jahr prüfen. Der Tag wird nicht übernommen."
)

STATE_UNCLEAR = Message.of(
    "{file}, Zeile {row}, Spalte „{column}“: Aus „{value}“ geht nicht hervor, ob die Maßnahme offen, abgeschlossen, "
    "entfallen oder zurückgestellt ist; sie gilt als offen."
)
REPEATED = Message.of(
    "{file}, Zeile {row}, Spalte „{column}“: Alle Zeilen von {number} nennen denselben Betrag; ob er einmal oder "
    "mehrmals zählt, ist unklar, er bleibt unbekannt."
)
TOTAL_OR_PART = Message.of(
    "{file}, Zeile {row}, Spalte „{column}“: Die Zeile nennt einen Betrag und die Zeilen darunter andere; ob sie "
    "zusammen zählen, ist unklar, der Betrag bleibt unbekannt."
)

# what is worth knowing
ABOUT = Message.of("{file}, Zeile {row}, Spalte „{column}“: „{value}“ ist ungefähr; gelesen als {sum} €.")
SUM_OF_PARTS = Message.of("{file}, Zeile {row}, Spalte „{column}“: „{value}“ gelesen als {sum} €, bitte prüfen.")
ADDED_UP = Message.of("{file}, Zeilen {rows}: {number} steht in mehreren Zeilen; ihre Beträge sind zusammengezählt.")
ALSO_IN = Message.of(
    "{file}, Zeile {row}: {number} steht auch unter Handlungsfeld {field}; sie zählt einmal, unter dem ersten."
)
MORE_FIELDS = Message.of(
    "{file}, Zeile {row}: {number} nennt mehrere Handlungsfelder; sie steht unter dem ersten, dient auch: {fields}."
)
FOOTNOTE = Message.of("{file}, Zeile {row}: Anmerkung, nicht übernommen („{value}“).")
PART_OF = Message.of("{file}, Zeile {row}: Teil von {number} („{value}“), nicht noch einmal gezählt.")
NUMBER_SHOWN = Message.of(
    "{file}, Zeile {row}, Spalte „{column}“: Die Nummer steht als Zahl {value} in der Tabelle; der Reihe nach ist es "
    "{number}."
)
SUMMED_FROM_YEARS = Message.of("{file}, Zeile {row}: Kosten aus den Jahren summiert: {total} €.")
SECURED_BEYOND_COST = Message.of("{file}, Zeile {row}: {number} ist über die Kosten hinaus gesichert; Lücke {gap} €.")
YEARS_BEYOND_COST = Message.of("{file}, Zeile {row}: Die Jahre von {number} ergeben mehr als die Gesamtkosten.")
RENAMED = Message.of("{file}, Zeile {row}: {number} hieß bisher „{known}“, jetzt „{title}“.")
TEMPLATE_ROW = Message.of("{file}, Zeile {row}: Beispielzeile der Vorlage, nicht übernommen.")
EMPTY_ROW = Message.of("{file}, Zeile {row}: nur eine Nummer, sonst leer; nicht übernommen.")
GOAL_ROW = Message.of("{file}, Zeile {row}: Ziel über den Maßnahmen darunter, keine Maßnahme („{value}“).")
OTHER_KIND = Message.of("{file}, Zeile {row}: {kind}, keine Maßnahme („{value}“); nicht übernommen.")
COLUMN_NUMBERS = Message.of("{file}, Zeile {row}: Nummern der Spalten, nicht übernommen.")
SOURCES_DOUBTED = Message.of(
    "{file}: Die Spalte „{column}“ steht bei den gesicherten Mitteln und ist nicht bekannt; was gesichert ist, bleibt "
    "deshalb unbekannt. Was sie bedeutet, sagt --map „{column}=…“."
)
FIELD_CONTRADICTS = Message.of(
    "{file}, Zeile {row}, Spalte „{column}“, Wert „{value}“: Handlungsfeld {field} heißt hier „{known}“, der Name "
    "passt eher zu {other} „{name}“; eingetragen nach der Nummer, bitte prüfen. Anders mit --field „{value}={other}“."
)
FIELD_NAMED_OTHERWISE = Message.of(
    "{file}, Zeile {row}, Spalte „{column}“, Wert „{value}“: Handlungsfeld {field} heißt hier „{known}“; eingetragen "
    "nach der Nummer, bitte prüfen."
)
SUM_ROW = Message.of("{file}, Zeile {row}: Summenzeile, nicht übernommen.")
STRAY_ROW = Message.of("{file}, Zeile {row}: keine Nummer und kein Titel, nicht übernommen („{value}“).")
