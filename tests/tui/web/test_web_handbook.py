"""The handbook in the browser: every page, its links and pictures, and nothing else of any folder."""

import re
from pathlib import Path
from urllib.parse import unquote

import aiohttp
import pytest

from tests.tui.web.test_web_server import free_port, serving
from tui.state.handbook import handbook_pages
from tui.web.access import access_rules
from tui.web.handbook import handbook_html
from tui.web.server import BrowserServer


def a_server(port: int) -> BrowserServer:
    return BrowserServer(access_rules(port), {}, title="akquise", sessions=1)


async def test_every_page_is_served_and_every_link_and_picture_of_it_leads_somewhere() -> None:
    port = free_port()
    async with serving(a_server(port), port) as address, aiohttp.ClientSession() as session:

        async def get(path: str) -> tuple[int, str]:
            async with session.get(address + path) as answer:
                return answer.status, await answer.text()

        asked: dict[str, str] = {}
        waiting = {"/hilfe", *(f"/hilfe/{name}" for name in handbook_pages())}
        while waiting:
            path = waiting.pop()
            status, asked[path] = await get(path)
            assert status == 200, path
            found = re.findall(r'(?:href|src)="(/[^"#]+)', asked[path]) if not path.endswith(".svg") else []
            waiting |= {link for link in found if link.startswith(("/hilfe", "/static"))} - set(asked)
        assert "<h1" in asked["/hilfe"]
        assert [path for path in asked if path.endswith(".svg")]
        assert (await get("/hilfe/..%2F..%2Fpyproject"))[0] == 404
        assert (await get("/hilfe/bilder/..%2FREADME.md"))[0] == 404


def test_what_a_page_says_is_text_and_links_stay_in_the_house() -> None:
    html = handbook_html("# T <b>\n\n<script>x</script>\n\n[a](x.md#y) [b](../z) [c](javascript:x)\n\n## Was denn?\n")
    assert "<script>" not in html
    assert 'href="/hilfe/x#y"' in html
    assert 'id="was-denn"' in html
    assert "javascript:" not in re.sub(r"<p>.*?</p>", "", html)
    assert 'href="../z"' not in html


@pytest.mark.parametrize("page", handbook_pages().values(), ids=lambda page: page.stem)
def test_anchors_within_the_handbook_exist(page: Path) -> None:
    pages = handbook_pages()
    for name, place in re.findall(r'href="/hilfe/([\w-]+)#([^"]+)"', handbook_html(page.read_text(encoding="utf-8"))):
        assert f'id="{unquote(place)}"' in handbook_html(pages[name].read_text(encoding="utf-8"))
