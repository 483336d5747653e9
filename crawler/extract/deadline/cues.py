r"""The words by which a deadline is known, as tables: to teach the parser a word, add it to the row it belongs to.

A row is a regular expression for lower-case or capitalised German and English words; `\\w*` at an end stands for
any ending. How the tables work together is told in `deadline_roles` (days) and `deadline_states` (no days).
"""

import re
from enum import StrEnum


class Noun(StrEnum):
    """What a sentence speaks of when it names a day."""

    SKETCH = "sketch"  # handed in first, before the application: Skizze
    APPLICATION = "application"  # Antrag, Bewerbung
    LIMIT = "limit"  # the last day for applying, in one word: Antragsfrist, Einsendeschluss
    TERM = "term"  # a last day of whatever another noun says; of an application where none does: Frist, Stichtag
    CALL = "call"  # what opens and closes: Aufruf, Ausschreibung; only "until" it counts
    OTHER = "other"  # something that also has dates: report, payment, validity …


# Of two rows that fit at the same place the upper one counts.
NOUNS: list[tuple[Noun, str]] = [
    # claims, changes and payments are "Anträge" too, but not for the grant
    (Noun.OTHER, r"(?:aus)?zahlungsan(?:tr[aä]g|forderung)\w*|(?:kosten)?erstattungsantr[aä]g\w*"),
    (Noun.OTHER, r"(?:änderungs|verlängerungs|umwidmungs|abruf|zins\w*|stundungs|widerspruchs)antr[aä]g\w*"),
    (
        Noun.OTHER,
        (
            r"antr[aä]ge?n?\sauf\s(?:\w+\s){0,2}?(?:auszahlung|erstattung|verlängerung|änderung|abruf|zustimmung|"
            r"genehmigung|vorzeitige\w*|fristverlängerung|umwidmung|stundung)\w*"
        ),
    ),
    (Noun.OTHER, r"(?:payment|reimbursement)\s(?:request|claim)\w*"),
    # reports and proofs
    (Noun.OTHER, r"\w*(?:nachweis(?!lich)\w*|sachbericht\w*)|\w*bericht(?:e|en|es|s)?|\w*dokumentation\w*"),
    (Noun.OTHER, r"meldeb[oö]gen|\w*statistik\w*|kennzahlen|jahresabschl[uü]ss\w*|\w*abrechnung(?:en)?|belege?n?"),
    (Noun.OTHER, r"(?:final|interim|progress|annual|financial|periodic)\sreports?|\w*vertr[aä]ge?\b"),
    # payments
    (Noun.OTHER, r"\w*auszahl\w*|(?:aus|ge)?zahlt|\w*zahlung(?:en)?|mittel(?:ab|an)\w+|ausgaberest\w*|abschl[aä]g\w*"),
    (Noun.OTHER, r"raten|payments?"),
    # validity of the text itself
    (Noun.OTHER, r"kraft|inkrafttreten|außerkrafttreten|geltungsdauer|übergangs(?:regelung|frist)"),
    (
        Noun.OTHER,
        r"(?:der|die)\s(?!antrags|bewerbungs|einreichungs)(?:\w*zeitraum|\w*laufzeit|\w*förderdauer)",
    ),  # as subjects
    # handed in before the application
    (Noun.SKETCH, r"\w*skizzen?(?:einreichung)?|\w*interessens?bekundung(?:en|s\w*)?|(?:vor|projekt)anmeldung(?:en)?"),
    (Noun.SKETCH, r"\w*vorschl[aä]ge?\sin\sform\s(?:von|einer)\s\w*skizzen?"),
    (Noun.SKETCH, r"ideenpapiere?n?"),
    (Noun.SKETCH, r"expressions?\sof\sinterest|concept\snotes?|pre-?proposals?|(?:project\s)?outlines?|sketche?s?"),
    # deadlines that say of what
    (
        Noun.LIMIT,
        (
            r"(?:antrags|bewerbungs|teilnahme|einreichungs?|einreich|anmelde|einsende)\w{0,12}"
            r"(?:fristen|frist|schluss|termine?n?|stichtage?n?|ende)"
        ),
    ),
    # the application
    (Noun.APPLICATION, r"\w*antr[aä]g(?:e|en|es|s)?|\w*antrags(?:s?tellung|einreichung|eingang|unterlagen|abgabe)"),
    (Noun.APPLICATION, r"\w*antragstellung(?:en)?|\w*bewerbung(?:en|sunterlagen)?|\w*anmeldung(?:en)?"),
    (Noun.APPLICATION, r"(?:projekt|förder|wettbewerbs|ideen)(?:vorschl|beitr)[aä]ge?n?"),
    (Noun.APPLICATION, r"voranfragen?|förderanfragen?|projektanfragen?|gesuche?n?"),
    (Noun.APPLICATION, r"beantrag(?:t|en|ung|ungen)|(?:bewerb|bewirb)\w*|melden\ssie\s(?:ihr|sich)\w*|anzumelden"),
    (Noun.APPLICATION, r"applications?|proposals?|submissions?|submit(?:ted)?|apply|applying|applicants\smay"),
    # the deadline, without saying of what
    (Noun.TERM, r"\w*stichtage?n?s?|\w*fristen|\w*frist|deadlines?|closing\sdates?|cut-off(?:\sdates?)?"),
    (
        Noun.TERM,
        r"\w*einreichung(?:en)?|(?:antrags|bewerbungs|einreichungs|ausschreibungs|anmelde)(?:runden?|phasen?|fenster)",
    ),
    (
        Noun.TERM,
        r"(?:antrags|bewerbungs|einreichungs|anmelde)zeitr[aä]um\w{0,2}|(?:abgabe|auswahl|vergabe|einreich)termine?n?|abgabeschluss|annahmeschluss|schlusstermine?",
    ),
    # the call, which opens and closes
    (
        Noun.CALL,
        (
            r"(?:förder|projekt)?aufruf(?:e|en|s)?|ausschreibung(?:srunde|en)?|calls?(?:\sfor\sproposals)?|wettbewerbe?s?|"
            r"(?:antrags|bewerbungs|einreichungs|förder)portal"
        ),
    ),
]
NOUN = re.compile(
    r"\b(?:" + "|".join(f"(?P<n{place}>{row})" for place, (_, row) in enumerate(NOUNS)) + r")(?!\w)", re.IGNORECASE
)


