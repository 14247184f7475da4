"""A throw-away mail server and SFTP server, and a desk that takes deliveries in."""

from __future__ import annotations

from tests.mail_server import mail_account, mail_server
from tests.ssh_server import sftp_drop, ssh_server

__all__ = ["mail_account", "mail_server", "sftp_drop", "ssh_server"]
