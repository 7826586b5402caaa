"""Deciding on an event and what follows: from the question of the team to the protocol of the handover."""
