"""The practice pages of plain prose: a foundation's or an authority's own page, with its usual surroundings."""

from html import escape

from crawler.demo_portal.content import Page
from crawler.demo_portal.markup import to_html

FICTIONAL = "Übungsportal: Diese Seite ist frei erfunden, ebenso wie die Einrichtung, die hier fördert."


def page(record: Page) -> str:
    """The page as its site would serve it; the main text stands among navigation, notices and a footer."""
    shown, funder = escape(record.title), escape(record.funder)
    return f"""<!doctype html>
<html lang="de">
<head><meta charset="utf-8"><title>{shown} | {funder}</title></head>
<body>
<header><p>{funder}</p><nav><ul><li><a href="/">Startseite</a></li><li><a href="/foerderung">Förderung</a></li>
<li><a href="/kontakt">Kontakt</a></li></ul></nav></header>
<main>
<article>
<h1>{shown}</h1>
{to_html(record.text)}
<p>{FICTIONAL}</p>
</article>
</main>
<aside class="cookie-banner"><p>Diese Seite verwendet keine Cookies.</p></aside>
<footer><p>{funder}</p><ul><li><a href="/impressum">Impressum</a></li>
<li><a href="/datenschutz">Datenschutz</a></li></ul></footer>
</body>
</html>
"""
