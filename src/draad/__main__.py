"""``python -m draad`` is ``draad``."""

from draad.cli import main

if __name__ == "__main__":
    main()
