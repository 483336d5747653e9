"""Closed words for what an opportunity pays for and what a measure wants: subject, activity, group, place, cost.

One word for one idea, as in `grants_db.vocabulary`; how they are read from texts stands in `matching.facets`.
"""

from grants_db.vocabulary_base import Vocabulary


class FundedSubject(Vocabulary):
    """What the work is about (Thema)."""

    INTEGRATION = "integration", "Integration", "Integration"
    REFUGEES = "refugees", "Flucht und Asyl", "Refugees and asylum"
    NATURALISATION = "naturalisation", "Einbürgerung und Aufenthalt", "Naturalisation and residence"
    ANTIDISCRIMINATION = "antidiscrimination", "Antidiskriminierung", "Anti-discrimination"
    DEMOCRACY = "democracy", "Demokratie und politische Bildung", "Democracy and civic education"
    EXTREMISM = "extremism", "Extremismus", "Extremism"
    REMEMBRANCE = "remembrance", "Erinnern und Gedenken", "Remembrance"
    RELIGION = "religion", "Religionen", "Religions"
    LANGUAGE = "language", "Sprache", "Language"
    LITERACY = "literacy", "Grundbildung", "Basic education"
    SCHOOL = "school", "Schule", "School"
    EARLY_YEARS = "early_years", "Frühe Bildung", "Early years"
    FAMILY = "family", "Familie und Eltern", "Families and parents"
    VOCATIONAL = "vocational", "Ausbildung und Übergang", "Vocational training"
    WORK = "work", "Arbeit und Beschäftigung", "Work and employment"
    RECOGNITION = "recognition", "Anerkennung von Abschlüssen", "Recognition of qualifications"
    FAIR_WORK = "fair_work", "Faire Arbeit", "Fair work"
    SKILLED_WORKERS = "skilled_workers", "Fachkräfte gewinnen", "Skilled workers"
    START_UPS = "start_ups", "Gründung", "Start-ups"
    ADULT_LEARNING = "adult_learning", "Weiterbildung", "Adult learning"
    VOLUNTEERING = "volunteering", "Ehrenamt", "Volunteering"
    MIGRANT_ORGANISATIONS = "migrant_organisations", "Migrantenorganisationen", "Migrant organisations"
    SPORT = "sport", "Sport", "Sport"
    CULTURE = "culture", "Kultur", "Culture"
    LIBRARY = "library", "Bibliotheken", "Libraries"
    DIGITAL = "digital", "Digitale Teilhabe und Medien", "Digital inclusion and media"
    E_GOVERNMENT = "e_government", "Digitale Verwaltung", "Digital administration"
    HEALTH = "health", "Gesundheit", "Health"
    MENTAL_HEALTH = "mental_health", "Seelische Gesundheit", "Mental health"
    CARE = "care", "Pflege", "Care"
    VIOLENCE = "violence", "Gewaltschutz", "Protection from violence"
    GENDER = "gender", "Gleichstellung", "Gender equality"
    LGBT = "lgbt", "Sexuelle Vielfalt", "Sexual diversity"
    OLDER_PEOPLE = "older_people", "Ältere", "Older people"
    DISABILITY = "disability", "Inklusion", "Disability inclusion"
    YOUTH_WORK = "youth_work", "Jugendarbeit", "Youth work"
    YOUTH_PARTICIPATION = "youth_participation", "Kinder- und Jugendbeteiligung", "Youth participation"
    PARTICIPATION = "participation", "Bürgerbeteiligung", "Citizen participation"
    NEIGHBOURHOOD = "neighbourhood", "Quartier und Nachbarschaft", "Neighbourhood"
    TOWN_DEVELOPMENT = "town_development", "Stadtentwicklung", "Town development"
    HOUSING = "housing", "Wohnen", "Housing"
    POVERTY = "poverty", "Armut und soziale Hilfe", "Poverty and social support"
    OPEN_ADMINISTRATION = "open_administration", "Interkulturelle Öffnung der Verwaltung", "Opening of administration"
    MONITORING = "monitoring", "Daten und Planung", "Data and planning"
    INTERNATIONAL = "international", "Internationales", "International"
    INTERPRETING = "interpreting", "Sprachmittlung", "Interpreting"
    CLIMATE_ADAPTATION = "climate_adaptation", "Klimaanpassung", "Climate adaptation"
    GREEN_SPACES = "green_spaces", "Grün und Natur", "Green and nature"
    ENERGY = "energy", "Energie und Klimaschutz", "Energy and climate protection"
    ENVIRONMENT = "environment", "Umwelt und Nachhaltigkeit", "Environment and sustainability"
    MOBILITY = "mobility", "Verkehr", "Mobility"
    PLAY_AREAS = "play_areas", "Spiel- und Freizeitflächen", "Play areas"
    PUBLIC_BUILDINGS = "public_buildings", "Öffentliche Gebäude", "Public buildings"
    RURAL = "rural", "Ländlicher Raum", "Rural areas"
    BUSINESS = "business", "Wirtschaft", "Business"
    RESEARCH = "research", "Forschung", "Research"
    SAFETY = "safety", "Sicherheit und Justiz", "Safety and justice"


