"""The words that tell what a percentage is: a rate of the costs, an own contribution, a bonus, or none."""

import re

PERCENT = re.compile(
    r"(?<![\d.,])(?P<n>\d{1,3}(?:[.,]\d{1,2})?)\s?(?P<p>Prozentpunkten?|Prozent|%-?\s?Punkten?|%|v\.\s?H\.|vH\b|"
    r"vom Hundert|percentage points|per\s?cent)"
)
LOW_END = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,]\d{1,2})?)\s?(?:Prozent\s|%\s?)?(?:bis|und|[-–]|to|and)\s$")
FULL = re.compile(r"\bVollfinanzierung\b|\b(?:vollständig|voll|in voller Höhe) (?:finanziert|gefördert|übernommen)\b")
NOT_FULL = re.compile(r"\b(?:keine|nicht|ausgeschlossen|kein)\b")
OWN = re.compile(
    r"(?:Eigen(?:anteil|mittel|beteiligung|leistung|beitr[aä]g|finanzierung|kapital)\w*|Eigen- (?:und/oder|und|"
    r"oder) \w+mittel\w*|eigene[nr]? Mittel\w*|Selbstbeteiligung|Kofinanzierungs?anteil|"
    r"own contribution|own resources|co-?financing (?:of|rate of) at least)"
)
OWN_ACT = re.compile(
    r"\b(?:beteilig\w+|einbring\w*|erbring\w*|aufbring\w*|beitragen|leisten|bring\w* |vorzusehen|sicherstellen|"
    r"einsetzen|eingesetzt|betr[aä]g\w+|müssen|muss|soll\w*|erforderlich|nachweisen|voraus|genüg\w+|erwirtschaften|"
    r"required|must)\b"
)
BY_OWN_MEANS = re.compile(r"^[^.;,]{0,90}\b(?:durch|aus|in Form von|als) (?:eigene|Eigen)")
PARTAKE = re.compile(
    r"\b(?:Sie|Antragstell\w+|Zuwendungsempf\w+|Träger|Kommunen?|Gemeinden?)\b.{0,120}\b(?:sich|zu)\b|\bsich\b"
)
GRANT_SUBJECT = re.compile(
    r"(?:Höhe (?:der|des|Ihre[rs]|einer) \S{0,60}|[Zz]uschuss\w*|[Zz]uschüsse|\w{0,30}zuschuss\w{0,2}|"
    r"\w*[Zz]uwendung\w*|Förder(?:satz|sätze|quoten?|höhe|anteil|summe|mittel|rate|intensität)\w*|\w+förderquote|"
    r"Beihilfeintensität|Förderung (?:beträgt|von|in|bis|erfolgt|ist|liegt)|Anteilfinanzierung|Anteilsfinanzierung|"
    r"Beteiligung des|beteiligt sich|Darlehen\w*|Kredit\w*|"
    r"erhalten Sie|bekommen Sie|Sie erhalten|Sie bekommen|gefördert|bezuschusst|förderfähig|finanzier(?:t|en)|"
    r"Fördermittel|Interventionssatz|"
    r"[Ff]unding rate|co-?financing rate|reimburse\w*|[Gg]rants?\b|contribution)"
)
BASE = re.compile(
    r"^\s?(?:(?:des|der|Ihrer|Ihres|seiner|Ihre|ihrer|von|an den|zu den|aller|dieser|of the|of|"
    r"of all)\s)?(?:[\w\-/+„“\"]{1,40}\s){0,5}?(?:und\s)?"
    r"\(?(?:\w*-\s(?:und|oder)\s)?[\w\-]{0,50}(?:[Aa]usgaben|[Kk]osten|[Aa]ufwendungen|Bemessungsgrundlage|"
    r"[Ii]nvestitionen|Investitionssumme|[Ee]ntgelts?|[Ll]ohne?s?|[Pp]rämie|[Hh]onorars?|Tagessatzes|"
    r"Aufwands|Kaufpreises|Ausgabe|Eigenanteils|eligible costs|costs|expenditure)\b"
)
FOREIGN_BASE = re.compile(
    r"^\s?(?:(?:des|der|Ihrer|Ihres|aller|Ihre|ihrer|von|of the|"
    r"of)\s)?(?:[\w\-]{1,30}\s){0,2}?(?:\w*(?:[Tt]eilnehm|[Uu]nterricht|[Aa]rbeitszeit|[Kk]apital|[Ss]timm|"
    r"[Aa]nteile\b|[Ee]inkommen|[Mm]itglied|[Aa]bsolvent|"
    r"[Pp]erson(?:en)?\b|[Dd]arlehens|Kreditbetrag|Fördersatz|Zuwendungsbetrag|[Bb]eschäftigt|tarif|[Ff]läche|"
    r"[Zz]ins|[Mm]asse|Versicherungssumme|[Ss]trom|[Ee]nergie|CO|Treibhaus|"
    r"[Vv]ollzeit|[Ss]telle|[Bb]esetzung|[Bb]ürgschaft|Ausfall|Laufzeit|Punkte|participants|points|staff|women|"
    r"Frauen|Kinder|Eltern|Schüler|Wohn|Nutz|Einwohner|Umsatz|Gewinn|Rohstoff|Material|beschränkt))"
    r"(?!\w*(?:[Kk]osten|[Aa]usgaben|[Aa]ufwend))"
)
PAID = re.compile(r"^\s?(?:förderfähig|gefördert|bezuschusst|finanziert|erstattet|übernommen|gewährt)\b")
BASED_ON = re.compile(
    r"\b(?:[Pp]auschal\w*|\w+pauschale\w*|[Zz]uschlag|Aufschlag|[Vv]ermindert|[Vv]erringert|[Rr]eduziert|"
    r"[Kk]ürzung|gekürzt|[Zz]ins\w*|verbürgt|Bürgschaft|Haftungsfreistellung|Selbstbehalt|Overhead|"
    r"[Mm]ehrwertsteuer|flat rate|Abschlag|Einbehalt|Vorschuss)\b"
)
GUARANTEED = re.compile(r"^[^.;]{0,30}\b(?:verbürgt|abgesichert|der Teilnehm\w+|der Fälle)\b")
AT_LEAST = re.compile(
    r"\b(?:mindestens|wenigstens|min\.|at least|(?<!nicht )mehr als|(?<!nicht )über|unter|weniger als|more than|"
    r"below|less than)\s(?:zu\s)?$",
    re.I,
)
BY = re.compile(r"\bum\s(?:bis\szu\s|maximal\s|höchstens\s|weitere\s|jeweils\s)?$")
RAISES = re.compile(r"\berhöh\w+|Bonus|\bangehoben|\bsteigt\b|\bincrease")
ADDITIONAL = re.compile(r"\bzusätzlich\w*\s(?:\w+\s){0,4}Zu(?:schuss|wendung)")
ADDED_FLAT = re.compile(r"\bzusätzlich zu Ihren\b")

