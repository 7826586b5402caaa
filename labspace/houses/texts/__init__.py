"""Texts people read: the site's own pages, and the house rules of each house, in versions and two languages."""
