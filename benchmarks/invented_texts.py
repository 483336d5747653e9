"""Invented titles and texts of funding calls, German and English, in the words of the field; one seed, one result.

Sentences are templates whose places are filled from lists: compounds made of two parts, people, places, verbs, and a
long tail of nouns, so that a search meets frequent and rare words as it would in real texts.
"""

import random
from dataclasses import dataclass

FIRST = """Integrations Sprach Bildungs Demokratie Jugend Familien Quartiers Ehrenamts Begegnungs Migrations
Arbeitsmarkt Kultur Sport Gesundheits Wohnungs Stadtteil Teilhabe Gleichstellungs Nachbarschafts
Flüchtlings Antidiskriminierungs Berufs Eltern Senioren Kinder Medien Umwelt Klimaschutz
Digitalisierungs Innovations Struktur Städtebau Forschungs Gründungs Weiterbildungs Ausbildungs
Orientierungs Inklusions Präventions Vereins Freiwilligen Zuwanderungs Willkommens Mehrgenerationen
Ganztags Lese Theater Musik Mobilitäts Energie Wasser Wald Landwirtschafts Tourismus""".split()
SECOND = """förderung projekt programm kurs beratung begleitung zentrum netzwerk werkstatt angebot maßnahme
fonds initiative partnerschaft lotsen treff akademie konzept richtlinie offensive agentur preis
stipendium haus büro tag forum mittler arbeit planung vermittlung entwicklung""".split()
PEOPLE = """Geflüchtete Zugewanderte Jugendliche Kinder Familien Frauen Alleinerziehende Ältere Fachkräfte
Ehrenamtliche Neuzugewanderte Schutzsuchende Studierende Auszubildende Eltern Nachbarn
Arbeitsuchende Lehrkräfte Pflegekräfte""".split()
BODIES = """Kommunen Vereine Träger Schulen Hochschulen Stiftungen Kirchengemeinden Verbände Unternehmen
Landkreise Städte Wohlfahrtsverbände Migrantenorganisationen Kindertagesstätten Volkshochschulen
Sportvereine Bibliotheken Museen""".split()
PLACES = """Elbtal Nordau Westfelde Grünstadt Osterhagen Lindenau Mühlbach Altenrode Seewinkel Hohenfelde
Brückenstadt Birkenheide Rosental Neuwerder Ahornstadt Steinbach Wiesenau Marktheim Burgfelde
Weidental""".split()
VERBS = "stärken fördern ausbauen verbessern erproben verstetigen vernetzen begleiten unterstützen entwickeln".split()
ADJECTIVES = """niedrigschwellige dauerhafte kommunale innovative gemeinsame regionale modellhafte interkulturelle
digitale nachhaltige mehrsprachige aufsuchende partizipative wohnortnahe""".split()
GERMAN = [
    "Gefördert werden {a} {c}, die {p} im Alltag erreichen und {v}.",
    "Ziel ist es, die {c} in {o} zu {v} und Zugänge zur {c2} zu öffnen.",
    "Antragsberechtigt sind {b} und {b2} mit Sitz im Fördergebiet.",
    "Die Zuwendung wird als nicht rückzahlbarer Zuschuss für {n} und {n2} gewährt.",
    "Im Mittelpunkt stehen {p} sowie {p2}, deren Teilhabe an {n} erschwert ist.",
    "Vorhaben aus {o} und {o2} sollen {a} {c} erproben und ihre Ergebnisse übertragen.",
    "Zuwendungsfähig sind Personalausgaben, Sachausgaben sowie Ausgaben für {n}.",
    "Vorrang haben Anträge, in denen {b} mit {b2} zusammenarbeiten.",
    "Eine {c} kann mit einer {c2} verbunden werden, wenn {p} davon Nutzen haben.",
    "Nicht gefördert werden {n}, {n2} und Vorhaben, die schon begonnen wurden.",
    "Die Begleitung umfasst {n}, {a} Angebote und eine Auswertung durch {b}.",
    "Das Programm ergänzt die {c} und richtet sich an {b} mit Erfahrung in der {c2}.",
]
ENGLISH = [
    "The call supports {e} for {ep} and helps {eb} to test new approaches to {e2}.",
    "Projects should connect {eb} with {eb2} and show how {e} reaches {ep}.",
    "Eligible costs include staff, travel and material for {e} and {e2}.",
    "Proposals from at least three countries are expected to improve {e} in urban areas.",
    "Priority is given to {eb} that involve {ep} in the design of {e}.",
    "Results have to be shared with {eb2} across the European Union, including on {e2}.",
    "The action builds on earlier work about {e} and on the needs of {ep}.",
]
TOPICS = [
    *("social inclusion", "language learning", "civic participation", "labour market integration", "local democracy"),
    *("youth exchange", "digital skills", "affordable housing", "community health", "climate adaptation"),
    *("cultural heritage", "anti-discrimination", "early education", "urban mobility", "volunteering", "reskilling"),
]
ENGLISH_PEOPLE = [
    *("refugees", "migrants", "young people", "families", "women", "older residents", "job seekers", "newcomers"),
    *("students", "children"),
]
ENGLISH_BODIES = [
    *("municipalities", "civil society organisations", "universities", "schools", "public authorities", "museums"),
    *("small enterprises", "foundations", "regional agencies", "social partners"),
]


