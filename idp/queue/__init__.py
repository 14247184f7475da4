"""How workers learn that a document may go on: a signal within one process, or messages on Redis."""
