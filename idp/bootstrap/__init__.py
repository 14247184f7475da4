"""The only chooser of implementations: settings in, working parts out. One module a need, so that a command loads no more than it uses."""
