"""API tokens: what programs present instead of a person's password, with scopes and an end."""
