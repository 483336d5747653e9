"""Takes passwords out of texts that people see: addresses of databases, proxies and servers in every spelling."""

import re

#: what stands where a password stood
HIDDEN = "***"
#: `://user:password@`: up to the last @ of the word, since a password may hold one that nobody quoted
_BEFORE_HOST = re.compile(r"(?<=://)([^\s:/@„“\"'<>]*):[^\s„“\"'<>]*@")
#: `?password=…` in an address, `password=…` as libpq writes it, quoted or not
_NAMED = re.compile(r"(?i)\b((?:ssl)?password|passwd|pwd|kennwort)(\s*=\s*)('(?:\\.|[^'])*'|[^\s&;,„“\"'<>]+)")


def masked(text: str) -> str:
    """The text without a password in an address.

    >>> masked("postgresql://amt:ge@h:eim@rechner/akquise?sslmode=require&password=x%40y")
    'postgresql://amt:***@rechner/akquise?sslmode=require&password=***'
    >>> masked("host=rechner password='ge heim' user=amt")
    'host=rechner password=*** user=amt'
    >>> masked("https://stadt.example/a:b?mail=amt@stadt.example")
    'https://stadt.example/a:b?mail=amt@stadt.example'
    """
    return _NAMED.sub(rf"\1\2{HIDDEN}", _BEFORE_HOST.sub(rf"\1:{HIDDEN}@", text))
