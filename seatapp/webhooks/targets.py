"""Where webhooks may go: to the internet, and into one's own network as far as the settings say so."""

import logging
import socket
from collections.abc import Sequence
from ipaddress import ip_address

from ..addresses import is_public
from ..extensions import settings

log = logging.getLogger(__name__)

LOCALHOST = "localhost"


class PrivateTarget(OSError):
    """A name leads to an address of one's own network."""


def find_addresses(host: str) -> Sequence[str]:
    """Return where to connect to for the host of a URL; raise PrivateTarget, OSError when it is not found.

    An address that stands in the URL, or localhost, was meant so. What a name leads to is for somebody else
    to say, perhaps tomorrow: it must not reach what is behind the firewall, such as a cloud's credentials.
    """
    if _is_meant(host):
        return [host]
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    if not all(map(is_public, addresses)):
        log.error("no webhook is sent to %s, a private address: WEBHOOK_PRIVATE_HOSTS may allow it", host)
        raise PrivateTarget("a private address")
    return addresses


def _is_meant(host: str) -> bool:
    if host == LOCALHOST or host in settings.webhook_private_hosts:
        return True
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
