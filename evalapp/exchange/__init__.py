"""Identity and packages: what passes between people is signed, listed member by member, and read within bounds."""
