"""The handbook of the installed version in the browser: `/hilfe` and `/hilfe/SEITE`, with its pictures."""

from html import escape

from aiohttp import web
from markdown_it import MarkdownIt
from markdown_it.token import Token

from grants_db.rules.web_address import is_web_address
from tui.formatting.i18n import _
from tui.state.handbook import handbook_folder, handbook_pages
from tui.state.handbook_links import anchor, page_of

INDEX = "README"
#: where the pictures are, which carry styles of their own and nothing else
PICTURES = "/hilfe/bilder/"
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; frame-ancestors 'none'"
PAGE = """<!DOCTYPE html>
<html lang="de">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – akquise</title>
<link rel="icon" href="/static/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/static/handbook.css">
</head>
<body>
<nav><a href="/hilfe">{index}</a> · <a href="/">akquise</a></nav>
<main>
{body}</main>
</body>
</html>
"""


def add_handbook(app: web.Application) -> None:
    """Its addresses; nothing of any other folder is served."""
    app.router.add_get("/hilfe", handle_handbook)
    app.router.add_get("/hilfe/{page}", handle_handbook)
    app.router.add_get(PICTURES + "{name}", handle_picture)


async def handle_handbook(request: web.Request) -> web.Response:
    """A page as HTML."""
    pages = handbook_pages()
    name = request.match_info.get("page", INDEX)
    if name not in pages:
        raise web.HTTPNotFound(text=_("Diese Seite hat das Handbuch nicht."))
    return web.Response(text=handbook_html(pages[name].read_text(encoding="utf-8")), content_type="text/html")


async def handle_picture(request: web.Request) -> web.FileResponse:
    """One of the pictures there are."""
    pictures = {file.name: file for file in (handbook_folder() / "bilder").glob("*.svg")}
    if (file := pictures.get(request.match_info["name"])) is None:
        raise web.HTTPNotFound(text=_("Dieses Bild hat das Handbuch nicht."))
    return web.FileResponse(file)


def handbook_html(text: str) -> str:
    """The page of a text in Markdown; its links lead within `/hilfe`, or out of the house, or nowhere."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(text)
    title = "akquise"
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type == "heading_open" and following is not None:
            token.attrSet("id", anchor(following.content))
            title = following.content if token.tag == "h1" else title
        for inner in token.children or ():
            _lead(inner)
    body = reader.renderer.render(tokens, reader.options, {})
    return PAGE.format(title=escape(title), index=escape(_("Handbuch")), body=body)


def _lead(token: Token) -> None:
    if token.type == "link_open":
        href = str(token.attrGet("href") or "")
        page, _sign, place = page_of(href), *href.partition("#")[1:]
        if page:
            token.attrSet("href", f"/hilfe/{page}" + (f"#{place}" if place else ""))
        elif not href.startswith("#") and not is_web_address(href):
            token.attrs.pop("href")
    elif token.type == "image":
        token.attrSet("src", f"/hilfe/{token.attrGet('src')}")
