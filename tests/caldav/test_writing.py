"""Pieces of XML, read back by another library."""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from labspace.caldav.addresses import item_in, uid_in
from labspace.caldav.writing import multistatus, response, tag, text

READABLE = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
TEXTS = st.text(READABLE | st.sampled_from("\r\n\t<>&\"']"))


@given(TEXTS)
def test_every_text_arrives_as_it_is(value):
    root = ElementTree.fromstring(multistatus([tag("{DAV:}displayname", text(value))]))
    assert (root[0].text or "") == value


@given(TEXTS.filter(lambda space: "}" not in space))  # expat takes it for the end of the name space
def test_no_name_space_breaks_out_of_its_quotes(space):
    data = multistatus([response("/x/", [], [f"{{{space}}}name"])])
    [name] = ElementTree.fromstring(data).iter("{DAV:}prop")
    assert len(list(name)) == 1


@given(st.text(READABLE, min_size=1).filter(lambda uid: "/" not in uid))
def test_an_address_leads_back_to_its_event(uid):
    calendar = "/caldav/personen/1/kalender/buchungen/"
    address = item_in(calendar, uid)
    assert address.isascii()
    assert uid_in(calendar, address) == uid
