"""Where bytes come from: mailbox, SFTP, folder, upload; and how a delivery is taken apart."""
