"""From text to terms: words, forms, compounds, the other written language, spelling. Pure, but for what learns."""
