"""Use cases, one public function each: they own the transaction and reach the world through ports only."""
