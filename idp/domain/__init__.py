"""What a document, field, line, money, finding, decision and state are. Standard library only, no input or output."""
