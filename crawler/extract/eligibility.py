"""Who may apply, from the portal's categories and from prose, and what that means for a municipality.

The route asks one thing: can the city apply itself, only with a partner (association, carrier, school, church), not
at all, or doesn't the source say? Categories say which groups a call is listed for; the sentence "Antragsberechtigt
sind …" says who is meant, and can widen ("juristische Personen des öffentlichen Rechts") or narrow them
("ausschließlich Staaten").
"""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import chain

from crawler.text.sentences import Fact, Prose, ProseSentence, any_of, holds, quote
from grants_db.vocabulary import ApplicantRoute, ApplicantType

PARTNERS = frozenset({ApplicantType.ASSOCIATION, ApplicantType.CHURCH, ApplicantType.SCHOOL})

_BODIES = r"(?:Vereine|Träger|Kommunen|Organisationen|Initiativen|juristische)"
_CUE = any_of(
    r"[Aa]ntragsberechtigt\b",
    r"Antragsberechtigte\b",
    # "Antragsteller sind Vereine", not "Antragsteller sind verpflichtet, …"
    r"(?:[Aa]ntragsteller(?:innen)?(?: und Antragsteller)?|[Aa]ntragstellende|[Zz]uwendungsempfangende|"
    r"[Zz]uwendungsempfänger(?:in|innen)?(?: und Zuwendungsempfänger)?) (?:sind|ist|können|kann)"
    r"(?! (?:auf|verpflichtet|gehalten|zu|darüber|berechtigt|dazu|insbesondere verpflichtet|über|im Rahmen|bei|mit|"
    r"sich|die \w+ auf)\b)",
    r"[Ff]örderberechtigt",
    r"[Tt]eilnahmeberechtigt",
    r"[Ff]örderfähig sind auch (?=[A-ZÄÖÜ]\w*(?:schulen|einrichtungen|vereine|verbände|träger|unternehmen))",
    r"[Bb]ewerben (?:können|dürfen) sich",
    r"können sich \S{0,60} ?bewerben",
    rf"[Zz]uwendungsfähig sind {_BODIES}",
    rf"[Gg]efördert werden können (?:nur )?{_BODIES}",
    r"[Aa]nträge können (?:nur )?(?:von )?\w+ (?:stellen|gestellt|einreichen)",
    r"Anträge stellen können",
    r"richtet sich (?:\S+ ){0,3}an\b",
    r"[Ee]mpfänger der (?:Förderung|Zuwendung) (?:sind|ist)",
    r"[Ee]ligible (?:applicants|organisations|entities|beneficiaries)",
    r"(?:is|are) eligible (?:to apply|for)",
    r"[Aa]pplicants (?:must|should|may|can) be",
    r"[Oo]pen to (?:all )?(?:legal|public|non|civil|organisations|municipal)",
    r"[Ww]ho can apply",
)
_CUE_WORDS = (
    "ntrag",
    "nträg",
    "uwendung",
    "ewerb",
    "richtet sich",
    "mpfänger",
    "berechtigt",
    "förderfähig",
    "Gefördert werden können",
    "gefördert werden können",
    "ligible",
    "pplicants",
    "pen to",
    "can apply",
)
_NOT_CUE = re.compile(
    r"\b(?:[Nn]icht (?:\w+ )?(?:antragsberechtigt|förderberechtigt|teilnahmeberechtigt|gefördert|förderfähig)|"
    r"(?:sind|ist|bleiben) (?:\S+ ){0,6}(?:von der Förderung |von einer Förderung )?ausgeschlossen|"
    r"[Vv]on der Förderung (?:sind )?ausgeschlossen|keine Förderung|not eligible|ineligible|excluded)"
)
_ADDRESSED = re.compile(
    r"\b(?:[Ww]enn Sie(?: sich)? als|unterstützt Sie als|fördert Sie als|Sie als|Wenn Sie Träger|Sie sind Träger)\b"
)

