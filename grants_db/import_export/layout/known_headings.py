"""What the headings of an office's table mean: the words that are known, and how a heading is put in plain letters.

Words only; what stands in a column decides in `assigned_columns`, likeness proposes in `proposed_columns`.
"""

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from grants_db.import_export.layout.heading_form import DASHES, normal
from grants_db.rules.folding import spelt_out
from grants_db.vocabulary import FinancingKind


class Role(Enum):
    """What a column is that fills no field of a measure."""

    TOTAL = "total"  # "Gesamt": the total of the sums beside it
    PART = "part"  # "Personalkosten": a part of the cost
    PAST = "past"  # "Ist 2024", "VE 2027": sums that are no estimate of cost
    HOPED = "hoped"  # "Landesmittel (beantragt)": applied for, or planned: not secured
    SECURED_YEAR = "secured_year"  # what is secured for one of several years
    OTHER = "other"  # known, but there is no place for it


@dataclass(frozen=True)
class MoneySource:
    """A column of money that is secured, from one source."""

    code: str
    kind: FinancingKind


#: a field of a measure by name, a year of cost, a source of secured money, or what else a column is
Meaning = str | int | MoneySource | Role

STAR = r"(( |/-?)?innen)?"
#: the names of fields, as `normal` writes them
FIELDS = {
    "number": r"([li]fd|laufende|fortl|massnahmen?|projekt|vorhaben|vorhabens|ordnungs|kenn|gliederungs|steckbrief"
    r"|massnahmensteckbrief|massnahmenblatt|projektblatt|projektsteckbrief|datenblatt|blatt)?[- ]?(nr|nummer|no)"
    r"|(nr|nummer) (der )?massnahme|massnahmen?[- ]?(nr|nummer|id|kuerzel|kennung)|m[- ]?nr|[li]fd|id|#|kennziffer"
    r"|ziffer"
    r"|kuerzel|pos|position|ordnungsziffer|gliederung(spunkt|sziffer)?|(massnahmen?|projekt)?-?(code|schluessel)"
    r"|ordnungsmerkmal|kennung|punkt",
    "action_field": r"(nr |nummer )?(des )?handlungsfeld(e?s|er|ern)?([- ]?nr)?|hf([- ]?nr)?|feld"
    r"|handlungsbereich|themenfeld"
    r"|aktionsfeld|handlungsschwerpunkt|zugeordnetes handlungsfeld|zuordnung (zum )?handlungsfeld",
    "goal": r"(ober|teil|leit|haupt|unter|handlungs|wirkungs|strategisches |operatives |uebergeordnetes "
    r"|zugeordnetes )?"
    r"ziele?|zielsetzung(en)?|ziel(e)? der massnahme|zielstellung|strategische ziele|operative ziele",
    "title": r"(massnahmen?|projekt|vorhaben|vorhabens|kurz)?(titel|bezeichnung|name)|massnahmen?|projekte?|vorhaben"
    r"|(titel|bezeichnung|name|benennung) (der|des|von) ([a-z-]*massnahmen?|[a-z-]*projekte?s?|vorhabens|angebote?s?)"
    r"|massnahmen? ?/ ?(projekte?|vorhaben|angebote?)|projekte? ?/ ?massnahmen?|einzelmassnahmen?|massnahmenvorschlag"
    r"|geplante massnahmen?|konkrete massnahmen?|angebot ?/ ?massnahme|angebote?|(handlungs)?empfehlung(en)?"
    r"|(operation|project|measure) (name|title)|aktion(en)?|aktivitaet(en)?|gegenstand( der (massnahme|foerderung))?"
    r"|was( (ist zu tun|wird getan|tun wir|wollen wir (tun|erreichen|umsetzen)|soll (getan|umgesetzt|gemacht) werden"
    r"|soll (geschehen|passieren)|machen wir|wird (gemacht|umgesetzt)))?|welche massnahme.*|um welche massnahme.*"
    r"|(handlungs|teil)?ziele? ?/ ?massnahmen?|massnahmen? ?/ ?(handlungs|teil)?ziele?|teilmassnahmen?"
    r"|(umsetzungs|handlungs)massnahmen?|massnahmen(feld|vorhaben|inhalt)|(massnahme|vorhaben|projekt)"
    r" ?(\(titel\)|kurz)",
    "description": r"(kurz|massnahmen?|projekt|inhalts)?-?beschreibung( der massnahme| des projekts| des vorhabens)?"
    r"|erlaeuterung(en)?( zur massnahme)?|(projekt|massnahmen?)?inhalte?( der massnahme)?|details"
    r"|kurzbeschreibung ?/ ?inhalt"
    r"|inhalt ?/ ?beschreibung|beschreibung ?/ ?inhalt|umsetzungsschritte|kurzinformation|massnahmenbeschreibung"
    r"|(kurz)?zusammenfassung( der massnahme| des projekts| des vorhabens)?"
    r"|(operation|project|measure) (summary|description)",
    "kind": r"art( der massnahme| des eintrags)?|massnahmenart|kategorie|typ|massnahmentyp",
    "binding": r"bindung(swirkung)?|verbindlich(keit)?( ?/ ?empfehlung)?|v ?/ ?h|verbindlichkeitsgrad",
    "unit": r"zustaendig(e|es|er)?( (stelle|einheit|amt|fachamt|fachbereich|dezernat|organisationseinheit))?"
    r"|(haupt|feder)?zustaendigkeit(en)?|(haupt)?verantwortlich(keit(en)?|e|er)?( (stelle|amt|einheit"
    r"|fuer (die )?umsetzung))?"
    r"|(haupt)?verantwortung|federfuehr(ung|end|ende[srn]?)( (amt|stelle|einheit|fachbereich|fachamt|dienststelle))?"
    r"|fachamt|amt|amt ?/ ?fachbereich|fachbereich( ?/ ?amt)?|dienststelle|organisationseinheit|oe|fb|fachdienst"
    r"|dezernat ?/ ?(amt|fachbereich)|amt ?/ ?einrichtung|umsetzungsverantwort(ung|liche?)|wer( ist zustaendig)?"
    r"|wer (macht|tut|setzt|leistet|uebernimmt)( es| das)?( um)?|wer (ist|sind) (dafuer |hierfuer )?"
    r"(verantwortlich|zustaendig|federfuehrend)|durch wen|von wem|(meldende|berichtende|antwortende|ausfuellende"
    r"|bearbeitende|federfuehrende|koordinierende|umsetzende|beantragende|fachlich zustaendige|anmeldende) (stelle"
    r"|organisationseinheit|einheit|amt|dienststelle|abteilung)|(bearbeitung|koordination|koordinierung|federfuehrung)"
    r" durch|(verantwortliche[rs]?|zustaendige[rs]?) (bereich|abteilung|ressort|akteur|person|einrichtung)|ressort"
    r"|abteilung|bereich|geschaeftsbereich|stelle|akteur|amt ?/ ?stelle|fachabteilung|verwaltungseinheit"
    r"|fachbereich ?/ ?stabsstelle|zustaendig ?/ ?verantwortlich|verantwortliche ?/ ?zustaendige stelle",
    "carrier": r"(massnahmen?|projekt)?traeger(schaft)?( der massnahme| des projekts)?|durchfuehr(ung|ende[rs]?)"
    r"( durch| traeger| stelle)?|umsetzung durch|umsetzende stelle|traeger ?/ ?durchfuehrung|freier traeger",
    "carrier_kind": r"traegerart|art des traegers",
    "period": r"((umsetzungs|durchfuehrungs|projekt|massnahmen?|realisierungs)[- ]?)?(zeitraum|zeitrahmen"
    r"|laufzeit|zeit)"
    r"|zeitplan(ung)?|umsetzung(szeitpunkt|sjahre?)?|zeithorizont|zeitliche (umsetzung|planung)|zeitschiene"
    r"|terminierung"
    r"|dauer|zeitraum der umsetzung|umsetzung (bis|wann)|(bis )?wann|realisierung|zeitpunkt",
    "starts_on": r"(projekt|massnahmen?)?-?(beginn|start)(datum|termin)?|anfang|von|ab|beginn (der )?(massnahme"
    r"|umsetzung)|laufzeit von|zeitraum von|start der umsetzung|umsetzungsbeginn|umsetzung (ab|seit|von)"
    r"|(datum|tag) des (beginns|starts|anfangs)( der massnahme| des projekts| des vorhabens)?"
    r"|(operation |project )?start date",
    "ends_on": r"(projekt|massnahmen?)?-?(ende|abschluss)(datum|termin)?|enddatum|bis|laufzeit bis|zeitraum bis"
    r"|ende (der )?(massnahme|umsetzung)|umsetzungsende|fertigstellung( bis)?|endtermin"
    r"|(datum|tag) des (endes|abschlusses)( der massnahme| des projekts| des vorhabens)?"
    r"|(operation |project )?end date",
    "cost": r"((gesamt|projekt|massnahmen?|umsetzungs)-?)?kosten( gesamt| geschaetzt| insgesamt| der massnahme"
    r"| p ?a)?|((geschaetzte|kalkulierte|voraussichtliche|geplante|erwartete|veranschlagte) )+((gesamt|projekt"
    r"|massnahmen?)-?)?"
    r"(kosten|ausgaben|aufwendungen)|(gesamt|finanz|finanzierungs|mittel|gesamtfinanz|geld)-?bedarf( gesamt"
    r"| insgesamt)?|kostenschaetzung|kostenrahmen|kostenansatz|kosten ?/ ?jahr|jahreskosten|kosten (pro|je|im) jahr"
    r"|jaehrliche kosten"
    r"|gesamt(ausgaben|aufwand|budget|volumen|summe)|projekt(budget|volumen)|budget|finanzvolumen|kostenvolumen"
    r"|benoetigte (finanz)?mittel|kosten ?/ ?finanzbedarf|finanzbedarf ?/ ?kosten|kosten der umsetzung"
    r"|summe (der )?kosten|erforderliche mittel|veranschlagte mittel|kostenhoehe|finanzieller (bedarf|aufwand)"
    r"|gesamt(ausgaben|kosten|aufwand) (aktuell|derzeit|laut plan|geplant|neu)"
    r"|(gesamtbetrag|summe|hoehe) der ((foerder|zuwendungs)faehigen )?(gesamt)?(ausgaben|kosten)"
    r"( der massnahme| des projekts| des vorhabens)?|(was|wieviel|wie viel) kostet (es|das|die massnahme)"
    r"|total (costs?|budget)|((gesamt|finanz|finanzierungs|massnahmen?)-?)?volumen|aufwand|(benoetigte|noetige"
    r"|notwendige|kalkulierte) (mittel|summe)|(finanz|mittel)-?bedarf 20\d\d ?- ?(20)?\d\d|bedarf( gesamt| insgesamt)?"
    r"|gesamtfinanzierung|(brutto|netto)?kosten (massnahme|projekt|vorhaben)|kosten der realisierung"
    r"|was wird (gebraucht|benoetigt)|welche kosten.*"
    r"|total eligible expenditure.*",
    "secured": r"(davon |bereits |schon |aktuell )*(gesichert|finanziert|gedeckt|bewilligt|zugesagt)(e[rs]?)?"
    r"( (mittel|finanzierung|betrag|summe|finanzmittel|kosten))?( gesamt| insgesamt)?"
    r"|(bereits )?(vorhandene|verfuegbare|bereitstehende|eingestellte|gebundene) (haushalts|finanz)?(mittel|deckung"
    r"|finanzierung)|(davon |bereits |schon )+(da|vorhanden|verfuegbar|sicher|bereitgestellt|eingeworben|beschafft)"
    r"|(deckung|finanzierung|geld|betrag|summe) (bereits |schon )?(vorhanden|gesichert|verfuegbar|da)"
    r"|(mittel|finanzierung) (gesichert|vorhanden|bewilligt)|(davon "
    r"|bereits )*(mittel )?(im haushalt (eingestellt|veranschlagt"
    r"|gesichert|enthalten)|eingeplant)|(davon )?sichergestellt|deckung|gesicherter (finanzierungs)?anteil"
    r"|mittel vorhanden|(davon |bereits |schon |aktuell )*(abgesichert|vorhanden|verfuegbar|eingeplant|bereitgestellt)"
    r"|was ist (bereits |schon )?(gesichert|da|vorhanden|finanziert)|wieviel ist (bereits |schon )?(da|gesichert)"
    r"|(vorhandene|bereitgestellte|gesicherte|zugesagte|verfuegbare|bewilligte)r? (betrag|summe|finanzierung|mittel"
    r"|gelder|budget)|bestehende finanzierung|finanzierungszusagen?|davon (haushalt|mittel) (da|vorhanden)"
    r"|(davon )?durch haushalt gedeckt",
    "gap": r"(finanzierungs|foerder|deckungs)?-?luecke|fehlbetrag|fehlbedarf|ungedeckt(er (betrag|bedarf)|e kosten)?"
    r"|(noch )?offen(er (betrag|bedarf)|e (mittel|finanzierung|kosten))?|(noch )?nicht (gedeckt|gesichert|finanziert)"
    r"|noch zu finanzieren|finanzierungsbedarf offen|fehlende mittel",
    "state": r"(umsetzungs|bearbeitungs|projekt|massnahmen?|realisierungs)?-?(status|stand|sachstand)"
    r"|sachstand|(status|stand) (der|zur) (umsetzung|massnahme|bearbeitung|realisierung)|wie weit (ist|sind) .*"
    r"|(aktueller|derzeitiger|gegenwaertiger) (status|stand|sachstand|umsetzungsstand|bearbeitungsstand)"
    r"|fortschritt|umsetzungsgrad|stand",
    "sample": r"muster(massnahme)?",
    "further_units": r"auch zustaendig|weitere zustaendige (stellen|einheiten|aemter|fachbereiche)",
    "list_name": r"liste",
    "list_number": r"nr in der liste",
}
#: what else stands in such tables; there is no place for it
OTHERS = (
    r"(haupt)?zielgruppen?( der massnahme)?|prioritaet(en)?|prio|rang(folge)?|dringlichkeit|wichtigkeit"
    r"|indikator(en)?|kennzahl(en)?"
    r"|messgroessen?|erfolgs(indikator|indikatoren|kriterien)|erfolgskontrolle|evaluation|zielwert(e)?"
    r"|wirkung(en)?|ergebnisse?"
    r"|(be|an)merkung(en)?|hinweise?|notiz(en)?|kommentare?|rueckmeldung|sonstiges|begruendung|ausgangslage"
    r"|problem(lage)?|anlass"
    rf"|(kooperations|projekt|netzwerk)?-?partner{STAR}|kooperation(en|spartner)?|beteiligte( stellen| aemter)?"
    rf"|mitwirkung|mitwirkende"
    r"|weitere beteiligte|akteur(e|innen)?|beteiligung|unterstuetzung( durch)?|ansprechpartner(in)?"
    r"|ansprechperson|kontakt(daten)?"
    r"|telefon|e-?mail|leitung|bearbeiter(in)?|sachbearbeit(ung|er)|haushaltsstelle|produkt(konto|nummer|gruppe"
    r"|sachkonto)?|kostenstelle|kostentraeger|sachkonto|konto|kapitel|buchungsstelle|teilhaushalt|deckungskreis|hhst"
    r"|finanzposition|psp-element"
    r"|finanzierung(squelle|squellen|sart|sform|skonzept|smoeglichkeiten)?|foerder(programm|kulisse|quote|geber"
    r"|moeglichkeit(en)?|richtlinie)"
    r"|mittelherkunft|ressourcen|personal(bedarf|aufwand|einsatz)?|stellen(anteile?)?|vzae?"
    r"|personelle ressourcen|sachmittel"
    r"|ort|stadtteil(e)?|sozialraum|quartier|raum|plz|beschluss|drucksache|vorlage|ds-?nr|rechtsgrundlage"
    r"|quelle|anlage|link"
    r"|ampel|geprueft|erledigt am|aktualisiert am|stand vom|zuletzt geaendert|naechste schritte|meilensteine?"
    r"|termin|frist|querschnittsthema"
    r"|synergien|risiken|nachhaltigkeit|verstetigung|teilnehmende|teilnehmerzahl|anzahl( der teilnehmenden)?"
    r"|kostenart|kostenposition|position der kosten"
    r"|mittelgeber|geldgeber|massnahmenpaket|leitlinie|monatlich|kosten (pro|je|im) monat|monatliche kosten"
    r"|einzelkosten|stueckkosten|eigenleistung|oeffentlichkeitsarbeit|dezernat"
)
#: sources of money; words for its being secured are taken off before
SOURCES = {
    MoneySource(
        "own", FinancingKind.OWN_BUDGET
    ): r"eigenmittel( der)?( stadt| kommune)?|(kommunaler |staedtischer )?eigenanteil( stadt| kommune"
    r"| der stadt)?|(staedtischer? )?(haushalt(smittel)?|hh-mittel)|(staedtische|kommunale"
    r"|stadteigene) (haushalts)?mittel|mittel der (stadt|"
    r"kommune)|stadt|kommune|kommunalmittel|stadtmittel|aus (dem )?(staedtischen )?haushalt|anteil (der )?stadt"
    r"|landeshauptstadt",
    MoneySource(
        "land", FinancingKind.GRANT
    ): r"land(es)?(mittel|foerderung|zuschuss|zuschuesse|zuwendung(en)?|foerdermittel|anteil|programme?)?"
    r"|(land|landesmittel) (sachsen-anhalt|lsa|st)|(mittel|zuschuss|anteil|foerderung|zuwendung) (des )?land(es)?",
    MoneySource(
        "bund", FinancingKind.GRANT
    ): r"bund(es)?(mittel|foerderung|zuschuss|zuschuesse|zuwendung(en)?|foerdermittel|anteil|programme?)?"
    r"|(mittel|zuschuss|anteil|foerderung|zuwendung) (des )?bund(es)?|bamf(-mittel)?",
    MoneySource(
        "district", FinancingKind.GRANT
    ): r"(land)?kreis(mittel|foerderung|zuschuss|zuschuesse|zuwendung(en)?|anteil)|(mittel|zuschuss|anteil|foerderung"
    r"|zuwendung) (des )?(land)?kreises",
    MoneySource(
        "eu", FinancingKind.GRANT
    ): r"eu|eu-?(mittel|foerderung|zuschuss|zuwendung(en)?|foerdermittel|anteil|fonds)|(mittel|foerderung|"
    r"anteil) (der )?eu|europaeische (union|mittel)|esf\+?( plus)?(-mittel)?|amif(-mittel)?|efre(-mittel)?",
    MoneySource(
        "foundation", FinancingKind.FOUNDATION
    ): r"stiftung(en)?(smittel|sgelder|sfoerderung|szuschuss)?|(mittel|zuschuss) (von )?stiftungen",
    MoneySource(
        "donation", FinancingKind.DONATION
    ): r"(geld|sach)?spenden?(mittel|gelder)?|sponsoring|sponsor(en)?(gelder|mittel)?"
    r"|spenden?( ?/ ?| und | u )sponsoring|spenden?mittel",
    MoneySource(
        "third", FinancingKind.GRANT
    ): r"drittmittel|mittel dritter|dritte|foerdermittel dritter|sonstige drittmittel|(foerdermittel|foerderung"
    r"|zuwendung(en)?|zuschuss|zuschuesse) secured",
}
#: words that say of money that it is there
SECURED_WORDS = re.compile(
    r"\b(davon|bereits|gesichert(e[rs]?)?|bewilligt(e[rs]?)?|zugesagt(e[rs]?)?|vorhanden(e)?|verfuegbare?"
    r"|finanziert|gedeckt)\b"
)
BESIDE = re.compile(r"\b(durch|aus|von|mit|ueber|dem|der|den|finanzierung|mittel aus)\b")
HOPED = re.compile(
    r"\b(beantragte?[rs]?|geplante?[rs]?|erwartete?[rs]?|angefragte?[rs]?|erhofft|moegliche?"
    r"|in aussicht( gestellt(e)?)?|angestrebt"
    r"|zu beantragen|potenzielle?|einzuwerben|noch offen|avisiert|offen|voraussichtliche?)\b"
)
WORDS_OF_COST = (
    r"((kosten|bedarf|mittelbedarf|finanzbedarf|ansatz|ansaetze|haushalts?(ansatz|jahr|plan)?|hh|hhj|hj|hhpl"
    r"|hh-?(jahr|ansatz|plan)|plan"
    r"|planung|planansatz|budget|jahr|finanzplan(ung)?|prognose|gesamtkosten|ausgaben|aufwand"
    r"|aufwendungen|bedarf fuer|kosten in|kosten im|kosten im jahr|kosten fuer|projektkosten|euro|eur) ?)*"
)
YEAR = re.compile(rf"{WORDS_OF_COST}[-/ ]*(20\d\d)[-/ ]*{WORDS_OF_COST}")
PAST_YEAR = re.compile(
    r".*\b(ist|ergebnis|re|rechnungsergebnis|ve|verpflichtungsermaechtigung(en)?|vorjahr|abfluss|verausgabt"
    r"|vorl|hochrechnung)\b.*"
)
TOTALS = re.compile(
    r"(ins)?gesamt|summe|total|summe (gesamt|insgesamt)|gesamt(summe|betrag)|σ|∑|summe 20\d\d ?[-–/] ?(20)?\d\d"
    r"|gesamt 20\d\d ?[-–/] ?(20)?\d\d"
)
PARTS = re.compile(
    r"(davon )?((personal|sach|honorar|investitions|miet|betriebs|material|verwaltungs|reise|neben|raum|fahrt)-?"
    r"(kosten|ausgaben|aufwand|aufwendungen|mittel)|honorare|investition(en)?|personal- und sachkosten"
    r"|einmalige kosten|laufende kosten)"
)
COST_ITEMS = re.compile(
    r"(kosten|ausgaben?|aufwands|einzel)-?(art(en)?|positionen?|posten|stelle|gruppe)|kosten ?/ ?position"
    r"|position der kosten|verwendung|wofuer|gegenstand|leistung"
)
MOST_SIGNS = 90  # a longer text is no heading


