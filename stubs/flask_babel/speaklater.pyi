class LazyString(str):
    """Becomes its text when shown. Called a text here because forms and templates take it as one;
    in truth it is none, so `str()` it before joining or serialising."""
