"""Reading houses: their spaces, and the plans they lie on."""
