"""Everything that changes offers, tenancies and what is recorded of them."""
