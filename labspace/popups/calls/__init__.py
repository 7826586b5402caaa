"""Calls for pop-ups: period, slots, questions and criteria as data; one of each house stands all year."""
