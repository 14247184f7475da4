"""The web edge: the review workbench for people, an upload address for programs. It shows and passes on; it decides nothing."""

from __future__ import annotations

from idp.review.app import create_app

__all__ = ["create_app"]
