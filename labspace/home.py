"""Where templates, assets, migrations and config.py lie: beside the package, or inside a wheel."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

_PACKAGE = Path(__file__).parent
HOME = _PACKAGE / "_home" if (_PACKAGE / "_home").is_dir() else _PACKAGE.parent


def load_config() -> ModuleType:
    """The deployment's config.py as module `config`, the same one for everybody."""
    if "config" not in sys.modules:
        spec = importlib.util.spec_from_file_location("config", HOME / "config.py")
        if spec is None or spec.loader is None:
            raise ImportError(f"config.py is missing in {HOME}")
        module = importlib.util.module_from_spec(spec)
        sys.modules["config"] = module
        spec.loader.exec_module(module)
    return sys.modules["config"]
