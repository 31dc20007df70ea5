"""Finds the databases and members of a package's series in files that another program left: connection files and a
configuration file.  What they look like is the package's to say (``finder.toml``)."""
