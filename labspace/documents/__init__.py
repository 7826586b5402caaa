"""Printed matter: a template and data become an accessible PDF. Knows neither rows nor rules."""
