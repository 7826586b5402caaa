"""The public programme as files, for whoever prints or lists it elsewhere."""
