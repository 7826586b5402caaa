"""Something is broken: whoever finds it says so, and the house sees it through."""
