"""What the town was like meanwhile: series from elsewhere, shown beside figures and never mixed into them."""
