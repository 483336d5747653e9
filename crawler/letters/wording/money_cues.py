"""The words that tell what a sum in a letter is: awarded, asked for, eligible, the city's own; and what it becomes.

The nearest words before a sum name it; of two that end at the same place the upper row counts.
"""

import re
from enum import StrEnum


class SumRole(StrEnum):
    """What a sum of money is in a letter."""

    AWARD = "award"
    APPLIED = "applied"
    ELIGIBLE = "eligible"
    TOTAL = "total"
    OWN = "own"
    THIRD = "third"
    PART = "part"  # of the award, by who pays it
    YEAR = "year"  # of a year, where several years have their own
    OTHER = "other"


class Turn(StrEnum):
    """What happens to a sum: it was, it becomes, or it is what lies between."""

    BEFORE = "before"
    NEW = "new"
    DIFFERENCE = "difference"


CUES: list[tuple[SumRole, re.Pattern[str]]] = [
    (
        SumRole.OTHER,
        re.compile(
            r"nicht (?:zuwendungs|förder)fähige?n?\w*(?:\s\w*(?:[Aa]usgaben|[Kk]osten))?|\b(?:ausgezahlt|ausbezahlt|"
            r"abgerufen|überwiesen|verausgabt|verwendet|erstattet|zurück\w*|angewiesen)\w*|"
            r"\b(?:Abschlags?(?:zahlung)?|(?:Teil|Auszahlungs|Rest|Differenz|Mehr|Minder|Rück)\w*(?:betr[aä]g\w*|"
            r"zahlung"
            r"\w*|ausgaben|rate\w*)|\w*[Rr]aten?\b|Auszahlung\w*|Vorauszahlung|Restzahlung|je(?:weils)?\b|pro\b|"
            r"monatlich\w*|jährlich\w*|stündlich|Stundens[aä]tz\w*|Einzelfall|Wert\b|Anschaffung\w*|Gegenst[aä]nd\w*|"
            r"netto|Nettowert|Auftragswert|Bagatell\w*|Schwelle\w*|Gebühr\w*|Zinsen|Streitwert|Pauschale\w*)|"
            r"\b(?:Konsorti\w+|aller Partner\w*|Vorfinanzierung\w*|stehen|stand(?:en)?|standen|verfügbare\w*|"
            r"Fördertopf\w*|Fonds|Gesamtvolumen|Fördervolumen|"
            r"Antragsvolumen|Haushaltsmittel\w*|Anträge\b)"
        ),
    ),
    (
        SumRole.APPLIED,
        re.compile(
            r"\b(?:beantragte[nrms]?|erbetene[nrms]?|angefragte[nrms]?|gewünschte[nrms]?|[Bb]eantragt|[Gg]ewünscht|erbeten|"
            r"angefragt|"
            r"Antragssumme|Antragsvolumen|Fördersumme laut Antrag|(?:Antrag|\w*[Aa]nfrage|Bewerbung) (?:über|auf|"
            r"in Höhe)|baten Sie|bitten Sie|[Gg]ebeten hatten Sie um|lautete auf|(?:Sie haben|Sie hatten|hatten Sie|"
            r"haben Sie)(?= (?:um )?$)|"
            r"[Rr]equested|applied for|"
            r"beantragen|ersucht)(?:\s(?:\w+\s){0,2}?(?:Zuwendung|Förderung|Zuschuss\w*|Förder\w+|Summe|Mittel|Betrag"
            r"\w*)\b)?"
        ),
    ),
    (
        SumRole.ELIGIBLE,
        re.compile(
            r"(?<!nicht )\b(?:(?:[Zz]uwendungs|[Ff]örder|[Bb]eihilfe)(?:ungs)?fähig\w*|[Aa]nerkannt\w*|"
            r"[Aa]nerkennungsfähig\w*|"
            r"anrechenbar\w*|bezuschussungsfähig\w*)\s(?:\w+\s){0,2}?\w*(?:[Aa]usgaben|[Kk]osten|[Aa]ufwendungen)|"
            r"Bemessungsgrundlage|\b(?:[Zz]uwendungs|[Ff]örder)fähig\b"
        ),
    ),
    (
        SumRole.TOTAL,
        re.compile(
            r"\b(?:Gesamt(?:ausgaben|kosten|finanzierung|projektkosten|aufwand|aufwendungen|budget|vorhabenkosten|"
            r"summe der"
            r" (?:Ausgaben|Kosten))|Projekt(?:kosten|ausgaben|budget|volumen)|(?:[Kk]osten|[Aa]usgaben) (?:des|Ihres|"
            r"für das) (?:Projekts?|Vorhabens?|Maßnahme)|Summe (?:der )?(?:Ausgaben|Kosten)|(?:Ausgaben|Kosten) "
            r"(?:gesamt|insgesamt)|veranschlagte[nr]? (?:Ausgaben|Kosten)|Finanzierungsvolumen|Ausgaben insgesamt|"
            r"kostet|[Tt]otal (?:project )?(?:costs?|"
            r"budget))"
        ),
    ),
    (
        SumRole.OWN,
        re.compile(
            r"(?<!-)\b(?:[Kk]ommunale[rn]? )?(?:Eigen(?:mittel|anteil|beteiligung|leistung|beitrag|kapital|"
            r"finanzierung)\w*|"
            r"[Ee]igene[nr]? (?:Mittel|Anteil|finanzielle\w* \w+)|(?:[Ii]hr|[Kk]ommunale[rn]?|[Ss]tädtische[rn]?) "
            r"(?:\w+ )?(?:Eigen)?(?:[Aa]nteil|Mittel)|(?:Anteil|Mittel|Beitrag|Eigenmittel\w*) der (?:Stadt|Gemeinde|"
            r"Kommune|Antragsteller\w*|Zuwendungsempf\w+|Träger\w*)|(?:Eigenanteil|Eigenmittel) \w+|selbst (?:zu )?"
            r"(?:tragen|aufbringen|finanzieren)|kommunale Mittel|"
            r"(?:Sie|(?:die|[Ii]hre) (?:Stadt|Gemeinde|Kommune)|das (?:Amt|Rathaus)) (?:selbst )?(?:trägt|tragen|"
            r"legt|legen|bringt|"
            r"bringen|steuert|steuern|zahlt|zahlen|gibt|geben)(?: (?:davon|selbst|hiervon|noch|dazu))*|"
            r"[Oo]wn (?:contribution|funds|resources|share))"
        ),
    ),
    (
        SumRole.THIRD,
        re.compile(
            r"\b(?:Drittmittel\w*|Mittel[n]? Dritter|Leistungen Dritter|Beiträge Dritter|[Ww]eitere[nr]? (?:\w+ )?"
            r"(?:Mittel|Förderung\w*|Zuschüsse\w*|Zuwendungen)|[Ss]onstige[nr]? (?:\w+ )?(?:Mittel|Einnahmen|"
            r"Förder\w+)|"
            r"Spenden?\b|Einnahmen|Teilnahmebeitr\w+|Sponsoring\w*|Kofinanzierung durch)"
        ),
    ),
    (
        SumRole.AWARD,
        re.compile(
            r"\b(?:EFRE|ESF|AMIF|EU|ERDF|ESF ?(?:\+|Plus))-?\s?(?:Mittel|Anteil|Förderung|Beitrag|Zuschuss|"
            r"contribution|share) "
            r"(?:der|des|von|für|of|for) (?:die |den |das |the )?(?:Stadt|Gemeinde|Landkreis\w*|Partner\w*|Ihr\w*|"
            r"City)(?: [A-ZÄÖÜ]\w+)?"
        ),
    ),
    (
        SumRole.PART,
        re.compile(
            r"\b(?:[Dd]avon(?! aus\b)|[Hh]iervon|[Dd]arin|[Dd]arunter|ESF(?:\+|[- ]Plus)?(?:-Mittel\w*)?|EFRE|AMIF|"
            r"ELER|"
            r"EU-(?:Mittel\w*|Anteil)|(?:Bundes|Landes|Unions|Kreis)(?:mittel\w*|anteil\w*)|(?:Mittel|Anteil) (?:des|"
            r"der)"
            r" (?:Bundes|Landes|ESF|EU|Europäischen)|Landeskofinanzierung|Kofinanzierung)|^(?:Land|Bund|EU)\b"
        ),
    ),
    (
        SumRole.YEAR,
        re.compile(r"\b(?:Haushaltsjahr\w*|Kalenderjahr\w*|(?:im|Im|für|Für) (?:Jahr )?20\d\d|20\d\d:)"),
    ),
    (
        SumRole.AWARD,
        re.compile(
            r"\b(?:Zuwendung(?!sfähig)(?:en|sbetrag\w*|ssumme|shöhe)?|Zuweisung(?:en|sbetrag)?|[Gg]rant(?: amount|"
            r" of)?|"
            r"[Aa]ward(?:ed)?|support (?:\w+ ){0,3}with|Gesamtzuwendung|Projektförderung|Förderung|"
            r"Förder(?:ungs)?(?:summe|betrag\w*|mitteln?|höhe|zuschuss\w*)|Förderzusage|Zusch(?:uss|usses|üsse|uß)|"
            r"Bewilligungs(?:summe|betrag\w*)|(?:[Bb]ewilligte|[Zz]ugesagte|[Gg]ewährte)[rn]? (?:Summe|Betrag|"
            r"Zuwendung|"
            r"Förder\w+|Mittel|Zuschuss)|Festbetrag\w*|Höchstbetrag\w*|Unterstützung|Zuwendungsmittel\w*|"
            r"[Bb]eteilig\w+ (?:wir )?(?:uns|sich|mich)|Finanzhilfe|Projektmittel\w*|Beihilfe|erhalten Sie|"
            r"Sie erhalten|bewillig\w+|förder(?:n|t)\b|unterstütz(?:en|t)\b|"
            r"gewähr(?:en|t|e)\b|sagen|bezuschuss\w+|Spende in Höhe|(?:[Dd]ie|[Uu]nsere) (?:Summe|Zusage) (?:von|über))"
        ),
    ),
    (
        SumRole.OTHER,
        re.compile(
            r"\b\w*(?:[Aa]usgaben|[Kk]osten|[Hh]onorar\w*|[Aa]ufwendungen|[Vv]ergütung|[Mm]iete|[Ss]achmittel|"
            r"[Ff]ahrtkosten|[Pp]ersonal)\b"
        ),
    ),
]
#: the words after a sum that name it, where those before don't
AFTER_APPLIED = re.compile(r"^\W*(?:[\w\-]+\W+){0,5}?(?:beantragt|erbeten|angefragt|gebeten|gestellt)\b")
AFTER: list[tuple[SumRole, re.Pattern[str]]] = [
    (
        SumRole.ELIGIBLE,
        re.compile(
            r"^\W*(?:als )?(?:an )?(?:zuwendungs|förder)fähige?[nrs]?\b|^\W*(?:werden )?als (?:zuwendungs|förder)f"
        ),
    ),
    (
        SumRole.OWN,
        re.compile(
            r"^\W*(?:als |an |aus )?(?:[Ee]igen\w+|eigenen Mitteln|dem (?:eigenen |"
            r"städtischen )?Haushalt der (?:Stadt|Gemeinde)|"
            r"städtischen Mitteln)\b|^\W*(?:\w+\W+){0,2}?(?:tragen|bringen|"
            r"finanzieren|trägt|bringt|finanziert|"
            r"steuern) (?:Sie|Ihr|die Stadt|die Gemeinde|der Träger) (?:\w+ )?(?:selbst|bei|ein|auf)\b|"
            r"^\W*(?:selbst )?(?:zu tragen|aufzubringen)"
        ),
    ),
    (
        SumRole.AWARD,
        re.compile(
            r"^\W*(?:\w+\W+){0,3}?(?:weiter(?:leiten|geben|gereicht)?|geben|bedacht|begleiten|begleitet|überreichen|übernehmen|zuschießen|dazugeben|zusagen|anbieten|überweisen|beisteuern|"
            r"spenden|zur Verfügung|bereit|zu (?:fördern|"
            r"unterstützen|bezuschussen|bewilligen)|bewillig\w+|gefördert|"
            r"zugesagt|"
            r"gewähr\w+|unterstützt|fördern|unterstützen|bezuschuss\w+|(?:als |an )?(?:Zuwendung|Förderung|Zuschuss"
            r"|Projektförderung|Fördermittel\w*))\b"
        ),
    ),
]
#: an award that is decided here, and not spoken of
OPERATIVE = re.compile(
    r"\b(?:(?:leite|leiten|leitet|reichen?|reicht|geben|gibt)\b[^;]{0,160}\bweiter|bewillig\w+|gewähr\w+|zugesagt|zusagen|sagen|zuerkannt|fördern|gefördert|unterstützen|unterstützt|"
    r"beschlossen|"
    r"entschieden|erhalten Sie|Sie erhalten|festgesetzt|setze[n]?|Zusage|bezuschuss\w+|(?:be|aus)gereicht|herab\w+|"
    r"gekürzt|angehoben|aufgestockt|"
    r"bedacht|überreich\w+|freigegeben|awarded|decided to (?:support|fund|award)|awards|erhöh\w+|verringer\w+|"
    r"ermäßig\w+|reduzier\w+|(?:Zuwendung|Förderung|Zuschuss|"
    r"Fördersumme) beträgt)\b"
)
#: a label that names nothing but the award
AWARD_LABEL = re.compile(
    r"^(?:[Hh]öhe der |[Ii]hr[e]? |[Bb]ewilligte |[Gg]ewährte |[Zz]ugesagte |[Nn]eue |[Mm]aximale |"
    r"[Gg]esamte )*(?:(?:[Ii]hre )?"
    r"Zuwendung(?:sbetrag|ssumme|shöhe)?|Gesamtzuwendung|Bewilligungs(?:summe|betrag)|Förder(?:ungs)?(?:summe|betrag|"
    r"höhe)|Förderung|Zuweisung|Finanzhilfe|Zuschuss(?:betrag|höhe|summe)?|Fördermittel|(?:Zuwendungs|"
    r"Förder)?[Hh]öchstbetrag|Festbetrag)(?: der (?:Zuwendung|Förderung|Finanzhilfe))?"
    r"(?: \(.{0,30}\))?(?: (?:des|der|von) \w+(?: \w+)?)?(?: für (?:Sie|Ihre?n? \w+))?(?:[:,]? (?:bis zu|von|"
    r"in Höhe von|höchstens|maximal|max\.))?\s*:?$"
)
CAPPED = re.compile(
    r"\b(?:bis zu|bis zur Höhe von|bis zu einer Höhe von|höchstens|maximal\w*|max\.|nicht mehr als|begrenzt auf|"
    r"[Hh]öchstbetrag\w*|Obergrenze|auf höchstens|längstens|[Mm]aximum|[Uu]p to)"
    r"(?:\b|(?<=\.))[^.;\d]{0,50}$"
)
CAPPED_AFTER = re.compile(r"^\W*(?:\([^)]{0,80}\)\W*)?(?:begrenzt|gedeckelt|nicht überschreiten|als Höchstbetrag)")
IS_CAP = re.compile(
    r"\b(?:Zuwendung\w*|Förder\w+|Zuschuss\w*|Betrag|Summe)\b[^.]{0,60}\b(?:ist|stellt|gilt als|versteht sich als)\b"
    r"[^.]{0,30}\b(?:Höchstbetrag|Obergrenze|Höchstgrenze|Maximalbetrag|Höchstförderung)\b|"
    r"\bauf (?:den|diesen) (?:\w+ ){0,2}Betrag (?:begrenzt|beschränkt)\b|"
    r"\bHöchstbetrag (?:der (?:Zuwendung|Förderung)|s(?:iehe|\.)|gemäß|nach)"
)
BEFORE = re.compile(
    r"\b(?:bisher\w*|bislang|ursprünglich\w*|zuvor|statt|anstelle|anstatt|alt|vormals|bewilligten?)\b[^.;\d]{0,45}$"
)
FROM = re.compile(r"\bvon\s(?:bisher\s|bislang\s|ursprünglich\s|zuvor\s)?(?:EUR\s|€\s)?$")
NEW = re.compile(r"\b(?:auf|nunmehr|nun|neu\w*|künftig|jetzt)\b[^.;\d]{0,45}$")
DIFFERENCE = re.compile(
    r"\bum\s(?:weitere\s|zusätzliche\s|insgesamt\s|bis zu\s)?(?:EUR\s|€\s)?$|\b(?:Erhöhung|Aufstockung|Kürzung|"
    r"Minderung|"
    r"Verringerung|Differenz|Unterschied\w*|Mehrbedarf|zusätzlich\w*|weitere)\b[^.;\d]{0,45}$"
)
NO_OWN = re.compile(
    r"\b(?:kein\w*|ohne)\s(?:\w+\s){0,2}Eigen(?:mittel|anteil|beteiligung|leistung)\w*\b|"
    r"\b[Ee]igen(?:mittel|anteil|beteiligung|leistung|es Geld|e Mittel)\w*\s(?:ist|sind|wird|werden|muss|"
    r"müssen|verlang\w+|erwart\w+|forder\w+|brauch\w+)\s(?:\w+\s){0,3}?nicht\b"
)
OWN_WITHOUT_SUM = re.compile(
    r"\b(?:[Ee]igen(?:mitteln?|anteil|en Mitteln)|[Ee]igenbeteiligung)\b[^.]{0,60}\b(?:decken|gedeckt|auf|"
    r"aufzubringen|erbringen|"
    r"erbracht|einzubringen|tragen|nachzuweisen)\b"
)
#: the costs as the letter's writer tells them, which may be those of a part
SAID_TO_COST = re.compile(r"\bkostet\b|(?:%|Prozent|v\. ?H\.|per ?cent)\)?\s(?:von|of)\s(?:insgesamt\s|EUR\s|€\s)*$")
#: what a rate is taken of
BASE_OF_RATE = re.compile(r"(?:%|Prozent|v\. ?H\.|per ?cent)\s(?:von|of)\s(?:insgesamt\s|EUR\s|€\s)*$")
#: a sum of which several are paid
EACH = re.compile(r"^\W*(?:pro|je|jährlich|monatlich|p\. ?a\.|im Jahr\b(?! 20)|im Monat|in jedem)\b")
WITHHELD = re.compile(r"^\W*(?:\w+\W+){0,4}?(?:erst nach|einbehalten|zurückbehalten|nach Prüfung|nach Vorlage)\b")
SHARE_OF = re.compile(r"(?:%|Prozent|v\. ?H\.)\sder\s(?:\w+\s)?(?:Zuwendung|Förder\w+|bewilligten \w+)\s?\(?$")
