"""Redirects are followed within one site and never into a network."""

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from crawler.errors import AddressRefusedError, RedirectLimitError
from crawler.middlewares.ssrf_guard import refuse_inside


class GuardedRedirectMiddleware(RedirectMiddleware):
    """Follows a redirect where it stays on the site: domains change hands, and the new owner is not the funder.

    A request's `meta["same_owner"]` names further hosts that are known to belong to the same operator.
    """

    def handle_referer(self, request: Request, response: Response) -> None:  # noqa: ARG002 - the interface has it
        """We send no referer."""
        request.headers.pop("Referer", None)

    def _engine_started(self) -> None:
        """Nothing to look for: see `handle_referer`."""

    def _redirect(self, redirected: Request, request: Request, reason: object) -> Request:
        refuse_inside(redirected.url)
        here, there = (urlparse_cached(asked).hostname or "" for asked in (request, redirected))
        if _site(here) != _site(there) and there not in request.meta.get("same_owner", ()):
            raise AddressRefusedError(
                "Die Seite leitet auf eine andere Website weiter ({there}). Bitte prüfen und gegebenenfalls die neue "
                "Adresse eintragen.",
                there=there,
            )
        if request.meta.get("redirect_times", 0) >= self.max_redirect_times:
            raise RedirectLimitError
        return super()._redirect(redirected, request, reason)


def _site(host: str) -> str:
    """The part of a name that its owner registered, near enough for a comparison: its last two labels."""
    return ".".join(host.lower().rstrip(".").split(".")[-2:])
