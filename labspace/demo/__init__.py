"""The demonstration: invented houses, people and load. `labspace serve` never loads it."""
