"""A name that leads into the own network is refused at once, with the reason."""

import asyncio

import pytest
from scrapy import Request
from scrapy.exceptions import CannotResolveHostError
from twisted.internet.error import DNSLookupError

from crawler.errors import AddressRefusedError
from crawler.middlewares.retry import PatientRetryMiddleware
from crawler.middlewares.ssrf_guard import GuardedResolver


def resolved(name: str, number: str) -> str:
    """What the resolver makes of an answer."""
    return GuardedResolver.__new__(GuardedResolver)._checked(number, name)


@pytest.mark.parametrize("number", ["10.0.0.7", "127.0.0.1", "169.254.169.254", "192.168.1.1", "224.0.0.1"])
def test_it_is_asked_once_and_no_second_time(number: str) -> None:
    name = f"drinnen-{number.replace('.', '-')}.example"
    with pytest.raises(DNSLookupError):
        resolved(name, number)

    retry = PatientRetryMiddleware.__new__(PatientRetryMiddleware)
    with pytest.raises(AddressRefusedError, match=f"Der Name {name} führt ins eigene Netz"):
        asyncio.run(retry.process_exception(Request(f"https://{name}/robots.txt"), CannotResolveHostError()))


def test_a_public_name_is_let_through() -> None:
    assert resolved("draussen.example", "93.184.215.14") == "93.184.215.14"