_TYPES = {
    ApplicantType.MUNICIPALITY: re.compile(
        r"(?<!nicht )\b(?:Kommunen?\b|[Kk]ommunale[nrs]? (?!Ebene|Mitt|Kofin|Präventions|Zuständig|Beteilig|"
        r"Handlung)\w+|Gebietskörperschaft\w*|Gemeinden?\b(?! Christi)|Gemeindeverb\w+|Stadtgemeinden?|"
        r"Städten?\b|Stadt\b|Stadt- und Landkreise\w*|Landkreise?n?\b|Kreise?n?\b(?! von)|[Kk]reisfreie\w*|"
        r"Bezirke\b|Zweckverb\w+|örtliche\w* Träger der öffentlichen|Träger der öffentlichen (?:Jugend|"
        r"Sozial)hilfe|"
        r"lokale\w* (?:und regionale\w* )?(?:Behörden|Gebietskörper\w+|Gebietskörperschaften)|[Mm]unicipalit\w+|"
        r"[Ll]ocal (?:public |and regional )?(?:authorit\w+|governments?)|[Cc]ities\b|towns\b)"
    ),
    ApplicantType.PUBLIC_BODY: re.compile(
        r"(?:[Jj]uristische[nr]? Personen|[Kk]örperschaften|[Aa]nstalten|[Ee]inrichtungen|[Tt]räger\w*|"
        r"[Uu]nternehmen|Rechtsträger)[^.;:]{0,70}\böffentlichen?(?:,? (?:und|oder|sowie|bzw\.|"
        r"beziehungsweise)(?: des)? (?:privaten|bürgerlichen|kirchlichen))? Recht|"
        r"(?:freie und )?\b[Öö]ffentliche[nr]? (?:und (?:private[nr]?|freie[nr]?|gemeinnützige[nr]?|"
        r"sonstige) )?(?:Träger|Einrichtungen|Stellen|Institutionen|Organisationen|Hand)\b|"
        r"öffentlich-rechtliche\w*|(?<!Bundes)(?<!Landes)\bBehörden\b|öffentlichen Verwaltung|"
        r"[Pp]ublic (?:and private |or private |bod|authorit|institution|organi|sector)\w*|(?:[Aa]ny|"
        r"[Aa]ll) (?:public|legal entit|private or public)\w*|[Ll]egal entit\w+"
    ),
    ApplicantType.CHURCH: re.compile(
        r"\bKirchen?\w*|kirchliche\w*|[Rr]eligions\w*|Glaubensgemeinschaft\w*|Synagogengemeind\w+|church\w*|"
        r"faith-based"
    ),
    ApplicantType.SCHOOL: re.compile(
        r"\b(?:(?!Hoch|\w{0,30}hoch)\w*[Ss]chulen?\b|\b\w{0,40}[Ss]chulträger|Kindertages\w+|Kitas?\b|"
        r"\b\w{0,40}[Bb]ildungs(?:träger|einrichtung|anbieter|stätte)\w*|Träger der (?:\w+ ){0,2}Bildung|"
        r"Einrichtungen der Weiterbildung|Volkshochschul\w+|Erwachsenenbildung|schools?\b|"
        r"educational institution\w*)"
    ),
    ApplicantType.UNIVERSITY: re.compile(
        r"(?<!Volks)\bHochschulen?\b|(?<!Volks)\b\w*[Uu]niversität\w*|[Hh]igher education|universit(?:y|ies)"
    ),
    ApplicantType.RESEARCH: re.compile(
        r"\b\w{0,40}[Ff]orschungs(?:einrichtung|institut|organisation)\w*|Forschungs- und|"
        r"[Ww]issenschaftliche\w* (?:Institut|Einricht)\w+|[Rr]esearch (?:organi|instit|cent)\w+"
    ),
    ApplicantType.ASSOCIATION: re.compile(
        r"\b\w{0,40}[Vv]ereine?n?\b|\b\w{0,40}[Vv]erb[aä]nde?n?\b|\b\w{0,40}[Ss]tiftungen?\b|[Gg]emeinnützig\w*|"
        r"\b\w{0,40}[Tt]räger(?:n|"
        r"innen)?\b(?! der öffentlichen)|Trägervereine?|Wohlfahrt\w*|\b\w{0,40}[Ii]nitiativen?\b|"
        r"(?<!Forschungs)\b\w*[Oo]rganisation(?:en)?\b|"
        r"\b\w{0,40}[Vv]ereinigungen?\b|\b\w{0,40}[Zz]usammenschlüsse|\bKammern?\b|\w+kammern\b|Kammerorganisationen|"
        r"Freiwilligenagentur\w*|Migrantenselbst\w+|Genossenschaft\w*|Nichtregierungs\w*|NGOs?\b|"
        r"juristische[nr]? Personen des (?:Privatrechts|privaten Rechts|Privaten)|"
        r"[Nn]on-?(?:profit|governmental)[- ]?\w*|[Cc]ivil society|(?<!Trade )[Aa]ssociations?\b|"
        r"[Ff]oundations?\b|charit\w+"
    ),
    ApplicantType.COMPANY: re.compile(
        r"(?<!gemeinnützige )\b\w*[Uu]nternehmen\b|\bKMU\b|Betriebe\w*|Arbeitgeber\w*|Freie[nr]? Berufe|"
        r"[Ff]reiberuf\w+|Reeder\w*|Landwirt\w*|Waldbesitz\w+|[Cc]ompan(?:y|ies)|SMEs?\b|enterprises?|"
        r"businesses"
    ),
    ApplicantType.FOUNDER: re.compile(r"Existenzgründ\w+|Gründerinnen|Start-ups?|[Ss]tart-?up"),
    ApplicantType.INDIVIDUAL: re.compile(
        r"[Nn]atürliche[nr]? Person\w*|Privatperson\w*|Einzelperson\w*|Ehepaare|\bPaare\b|Eigentümer\w*|"
        r"Grundeigentümer\w*|Bürgerinnen|Studierende\w*|Künstler\w*|[Ii]ndividuals|natural persons"
    ),
    ApplicantType.LAND: re.compile(
        r"\b(?:Bundesl[aä]nder\w*|(?<!die )Länder\b(?! des)|Landesbehörden|teilnahmeberechtigten Staaten|"
        r"Mitgliedstaaten|Member States)"
    ),
}
_DEFINED = re.compile(r"([A-ZÄÖÜ][\wäöüß]{4,40})\s(?:sind|können sein)\b")
_BARE = re.compile(
    r"(?:\w+ ){0,3}(?:[Aa]ntragsberechtigt|[Ff]örderberechtigt)(?: als \w+)? sind(?: je nach \w+(?: \w+ \w+)?|"
    r" normalerweise)?\s?:?$"
)
# a church with the standing of a public corporation, or a university, isn't the public hand the city is part of
_STANDING = re.compile(
    r"\b(?:als|Status (?:einer|als)|Rechten einer)\s(?:\w+\s)?Körperschaft(?:en)? des öffentlichen Rechts|"
    r"Körperschaften des öffentlichen Rechts,? wie (?:zum Beispiel |z\.\s?B\.\s|etwa )?(?:Kirchen|Universit|"
    r"Hochschul)"
)
_ANY_LEGAL_PERSON = re.compile(
    r"\bjuristische[nr]? Person(?:en)?\b(?! des (?:Privatrechts|privaten|Privaten))(?![^.;]{0,40}(?:gemeinnützig|"
    r"Privatrecht|privaten Recht))|\bArbeitgeber|\bTräger von\b|rechtsfähige Organisationen"
)
_RESTRICTED = re.compile(
    r"gemeinnützig\w*|mildtätig|[Pp]rivate[nrs]? |Privatrecht|[Vv]erein|[Vv]erb[aä]nd|[Kk]ammer|Wohlfahrt|"
    r"[Oo]rganisation|Initiativen|[Ss]tiftung|[Kk]irch|freie[nr]? "
)
_SPECIFIC_PARTNER = re.compile(
    r"\b\w{0,40}[Vv]ereine?n?\b|\b\w{0,40}[Vv]erb[aä]nde?n?\b|[Ss]tiftung\w*|[Tt]räger\b|[Kk]irch\w+|\b[Ss]chulen|"
    r"[Gg]emeinnützig\w*(?! \w*[Uu]nternehmen| \w*[Ff]orschung)|[Nn]on-?profit|NGO"
)
_OWNERS = re.compile(r"Eigentümer|Nießbrauch|dinglich|Erbbauberechtigt|Hausbesitz|Bauherr")
_ONLY_STATES = re.compile(
    r"\b(?:ausschlie(?:ß|ss)l+ich|nur|allein|lediglich)\b[^.;]{0,60}\b(?:Staaten|Mitgliedstaaten|Bundesländer|Länder)\b"
)


