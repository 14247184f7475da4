"""Which trouble with a server it is, in words for the operator who has to cure it."""

from __future__ import annotations

import errno
import socket
import ssl

_NOT_FOR_THIS_NAME = {62, 64}  # X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH (openssl/x509_vfy.h)


def network_trouble(trouble: OSError, *, port: int) -> str:
    """A clause that goes behind the server's name."""
    if isinstance(trouble, ssl.SSLCertVerificationError):
        if trouble.verify_code in _NOT_FOR_THIS_NAME:
            return f"its TLS certificate is for another name ({trouble.verify_message})"
        return f"its TLS certificate is not trusted ({trouble.verify_message})"
    if isinstance(trouble, ssl.SSLError):
        return f"no TLS connection on port {port} ({trouble.reason or trouble})"
    if isinstance(trouble, socket.gaierror):
        return "its name is not known to the name server"
    if isinstance(trouble, ConnectionRefusedError) or "Connect call failed" in str(trouble):
        return f"nothing answers on port {port}"
    if isinstance(trouble, TimeoutError) or trouble.errno == errno.ETIMEDOUT:
        return f"it does not answer in time on port {port}"
    return f"the connection broke ({trouble.strerror or trouble})"
