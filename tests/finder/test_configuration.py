"""Configuration files of many makings say the same; what cannot be understood is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dbmigrate.config.finder import load_finder
from dbmigrate.errors import ConfigurationError
from dbmigrate.finder.records import Configuration, read_configuration
from dbmigrate.finder.xml_tree import parse_xml
from dbmigrate.resources import table_groups_dir

FINDER = load_finder(table_groups_dir() / "cic_dialer_3_0_to_4_0")

WITH_ATTRIBUTES = """<DialerConfiguration version="3.0">
  <Connections><Connection name="East" udl="east.udl"/><Connection name="West" udl="west.udl"/></Connections>
  <Workflows>
    <Workflow name="Collections" connection="East" contactlist="Debtors"><Campaigns>
      <Campaign name="Spring"/></Campaigns></Workflow>
    <Workflow name="Renewals" connection="West" contactlist="Members"/>
  </Workflows>
</DialerConfiguration>"""
WITH_ELEMENTS = """<?xml version="1.0" encoding="UTF-16"?>
<d:Dialer xmlns:d="urn:any">
  <d:Database_Connection><d:NAME>East</d:NAME><d:FileName>C:\\I3\\UDL\\east.udl</d:FileName></d:Database_Connection>
  <d:Database_Connection><d:NAME>West</d:NAME><d:FileName>west.udl</d:FileName></d:Database_Connection>
  <d:workflow><d:Name>Collections</d:Name><d:Connection>East</d:Connection>
    <d:ContactList><d:Name>Debtors</d:Name></d:ContactList><d:campaign><d:Name>Spring</d:Name></d:campaign></d:workflow>
  <d:workflow><d:Name>Renewals</d:Name><d:Connection>West</d:Connection><d:ContactListName>Members</d:ContactListName></d:workflow>
</d:Dialer>"""
WITH_PROPERTIES = """<Configuration>
  <Object type="Connection" name="East"><Property name="File" value="east.udl"/></Object>
  <Object type="Connection" name="West"><Property name="File">west.udl</Property></Object>
  <Object type="Workflow" name="Collections"><Property name="Connection" value="East"/>
    <Property name="Contact List">Debtors</Property><Property name="Campaign" value="Spring"/></Object>
  <Object type="Workflow" name="Renewals"><Setting key="Connection" value="West"/>
    <Setting key="ContactList" value="Members"/></Object>
</Configuration>"""
WITH_KEYS = """<Root><Key name="Connections"><Key name="East"><Attribute name="File" value="east.udl"/></Key>
    <Key name="West"><Attribute name="File" value="west.udl"/></Key></Key>
  <Key name="Workflows">
    <Key name="Collections"><Attribute name="Connection" value="East"/><Attribute name="ContactList" value="Debtors"/>
      <Attribute name="Campaign" value="Spring"/></Key>
    <Key name="Renewals"><Attribute name="Connection" value="West"/>
      <Attribute name="ContactList" value="Members"/></Key>
  </Key></Root>"""
WITH_IDS = """<Config>
  <Workflow Id="w1"><Name>Collections</Name><ContactListId>l1</ContactListId></Workflow>
  <Workflow Id="w2"><Name>Renewals</Name><ContactListId>l2</ContactListId></Workflow>
  <Campaigns><Campaign Id="c1"><Name>Spring</Name><WorkflowId>W1</WorkflowId></Campaign></Campaigns>
  <ContactLists><ContactList Id="l1"><Name>Debtors</Name><ConnectionId>1</ConnectionId></ContactList>
    <ContactList Id="l2"><Name>Members</Name><ConnectionId>2</ConnectionId></ContactList></ContactLists>
  <Connections><Connection Id="1" Name="East" Udl="east.udl"/>
    <Connection Id="2" Name="West" Udl="west.udl"/></Connections>
</Config>"""
NESTED = """<Dialer><Connection name="East" file="east.udl">
    <Workflow name="Collections"><Campaign>Spring</Campaign><ContactList name="Debtors"/></Workflow></Connection>
  <Connection name="West" file="west.udl">
    <Workflow name="Renewals"><ContactList>Members</ContactList></Workflow></Connection>
