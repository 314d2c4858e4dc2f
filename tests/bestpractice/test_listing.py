"""The list of guides: facets that count truly and combine, orders, and any text a stranger may put in the address."""
