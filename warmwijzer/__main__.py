"""``python -m warmwijzer``: the command line."""

from warmwijzer.cli import main

if __name__ == "__main__":
    main()
