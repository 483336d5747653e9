"""The public contact of an office: its name, telephone, mail and address, and no person's name.

A name that stands on a page is left out, and so is a mail address that is made of one. Pure.
"""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass

_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_HIDDEN_AT = re.compile(r"\s?[(\[{<]\s?(?:at|ät|@)\s?[)\]}>]\s?", re.IGNORECASE)
_PHONE = re.compile(
    r"\(0[\d ]{2,7}\)(?:[ /.–-]{1,3}\d{1,8}){1,5}|"
    r"(?<![\d.,/])(?:\+\d{1,3}[ /.-]?(?:\(0\)[ /.-]?)?|\(?0[ -]?)\d{1,5}\)?(?:[ /.–-]{1,3}\d{1,8}){1,5}"
    r"|(?<![\d.,/])0\d{6,12}"
)
_PHONE_LABEL = re.compile(
    r"\b(?:Tel(?:efon|\.)?|Fon|Telefonnummer|Rufnummer|Servicenummer|Hotline|Infotelefon|Phone|Telephone|Call us)\b"
    r"[^\d+(@]{0,25}",
    re.IGNORECASE,
)
_FAX = re.compile(r"\b(?:Tele)?fax\b[^\d+(]{0,15}[\d\s/().+–-]{5,25}", re.IGNORECASE)
_STREET_WORD = (
    r"(?i:stra(?:ß|ss)e|str\.|platz|allee|weg|ring|ufer|damm|gasse|markt|chaussee|brücke|wall|hof|park|berg|steig|tor|"
    r"kai|graben|zeile|anger|promenade|winkel|stieg)"
)
_HOUSE = r" ?\d{1,4}(?: ?[a-z]\b)?(?: ?[-–/+] ?\d{1,4}(?: ?[a-z]\b)?)?"
_STREET = re.compile(
    r"\b(?:(?:[A-ZÄÖÜ][a-zäöüß.]{0,30}|[Aa]m|[Aa]n der|[Zz]ur?m?|[Ii]m|der|des)[ -]){0,3}"
    rf"[A-ZÄÖÜ][\wäöüß.-]{{0,40}}?[ -]?{_STREET_WORD}{_HOUSE}"
    rf"|\b[A-ZÄÖÜ][a-zäöüß]{{2,30}}{_STREET_WORD} \d{{1,4}}"
    r"|\b(?:Am|An der|Zum|Zur|Im|In der|Auf dem|Auf der) [A-ZÄÖÜ][\wäöüß-]{2,30} \d{1,4} ?[a-z]?\b"
)
_PLACE = re.compile(
    r"\b(?:D ?[-–] ?)?\d{5} [A-ZÄÖÜ][\wäöüß/-]+"
    r"(?: (?:an der|am|im|bei|a\. ?d\.) [A-ZÄÖÜ]\w+| \([^()\n]{2,20}\)| (?:Main|Saale|Oder)\b)?"
)
_BOX = re.compile(r"\bPostfach\s(?:\d{1,3}\s?){1,4}")
#: what a mailbox of an office is called
_FUNCTION = re.compile(
    "|".join(
        (
            "info kontakt contact post mail service office büro buero förder foerder fund antrag anträg antraeg "
            "projekt "
            r"project programm program referat ref\d stiftung verwaltung amt\b amt[.-] abteilung abt dezernat "
            "fachbereich team beratung support help hotline integration migration kultur sport jugend sozial bildung "
            r"esf efre amif interreg leader lag\b region kommun stadt gemeinde kreis land grant apply application "
            "bewerb wettbewerb ausschreib call zuwend engagement ehrenamt demokrat vielfalt fonds sekretariat zentrale "
            "geschäft geschaeft koordin stelle frage question enquir inquir anfrage direkt umwelt klima energie "
            "wohn bau "
            "presse empfang vorstand hilfe eu- nks ncp agentur agency bank fsj bfd start digital inklusion teilhabe "
            "familie senior frauen gleich gesundheit wirtschaft foundation trust council admin verein verband "
            "ring zukunft"
        ).split()
    ),
    re.IGNORECASE,
)
_TITLES = re.compile(r"\b(?:Frau|Herrn?|Dr\.|Prof\.|Dipl\.|Mrs?\.?|Ms\.?|Miss)\b")
_NAMED = re.compile(r"[A-ZÄÖÜ][a-zäöüßéèçıš]+(?:[- ][A-ZÄÖÜ][a-zäöüßéèçıš]+){1,3}")
_OFFICE = re.compile(
    "|".join(
        (
            r"ministerium senatsverwaltung senat\b kanzlei \b[A-ZÄÖÜ]?\w*amt\b behörde präsidium direktion verwaltung "
            r"\breferat\b dezernat abteilung fachbereich fachdienst sachgebiet stelle\b stiftung bank\b agentur "
            r"gesellschaft projektträger verband \bverein\b fonds kammer zentrum institut sekretariat büro landkreis "
            r"\bkreis\b \bstadt\b landeshauptstadt gemeinde regierung\b kirche\b universität hochschule jugendring "
            r"sportbund e\.\s?v\. g?gmbh werk\b beauftragte management partnerschaft netzwerk office department "
            r"ministry "
            r"agency authority foundation council secretariat commission \bunit\b directorate \bfund\b \btrust\b "
            r"bureau "
            "institute"
        ).split()
    ),
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"^(?:(?:Kontakt|Ansprech\w+|Bewilligungs(?:behörde|stelle)|Zuständig\w*|Anschrift|Postanschrift|Adresse|Contact|"
    r"Office)\s*:\s*)+",
    re.IGNORECASE,
)
#: what stands before the name in a sentence: "Bewilligungsbehörde ist das …", "zu richten an die …"
_NAMED_AFTER = re.compile(
    r"\b(?:ist|sind|an|bei|beim|von|vom|durch|is|at|to|from|the)\b(?: (?:das|die|der|dem|den|the)\b)?"
    r"(?: (?:zuständigen?|zentralen?|jeweiligen?)\b)? "
)
_SENTENCE = re.compile(
    r"[.?!]$|\b(?:ist|sind|wird|werden|kann|können|haben|hat|entscheidet|erteilt|erteilen|berät|beraten|steht|stehen|"
    r"finden|erreichen|wenden|nehmen|is|are|can|please|bitte)\b",
    re.IGNORECASE,
)
_PART = re.compile(r"[A-ZÄÖÜ]{1,6}[ /-]?\d\w*(?:[ .]\w{1,4})?")
#: words that no name has
_TOLD = re.compile(
    r"\b(?:sollen?|sollte|müssen|auch|bis|senden|richten|spätestens|vor|nach|Anträge|Antrag|Uhr)\b|\d{4}"
)
_LONGEST_OFFICE, _LONGEST_PART = 140, 90
_FEWEST_LETTERS = 3  # of a mailbox that is called like its host