def noun_of(match: re.Match[str]) -> Noun:
    """The kind of noun that `NOUN` found."""
    return NOUNS[int((match.lastgroup or "n0")[1:])][0]


# "auf Antrag", "mit dem Antrag": the application is mentioned, but the sentence is not about handing it in.
ASIDE = re.compile(
    r"\b(?:(?:auf|im|vom|nach|über|ohne|laut|gemäß|aufgrund|während|bei|beim|zum|with|upon)\s"
    r"(?:(?!den\b)\w{1,10}(?:er|em|en|ie|as)\s|die\s|the\s|an\s)?|(?:mit|in)\s(?:dem|der|ihrem|ihrer|seinem|einem)\s"
    r"|beantragte[nrs]?\s|gestellte[nrs]?\s|bewilligte[nrs]?\s)$",
    re.IGNORECASE,
)

# Words directly before a day, read backwards from it. What they make of the day:
FILLERS = {  # nothing, look further
    *"der den dem des das die the einschließlich inklusive inkl einschl ca voraussichtlich ablauf einheitlich".split(),
    *"jährlichen folgenden beiden festen".split(),
    *"grundsätzlich normalerweise regelmäßig regel in diesem jedes jeden jahr jahres".split(),
    *"uhr und sowie also jedoch of".split(),
}
WEEKDAYS = {  # nothing either, with or without a comma behind them
    *"montag dienstag mittwoch donnerstag freitag samstag sonntag mo di mi do fr sa so".split(),
    *"monday tuesday wednesday thursday friday saturday sunday".split(),
}
ENDS = {  # the last day
    *"bis spätestens jeweils until till by jährlich alljährlich längstens letztmals letztmalig".split(),
    *"before latest than".split(),
}
STARTS = {  # a first day, a day of issue, a day in the past; fine before the first day of a window
    *"ab seit von vom from frühestens nach vor since after starting erstmals erstmalig erstmaliger opens".split(),
    *"frühestmöglichem rückwirkend stand gesetzes fassung".split(),
    *"zwischen between".split(),
}
TO = {"zum", "zu"}  # the last day, unless something begins "zum"
ON = {"am", "on", "at"}  # a day: the last one only where something says so
CLOSES = {*"endet enden endete schließt closes ends".split()}  # "endet am"
IS = {*"ist sind lautet lauten wird werden is are war waren gilt gelten auf".split()}
NUMBERS = {  # "Nummer 3.1.", "§ 6.": no day at all
    *"nr nrn nummer nummern ziffer ziffern abschnitt kapitel absatz abs art artikel punkt teil anlage satz tz".split(),
    *"buchstabe § §§ version".split(),
}

