"""docs/locations-format.md says what the reader reads."""

import re
from pathlib import Path

import pytest

from labspace.accounts.kinds import PartnerType
from labspace.accounts.tariff_groups import TariffGroup
from labspace.spaces.event_terms import TERMS, ChecklistNeed, ChecklistWho
from labspace.spaces.features import Feature
from labspace.spaces.house_file import FORMAT, parse_houses
from labspace.spaces.house_rules import (
    ANSWERS,
    HorizonCount,
    LeadCount,
    NoShowConsequence,
    QuotaOwner,
    QuotaPeriod,
)
from labspace.spaces.kinds import Layout, SpaceKind
from labspace.spaces.plans import DoorStyle, Item, Tint
from labspace.spaces.target_file import TARGET_MAY, TARGET_NEEDS
from labspace.spaces.targets import TargetIndicator, TargetPer
from labspace.spaces.tariff_file import PRICES

DOCUMENT = Path(__file__).parents[2].joinpath("docs", "locations-format.md").read_text("utf-8")


def test_the_example_can_be_imported():
    (example,) = re.findall(r"```json\n(.*?)```", DOCUMENT, re.DOTALL)
    (house,) = parse_houses(example.encode()).houses
    assert house.house.slug == "musterstadt"
    assert FORMAT in DOCUMENT


@pytest.mark.parametrize(
    "words",
    [
        Feature, SpaceKind, Layout, Item, Tint, DoorStyle, LeadCount, HorizonCount, QuotaOwner, QuotaPeriod, PartnerType,
        TariffGroup, NoShowConsequence, ChecklistNeed, ChecklistWho, TargetPer,
    ],
)  # fmt: skip
def test_every_word_of_the_vocabulary_is_named(words):
    named = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`([^`]*)`", DOCUMENT))))
    assert {word.value for word in words} <= named


def test_every_rule_is_named():
    assert all(f"`{name}`" in DOCUMENT for name in ANSWERS)


def test_every_price_is_named():
    assert all(f"`{name}`" in DOCUMENT for name in PRICES)


def test_every_term_of_events_is_named():
    assert all(f"`{name}`" in DOCUMENT for name in TERMS)


def test_targets_are_described():
    assert all(f"`{name}`" in DOCUMENT for name in (*TARGET_NEEDS, *TARGET_MAY))
    assert all(indicator.value in DOCUMENT for indicator in TargetIndicator)