MUNICIPAL = re.compile(
    r"(?<!nicht )(?<!nicht-)\b(?:[Kk]ommunen?\b|kommunale\w*|Gemeinden?\b|Gemeindeverb\w+|Landkreise?n?\b|"
    r"kreisfreie\w*|Gebietskörperschaft\w*|Stadt\b|Städten?\b|"
    r"juristische\w* Personen des öffentlichen Rechts|Körperschaften des öffentlichen Rechts|"
    r"öffentliche\w* (?:Träger\w*|Antragstell\w+)|municipalit\w+|public bodies)"
)
OTHER_APPLICANT = re.compile(
    r"\b(?:[Aa]ls|[Ff]ür|[Bb]ei)\s(?:[\w\-]+\s){0,5}?(?:\w*[Uu]nternehmen|KMU|Hochschulen?|Universität\w*|"
    r"\w*[Ff]orschungseinrichtung\w*|natürliche Personen|Privatperson\w*|Start-ups?|Existenzgründ\w+|"
    r"Vereine?n?|Verbände?n?|gemeinnützige\w*|Personen des Privatrechts|"
    r"juristische Personen des (?:privaten Rechts|Privatrechts)|freie\w* Träger|Kirchen|nicht ?-?kommunalen? \w+|"
    r"Ehepaare|Paare)|"
    r"\bnicht kommunalen? \w+"
)
NOT_EXCEED = re.compile(r"\bnicht (?:übersteigen|überschreiten|übersteigt|überschreitet)\b")
UP_TO = re.compile(r"\b(?:bis zu|höchstens|maximal)\s$")
COSTS_THEMSELVES = re.compile(
    r"\b(?:Die|die|Der|der|Höhe der)\s(?:[\w\-]+\s){0,3}[\w\-]*(?:[Aa]usgaben|[Kk]osten|"
    r"Anteil)\b[^.;]{0,120}\b(?:darf|dürfen|soll|sollen)\b"
)
EXCEPTION = re.compile(r"\b(?:[Aa]usnahm|Einzelf[aä]ll|VV\b|ausgeschlossen)")
GRANT_ITSELF = re.compile(
    r"\b(?:Zuwendung\w*|Zusch(?:uss|üsse|usses)\b|\w{0,30}zuschuss|Förder(?:ung|satz|sätze|quoten?|höhe|anteil)\b|"
    r"Anteilfinanzierung|Darlehens?\b|gefördert|bezuschusst|Eigen(?:anteil|mittel|beteiligung|leistung|kapital)\w*|"
    r"eigenen Mitteln|funding rate|co-?financing)"
)
OTHER_RULES = re.compile(
    r"\bAGVO\b|\bArt(?:ikel|\.)\s?\d|Beihilfe\w*intensität|[Dd]e-[Mm]inimis|\bVV\b|\bANBest|[Vv]ergabe|Summe aller|"
    r"Gemeinkosten|Verwaltungs(?:ausgaben|kosten)|[Pp]auschal|fiktive|unbare|[Mm]ehrwertsteuer|Umsatzsteuer|[Zz]ins|"
    r"[Tt]ilgung|Bemessungsgrundlage für|widerrufen|zurück|[Aa]bweich|[Kk]ostenerstattungsbetrag"
)
EU_PART = re.compile(
    r"\b(?:ESF|EFRE|ELER|EU|JTF)(?:\+|[- ]?Plus)?\b[- ]?(?:\w*[Zz]uschuss\w*|Mittel\w*)?|"
    r"Europäische\w* (?:Sozialfonds|Fonds|Union)"
)
NATIONAL_PART = re.compile(
    r"\b(?:Landes(?:zuschuss\w*|mitteln?|anteil)|Bundes(?:zuschuss\w*|mitteln?|anteil)|des (?:Landes|Bundes)\b|"
    r"[Dd]er Freistaat|[Dd]as Land|[Dd]er Bund)\b"
)
