"""``python -m warmwijzer``: the command line."""

import warnings

# Libraries' deprecation warnings are for developers (the tests show them), and Rasa's own imports
# would switch them on again, so they are not printed at all.
warnings.showwarning = lambda *_, **__: None

from warmwijzer.cli import main  # noqa: E402

if __name__ == "__main__":
    main()