def applicant_types(text: Prose) -> Fact[tuple[ApplicantType, ...]]:
    """The groups that the text names as applicants, in the vocabulary's order, with the first words that name one."""
    told = [(named, sentence) for sentence in _eligible(text) if (named := _named(sentence.text))]
    words = quote(told[0][1].text) if told else ""
    return Fact(tuple(kind for kind in ApplicantType if any(kind in named for named, _ in told)), words)


def applicant_route(text: Prose, types: Iterable[ApplicantType] = ()) -> Fact[ApplicantRoute]:
    """How a municipality gets at the money, with the words that say so (empty where only the categories do).

    Args:
        text: the call's prose.
        types: the groups the source lists it for, where it has categories.

    >>> applicant_route(Prose("Antragsberechtigt sind Vereine, Verbände und Kirchengemeinden.")).value.value
    'partner'
    """
    listed = frozenset(types)
    clause = _eligible(text)
    if not clause and not listed:
        clause = [sentence for sentence in text.sentences if _ADDRESSED.search(sentence.text)][:3]
    if ApplicantType.MUNICIPALITY in listed:
        return _listed_for_municipalities(clause)
    if found := _first(clause, _names_the_city):
        return Fact(ApplicantRoute.DIRECT, found)
    if ApplicantType.PUBLIC_BODY in listed:
        return _listed_for_public_bodies(clause)
    return _by_groups(clause, listed)