@dataclass(frozen=True)
class InventedText:
    """What a call says."""

    title: str
    short: str
    description: str
    language: str


class Inventor:
    """Makes one text after the other; `rare` are nouns of a long tail."""

    def __init__(self, seed: int, rare: list[str]) -> None:
        self._chance = random.Random(seed)
        self._rare = rare

    def text(self, language: str) -> InventedText:
        """A title of its own, two sentences in short, and 100 to 300 words."""
        templates, title = (GERMAN, self._german_title()) if language == "de" else (ENGLISH, self._english_title())
        sentences: list[str] = []
        words, wanted = 0, self._chance.randint(100, 300)
        while words < wanted:
            sentences.append(self._sentence(templates))
            words += sentences[-1].count(" ") + 1
        return InventedText(title, " ".join(sentences[:2]), " ".join(sentences), language)

    def sentence(self, language: str) -> str:
        """One more sentence, for a text that changes."""
        return self._sentence(GERMAN if language == "de" else ENGLISH)

    def compound(self) -> str:
        """Two parts in one word, as German makes them."""
        return self._chance.choice(FIRST) + self._chance.choice(SECOND)

    def _german_title(self) -> str:
        pick, number = self._chance.choice, self._chance.randint(1, 40)
        forms = (
            f"{self.compound()} {pick(PLACES)} {number}",
            f"{self.compound()} für {pick(PEOPLE)} und {pick(BODIES)}",
            f"{pick(ADJECTIVES).capitalize()} {self.compound()} in {pick(PLACES)}",
            f"{self.compound()} und {self.compound()} {pick(VERBS)}",
            f"Zuwendungen zur {self.compound()} ({pick(PLACES)}, {number}. Aufruf)",
            f"EU-Mittel für {self.compound()} in {pick(BODIES)}",
        )
        return pick(forms)

    def _english_title(self) -> str:
        pick = self._chance.choice
        return (
            f"{pick(TOPICS).capitalize()} and {pick(TOPICS)} for {pick(ENGLISH_PEOPLE)} ({self._chance.randint(1, 90)})"
        )

    def _sentence(self, templates: list[str]) -> str:
        pick = self._chance.choice
        if templates is ENGLISH:
            return pick(templates).format(
                e=pick(TOPICS),
                e2=pick(TOPICS),
                ep=pick(ENGLISH_PEOPLE),
                eb=pick(ENGLISH_BODIES),
                eb2=pick(ENGLISH_BODIES),
            )
        tail = len(self._rare)
        return pick(templates).format(
            a=pick(ADJECTIVES),
            c=self.compound(),
            c2=self.compound(),
            p=pick(PEOPLE),
            p2=pick(PEOPLE),
            b=pick(BODIES),
            b2=pick(BODIES),
            o=pick(PLACES),
            o2=pick(PLACES),
            v=pick(VERBS),
            n=self._rare[min(tail - 1, int(self._chance.paretovariate(0.5)))],
            n2=self._rare[min(tail - 1, int(self._chance.paretovariate(0.5)))],
        )