def names_cost_items(heading: str) -> bool:
    """Does a column name items of cost, one a row?

    >>> names_cost_items("Kostenart"), names_cost_items("Kosten")
    (True, False)
    """
    return COST_ITEMS.fullmatch(normal(heading)) is not None


@lru_cache(maxsize=4000)
def meaning_of(heading: str) -> Meaning | None:
    """What a heading means by its words alone; None where they aren't known.

    >>> meaning_of("Lfd. Nr."), meaning_of("Ansatz 2026"), meaning_of("2027"), meaning_of("Ist 2024").name
    ('number', 2026, 2027, 'PAST')
    >>> meaning_of("Landesmittel (bewilligt)").code, meaning_of("Landesmittel (beantragt)").name, meaning_of("Obst")
    ('land', 'HOPED', None)
    """
    if len(heading) > MOST_SIGNS and "/" not in heading:
        return None
    found = _meaning_of_one(heading)
    return found if found is not None else _meaning_of_both(heading)


def _meaning_of_one(heading: str) -> Meaning | None:
    name = normal(heading)
    found = _money_of(heading, name)
    if found is not None:
        return found
    for written in dict.fromkeys((name, name.replace("-", ""), name.replace("-", " "))):  # "Maßnahmen-Titel"
        field = next((field for field, words in FIELDS.items() if re.fullmatch(words, written)), None)
        if field is not None:
            return field
        if re.fullmatch(OTHERS, written):
            return Role.OTHER
    return None


