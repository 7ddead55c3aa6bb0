"""The commands of `pactbook`, one module each: NAME, HELP, `arguments(parser)`, and `run(chosen)` with the exit status.

A module imports what it runs only when it runs, so that `--help` is quick.
"""