# A noun or adjective directly before "bis", "zum" or the day itself, whose own end or day this is.
PERIOD = re.compile(
    r"(?!antrags|bewerbungs|einreichungs|anmelde)"
    r"(?:[\w-]*(?:zeitraum|zeitraumes|laufzeit|abschluss|durchführung|umsetzung|vorhabensende|projektende|maßnahmeende)"
    r"|förderabschnitt|übergangs(?:frist|zeit|phase|regelung)"
    r"|\w*(?:maßnahmenende|fertigstellung|inbetriebnahme|befristet|gültig|gültigkeit|geltung|richtlinie|verordnung)"
    r"|gilt|förderperiode|veröffentlicht|veröffentlichung|bekanntmachung|datum|valid)$",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?!frühjahr)\w*jahr(?:e|es)?$", re.IGNORECASE)  # "das Haushaltsjahr (01.01. - 31.12.)"
# "zum Stichtag 30. Juni" is a day at which something is counted
REFERENCE = re.compile(r"(?:zum|zu|am|an|per|für|ab|nach|seit|vor|mit|at|as)$", re.IGNORECASE)
BEGIN = re.compile(
    r"\w*(?:beginn|start|auftakt|laufzeit|beginnen|beginnt|begann|starten|startet|öffnet|anfang|beginning)$",
    re.IGNORECASE,
)
EVENT = re.compile(
    r"[\w-]*(?:veranstaltung|verleihung|webinar|workshop|sprechstunde|tagung|konferenz|jurysitzung|sitzung|auswahl|feier"
    r"|bekanntgabe|training|zusage|event|session|ceremony|award|auszahlung|bewilligung|entscheidung|treffen)(?:en|s)?$",
    re.IGNORECASE,
)

