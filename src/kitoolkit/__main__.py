"""`python -m kitoolkit`: the command line."""

from kitoolkit.cli import main

main()
