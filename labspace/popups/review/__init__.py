"""Reviewing applications: scores given independently, their ranking, the decision and its letter."""
