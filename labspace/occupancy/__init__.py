"""How full and how alive the houses were: the figures of figures.md, from spans to pages."""
