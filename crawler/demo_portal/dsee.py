"""The practice programmes of foundations as the DSEE's database shows them: list pages and detail pages.

Labels and their order are the real ones; the look is left to utility classes there, so labels are all a reader has.
"""

import re
from html import escape

from crawler.demo_portal.content import Contact, FoundationProgramme
from crawler.demo_portal.markup import to_html, unordered

BASE = "https://foerderdatenbank.d-s-e-e.de/"
PER_PAGE = 8
FICTIONAL = "Übungsportal: Dieses Programm ist frei erfunden, ebenso die Institution, die es ausschreibt."


def pages(programmes: list[FoundationProgramme], contacts: dict[str, Contact]) -> dict[str, str]:
    """All pages by their path below the host, robots.txt included."""
    lists = [programmes[start : start + PER_PAGE] for start in range(0, len(programmes), PER_PAGE)]
    found = {f"p{number}": _list(entries, number, len(lists)) for number, entries in enumerate(lists, 1)}
    found[""] = found["p1"]
    found |= {f"foerderprogramme/{entry.key}": _detail(entry, contacts[entry.funder]) for entry in programmes}
    forbidden = [entry.key for entry in programmes if entry.forbidden]
    found["robots.txt"] = "User-agent: *\nDisallow: /admin/\n" + "".join(
        f"Disallow: /foerderprogramme/{key}\n" for key in forbidden
    )
    return found


def _list(programmes: list[FoundationProgramme], number: int, last: int) -> str:
    entries = "".join(
        f'<li class="my-4"><h2 class="font-bold"><a class="link" href="{BASE}foerderprogramme/{entry.key}">'
        f"{escape(entry.title, quote=False)}</a></h2></li>\n"
        for entry in programmes
    )
    turns = [(number - 1, "Zurück")] * (number > 1) + [(number + 1, "Weiter")] * (number < last)
    links = "".join(f'<a class="link" href="{BASE}p{page}">{word}</a>\n' for page, word in turns)
    main = f"<p>{FICTIONAL}</p>\n<ul>\n{entries}</ul>\n<p>Seite {number} von {last}</p>\n{links}"
    return _page("Förderdatenbank", BASE if number == 1 else f"{BASE}p{number}", main)


def _detail(programme: FoundationProgramme, contact: Contact) -> str:
    parts = [
        f"<div>{to_html(programme.text)}<p>{FICTIONAL}</p></div>",
        _part("Zielgruppen/Bedingungen", programme.target),
        _part("Hinweise zur Antragstellung/Bewerbung", programme.apply),
        _link_part(f"{contact.website}foerderung/{programme.key}"),
    ]
    facts = [
        _fact("Regionen:", programme.regions),
        _fact("Engagementbereiche:", programme.areas),
        _fact("Förderfähige Kosten:", programme.costs),
        _fact("Max. Fördersumme:", programme.maximum),
        _fact("Eigenmittel benötigt:", programme.own_money),
        _fact("Bewerbungsfrist:", programme.deadline, ' class="mb-1"'),
        _fact("Vorzeitiger Maßnahmebeginn:", programme.early_start),
    ]
    main = f"""<article class="container">
<div class="grid lg:grid-cols-3 gap-16">
<div class="col-span-2 space-y-4">
<header class="mb-8"><h1 class="col-span-2 font-bold text-2xl">{escape(programme.title, quote=False)}</h1></header>
<div class="prose text-lg mb-8 space-y-6">
{"".join(parts)}
</div>
</div>
<aside><div class="prose text-lg space-y-4">
{"".join(facts)}
</div></aside>
</div>
{_institution(contact)}
</article>"""
    return _page(programme.title, f"{BASE}foerderprogramme/{programme.key}", main)


def _part(heading: str, text: str) -> str:
    return f"<div><h3>{heading}</h3>{to_html(text)}</div>\n" if text else ""


def _link_part(address: str) -> str:
    link = f'<a href="{address}" class="link" target="_blank" rel="noindex nofollow">Link zum Programm</a>'
    return f"<div><h3>Weitere Informationen</h3><ul><li>{link}</li></ul></div>"


def _fact(label: str, value: str | list[str], attributes: str = "") -> str:
    if not value:
        return ""
    shown = unordered(value) if isinstance(value, list) else escape(value, quote=False)
    return f'<div>\n<div class="font-bold">{label}</div>\n<div{attributes}>\n{shown}\n</div>\n</div>\n'


def _institution(contact: Contact) -> str:
    number = 90_000 + sum(contact.key.encode()) % 10_000
    slug = re.sub(r"[^a-z0-9]+", "-", contact.key.lower())
    return f"""<div class="px-5 py-3 border-2 rounded-lg mt-16 px-6 py-6 border-gray">
<h2 class="mb-8 font-bold text-2xl"><a href="{BASE}institutionen/{number}-{slug}" class="link">\
{escape(contact.name, quote=False)}</a></h2>
<div><p>{escape(contact.road)} {contact.number},<br>{contact.zip_code} {escape(contact.city)}</p></div>
<div><h3 class="font-bold">E-Mail</h3><p><a href="mailto:{contact.email}">{contact.email}</a></p></div>
<div><h3 class="font-bold">Webseite</h3><p><a href="{contact.website}" target="_blank">{contact.website}</a></p></div>
<div><h3 class="font-bold">Telefon</h3><p>{contact.phone}</p></div>
</div>"""


def _page(title: str, address: str, main: str) -> str:
    shown = escape(title)
    broken = "\ufffd" if title.startswith("„") else ""  # as the real site's title element has it
    return f"""<!doctype html>
<html lang="de">
<head>
<meta charset="utf-8">
<link rel="home" href="{BASE}">
<link rel="canonical" href="{address}">
<meta property="og:url" content="{address}">
<title>{broken}{shown}  –  Förderdatenbank</title>
<meta name="description" content="Übungsportal: frei erfundene Förderprogramme.">
<meta property="og:type" content="website">
<meta property="og:title" content="{shown}">
</head>
<body>
<header class="container my-4"><a href="{BASE}"><span class="sr-only">Zur Startseite</span></a>
<p class="my-2 font-medium text-2xl">Förderdatenbank (Übungsportal)</p></header>
<main class="my-8">
<nav class="container"><a class="link" href="{BASE}">Förderdatenbank</a><span>&gt;</span><span>{shown}</span></nav>
{main}
</main>
<footer class="container mt-24"><p>Übungsportal, frei erfunden</p></footer>
</body>
</html>
"""
