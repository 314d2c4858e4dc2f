"""Pages cost a fixed number of queries, however much the portal holds."""
