"""Web addresses as evidence: when two are the same page, and whether one is a government's. Pure."""

from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

_PORTS = {"http": 80, "https": 443}
_TRACKING = ("utm_", "spm", "from_source", "share_token", "timestamp", "jsessionid")


def same_page(address: str) -> str:
    """What all addresses of one page have in common; the text itself where it is no address.

    Scheme, ``www.``, the case of the host, the usual port, a slash or ``index.html`` at the end, the order of what stands behind
    the question mark, marks of sharing and a place within the page make no other page. A fragment that begins with ``/`` or ``!``
    is part of the page: that is how pages made in the browser are told apart.
    """
    try:
        parts = urlsplit(address.strip())
        port = parts.port
        host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    except ValueError:
        return address.strip()
    if parts.scheme.lower() not in _PORTS or not host:
        return address.strip()
    if port is not None and port != _PORTS[parts.scheme.lower()]:
        host = f"{host}:{port}"
    path = unquote(parts.path.partition(";")[0]).rstrip("/")
    head, _slash, last = path.rpartition("/")
    if last.lower() in ("index.html", "index.htm", "index.shtml", "index.jsp", "default.aspx"):
        path = head
    pairs = sorted(
        pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _is_tracking(pair[0])
    )
    query = f"?{urlencode(pairs)}" if pairs else ""
    fragment = f"#{parts.fragment}" if parts.fragment.startswith(("/", "!")) else ""
    return f"{host}{path}{query}{fragment}"


def _is_tracking(name: str) -> bool:
    return name.lower().startswith(_TRACKING)


def is_of_government(address: str) -> bool:
    """Whether the host belongs to a government by its name: under ``gov`` or ``gov.XX``, ``go.XX``, or 政务."""
    try:
        labels = (urlsplit(address).hostname or "").rstrip(".").lower().split(".")
    except ValueError:
        return False
    under = labels[-2:] if len(labels[-1]) == 2 else labels[-1:]
    return under[0] in ("gov", "go", "政务", "xn--zfr164b")