# What is done by the day, in the words after it: handing in …
HAND_IN = (
    r"(?:ein|nach|vor)?(?:zu)?(?:reichen|gereicht|reicht)|einzureichen|gestellt|(?-i:stellen)|stellen\ssie|(?:zu)?richten|gerichtet|"
    r"vor(?:zu)?legen|vorgelegt|vor(?:zu)?liegen|ein(?:zu)?gehen|eingegangen|eingehen|(?:zu)?senden|gesandt|gesendet|"
    r"ein(?:zu)?senden|zuzuleiten|übermitteln|übermittelt|ab(?:zu)?geben|abgegeben|an(?:zu)?melden|angemeldet|"
    r"hoch(?:zu)?laden|hochgeladen|beantragen|beantragt|bewerben|submit(?:ted)?|apply|received|lodged?|schicken|"
    r"entgegengenommen|angenommen|vorschlagen"
)
# … or something else.
DO_OTHER = (
    r"abgeschlossen\w*|abzuschließen|beendet\w*|durchgeführt\w*|durchzuführen|umgesetzt\w*|umzusetzen|begonnen\w*|"
    r"fertig\w+|verausgabt|verwendet|ausgezahlt|abgerufen|abzurufen|entschieden|entscheidet|beschieden|bewilligt\w*|"
    r"mitgeteilt|informiert|benachrichtigt|kraft|gültig\w*|befristet\w*|geltend\w*|errichtet|nachgewiesen|"
    r"nachzuweisen|erstattet|zurück\w+|bekannt\w+|veröffentlicht|beginnen\w*|erlassen\w*|geändert\w*|statt|"
    r"anzuschaffen|abgerechnet|enters?|expires?|valid|completed|implemented|notified|published|start(?:s|ed)?|"
    r"veröffentlichen|angewandt|anzuwenden|gestartet|erschienen"
)
# "an den bis zum 31.12. zuständigen Träger"
ATTRIBUTE = re.compile(r"\s(?:zuständig|geltend|gültig|bestehend|tätig|laufend)\w*\s", re.IGNORECASE)
ACTION = re.compile(rf"\b(?:(?P<hand_in>{HAND_IN})|(?P<other>{DO_OTHER}))\b", re.IGNORECASE)
HANDS_IN = re.compile(
    rf"\b(?:{HAND_IN}|(?:reichen|richten)\ssie|(?:eingereicht|eingegangen|gestellt|vorgelegt)e[nrs]?)\b", re.IGNORECASE
)
# verbs of a written-out sentence; without any, a short text is the entry of a form
VERB = re.compile(
    rf"\b(?:ist|sind|wird|werden|wurden?|kann|können|konnten?|soll\w{{0,3}}|muss|müssen|dürfen|darf|hat|haben|gilt|"
    rf"gelten|beträgt|betragen|erfolgt|erfolgen|findet|finden|endete?|tritt|besteht|reichen|bekommen|erhalten|"
    rf"veröffentlicht|veröffentlichen|führt|plant|unterrichtet|unterrichten|dient|bezieht|läuft|beginnt|startet|fördern|fördert|unterstützt|bietet|richtet|nimmt|"
    rf"nehmen|gibt|geht|liegt|steht|stehen|lautet|entscheidet|vergibt|stellt|umfasst|sucht|is|are|was|were|has|have|must|can|will|should|shall|may|{HAND_IN})\b",
    re.IGNORECASE,
)
# the window is over
PAST = re.compile(
    r"\b(?:endete|konnten?|war(?:en)?(?!\w)|mussten?|lief|abgelaufen\w*|verstrichen|vergangen\w*|geschlossen|beendet|"
    r"wurden?(?=[^;]{0,160}?\s(?:entgegengenommen|angenommen)\b)|expired|has\sclosed|have\sclosed|has\sended|was|were)\b|\bvorbei\b",
    re.IGNORECASE,
)
# A relative clause goes on in lower case ("die bis zum …"), a noun phrase with its noun ("für die Sommerferien bis …").
RELATIVE_CLAUSE = re.compile(
    r"^\s?(?!in der Regel)(?:(?:für|in|an|bei|von|mit|auf|zu)\s)?"
    r"(?:(?:die|der|das|den|dem|welche[rmn]?)\s(?=[a-zäöü(]|Sie\b)|(?:deren|dessen|which|that|who)\s)"
)
NOUN_LAST = re.compile(r"^$|\b(?-i:[A-ZÄÖÜ])[\w-]*\W*$")
CASE = re.compile(r"^\s?(?:für|in|im|bei)\s")  # ", für das zweite Halbjahr bis zum 15.7."
HAVING_DONE = re.compile(r"\b(?:haben|hat|hatten|wurden?|worden|have|had|were)\b", re.IGNORECASE)
# "können im Zeitraum vom 1.3. bis 30.4. eingereicht werden": the time for handing in, and not that of a project
WITHIN_PERIOD = re.compile(
    r"(?:^\W*|\b(?:(?-i:[a-zäöüß]+)|sie|antr[aä]ge?|(?:projekt)?skizzen?|bewerbung(?:en)?|unterlagen)\s)"
    r"(?:in|im|innerhalb|während|binnen)\s(?:(?:dem|des|der|folgenden?)\s){0,2}"
    r"(?:[\w-]*zeitraum\w{0,2}|zeit|[\w-]*(?:phase|fenster\w?))\s(?:vom|von|zwischen)\s(?:dem\s)?$",
    re.IGNORECASE,
)
# "während der folgenden Zeitfenster einreichen:" leads windows in
WINDOWS = re.compile(
    r"\b(?:in|im|während|innerhalb|zu|during|in)\s(?:\w+\s){0,4}?"
    r"\w*(?:zeitfenstern?|fenstern?|phasen?|zeiträumen?|runden?|terminen?|fristen?|windows?|periods?)\b",
    re.IGNORECASE,
)
# a paper that has to be there "am 1.3."
DUE_ON = re.compile(
    r"\b(?:eingegangen|eingereicht|vorgelegt|gestellt|abgegeben|vorliegen|eingehen|received|submitted|"
    r"(?:zu\s(?:stellen|richten)|ein(?:zu)?reichen|vorzu(?:legen|liegen)|abzugeben|einzugehen))\b",
    re.IGNORECASE,
)
MUST = re.compile(
    r"\b(?:muss|müssen|soll|sollen|sind|ist|hat|haben|must|should|reichen\ssie|stellen\ssie|letzte[rn]?|last)\b",
    re.IGNORECASE,
)
# papers that come "nach dem 31.3." are not looked at any more
TOO_LATE = re.compile(
    r"\b(?:eing\w+|gestellt\w*|eingereicht\w*|vorgelegt\w*|received|submitted|anträge|bewerbungen|skizzen)\b.{0,120}?\b"
    r"(?:nicht\s(?:mehr\s)?(?:\w+\s)?(?:berücksichtigt|bearbeitet|angenommen|entgegengenommen|zugelassen|bewilligt|möglich|"
    r"gestellt|eingereicht|gefördert)|abgelehnt|ausgeschlossen|zurückgewiesen|not\s(?:be\s)?(?:considered|accepted))\b|"
    r"\bnot\s(?:be\s)?(?:considered|accepted|processed)\b|\bkeine\s(?:\w+\s)?(?:anträge|bewerbungen|skizzen)\s(?:mehr\s)?(?:\w+\s)?(?:angenommen|entgegengenommen|gestellt|"
    r"eingereicht|bearbeitet)\b|\bno\s(?:\w+\s)?(?:applications|proposals)\s(?:will|can)\b",
    re.IGNORECASE,
)
AFTER_DAY = re.compile(r"\b(?:nach|after)\s(?:dem\s|the\s)?$", re.IGNORECASE)
# a window that is the time of something: "für das Projektjahr vom 1.1. bis 31.12."
TIME_OF = re.compile(
    r"\bfür\s(?:den|das|die)\s(?:\w+\s){1,4}(?:vom|von)\s(?:dem\s)?$|"
    r"\b(?:in|während)\sder\szeit\s(?:vom|von)\s(?:dem\s)?$",
    re.IGNORECASE,
)
# an authority that hands things on to another
AUTHORITY = re.compile(
    r"^\W*(?:\d[\d.]*\s)?(?:die|das|der)\s(?:jeweiligen?\s|zuständigen?\s)?"
    r"(?:bewilligungs\w+|regierung\w*|bezirksregierung\w*|landes\w*amt|ministeri\w+)\s"
    r"(?:legt|legen|leitet|leiten|meldet|melden|übermittelt|übermitteln|übersendet|teilt|teilen)\b|"
    r"^[^.;]{0,160}?\bleite[nt]\s(?:sie|diese|die)\s",
    re.IGNORECASE,
)
# "Als Stichtag wird der 31. März festgelegt": of what, only the words before can tell
AS_STICHTAG = re.compile(r"\b(?:als|as)\s(?:\w+\s)?(?:stichtag|cut-off\sdate)\b", re.IGNORECASE)
# a Stichtag at which applications, and not inhabitants, are looked at
REVIEWED = re.compile(r"ausgewählt|auswahl|bewertet|bewertung|begutachtet|entschieden|beraten|möglich", re.IGNORECASE)
COUNTED_ONLY = re.compile(
    r"\b(?:nur|ausschließlich|lediglich|only)\b|berücksichtig|teilnehmen|considered", re.IGNORECASE
)
OLD_RULES = re.compile(r"\bkraft\b|bisherig|\balte[nr]?\b|anwendung|vorgänger|\bgeltenden?\sfassung", re.IGNORECASE)
FIRST_STAGE = re.compile(r"\b(?:1\.|erste[nr]?|first)\s(?:\w{0,12}stufe|stage|verfahrensschritt)\b", re.IGNORECASE)
