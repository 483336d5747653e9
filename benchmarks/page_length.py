"""Reading pages of any length: the processor time for each sign must stay flat from 10 kB to 1 MB.

    python -m benchmarks.page_length [--shape NAME] [--most RATIO]

Each page is read as a watched page is: parsed, judged whether it offers one call or several, and its facts read. The
pages are made of invented prose in the usual shapes, one seed each. The exit status is 1 where a sign of the longest
page takes more than RATIO times that of the page of a tenth of its length.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import cycle

from scrapy.http import HtmlResponse

from benchmarks.invented_texts import Inventor
from crawler.extract.opportunity import read_facts
from crawler.platforms.plain_page import AwaitedCall, parsed_page, records_of
from crawler.text.page.calls import offer_of
from grants_db.models.source import Source
from grants_db.vocabulary import Level

SIZES = (10_000, 100_000, 1_000_000)
ROUNDS = 3
#: what a machine that does other work as well may make of an even time
MOST_RATIO = 2.0
URL = "https://www.stiftung-beispiel.example/foerderung"
SOURCE = Source(
    name="beispiel",
    title="Beispielstiftung",
    url=URL,
    platform="watched_page",
    level=Level.FOUNDATION,
    funder="Beispielstiftung",
    added_at=datetime(2026, 11, 24, tzinfo=UTC),
)
SENTENCES = (
    "Anträge sind bis zum {day}. {month} {year} bei der Stiftung einzureichen.",
    "Die Förderung beträgt höchstens {sum}.000 Euro je Vorhaben.",
    "Antragsberechtigt sind Kommunen, Vereine und Träger der freien Jugendhilfe.",
    "Der Eigenanteil beträgt mindestens {rate} Prozent der zuwendungsfähigen Ausgaben.",
    "Die Jury entscheidet am {day}. {month} {year}; das Vorhaben beginnt frühestens im Jahr {year}.",
    "Mit dem Vorhaben darf vor der Bewilligung nicht begonnen werden.",
)
RARE = ["Lastenräder", "Lesepaten", "Dolmetscherinnen", "Gemeinschaftsgärten", "Chorproben", "Fahrradwerkstätten"]
MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()


def main() -> int:
    """Print a line for each shape; the exit status."""
    parser = argparse.ArgumentParser(description="Processor time for each sign of a page, by the page's length.")
    parser.add_argument("--shape", choices=sorted(SHAPES))
    parser.add_argument("--most", type=float, default=MOST_RATIO, metavar="RATIO")
    asked = parser.parse_args()
    read(page("prose", SIZES[0]))  # loads the word lists
    sys.stdout.write(f"{'µs for each sign':18}" + "".join(f"{size // 1000:>8} kB" for size in SIZES) + "   growth\n")
    steeper = []
    for shape in [asked.shape] if asked.shape else SHAPES:
        each = [seconds_to_read(page(shape, size), ROUNDS if size < SIZES[-1] else 1) / size for size in SIZES]
        growth = each[-1] / each[-2]
        steeper += [shape] if growth > asked.most else []
        sys.stdout.write(f"{shape:18}" + "".join(f"{1e6 * one:11.2f}" for one in each) + f"{growth:8.2f}×\n")
        sys.stdout.flush()
    if steeper:
        sys.stdout.write(f"grows faster than the page: {', '.join(steeper)}\n")
    return 1 if steeper else 0


def read(markup: str) -> int:
    """Read a page the whole way; how many records it gives."""
    found = parsed_page(HtmlResponse(URL, body=markup.encode(), encoding="utf-8"), shipped_title=SOURCE.title)
    return sum(1 for _ in records_of(AwaitedCall(URL, found, offer_of(found)), SOURCE))


def read_as_text(text: str) -> int:
    """Read a text without markup, as that of a document is."""
    return len(read_facts(title="Förderung", sections=[("", text)])[0])


def seconds_to_read(markup: str, rounds: int) -> float:
    """The processor time of the fastest round; a page that is refused counts as well."""
    reader: Callable[[str], int] = read if markup.startswith("<") else read_as_text
    seconds = []
    for _ in range(rounds):
        start = time.process_time()
        reader(markup)
        seconds.append(time.process_time() - start)
    return min(seconds)


def page(shape: str, size: int) -> str:
    """A page of a shape, of about this many signs."""
    return SHAPES[shape](size)


def _sentences(size: int, share: float) -> Iterator[str]:
    """Invented sentences; of these a share states a day, a sum, a rate or who may apply."""
    dice, inventor, length = random.Random(size), Inventor(size, RARE), 0
    while length < size:
        said = inventor.sentence("de")
        if dice.random() < share:
            said = dice.choice(SENTENCES).format(
                day=dice.randint(1, 28),
                month=dice.choice(MONTHS),
                year=dice.randint(2024, 2029),
                sum=dice.randint(1, 400),
                rate=dice.randint(5, 90),
            )
        yield said
        length += len(said) + 1


def _grouped(size: int, share: float, count: int = 3) -> Iterator[str]:
    """Parts of a few sentences: a page of a megabyte of single ones has more tags than any that is read."""
    said = list(_sentences(size, share))
    return (" ".join(said[n : n + count]) for n in range(0, len(said), count))


def _whole(body: str) -> str:
    return f"<html><head><title>Förderung</title></head><body><main><h1>Quartiersfonds</h1>{body}</main></body></html>"


def _paragraphs(size: int, share: float = 0.05) -> str:
    return _whole("".join(f"<p>{said}</p>" for said in _grouped(size, share, 5)))


def _headed(size: int) -> str:
    names = cycle(("Wer wird gefördert?", "Antragsfrist", "Förderhöhe", "Voraussetzungen", "Verfahren"))
    return _whole("".join(f"<h2>{next(names)}</h2><p>{said}</p>" for said in _grouped(size, 0.1, 4)))


def _table(size: int) -> str:
    said = list(_sentences(size, 0.3))
    head = "<tr><th>Gegenstand</th><th>Frist</th><th>Förderhöhe</th></tr>"
    rows = ("".join(f"<td>{cell}</td>" for cell in said[n : n + 3]) for n in range(0, len(said), 3))
    return _whole(f"<table>{head}{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")


def _terms(size: int) -> str:
    names = cycle(("Antragsfrist", "Förderhöhe", "Antragsberechtigt", "Gegenstand"))
    return _whole(f"<dl>{''.join(f'<dt>{next(names)}</dt><dd>{said}</dd>' for said in _grouped(size, 0.3))}</dl>")


def _list(size: int) -> str:
    return _whole(f"<ul>{''.join(f'<li>{said}</li>' for said in _sentences(size, 0.1))}</ul>")


def _links(size: int) -> str:
    entries = (f"<li><a href='/f/{n}'>{said}</a></li>" for n, said in enumerate(_grouped(size, 0.1)))
    return _whole(f"<ul>{''.join(entries)}</ul>")


def _folded(size: int) -> str:
    parts = enumerate(_grouped(size, 0.1))
    return _whole("".join(f"<details><summary>Teil {n}</summary><p>{said}</p></details>" for n, said in parts))


def _one_line(size: int) -> str:
    """Not one full stop: what a damaged document comes to."""
    return _whole(f"<p>{' '.join(said.rstrip('.') for said in _sentences(size, 0.05))}</p>")


def _marked(size: int) -> str:
    """A paragraph full of marks of footnotes and struck-out words."""
    said = (f"{one[:-1]}<sup>1</sup>, <del>früher</del> {one}" for one in _sentences(size // 2, 0.2))
    return _whole(f"<p>{' '.join(said)}</p>")


def _figures(size: int) -> str:
    return _whole(f"<p>Anträge sind bis zum 1. März 2027 möglich.</p><p>{'9' * size}</p>")


def _text(size: int) -> str:
    return "\n".join(_sentences(size, 0.05))


SHAPES: dict[str, Callable[[int], str]] = {
    "prose": _paragraphs,
    "headings": _headed,
    "table": _table,
    "terms": _terms,
    "list": _list,
    "links": _links,
    "folded parts": _folded,
    "one long line": _one_line,
    "days and sums": lambda size: _paragraphs(size, 1.0),
    "marks": _marked,
    "figures": _figures,
    "document": _text,
}

if __name__ == "__main__":
    sys.exit(main())