class FundedActivity(Vocabulary):
    """What is done, or paid for (Tätigkeit)."""

    ADVICE = "advice", "Beratung und Begleitung", "Advice and support"
    COURSE = "course", "Kurse und Unterricht", "Courses"
    TRAINING = "training", "Fortbildung von Personal und Ehrenamtlichen", "Training of staff and volunteers"
    MEETING = "meeting", "Begegnung", "Meeting"
    EVENT = "event", "Veranstaltungen und Kampagnen", "Events and campaigns"
    INFORMATION = "information", "Information und Öffentlichkeit", "Information"
    SPACE = "space", "Räume und Treffpunkte", "Spaces"
    BUILDING = "building", "Bau und Sanierung", "Building"
    EQUIPMENT = "equipment", "Ausstattung und Technik", "Equipment"
    STAFF = "staff", "Stellen und Koordination", "Posts and coordination"
    NETWORK = "network", "Vernetzung und Kooperation", "Networks"
    STUDY = "study", "Konzepte und Studien", "Concepts and studies"
    INTERPRETING = "interpreting", "Dolmetschen und Übersetzen", "Interpreting and translating"
    CHILDCARE = "childcare", "Kinderbetreuung", "Childcare"
    TREATMENT = "treatment", "Behandlung und Pflege", "Treatment and care"
    SMALL_GRANTS = "small_grants", "Weitergabe an Vereine und Initiativen", "Small grants to others"
    PRIZE = "prize", "Preis", "Prize"
    PARTICIPATION = "participation", "Beteiligung", "Participation"
    PLACEMENT = "placement", "Vermittlung in Arbeit und Ausbildung", "Placement in work"
    VOLUNTEERS = "volunteers", "Einsatz von Ehrenamtlichen", "Volunteers at work"
    EXCHANGE = "exchange", "Austausch und Reisen", "Exchanges and travel"
    SCHOLARSHIP = "scholarship", "Stipendien und Zuschüsse an Einzelne", "Scholarships"
    ARTISTIC_WORK = "artistic_work", "Künstlerische Arbeit", "Artistic work"
    RESEARCH = "research", "Forschung und Entwicklung", "Research and development"


class FundedGroup(Vocabulary):
    """For whom (Zielgruppe), by stage of life and circumstances."""

    MIGRANTS = "migrants", "Zugewanderte", "Migrants"
    REFUGEES = "refugees", "Geflüchtete", "Refugees"
    WOMEN = "women", "Frauen und Mädchen", "Women and girls"
    CHILDREN = "children", "Kinder", "Children"
    PUPILS = "pupils", "Schulkinder", "Pupils"
    YOUNG_PEOPLE = "young_people", "Jugendliche und junge Erwachsene", "Young people"
    PARENTS = "parents", "Eltern und Familien", "Parents and families"
    ADULTS = "adults", "Erwachsene", "Adults"
    UNEMPLOYED = "unemployed", "Arbeitslose", "Unemployed people"
    OLDER_PEOPLE = "older_people", "Ältere Menschen", "Older people"
    DISABLED_PEOPLE = "disabled_people", "Menschen mit Behinderung", "Disabled people"
    VOLUNTEERS = "volunteers", "Ehrenamtliche", "Volunteers"
    PROFESSIONALS = "professionals", "Fachkräfte und Personal", "Professionals"
    ORGANISATIONS = "organisations", "Vereine und Organisationen", "Associations"
    COMPANIES = "companies", "Betriebe", "Companies"
    RESIDENTS = "residents", "Bewohner und Nachbarschaft", "Residents"
    VICTIMS = "victims", "Betroffene von Gewalt und Diskriminierung", "Victims"
    POOR_PEOPLE = "poor_people", "Menschen in Armut und Not", "People in poverty"
    MUNICIPALITY = "municipality", "Die Stadt selbst", "The municipality itself"
    STUDENTS = "students", "Studierende und Forschende", "Students and researchers"


