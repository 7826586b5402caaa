"""The numeric form: everything on a plan as fields to type in, for whoever draws without a pointer."""
