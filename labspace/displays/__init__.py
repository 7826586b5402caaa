"""Screens at doors and in halls, and the free times of a house for its own site: public, naming nobody."""
