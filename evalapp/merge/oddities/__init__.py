"""What a careful coordinator looks for over all units before publishing: one finder a module, one shape of finding. Pure."""
