"""The house's way out: which servers are believed by certificates of its own, and what is said where it is closed."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import DownloadFailedError
from twisted.internet._sslverify import OpenSSLDefaultPaths
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.internet.ssl import optionsForClientTLS
from twisted.web.client import BrowserLikePolicyForHTTPS

from crawler.errors import WayOutError

#: what a proxy answered to CONNECT: "we don't let you" will not be another answer in a minute, "nobody there" may
_REFUSED = re.compile(r"'status': (4\d\d)")


class _Authorities(OpenSSLDefaultPaths):
    """Twisted's trust root: the system's authorities and those in a file."""

    def __init__(self, ca_file: Path) -> None:
        self._file = str(ca_file)

    def _addCACertsToContext(self, context: Any) -> None:  # noqa: N802 - Twisted's name
        super()._addCACertsToContext(context)  # type: ignore[no-untyped-call]  # Twisted's
        context.load_verify_locations(self._file)


class TrustOfTheHouse(BrowserLikePolicyForHTTPS):
    """Checks a server's certificate and its name, as without a file of one's own."""

    def __init__(self, ca_file: Path) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # Twisted's
        self._authorities: Any = _Authorities(ca_file)

    def creatorForNetloc(  # noqa: N802 - Twisted's name
        self,
        hostname: bytes,
        port: int,  # noqa: ARG002 - the interface has it
    ) -> IOpenSSLClientConnectionCreator:
        """What makes a connection to a host."""
        options = {"fixBrokenPeers": True}  # as Scrapy's own
        return optionsForClientTLS(hostname.decode("ascii"), self._authorities, extraCertificateOptions=options)


@contextmanager
def way_out_errors(proxy: str) -> Iterator[None]:
    """Tell what only the house can mend from what passes.

    Raises:
        WayOutError: the proxy refuses us, or nobody we trust vouches for the server.
    """
    try:
        yield
    except TunnelError as error:
        if (found := _REFUSED.search(str(error))) is None:
            raise
        raise WayOutError(
            "Der Proxy {proxy} lässt die Abfrage nicht durch (Status {status}). Bitte die Einstellung „proxy“ und die "
            "Freigaben des Proxys prüfen.",
            proxy=proxy,
            status=found[1],
        ) from error
    except DownloadFailedError as error:
        if "certificate verify failed" not in str(error.__cause__ or error):
            raise
        raise WayOutError(
            "Dem Zertifikat des Servers ist nicht zu trauen. Tauscht der Proxy des Hauses Zertifikate aus, gehört "
            "seine Zertifizierungsstelle in die Einstellung „ca_file“."
        ) from error
