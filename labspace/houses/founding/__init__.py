"""A house from an empty page: founding, what it says about itself, moving, closing for good and reopening."""
