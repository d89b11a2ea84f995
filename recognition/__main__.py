"""`python -m recognition <verb>`."""

from recognition.cli import main

main()
