"""A floor plan to take away: as a drawing, to scale on paper, and in the words of the import format."""
