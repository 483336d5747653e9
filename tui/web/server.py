"""The web server: one page, its few files, the socket of each tab, and files that the app hands out.

Built on textual-serve for how it speaks with the app and with the terminal in the page. Ours are the page (nothing is
loaded from another host), the checks at the access_rules, the headers, the limit, and that every process ends.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import jinja2
import textual_serve
from aiohttp import WSCloseCode, web
from textual_serve.server import Server

from tui.formatting.i18n import _, language
from tui.web.handbook import PICTURE_POLICY, PICTURES, add_handbook
from tui.web.session import Session

if TYPE_CHECKING:
    from textual_serve.app_service import AppService

    from tui.web.access import AccessRules

HERE = Path(__file__).parent
THEIRS = Path(textual_serve.__file__).parent / "static"
#: all files there are; nothing else of any folder is served
FILES = {
    "textual.js": THEIRS / "js" / "textual.js",
    "xterm.css": THEIRS / "css" / "xterm.css",
    "roboto-mono.ttf": THEIRS / "fonts" / "RobotoMono-VariableFont_wght.ttf",
    "page.js": HERE / "static" / "page.js",
    "page.css": HERE / "static" / "page.css",
    "handbook.css": HERE / "static" / "handbook.css",
    "icon.svg": HERE / "static" / "icon.svg",
}
#: textual.js puts two style elements into the page: an empty one, and what is in xterm.css; a test sees them pass
STYLES = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' 'sha256-03EiY9OLVCaCQVNKUgCYxdI11BJ8pKsqSKUlTlszVsE='"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' {styles}; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self' {sockets}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "no-cache",
    "Server": "akquise",
}
#: bytes of one message from the page; keys and pasted text are far smaller
LARGEST_MESSAGE = 2**20
FONT_SIZES = (8, 40)
LONGEST_NAME = 200
#: tabs that one person may have open; seconds without a key after which a tab ends
PER_PERSON, IDLE = 5, 4 * 3600.0
#: why a socket closes, as the page knows it (4000 to 4999 are an application's own, RFC 6455, 7.4.2)
IDLE_CODE = 4001


class BrowserServer(Server):
    """Serves the app to browsers.

    `environment` is what each app's process gets besides ours; `user_header` names the header in which the reverse
    proxy says who has logged in (empty: it says nothing).
    """

    def __init__(
        self,
        access_rules: "AccessRules",
        environment: Mapping[str, str],
        *,
        title: str,
        sessions: int,
        user_header: str = "",
        per_person: int = PER_PERSON,
        idle: float = IDLE,
    ) -> None:
        super().__init__("", title=title)
        self._door = access_rules
        self._environment = environment
        self._most = sessions
        self._user_header = user_header
        self._most_each, self._idle = per_person, idle
        self._users: dict[web.WebSocketResponse, str] = {}
        self._sessions: dict[web.WebSocketResponse, Session | None] = {}
        policy = POLICY.format(styles=STYLES, sockets=" ".join(access_rules.sockets))
        self._headers = HEADERS | {"Content-Security-Policy": policy}
        loader = jinja2.FileSystemLoader(HERE / "templates")
        self._page = jinja2.Environment(loader=loader, autoescape=True).get_template("page.html")

    def application(self) -> web.Application:
        """The application with its routes; every answer passes the access_rules and carries the headers."""
        app = web.Application(middlewares=[self._check])
        app.router.add_get("/", self.handle_page)
        app.router.add_get("/ws", self.handle_websocket)
        app.router.add_get("/static/{name}", self.handle_file)
        app.router.add_get("/download/{key}", self.handle_download)
        add_handbook(app)
        app.on_response_prepare.append(self._put_headers)
        app.on_shutdown.append(self.on_shutdown)
        return app

    async def handle_page(self, request: web.Request) -> web.Response:
        """The page with the terminal; where all places are taken, a page that says so."""
        try:
            font_size = int(request.query.get("fontsize", "16"))
        except ValueError:
            font_size = 16
        full, theirs = self._is_full(), self._has_all_of_theirs(self._user(request))
        text = self._page.render(
            title=self.title,
            language=language(),
            font_size=min(max(font_size, FONT_SIZES[0]), FONT_SIZES[1]),
            full=full or theirs,
            texts=_texts(self._most) | ({"full": _all_of_theirs(self._most_each)} if theirs and not full else {}),
        )
        return web.Response(text=text, content_type="text/html", status=503 if full else 429 if theirs else 200)

    async def handle_file(self, request: web.Request) -> web.FileResponse:
        """One of the few files there are."""
        if (file := FILES.get(request.match_info["name"])) is None:
            raise web.HTTPNotFound(text=_("Diese Seite gibt es nicht."))
        return web.FileResponse(file)

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """A tab: starts its app, passes on what both say, and ends the app when the tab is gone."""
        if not self._door.knows_origin(request.headers.get("Origin", "")):
            raise web.HTTPForbidden(text=_("Diese Verbindung kommt nicht von einer Seite dieser Anwendung."))
        if self._is_full():
            raise web.HTTPServiceUnavailable(text=_texts(self._most)["full"])
        if self._has_all_of_theirs(user := self._user(request)):
            raise web.HTTPTooManyRequests(text=_all_of_theirs(self._most_each))
        socket = web.WebSocketResponse(heartbeat=15, max_msg_size=LARGEST_MESSAGE)
        self._sessions[socket] = None  # its place is taken from here on
        self._users[socket] = user
        session: Session | None = None
        try:
            await socket.prepare(request)
            self._sessions[socket] = session = self._new_session(socket, user)
            await session.start(_count(request, "width", 80), _count(request, "height", 24))
            await self._process_messages(socket, session)
        finally:
            try:
                if session is not None:
                    await session.stop()
            finally:
                del self._sessions[socket], self._users[socket]
        return socket

    async def handle_download(self, request: web.Request) -> web.StreamResponse:
        """A file that the app hands out, always to be saved: it could be a page, and would run as one of ours."""
        key = request.match_info["key"]
        try:
            wanted = await self.download_manager.get_download_metadata(key)
        except KeyError:
            raise web.HTTPNotFound(text=_("Diese Datei gibt es nicht mehr.")) from None
        response = web.StreamResponse()
        response.headers["Content-Type"] = "application/octet-stream"
        response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(wanted.file_name, safe='')}"
        await response.prepare(request)
        async for chunk in self.download_manager.download(key):
            await response.write(chunk)
        await response.write_eof()
        return response

    async def on_shutdown(self, _app: web.Application) -> None:
        """The server ends: tell every tab, and wait for its app."""
        closing = [socket.close(code=WSCloseCode.GOING_AWAY) for socket in self._sessions if socket.prepared]
        stopping = [session.stop() for session in self._sessions.values() if session is not None]
        await asyncio.gather(*closing, *stopping, return_exceptions=True)

    async def _process_messages(self, websocket: web.WebSocketResponse, app_service: "AppService") -> None:
        watch = asyncio.ensure_future(self._end_when_idle(websocket, app_service))
        try:
            await super()._process_messages(websocket, app_service)
        except (ValueError, LookupError, TypeError, AttributeError, AssertionError):  # none of our page's messages
            await websocket.close(code=WSCloseCode.UNSUPPORTED_DATA)
        finally:
            watch.cancel()

    async def _end_when_idle(self, websocket: web.WebSocketResponse, app_service: "AppService") -> None:
        """A tab in which nobody has pressed a key for so long gives its place back; it says so."""
        if not isinstance(app_service, Session):
            return
        while (left := app_service.heard_at + self._idle - _now()) > 0:  # noqa: ASYNC110 - no event: a time gone by
            await asyncio.sleep(left)
        await websocket.close(code=IDLE_CODE)

    def _new_session(self, socket: web.WebSocketResponse, user: str) -> Session:
        return Session(
            self._environment,
            user,
            write_bytes=socket.send_bytes,
            write_str=socket.send_str,
            close=socket.close,
            download_manager=self.download_manager,
        )

    def _user(self, request: web.Request) -> str:
        """Who has logged in, as the reverse proxy says.

        Of several headers by that name one came from the browser, through a proxy that adds its own to it; which one
        nobody can tell.
        """
        if not self._user_header:
            return ""
        names = request.headers.getall(self._user_header, [])
        if len(names) > 1:
            raise web.HTTPBadRequest(
                text=_(
                    "Die Anfrage sagt mehrmals, wer angemeldet ist. "
                    "Der Reverse-Proxy muss einen solchen Kopf des Browsers ersetzen, nicht ergänzen."
                )
            )
        name = names[0].strip() if names else ""
        return name if name.isprintable() and len(name) <= LONGEST_NAME else ""

    def _has_all_of_theirs(self, user: str) -> bool:
        """Has this person as many tabs as one may have? Without names all are one, and only all places count."""
        return bool(user) and sum(user == other for other in self._users.values()) >= self._most_each

    def _is_full(self) -> bool:
        return len(self._sessions) >= self._most

    @web.middleware
    async def _check(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        if not self._door.knows_host(request.headers.get("Host", "")):
            raise web.HTTPMisdirectedRequest(text=_("Unter diesem Namen antwortet akquise nicht."))
        if self._user_header and not self._user(request):
            raise web.HTTPForbidden(text=_("Der Reverse-Proxy sagt nicht, wer angemeldet ist."))
        return await handler(request)

    async def _put_headers(self, request: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(self._headers)
        if request.path.startswith(PICTURES):
            response.headers["Content-Security-Policy"] = PICTURE_POLICY


def _count(request: web.Request, name: str, default: int) -> int:
    try:
        return int(request.query.get(name, default))
    except ValueError:
        return default


def _now() -> float:
    return asyncio.get_running_loop().time()


def _all_of_theirs(most: int) -> str:
    return _("Sie haben schon {most} Fenster offen. Bitte eines davon benutzen oder schließen.").format(most=most)


def _texts(most: int) -> dict[str, str]:
    """The sentences of the page."""
    return {
        "opening": _("akquise wird geöffnet …"),
        "ended": _("akquise ist beendet. Alles Entschiedene ist gespeichert."),
        "stopped": _("Der Dienst wird gerade beendet oder neu gestartet. Alles Entschiedene ist gespeichert."),
        "idle": _(
            "akquise wurde lange nicht benutzt und hat den Platz freigegeben. Alles Entschiedene ist gespeichert."
        ),
        "lost": _("Die Verbindung ist abgebrochen. Alles Entschiedene ist gespeichert."),
        "refused": _(
            "Es kommt keine Verbindung zustande. Vielleicht ist der Dienst beendet, oder alle Plätze sind belegt."
        ),
        "full": _(
            "Alle Plätze sind belegt ({most}). "
            "Bitte später noch einmal versuchen oder nicht gebrauchte Fenster schließen."
        ).format(most=most),
        "reload": _("Neu laden"),
        "terminal": _(
            "Anwendung für die Tastatur. Für Bildschirmleser gibt der Befehl „akquise list“ alle Inhalte als Text aus."
        ),
        "script": _("Diese Seite braucht JavaScript."),
    }
