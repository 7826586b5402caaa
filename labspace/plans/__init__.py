"""Floor plans drawn by the staff of a house: drafts, and what becomes of them."""