@dataclass(frozen=True, slots=True)
class OfficeContact:
    """What is known of an office's contact; empty where nothing is."""

    office: str = ""
    phone: str = ""
    mail: str = ""
    address: str = ""

    def as_json(self) -> dict[str, str]:
        """Its known parts."""
        return {name: value for name, value in asdict(self).items() if value}

    def __str__(self) -> str:
        """Its known parts, as they are typed too."""
        return "; ".join(self.as_json().values())

    @property
    def is_reachable(self) -> bool:
        """Is there more than a name?"""
        return bool(self.phone or self.mail or self.address)

    @classmethod
    def from_json(cls, stored: dict[str, str] | None) -> "OfficeContact":
        """What `as_json` wrote; of anything else nothing."""
        return cls(**{name: str(value) for name, value in (stored or {}).items() if name in cls.__slots__})


def read_contact(lines: Iterable[str]) -> OfficeContact:
    """The contact that lines of a page or of a form name; what is no office's own is left out.

    >>> str(read_contact(["Landesamt, Referat 505", "Tel.: 0345 514-0", "Frau Beispiel", "06112 Halle (Saale)"]))
    'Landesamt, Referat 505; 0345 514-0; 06112 Halle (Saale)'
    >>> read_contact(["erika.beispiel@amt.example", "foerderung@amt.example"]).mail
    'foerderung@amt.example'
    """
    text = "\n".join(" ".join(_HIDDEN_AT.sub("@", line).split()) for line in lines)
    bare = _FAX.sub(" ", _MAIL.sub(" ", text))
    streets = [found.group().strip() for found in (*_STREET.finditer(bare), *_BOX.finditer(bare))]
    places = [found.group().strip() for found in _PLACE.finditer(bare)]
    numbers = _PLACE.sub(" ", _BOX.sub(" ", bare))
    labelled = (_PHONE.match(numbers, label.end()) for label in _PHONE_LABEL.finditer(numbers))
    phones = [found.group() for found in labelled if found] or [found.group() for found in _PHONE.finditer(numbers)]
    return OfficeContact(
        office=_office(bare.split("\n")),
        phone=" ".join(phones[0].split()).rstrip(" -/–.") if phones else "",
        mail=next((mail.rstrip(".") for mail in _MAIL.findall(text) if is_functional(mail)), ""),
        address=", ".join(dict.fromkeys((*streets[:1], *places[:1]))),
    )


