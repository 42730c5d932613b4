"""Every tool's adapter, on mail so plain that every tool must take it apart."""

from __future__ import annotations

import pytest
from bench.peers.locate import Locator

from bench import peers
from draad.split import subjects

PEERS = {"quotequail_unwrap": "quotequail", "mail_parser_reply": "mailparser_reply"}
PEERS |= {"email_thread_mcp_parse": "email_thread_mcp", "draad_split": "draad", "draad_headers": "draad"}
ALL = (*peers.MODULES, *peers.TIMED_TOO)

TWO = """\
From: Anna de Wit <anna@gemeente.example>
Sent: Thursday, March 4, 2021 12:30 PM
To: Bram Smit <bram@provincie.example>
Subject: RE: Planning loket

Dank, dat is helder.

Groet, Anna

From: Bram Smit <bram@provincie.example>
Sent: Thursday, March 4, 2021 12:08 PM
To: Anna de Wit <anna@gemeente.example>
Subject: Planning loket

Wanneer gaat het loket open?
"""


def tool(module: str) -> peers.Tool:
    pytest.importorskip(PEERS[module], reason="the extra bench is not installed")
    return peers.tool(module)


@pytest.mark.parametrize("module", ALL)
def test_every_tool_finds_both_messages_where_they_begin(module: str) -> None:
    findings = tool(module).find(TWO)
    assert [found.first for found in findings.copies] == [1, 10]


@pytest.mark.parametrize("module", ALL)
def test_every_tool_gives_the_fields_it_says_it_gives(module: str) -> None:
    one = tool(module)
    quoted = one.find(TWO).copies[1].fields
    assert set(quoted) == set(one.FIELDS)
    known = {"subject": "Planning loket", "from_domain": "provincie.example"}
    assert {name: quoted[name] for name in known if name in quoted} == {n: v for n, v in known.items() if n in quoted}


@pytest.mark.parametrize("module", ALL)
def test_text_without_a_header_gives_no_copy(module: str) -> None:
    findings = tool(module).find("Een notitie over het loket.\n\nZonder afzender.\n")
    assert findings.copies == []


@pytest.mark.parametrize("module", [m for m in ALL if not m.startswith("draad")])
def test_a_peer_gives_the_text_above_the_first_header_as_its_opening(module: str) -> None:
    findings = tool(module).find(TWO.split("\n", 5)[5])
    assert findings.opening
    assert [found.first for found in findings.copies] == [5]


@pytest.mark.parametrize("module", ALL)
def test_no_text_makes_an_adapter_lose_its_place(module: str) -> None:
    one = tool(module)
    for text in ("", "\n\n", "Van:", "> > >", "________________________________\n\nVan: x\nAan: y\n", TWO * 3):
        lines = text.count("\n") + 1
        assert all(1 <= found.first <= lines for found in one.find(text).copies)


def test_forgetting_empties_the_caches_of_values() -> None:
    draad = tool("draad_split")
    draad.run(TWO)
    assert subjects.bare.cache_info().currsize > 0
    draad.forget()
    assert subjects.bare.cache_info().currsize == 0


def test_a_rule_that_quotequail_takes_for_a_separator_is_no_message() -> None:
    text = "Dag,\n\n________________________________\n\nDocument 4\n\nNiets meer.\n"
    assert tool("quotequail_unwrap").find(text).copies == []


def test_a_piece_is_found_although_the_tool_trimmed_it() -> None:
    locator = Locator("Dag\n\n> Beste  Anna,\n>\n> tekst\nDag\n")
    assert locator.first_line("Beste Anna,\ntekst") == 3
    assert locator.first_line("Dag", after=1) == 6
    assert locator.first_line("nergens") is None
