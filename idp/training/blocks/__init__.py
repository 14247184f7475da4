"""The parts of a commercial page, one module per part: each draws itself from a given height down and says where it ended."""