class FundedPlace(Vocabulary):
    """Where (Ort)."""

    KINDERGARTEN = "kindergarten", "Kita", "Kindergarten"
    SCHOOL = "school", "Schule", "School"
    YOUTH_CENTRE = "youth_centre", "Jugendeinrichtung", "Youth centre"
    NEIGHBOURHOOD = "neighbourhood", "Quartier und Nachbarschaft", "Neighbourhood"
    ADMINISTRATION = "administration", "Verwaltung", "Administration"
    LIBRARY = "library", "Bibliothek", "Library"
    CULTURE = "culture", "Kultureinrichtung", "Cultural venue"
    SPORT = "sport", "Sportstätte und Sportverein", "Sports ground and club"
    COMPANY = "company", "Betrieb", "Workplace"
    HEALTH = "health", "Gesundheit und Pflege", "Health and care"
    SHELTER = "shelter", "Unterkunft für Geflüchtete", "Refugee accommodation"
    PUBLIC_SPACE = "public_space", "Öffentlicher Raum", "Public space"
    ONLINE = "online", "Im Netz", "Online"
    RURAL = "rural", "Ländlicher Raum", "Rural area"
    UNIVERSITY = "university", "Hochschule", "University"
    WORSHIP = "worship", "Religionsgemeinde", "Place of worship"
    HOME = "home", "Wohnung und Zuhause", "Home"


class FundedCost(Vocabulary):
    """Which costs (Kostenart)."""

    STAFF = "staff", "Personalkosten", "Staff costs"
    MATERIAL = "material", "Sachkosten", "Material costs"
    INVESTMENT = "investment", "Investitionen", "Investment"
    FEES = "fees", "Honorare", "Fees"
    TRAVEL = "travel", "Fahrten", "Travel"
    RENT = "rent", "Miete und Betrieb", "Rent and running costs"


#: the kinds of facets, in the order they are spoken of
FACETS: dict[str, type[Vocabulary]] = {
    "subject": FundedSubject,
    "activity": FundedActivity,
    "group": FundedGroup,
    "place": FundedPlace,
    "cost": FundedCost,
}


def facet_code(facet: Vocabulary) -> str:
    """The form in which a facet is stored beside others: its kind and its word.

    >>> facet_code(FundedSubject.LANGUAGE)
    'subject:language'
    """
    kind = next(name for name, words in FACETS.items() if isinstance(facet, words))
    return f"{kind}:{facet.value}"


def read_facets(typed: str) -> tuple[str, ...]:
    """The codes of facets that were typed: codes or names of either language, by comma; an unknown one stands as it is.

    >>> read_facets("Sprache, women, subject:sport, Mond")
    ('subject:language', 'group:women', 'subject:sport', 'Mond')
    """
    known: dict[str, str] = {}
    for words in reversed(FACETS.values()):
        for facet in words:
            known |= dict.fromkeys(
                (name.casefold() for name in (facet.value, facet.german, facet.english)), facet_code(facet)
            )
    parts = [part.strip() for part in typed.split(",") if part.strip()]
    return tuple(dict.fromkeys(part if ":" in part else known.get(part.casefold(), part) for part in parts))


def facet_of(code: str) -> Vocabulary | None:
    """The facet with this code; None where there is none.

    >>> facet_of("subject:language") is FundedSubject.LANGUAGE, facet_of("subject:moon"), facet_of("")
    (True, None, None)
    """
    kind, _, word = code.partition(":")
    words = FACETS.get(kind)
    return next((facet for facet in words if facet.value == word), None) if words else None
