"""The command edge: arguments in, one service call, text or JSON lines out. Heavy rooms are imported by the command that needs them."""

from idp.cli.app import main

__all__ = ["main"]
