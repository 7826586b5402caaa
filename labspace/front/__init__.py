"""What joins several packages on one page, and the frame around every page."""
