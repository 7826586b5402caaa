"""The one door for each change of an idea."""

from labspace.ideas.actions.moderate import clear_of_suspicion, release, withhold
from labspace.ideas.actions.money import NewAmount, enter_money, withdraw_money
from labspace.ideas.actions.retention import forget_old
from labspace.ideas.actions.steps import link_trial, take_step
from labspace.ideas.actions.tell import Told, tell_idea

__all__ = [
    "NewAmount",
    "Told",
    "clear_of_suspicion",
    "enter_money",
    "forget_old",
    "link_trial",
    "release",
    "take_step",
    "tell_idea",
    "withdraw_money",
    "withhold",
]
