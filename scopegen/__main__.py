"""Run the command line as ``python -m scopegen``."""

from scopegen.cli import main

if __name__ == "__main__":
    main()
