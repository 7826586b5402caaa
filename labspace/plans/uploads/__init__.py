"""An exported plan comes back: a file of the import format becomes a draft, or one step of a draft."""
