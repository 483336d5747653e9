"""What kinds of letters there are, and the words that tell them: what a letter calls itself, what it decides."""

from enum import StrEnum


class LetterKind(StrEnum):
    """What a letter is."""

    AWARD = "award"
    CHANGE = "change"
    REJECTION = "rejection"
    CONSENT = "consent"
    CALL = "call"
    NEWSLETTER = "newsletter"
    UNKNOWN = "unknown"


_GRANT = r"(?:Zuwendung|Förderung|Förder|Projektförderung|Zuschuss|Fördermittel|Mittel|Unterstützung|Projektmittel)"
#: heading of a letter: what it calls itself
HEADINGS = {
    LetterKind.CHANGE: (
        r"(?:Ä|ä)nderung(?:s|en)?[- ]?(?:bescheid|vertrag|mitteilung)|Änderung (?:des|Ihres|der)\b|Ergänzungsbescheid|"
        r"(?:[Tt]eil)?(?:[Ww]iderruf|[Aa]ufhebung|[Rr]ücknahme|[Ee]rstattung)\w*[- ](?:und \w+)?[Bb]escheid|"
        r"(?:Teil)?[Ww]iderruf|[Tt]eilweise\w* (?:Aufhebung|Widerruf|Rücknahme)|Teilaufhebung|Neufestsetzung|"
        r"Fristverlängerung|Umschichtung|Aufstockung|Verlängerung|Umwidmung|Nachbewilligung|"
        r"geänderte\w* (?:Zuwendungs)?bescheid|"
        r"[Nn]achtrag|(?:Anpassung|Erhöhung|Kürzung|Minderung|Abänderung|Ergänzung) (?:der|des|zum|zur|Ihrer|Ihres)\b"
    ),
    LetterKind.CONSENT: (
        r"[Bb]eginn vor (?:\w+ )?(?:Bewilligung|Entscheidung|Bescheid)|"
        r"[Vv]orzeitige\w* (?:Maßnahme|Vorhaben|Projekt)?n?s?[Bb]eginn|(?:Zustimmung|Zulassung|Genehmigung|Ausnahme|"
        r"Einverständnis)\b.*[Bb]eginn|[Vv]orhabenbeginn|(?:Projekt|Maßnahmen?)beginn\b|"
        r"Unbedenklichkeits(?:bescheinigung|erklärung)|förderunschädliche\w*|zuwendungsunschädliche\w*"
    ),
    LetterKind.REJECTION: r"Ablehnung|Absage|[Aa]blehnende\w*|Nichtberücksichtigung|Rücknahme der Bewilligung",
    LetterKind.AWARD: (
        r"(?:Zuwendungs|Bewilligungs|Förder(?:mittel)?|Zuschuss)[- ]?bescheid|Bewilligung|Förder(?:mittel)?zusage|"
        r"(?<!auf )Gewährung (?:einer|von|eines)\b|Zusage|(?:Zuwendungs|Förder|Finanzhilfe)(?:vertrag|"
        r"vereinbarung|mitteilung)|Zuwendungsbestätigung|"
        r"Förderbestätigung|Mitteilung über die (?:Genehmigung|Bewilligung|Förderung|Auswahl)|(?:Genehmigungs|"
        r"Auswahl)mitteilung|"
        r"Förderentscheidung|[Gg]rant [Aa](?:greement|ward)|[Aa]ward (?:notice|letter|decision|of (?:a |the )?grant)|"
        r"[Nn]otification of award|"
        r"[Ss]ub-?grant|[Ss]ubsidy contract|[Pp]artner(?:ship)? (?:agreement|contract)|[Ff]unding (?:agreement|"
        r"confirmation)|(?:Partner|Kooperations|"
        r"Weiterleitungs)(?:schafts)?vertrag"
    ),
    LetterKind.CALL: (
        r"(?:Förder|Projekt|Ideen)?[Aa]ufruf\b|Ausschreibung\b|Bekanntmachung|Interessenbekundung\w*|"
        r"[Cc]all for (?:[Pp]roposals|[Aa]pplications|[Ee]xpressions?|[Pp]rojects|[Pp]artners|[Ii]deas)|"
        r"[Oo]pen [Cc]alls?\b|[Ff]unding "
        r"(?:opportunity|call)|Expressions? of [Ii]nterest|Ausschreibung(?:en)?\b|Einladung zur (?:Bewerbung|"
        r"Einreichung|Antragstellung)|Antragstellung\b|Antragsverfahren|neue Förderung|^(?:\w*[Rr]ichtlinien?|"
        r"Fördergrundsätze) (?:zur|über|für|zum|„)|Wettbewerb\b|Einreichung von (?:Anträgen|Projekt\w+|Skizzen)|"
        r"Förderrunde"
    ),
}
#: what a letter decides, in its own words
DECISIONS = {
    LetterKind.REJECTION: (
        (
            r"\b(?:können|konnten|kann) (?:wir|ich)\b[^.]{0,80}\bnicht (?:fördern|anbieten|unterstützen|bewilligen|"
            r"zusagen)\b|"
            r"\b(?:müssen|muss|kann|können|musste\w?) (?:wir|ich)\b[^.]{0,80}\b(?:ablehnen|absagen)\b|"
            r"\b(?:Bewilligung|Förderung|Zuwendung|Unterstützung)\b(?:[^.]|\.(?=\d)){0,160}\b(?:ist|war|"
            r"sind)\b[^.]{0,30}\bnicht möglich\b"
        ),
        (
            r"(?:[Ll]eider|[Bb]edauer\w+)\b[^.]{0,160}\b(?:nicht|keine?n?|absagen|Absage|ablehn\w+|"
            r"abgelehnt|abschlägig\w*)\b"
        ),
        (
            r"\bnicht (?:\w+ ){0,4}(?:entsprechen|entsprochen|berücksichtig\w+|fördern|gefördert werden|bewillig\w+|"
            r"unterstützen|unterstützt werden|ausgewählt|stattgegeben|zum Zuge?|aufgenommen werden|aufnehmen|"
            r"nachkommen|weiterverfolgen|weiterverfolgt werden|zusagen|helfen|mitfinanzieren|beteiligen|auswählen|"
            r"anbieten|überzeug\w+)"
            r"\b|\bpass\w+ (?:\w+ ){0,4}?nicht (?:zu|in)\b|\bnicht (?:\w+ ){0,4}(?:in die engere (?:Aus)?[Ww]ahl|"
            r"unter den (?:ausgewählten|geförderten))\b"
        ),
        (
            r"\b(?:lehne[n]?|lehnt)\b[^.]{0,120}\bab\b|\b(?:wird|wurde|ist) (?:hiermit )?abgelehnt\b|"
            r"\bkeine (?:Förderung|Zuwendung|Förderzusage|Zusage|positive \w+)\b[^.]{0,60}\b"
            r"(?:geben|erhalten|gewähr\w+|erteil\w+|möglich|mitteilen)\b|\babzulehnen\b|\babschlägig\b|"
            r"\bgegen eine (?:Förderung|Unterstützung|Aufnahme)\b|\b(?:Absage|Ablehnung)\b"
        ),
        (
            r"\b(?:bedauern|Bedauern|enttäusch\w+|Enttäuschung|um Verständnis|Ihr Verständnis|Vorzug|Nachsicht|"
            r"keine (?:bessere|günstigere|gute|erfreulichere)n? (?:Nachricht|Mitteilung|Antwort))\b"
        ),
        (
            r"\b(?:Mittel|Budget|Fördermittel|Haushaltsmittel)\b[^.]{0,80}\b(?:nicht aus|erschöpft|ausgeschöpft|"
            r"gebunden|begrenzt|reichten nicht|überstieg\w*)\b|\b(?:überstieg\w*|übersteigen|mehr Anträge als)\b"
        ),
        (
            r"\bnächste[nr]? (?:\w+)?(?:[Rr]unde|Ausschreibung|Frist|Mal)\b|"
            r"\berneut (?:\w+ ){0,3}(?:bewerben|einreichen|zu stellen|beantragen)\b"
        ),
    ),
    LetterKind.CHANGE: (
        (
            r"\bänder\w* (?:ich|wir)\b[^.]{0,80}\b\w*[Bb]escheid|"
            r"\b(?:Bescheid\w*|Zuwendungsbescheid\w*|Fördervertrag\w*|Vereinbarung|Bewilligung\w*)\b[^.]{0,120}"
            r"\b(?:wie folgt )?(?:geändert|abgeändert|ergänzt|neu gefasst|ändere)\b"
        ),
        r"\bänder[en]\w* (?:ich|wir)\b|\b(?:ich|wir) (?:\w+ ){0,4}ändere?n?\b",
        (
            r"\bvon (?:bisher|bislang|ursprünglich)\b|\b(?:bisher|bislang)(?:ige[rnms]?)?\b[^.]{0,80}\b"
            r"(?:neu\w*|nunmehr|nun)\b|\bstatt (?:bisher|bislang)\b"
        ),
        (
            r"\b(?:verlänger[et]\w*|erhöh[et]\w*|ermäßig\w+|reduzier\w+|verringer\w+)\b[^.]{0,140}"
            r"\b(?:auf|bis zum|um)\b|"
            r"\b(?:im [ÜU]brigen|Übrigen)\b[^.]{0,100}\b(?:gilt|gelten|bleib\w+|unverändert)\b"
        ),
    ),
    LetterKind.CONSENT: (
        (
            r"\b(?:können|dürfen)\b[^.]{0,100}\bvorzeitig\w*\b[^.]{0,40}\bbeginn|\bvorzeitig\w* (?:zu )?beginnen\b|"
            r"\beigenes (?:\w+ )?Risiko\b[^.]{0,80}\bbeg[io]nn"
        ),
        (
            r"\b(?:stimme[n]?|zustimm\w+|Zustimmung|zugelassen|zulasse[n]?|lasse[n]?|genehmig\w+|Genehmigung|"
            r"Einverständnis|"
            r"einverstanden|Ausnahme)\b[^.]{0,160}\b(?:vorzeitige\w*|Beginn|begonnen|begonnen werden|beginnen)\b"
        ),
        r"\bvorzeitige\w*\b[^.]{0,140}\b(?:stimme|zugestimmt|zugelassen|genehmigt|erteil\w+|bewillig\w+)\b",
        (
            r"\b(?:kein|keinen|keinerlei)\b[^.]{0,60}\b(?:Rechtsanspruch|Anspruch)\b[^.]{0,80}\b(?:Förderung|Zuwendung|"
            r"Bewilligung|Gewährung)\b|\bauf eigenes (?:finanzielles )?Risiko\b|\bkeine Zusicherung\b"
        ),
    ),
    LetterKind.AWARD: (
        (
            r"\b(?:Ihrem|Ihren|Ihr|dem) (?:\w+ ){0,2}?Antrag\w*\b[^.]{0,80}\b(?:zugestimmt|entsprochen|stattgegeben|"
            r"gebe\w? (?:ich|wir) statt|genehmigt)\b|\bzur Förderung ausgewählt\b|\b(?:bewillig\w+|"
            r"gewähr\w+) (?:ich |wir )?Ihnen\b|"
            r"\bIhnen\b[^.]{0,120}\b(?:bewilligt|gewährt)\b|\bSie erhalten (?:für|eine|einen|"
            r"als|damit)\b"
        ),
        r"\b(?:bewillig\w+|gewähr\w+|bewilligt|zuerkenn\w+|sage[n]?)\b[^.]{0,100}\b(?:ich|wir|Ihnen|zu)\b",
        (
            rf"\b(?:ich|wir|Ihnen|hat|haben|wird|werden)\b[^.]{{0,160}}\b(?:bewillig\w+|gewähr\w+|zugesagt|"
            rf"zuerkannt)\b|"
            rf"\b(?:eine|als|einen) (?:\S+ ){{0,3}}{_GRANT}\w*\b[^.]{{0,60}}\bin Höhe von\b"
        ),
        (
            r"\bfreuen? (?:uns|wir|mich)\b[^.]{0,200}\b(?:mitteilen|mitzuteilen|fördern|unterstützen|zusagen|bewilligt|"
            r"Förderung|beschlossen|ausgewählt)\b"
        ),
        r"\bBewilligungszeitraum\b|\bVerwendungsnachweis\b|\bMittelabruf\b",
        r"\b(?:Glückwunsch|gratulier\w+|[Gg]ute Nachricht\w*|freuen? (?:wir|uns|mich)|(?:große|mit) Freude)\b",
        r"\b(?:Spendenbescheinigung|Empfangsbestätigung|Annahmeerklärung|Einverständniserklärung)\b",
    ),
    LetterKind.CALL: (
        (
            r"\b(?:fördert|unterstützt|stehen|stellt|vergibt)\b[^.]{0,160}\b(?:Kommunen|Vereine\w*|Projekte|Initiativen|"
            r"Träger|"
            r"bereit|zur Verfügung)\b"
        ),
        r"\b(?:Einreichschluss|Antragsfrist|Bewerbungsfrist|Einreichungsfrist|Einsendeschluss|Bewerbungsschluss|Antragsschluss)\b",
        (
            r"\b(?:Anträge|Projektskizzen|Skizzen|Bewerbungen|Interessenbekundungen|Projektanträge|Projektvorschläge)\b"
            r"(?:[^.]|\.(?=\S)){0,120}\b(?:bis|einzureichen|eingereicht|gestellt|zu stellen|stellen Sie|eingehen|"
            r"einreichen)\b|"
            r"\bbis\b(?:[^.]|\.(?=[\s\d])){0,60}\b(?:Anträge|Skizzen|Bewerbungen|Antrag|Ideen)\b[^.]{0,90}\b(?:stellen|einreichen|gestellt|"
            r"eingereicht)\b|\bbis\b(?:[^.]|\.(?=[\s\d])){0,40}\b(?:abschicken|einsenden|bewerben|einreichen|abgeben)\b"
        ),
        (
            r"\b(?:Gefördert werden|Antragsberechtigt|antragsberechtigt|bewerben können sich|Bewerben können sich|"
            r"Zuwendungsempfänger sind|teilnahmeberechtigt)\b"
        ),
        (
            r"\b(?:Kommunen|Vereine|Träger|Initiativen|Städte|Gemeinden|Interessierte)\b[^.]{0,40}\b(?:können|lädt|laden)\b[^.]{0,120}\b"
            r"(?:beantragen|bewerben|einreichen)\b|\b(?:lädt|laden|ruft|rufen)\b[^.]{0,120}\b(?:bewerben|Bewerbung|einzureichen)\b"
        ),
        (
            r"\breichen Sie\b[^.]{0,60}\b(?:Antrag|Anträge|Bewerbung|Skizze|Projekt\w*)\b[^.]{0,80}\bbis\b|"
            r"\b[Zz]u gewinnen\b|\bdotiert\b"
        ),
        (
            r"\bInteressenbekundung\w*\b[^.]{0,90}\bbis\b|\bbis\b[^;]{0,60}\bInteressenbekundung|"
            r"\b(?:[Aa]pply by|[Dd]eadline|[Ee]ligible (?:are|applicants)|[Pp]roposals? (?:must|may|can|should)|"
            r"per project|"
            r"[Ww]e (?:are looking for|invite)|are invited to)\b"
        ),
        r"\bnach Maßgabe dieser Richtlinie\b|\b[Mm]itmachen\b|\bFormular ausfüllen\b|\b[Ww]ir suchen\b",
        (
            r"\b(?:Förderaufruf|Aufruf|Ausschreibung|Fördergegenstand|Wer wird gefördert|Was wird gefördert|"
            r"Gegenstand der Förderung)\b"
        ),
    ),
}