def _listed_for_municipalities(clause: Sequence[ProseSentence]) -> Fact[ApplicantRoute]:
    city = _first(clause, _names_the_city)
    states = next((quote(s.text) for s in clause if _ONLY_STATES.search(s.text)), "")
    if states:
        return Fact(ApplicantRoute.NONE, states)
    return Fact(ApplicantRoute.DIRECT, city or (quote(clause[0].text) if clause else ""))


def _listed_for_public_bodies(clause: Sequence[ProseSentence]) -> Fact[ApplicantRoute]:
    if not clause:
        return Fact(ApplicantRoute.UNCLEAR, "")
    for sentence in clause:
        if (anybody := _ANY_LEGAL_PERSON.search(sentence.text)) and not _narrowed(sentence.text, anybody):
            return Fact(ApplicantRoute.DIRECT, quote(sentence.text, anybody.start(), anybody.end()))
    if restricted := next((quote(s.text) for s in clause if _RESTRICTED.search(s.text)), ""):
        return Fact(ApplicantRoute.PARTNER, restricted)
    named = set(chain.from_iterable(_named(sentence.text) for sentence in clause))
    words = quote(clause[0].text)
    if named & PARTNERS:
        return Fact(ApplicantRoute.PARTNER, words)
    return Fact(ApplicantRoute.NONE if named else ApplicantRoute.UNCLEAR, words)


def _by_groups(clause: Sequence[ProseSentence], listed: frozenset[ApplicantType]) -> Fact[ApplicantRoute]:
    """Neither the categories nor the text name the public hand."""
    words = quote(clause[0].text) if clause else ""
    named = set(chain.from_iterable(_named(sentence.text) for sentence in clause))
    if listed & PARTNERS:
        if clause and not named & PARTNERS and any(_OWNERS.search(sentence.text) for sentence in clause):
            return Fact(ApplicantRoute.UNCLEAR, words)  # owners of buildings can be anybody
        return Fact(ApplicantRoute.PARTNER, _first(clause, lambda text: bool(PARTNERS & _named(text))) or words)
    if listed:
        specific = next((quote(s.text) for s in clause if _SPECIFIC_PARTNER.search(s.text)), "")
        return (
            Fact(ApplicantRoute.PARTNER, specific)
            if specific and named & PARTNERS
            else Fact(ApplicantRoute.NONE, words)
        )
    if named & PARTNERS:
        return Fact(ApplicantRoute.PARTNER, _first(clause, lambda text: bool(PARTNERS & _named(text))) or words)
    return Fact(ApplicantRoute.NONE if named else ApplicantRoute.UNCLEAR, words if named else "")


def _eligible(text: Prose) -> list[ProseSentence]:
    """The sentences that say who may apply: the sentence with the cue, its list, and what explains its words."""
    clause: list[ProseSentence] = []
    for sentence in text.sentences:
        cued = _is_cue(sentence.text) or _is_cue(sentence.intro) or _explains(sentence.text, clause)
        if cued and not _NOT_CUE.search(sentence.context):
            clause.append(sentence)
    # a bare lead-in ("Antragsberechtigt sind") says nothing by itself
    return [sentence for sentence in clause if not _BARE.match(sentence.text)]


def _is_cue(text: str) -> bool:
    return holds(text, _CUE_WORDS) and _CUE.search(text) is not None


def _explains(text: str, clause: Sequence[ProseSentence]) -> bool:
    """ "Antragsberechtigt sind Projektträger. Projektträger sind Unternehmen, Kammern und Kommunen." """
    word = _DEFINED.match(text)
    return word is not None and any(word.group(1) in sentence.text for sentence in clause[-4:])


def _named(text: str) -> set[ApplicantType]:
    text = _STANDING.sub(" ", text)
    return {kind for kind, pattern in _TYPES.items() if pattern.search(text)}


def _names_the_city(text: str) -> bool:
    return bool({ApplicantType.MUNICIPALITY, ApplicantType.PUBLIC_BODY} & _named(text))


def _narrowed(text: str, person: re.Match[str]) -> bool:
    around = text[max(0, person.start() - 40) : person.end() + 80]
    return re.search(r"gemeinnützig|mildtätig|Vereine|steuerbegünstigt", around) is not None


def _first(clause: Sequence[ProseSentence], says: Callable[[str], bool]) -> str:
    return next((quote(sentence.text) for sentence in clause if says(sentence.text)), "")