def _meaning_of_both(heading: str) -> Meaning | None:
    """What two names with a stroke between them mean, where both say the same: "FB/Amt", or a name in two languages.

    Money from two sources is money from both; it is called after the first.
    """
    parts = [part for part in re.split(r"\s*/\s*", heading) if part.strip()]
    if len(parts) != 2 or any(len(part) > MOST_SIGNS for part in parts):
        return None
    first, second = (_meaning_of_one(part) for part in parts)
    if isinstance(first, MoneySource) and isinstance(second, MoneySource):
        return MoneySource(f"{first.code}+{second.code}", first.kind)
    return first if first == second else None


def _money_of(heading: str, name: str) -> Meaning | None:
    """A year, a source, a total or a part of the cost."""
    if "20" in name:
        if PAST_YEAR.fullmatch(name):
            return Role.PAST
        if year := YEAR.fullmatch(name):
            return next(int(group) for group in year.groups() if group and re.fullmatch(r"20\d\d", group))
    if TOTALS.fullmatch(name):
        return Role.TOTAL
    if PARTS.fullmatch(name):
        return Role.PART
    return _source_of(heading, name)


def _source_of(heading: str, name: str) -> MoneySource | Role | None:
    """A source of money, by itself or with words for its being secured; what is only hoped for is none."""
    whole = " ".join(spelt_out(re.sub(r"[()\[\]:.€]", " ", heading)).translate(DASHES).split())
    hoped = HOPED.search(whole) is not None
    bare = " ".join(BESIDE.sub(" ", SECURED_WORDS.sub(" ", HOPED.sub(" ", name))).split())
    said = " secured" if SECURED_WORDS.search(whole) and not re.search(r"\bdavon\b", whole) else ""
    if re.search(r"gesichert|bewilligt|zugesagt|vorhanden", whole):
        said = " secured"
    for source, words in SOURCES.items():
        if re.fullmatch(words, bare) or (said and re.fullmatch(words, bare + said)):
            return Role.HOPED if hoped else source
    if hoped and re.fullmatch(
        r"foerdermittel|foerderung|zuwendung(en)?|zuschuss|zuschuesse|mittel|summe|foerdersumme", bare
    ):
        return Role.HOPED
    return None
