from collections.abc import Callable

class LazyString(str):
    """Becomes its text when shown. Called a text here because forms and templates take it as one;
    in truth it is none, so `str()` it before joining or serialising."""

    def __new__(cls, func: Callable[..., str], *args: object, **values: object) -> LazyString: ...
