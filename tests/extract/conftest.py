"""The gold test shares its reading of the gold with ``bench/items_gold.py``, a script beside the package."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