def is_functional(mail: str) -> bool:
    """Is it the address of an office, and not of a person?

    >>> [is_functional(f"{name}@amt.example") for name in ("info", "e.beispiel", "referat.505")]
    [True, False, True]
    """
    local, _, host = mail.lower().partition("@")
    own = re.sub(r"[^a-z]", "", host.split(".")[-2] if "." in host else host)
    letters = re.sub(r"[^a-zäöüß]", "", local)
    if _FUNCTION.search(local) is not None or any(sign.isdigit() for sign in local):
        return True
    return len(letters) >= _FEWEST_LETTERS and (letters in own or own in letters)


def names_a_person(line: str) -> bool:
    """Does a line look like a person's name, or name one with a title?"""
    words = line.strip(" ,;:.")
    return _TITLES.search(words) is not None or _NAMED.fullmatch(words) is not None


def _office(lines: Iterable[str]) -> str:
    """The first line that names an office, with the next one if that says which part of it."""
    found: list[str] = []
    for line in lines:
        words = _office_of(line, begun=bool(found))
        if words:
            found.append(words)
        if len(found) > 1 or (found and not words):
            break
    return ", ".join(found)[:_LONGEST_OFFICE]


def _office_of(line: str, *, begun: bool) -> str:
    """The office a line names, without what tells how it is reached; empty where it names none."""
    rest = _LEADS.sub("", line)
    there = [pattern.search(rest) for pattern in (_PLACE, _STREET, _BOX, _PHONE_LABEL, _PHONE)]
    rest = rest[: min((found.start() for found in there if found), default=len(rest))]
    if _SENTENCE.search(rest.strip()):
        before = rest.rstrip(" ,;:(–-")
        places = [found.end() for found in _NAMED_AFTER.finditer(before) if _OFFICE.search(before, found.end())]
        if not places:
            return ""
        rest = before[places[-1] :]
        if _SENTENCE.search(rest.rstrip(".")):
            return ""
    if rest.rstrip().endswith(":") or "www." in rest:
        return ""
    kept: list[str] = []
    for part in map(_part, re.split(r" ?[,;|·•] ", rest)):
        names = _OFFICE.search(part) or _PART.fullmatch(part) or (kept and " und " in part)
        if names and not _TITLES.search(part) and len(part) <= _LONGEST_PART and not _TOLD.search(part):
            kept.append(part)
    return ", ".join(kept) if any(_OFFICE.search(part) for part in kept) or (begun and kept) else ""


def _part(words: str) -> str:
    """A part of a name without signs around it; a bracket stays closed."""
    words = words.strip(" ,;:–-")
    words = words if re.search(r"\be\. ?V\.$", words) else words.rstrip(".")
    return words if words.count("(") == words.count(")") else words.strip("() ")
