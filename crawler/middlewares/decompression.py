"""Compressed answers are unpacked up to the source's limit; the core's word for more is made one of ours."""

from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.errors import TooLargeError


class UnpackingMiddleware(HttpCompressionMiddleware):
    """Unpacks piece by piece and stops at the limit, so that a small answer can't fill the memory."""

    def process_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Request | Response:
        """The unpacked answer.

        Raises:
            TooLargeError: it unpacks to more than the source's answers may have.
        """
        try:
            return super().process_response(request, response, *args, **kwargs)
        except IgnoreRequest as error:
            raise TooLargeError from error
