"""K19 counts an idea on the day the deployment says, and says so under the number."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask import Flask

from config import SettingRefused, Settings
from labspace.occupancy.kinds import Indicator
from labspace.popups.tenancies.tried_days import tried_days


def test_definition_and_formula_name_the_number_in_force(app: Flask) -> None:
    ideas = Indicator.TRIED_IDEAS
    assert "mindestens 5 Tagen" in str(ideas.definition)
    app.extensions["labspace.settings"] = replace(app.extensions["labspace.settings"], tried_days=8)
    assert tried_days() == 8
    assert "mindestens 8 Tagen" in str(ideas.definition)
    assert "deren 8. Pop-up-Tag" in str(ideas.formula)


@pytest.mark.parametrize("number", [0, 1, 61])
def test_a_number_that_makes_no_sense_is_refused_at_start(number: int) -> None:
    with pytest.raises(SettingRefused, match=re.escape("LABSPACE_TRIED_DAYS")):
        Settings(tried_days=number)
