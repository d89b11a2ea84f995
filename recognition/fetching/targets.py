"""An address as it may be asked for: taken apart once, and never parsed again (D2, D4)."""

import re
from dataclasses import dataclass
from ipaddress import IPv6Address
from urllib.parse import quote, urljoin, urlsplit

import idna

from recognition.openbadges.resolving import Unreachable

LONGEST_URL = 2_000  # characters
LONGEST_HOST = 253  # characters, RFC 1035 section 2.3.4
PORTS = {"http": 80, "https": 443}
# Controls, spaces, backslash, and lone surrogates, which no encoding writes.
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029\ud800-\udfff]")
_NAME = re.compile(r"^(?!-)[a-z0-9_-]{1,63}(?<!-)(\.(?!-)[a-z0-9_-]{1,63}(?<!-))*$")


@dataclass(frozen=True)
class Target:
    """What is asked for. `host` is lower-case ASCII, an IPv6 address without brackets; `path`
    begins with a slash and holds the query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """For the header ``Host``: the port when it is not that of the scheme."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"


def target_of(url: str) -> Target:
    """Take an http(s) address apart. Raises Unreachable for one that is not to be fetched."""
    if len(url) > LONGEST_URL or _FORBIDDEN.search(url):
        raise Unreachable
    try:
        parts = urlsplit(url)
        port = parts.port
        host = _host(parts.hostname or "", is_literal="[" in parts.netloc)
    except ValueError as malformed:
        raise Unreachable from malformed
    scheme = parts.scheme.lower()
    if scheme not in PORTS or "@" in parts.netloc:
        raise Unreachable
    if port is None:
        port = PORTS[scheme]
    if port not in PORTS.values():
        raise Unreachable
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return Target(scheme, host, port, f"{path}?{query}" if query else path)


def next_target(target: Target, location: str) -> Target:
    """Where a redirect leads. Raises Unreachable, also for one that leaves TLS (D4)."""
    if len(location) > LONGEST_URL or _FORBIDDEN.search(location):
        raise Unreachable
    try:
        url = urljoin(target.url, location)
    except ValueError as malformed:
        raise Unreachable from malformed
    found = target_of(url)
    if target.scheme == "https" and found.scheme != "https":
        raise Unreachable
    return found


def _host(host: str, *, is_literal: bool) -> str:
    """Lower-case ASCII, IDNA names encoded; in brackets, an IPv6 address without a zone. Raises
    ValueError."""
    if is_literal:
        address = IPv6Address(host)
        if address.scope_id is not None:
            raise ValueError
        return str(address)
    if not host.isascii():
        host = idna.encode(host, uts46=True).decode()  # IDNAError is a ValueError
    host = host.lower().removesuffix(".")
    if len(host) > LONGEST_HOST or not _NAME.match(host):
        raise ValueError
    return host
