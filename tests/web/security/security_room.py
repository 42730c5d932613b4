"""What the tests of safety share: payloads, and a browser that signs in."""

from __future__ import annotations

import re
from collections.abc import Callable

from argon2 import Parameters, Type
from lxml import html
from starlette.testclient import TestClient

Visit = Callable[[], TestClient]
SECRET = "vier losse kiezelstenen"
HOSTS = frozenset({"testserver", "localhost", "127.0.0.1"})
QUICK = Parameters(type=Type.ID, version=19, salt_len=16, hash_len=32, time_cost=1, memory_cost=8, parallelism=1)
BAIT = "xss7731"
"""The name of an element and of an attribute that no page of ours has."""
PAYLOADS = (
    f"<script>{BAIT}()</script>",
    f'"><{BAIT} {BAIT}=1>',
    f"' {BAIT}='1",
    f'" {BAIT}="1',
    f"<img src=x onerror={BAIT}()>",
    f"</title></textarea></script><{BAIT}>",
    f"<svg/onload={BAIT}()>",
    f"javascript:{BAIT}()",
    f"{{{{ {BAIT} }}}}{{% raise %}}${{7*7}}",
    f"<!--<{BAIT}",
    f"]]><{BAIT}>",
    f"&lt;{BAIT}&gt;&#60;{BAIT}&#62;",
    f"\u202e<{BAIT}>\u2066",
)


def csrf(client: TestClient, url: str = "/aanmelden") -> str:
    """The value that forms of this browser carry, as it stands in a page; follows to where the page is."""
    return str(html.fromstring(client.get(url).text).xpath("string(//meta[@name='csrf']/@content)"))


def sign_in(client: TestClient, name: str, password: str = SECRET) -> TestClient:
    """Signs in by the form."""
    form = {"naam": name, "wachtwoord": password, "csrf": csrf(client)}
    answer = client.post("/aanmelden", data=form, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return client


def told_by(page: str) -> str:
    """What a page tells, without what is drawn by lot at each request: a token may well hold "2015" by chance."""
    return re.sub(r"\b[0-9a-f]{24}\.[0-9a-f]{64}\b", "", page)