</Dialer>"""


def read(text: str, path: Path, encoding: str = "utf-8") -> Configuration:
    path.write_bytes(text.encode(encoding))
    return read_configuration(path, FINDER)


@pytest.mark.parametrize(
    "text", [WITH_ATTRIBUTES, WITH_ELEMENTS, WITH_PROPERTIES, WITH_KEYS, WITH_IDS, NESTED],
    ids=["attributes", "elements", "properties", "keys", "ids", "nested"],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_same_in_every_making(text: str, encoding: str, tmp_path: Path) -> None:
    found = read(text, tmp_path / "a.xml", encoding)
    assert "3.0" in found.shape.name

    def said(kind: str) -> list[list[str]]:
        return [[other.name for other in found.linked(record, kind)] for record in found.members]

    assert [record.name for record in found.members] == ["Collections", "Renewals"]
    assert said("connection") == [["East"], ["West"]]
    assert said("contact_list") == [["Debtors"], ["Members"]]
    assert said("campaign") == [["Spring"], []]
    files = [found.texts(record, "connection.file")[0].rpartition("\\")[2] for record in found.members]
    assert files == ["east.udl", "west.udl"]


def test_campaigns_stand_for_themselves_where_there_are_no_workflows(tmp_path: Path) -> None:
    found = read(
        "<DialerConfig><ContactLists><ContactList><ID>7</ID><Name>Leads</Name><UDL>east.udl</UDL></ContactList>"
        "</ContactLists><Campaigns><Campaign><Name>Spring</Name><ContactListId>7</ContactListId></Campaign></Campaigns>"
        "</DialerConfig>",
        tmp_path / "dialer_config.xml",
    )
    assert "4.0" in found.shape.name
    (spring,) = found.members
    assert [each.name for each in found.linked(spring, "connection")] == ["east.udl"]
    assert found.texts(spring, "contact_list.name") == ["Leads"]


def test_what_belongs_to_one_is_not_lent_to_another(tmp_path: Path) -> None:
    found = read(WITH_ATTRIBUTES.replace('connection="West" ', ""), tmp_path / "a.xml")
    renewals = found.members[1]
    assert found.linked(renewals, "connection") == []
    assert found.texts(renewals, "campaign.name") == []


def test_names_that_only_resemble_those_we_know(tmp_path: Path) -> None:
    found = read(
        '<D><Workflow name="A" DialerUDLPath="x\\east.udl"/><Workflow name="B"><Contact_DB_Connection>West'
        "</Contact_DB_Connection></Workflow></D>",
        tmp_path / "a.xml",
    )
    assert [[each.name for each in found.linked(record, "connection")] for record in found.members] == [
        ["x\\east.udl"],
        ["West"],
    ]


def test_what_is_listed_as_deleted_is_no_member(tmp_path: Path) -> None:
    found = read(
        '<D><Workflow name="A" status="1" state="on"/><Workflow name="B" deleted="True"/><Workflow name="C">'
        '<State>Deleted</State></Workflow><DeletedWorkflows><Workflow name="E"/></DeletedWorkflows>'
        '<Workflow name="F" IsDeleted="0"/></D>',
        tmp_path / "a.xml",
    )
    assert [record.name for record in found.members] == ["A", "F"]


def test_two_of_one_name_go_to_what_stands_closer(tmp_path: Path) -> None:
    one = '<Site><Connection name="Db" file="{0}.udl"/><Workflow name="Collections" connection="Db"/></Site>'
    found = read(f"<All>{one.format('east')}{one.format('west')}</All>", tmp_path / "a.xml")
    assert [found.texts(record, "connection.file") for record in found.members] == [["east.udl"], ["west.udl"]]


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("<a><b/></a>", "DBM-3155", "Workflow, DialerWorkflow"),
        ("<Workflows/>", "DBM-3155", "<Workflows>"),
        ("<Workflow/>", "DBM-3155", "Campaign"),
        ("", "DBM-3154", "no element"),
        ("[Dialer]\nWorkflow=Collections\n", "DBM-3154", "line 1"),
        ("<a>\n<b></a>", "DBM-3154", "line 2"),
        ("<a>" * 600 + "</a>" * 600, "DBM-3154", "500 deep"),
        ('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "DBM-3154", "entities"),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "DBM-3154", "entities"),
        ('<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1/x"> %x;]><a/>', "DBM-3154", "entities"),
    ],
    ids=range(10),
)
def test_what_is_not_understood_is_refused(text: str, code: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read(text, tmp_path / "a.xml")
    assert (caught.value.code, said in str(caught.value)) == (code, True), str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "none.xml", tmp_path):
        with pytest.raises(ConfigurationError) as caught:
            read_configuration(path, FINDER)
        assert caught.value.code == "DBM-3153"


def test_a_doctype_alone_does_no_harm(tmp_path: Path) -> None:
    found = read('<!DOCTYPE Dialer><Dialer><Workflow name="A &amp; B"/></Dialer>', tmp_path / "a.xml")
    assert [record.name for record in found.members] == ["A & B"]


TAGS = st.sampled_from(["Workflow", "Campaign", "ContactList", "Connection", "Name", "Key", "Workflows", "x"])


def _element(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    attribute = st.sampled_from(
        ["", ' name="a"', ' id="1"', ' connection="b"', ' name="a" type="Workflow"', ' ref="1"']
    )
    inside = st.lists(children, max_size=3).map("".join)
    return st.builds(lambda tag, said, text: f"<{tag}{said}>{text}</{tag}>", TAGS, attribute, inside)


@settings(max_examples=200, deadline=None)
@given(st.recursive(st.sampled_from(["", "a", "b", "1"]), _element, max_leaves=20))
def test_any_tree_is_read_or_refused(text: str) -> None:
    try:
        root = parse_xml(text, "here")
    except ConfigurationError as error:
        assert error.code == "DBM-3154"
        return
    for node in root.walk():
        assert node.values("Workflow/Name") is not None
    from dbmigrate.finder.records import _Reading

    for record in _Reading(FINDER, root).records():
        assert record.name
        for kind in FINDER.kinds:
            record.linked(kind, {name: one.through for name, one in FINDER.kinds.items()})
