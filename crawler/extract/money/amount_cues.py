"""The words that tell what a sum of money is: of the grant or of costs, its upper or lower end, per place or in all."""

import re

GRANT = re.compile(
    r"(?<![Pp]rojekt)(?<!für die )(?<!bei der )(?<!Im Fall der )(?<!einer )(?<!zur )"
    r"\b(?:Höhe (?:des|der|Ihre[sr]|Ihres) \S{0,60}|Förderung (?:von|in Höhe|beträgt|bis|i\.\s?H\.|je|pro|liegt|ist)|"
    r"[Zz]usch(?:uss|uß|üsse)\w*|\w{0,30}(?:zuschuss|zuschüsse|zuwendung|prämie|darlehens?|kredite?s?|"
    r"stipendi\w{1,3})\b|"
    r"Zuwendung\w*|Förder(?:summen?|betr[aä]g\w*|höchst\w+|höhe|mittel|bedarf|volumen je)\w*|Gesamtförderung|Mittel\b|"
    r"Darlehen\w{0,2}|Gesamtdarlehen|Kredit(?:höhe|summe|betrag|e)?\b|Beteiligung|Preisgeld\w*|dotiert|Prämie\w*|"
    r"Stipendi\w+|"
    r"Höchstförder\w*|Maximalförder\w+|Mindest(?:förder\w*|zuwendung)|"
    r"Festbetrag\w*|Finanzhilfe\w*|Beihilfe|Fördersatz|Förderquoten?|erhalten Sie|bekommen Sie|"
    r"Sie erhalten|Sie bekommen|"
    r"[Gg]rants?\b|[Ff]unding|award(?:s|ed)?\b|(?:EU|Union|financial|requested) contribution|"
    r"contribution from the (?:EU|Union))"
)
# a bound is the grant's where nothing else is named ("Der Höchstbetrag liegt bei …")
BOUND = re.compile(r"\b(?:Höchst(?:betr[aä]g\w*|summe|grenze)|Maximalbetrag\w*|Mindestbetr[aä]g\w*|Bagatellgrenze)\b")
COST = re.compile(
    r"(?:(?<!ung der )(?<!zu den )\b\w{0,40}(?:[Aa]usgaben|[Kk]osten|[Vv]olumen|[Vv]orhabensumme|investition(?:en|"
    r"ssumme)?|Investition(?:en|ssumme)?)\b|"
    r"Gesamtfinanzierung|Projektsumme|Bausumme|\b(?:total |eligible |project )costs?\b|budget of the project)"
)
OTHER = re.compile(
    r"(?:[Ee]inkommen|[Uu]msatz|[Uu]msätze|Jahresbilanz|Bilanzsumme|Auftrags(?:wert|volum)|\w*[Hh]onorar|"
    r"\w*[Ss]tundens[aä]tz|"
    r"\w*[Tt]agess[aä]tz|[Dd]e-[Mm]inimis|Schwellenwert|Vermögen|Vergütung|[Bb]rutto\w*|Gehalt|Lohn|Mietzins|"
    r"Miete\b|Kaufpreis|Gebühr\w*|"
    r"Teilnahmebeitr\w+|Beitrag von|Eigenkapital|Eigenmittel|Eigenanteil\w*|Eigenleistung|Belastung|Grundkapital|"
    r"Versicherungssumme|"
    r"Strafe|Geldbuße|Verwendungsnachweis|Vergabe|Auftr[aä]ge?\b|turnover|income|salary|fee\b|threshold)"
)
DE_MINIMIS = re.compile(r"[Dd]e-[Mm]inimis")
# what institutional funding gets says nothing about a project
INSTITUTIONAL = re.compile(r"\b(?:[Bb]ei|[Ff]ür|[Ii]m Fall)\s(?:eine[rn]?\s)?(?:\w+\s)?institutionelle[rn]? Förderung")
TOTAL = re.compile(
    r"(?:stehen[^;]{0,80}(?:bereit|zur Verfügung)|stellt[^;]{0,80}(?:bereit|zur Verfügung)|(?:bereitgestellt|"
    r"zur Verfügung (?:gestellt|steht|stehen))|"
    r"Gesamtbudget|Programmvolumen|Fördervolumen|Haushaltsmittel|Gesamtmittel|Mittelausstattung|Budget(?:s|"
    r"umfang)?\b|Finanzrahmen|Fördertopf|"
    r"verfügt über|(?:total|overall|indicative|available) budget|budget (?:of the call|available)|is available|"
    r"are available|ausgestattet)"
)
IN_ALL = re.compile(r"\s?\(?(?:[Gg]esamt|insgesamt|in total|overall)\b")
THRESHOLD_FROM = re.compile(r"\bab (?:einer|einem|einem Betrag|einer Höhe)\b[^.;]{0,50}$")
MAXIMUM = re.compile(
    r"\b(?:bis zu|bis max\w*|bis|[Mm]aximal\w*|max\.|höchstens|[Hh]öchstmöglich\w*|Höchst\w+|Maximal\w+|"
    r"nicht mehr als|nicht über|begrenzt|"
    r"gedeckelt|up to|[Mm]aximum|not exceed\w*|no more than|at most|limited to|capped)"
)
MINIMUM = re.compile(r"(?:\b[Mm]indest\w*|Bagatellgrenze|Untergrenze|Mindest\w+|at least|minimum|not less than)")
THRESHOLD = re.compile(
    r"(?:\b(?:mehr als|über|ab|unter|weniger als|more than|over|below|exceeding)\s(?:einem |einer |"
    r"einem Betrag von )?(?:\w+ von )?(?:EUR|€)?\s?)$"
)
NOT_EXCEED = re.compile(
    r"\b(?:nicht (?:übersteigen|überschreiten|übersteigt|überschreitet)|begrenzt|gedeckelt|not (?:be )?exceed|"
    r"limited|im Höchstfall)"
)
NOT_BELOW = re.compile(r"\bnicht (?:unterschreiten|unterschritten|unterschreitet)\b|\bnot be less\b")
EXCEED = re.compile(r"(?<!nicht )\b(?:übersteig|überschreit|hinausgeh)\w+")
# the ceilings of the law on state aid are no sums of the call
STATE_AID = re.compile(r"\bAGVO\b|\bArt(?:ikel|\.)\s?\d|\bBruttosubvention|\bGBER\b")
OTHER_RULES = re.compile(
    r"\bAGVO\b|\bArt(?:ikel|\.)\s?\d|[Dd]e-[Mm]inimis|[Nn]achweis|[Pp]rüf|baufachlich|[Vv]ergabe|[Ii]nventar|"
    r"[Vv]eröffentlich|[Tt]ransparen|\bANBest|\bVV\b|unbare|[Bb]eihilfeempfänger|[Bb]etragsgrenze|[Aa]nschaffung|"
    r"Teilnehmende\b|[Hh]onorar|Sachausgaben|Personalausgaben|Personalkosten|Eigenleistung|Festbetragsfinanzierung"
)
CLASS_OF_GRANTS = re.compile(
    r"\b(?:[Bb]ei|[Aa]b|[Ff]ür|[Ww]enn|[Ss]ofern)\s(?:\w+\s){0,3}(?:Zuwendung|Zuschüsse|Förderung|Fördersumme|"
    r"Darlehen)\w*|"
    r"\bZuwendungen\s(?:von|bis|über|ab|unter)\b"
)
GRANT_ITSELF = re.compile(
    r"\b(?:Zuwendung\b|Zusch(?:uss|üsse|usses)\b|\w{0,30}zuschuss|Förderung\b|Förder(?:betrag|summe|höchst\w+|höhe)|"
    r"Höchst(?:betrag|förder\w*|summe)|Darlehens?\b|Mindest(?:förder\w*|zuwendung|betrag)|Bagatellgrenze|gefördert|"
    r"bezuschusst|grant\b)"
)
WITH = re.compile(r"\bmit\s(?:je(?:weils)?\s)?(?:bis zu\s|maximal\s|höchstens\s|einem \w+ von\s)?$")
FUNDED_WITH = re.compile(r"^[^.;]{0,40}\b(?:gefördert|bezuschusst|unterstützt)\b")
FORWARDED = re.compile(r"^[^.;]{0,60}\b(?:weiterleiten|weitergeleitet|weitergegeben)\b")
SHARE_OF_COSTS = re.compile(
    r"\d\s?(?:Prozent|%|v\.\s?H\.|per cent|percent)\s(?:der|des|Ihrer|Ihres|Ihre|seiner|von|of)\s(?:(?!bis zu|EUR|"
    r"€|maximal|höchstens|beträgt)[^\d,;:()]){1,110}"
)
UNIT = re.compile(
    r"(?:\b(?:[Pp]ro|[Jj]e|[Pp]er|für jede[nrs]?|für eine[n]?|für|für die|each|every)\s|/\s?)"
    r"(?P<unit>(?:\d(?:,\d)?\s)?(?:[a-zäöüß\-.]{2,30}\s){0,3}[A-Za-zÄÖÜäöüß0-9.²\-]{1,60}"
    r"(?:\s(?:und|oder|bzw\.|beziehungsweise|/)\s(?:je\s|pro\s)?[A-ZÄÖÜ][\wäöüß\-]{1,60}){0,2})"
)
#: units that are the application, the applicant or a year
WHOLE = re.compile(
    r"(?:antrag(?:s|stellung)?|projekte?s?|vorhabens?|ma(?:ß|ss)nahmen?|antragsteller\w*|antragstellende[nr]?|"
    r"zuwendungsempf\w+|empfänger\w*|"
    r"kreditnehmer\w*|darlehensnehmer\w*|unternehmen|betrieb|verein|verband|träger\w*|stadt|kommune|gemeinde|"
    r"landkreis|gebietskörperschaft|"
    r"organisation|institution|initiative|jahre?s?|kalenderjahr|haushaltsjahr|förderjahr|projektjahr|förderperiode|"
    r"förderzeitraum|projektlaufzeit|verbund\w*|"
    r"antragsverbund|konsortium|partner|verbundpartner|aufruf|person|bewerbung|"
    r"project|application|applicant|year|proposal|beneficiary|organisation|consortium|partner|grant|annum)$",
    re.I,
)
NOT_WHOLE = re.compile(
    r"(?:(?<!kontakt)(?<!beratungs)(?<!geschäfts)(?<!anlauf)stellen?\b|vollzeit\w*|vzä|vze|vollzeitäquivalent\w*|quadratmeter|m²|qm|pl[aä]tz\w*|tag\w*|stunde\w*|"
    r"zeitstunde|gruppe\w*|teilnehm\w+|monat\w*|woche\w*|"
    r"kilometer|fachkr[aä]ft\w*|klasse|kind\b|kinder|schüler\w*|fahrrad\w*|lastenfahrrad|wohnung\w*|wohneinheit\w*|"
    r"einwohner\w*|kw\b|kwh|tonne\w*|"
    r"übernachtung\w*|beratung\w*|beratungstag\w*|fahrzeug\w*|baum|hektar|beschäftigte\w*|mitarbeit\w+|"
    r"studierende\w*|tagewerk\w*|unterricht\w*|"
    r"participant|person-?month|hour|day|month|week|place|unit)",
    re.I,
)
PER_TIME = re.compile(
    r"^\s?(?:monatlich|täglich|wöchentlich|stündlich|am Tag|im Monat|die Stunde|a month|per month|monthly)|"
    r"^\s?pauschal je"
)
MONTHLY = re.compile(r"\b(?:monatlich|täglich|wöchentlich|stündlich|monthly|hourly|daily)\w*\b")
ANAPHORA = re.compile(r"^(?:Diese[rs]?|Sie|Er|Es|Dabei|Davon|This|These|It)\b")
