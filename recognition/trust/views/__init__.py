"""The value on pages. `pages` has the routes; `card` is what other rooms' pages show, so nothing is
imported here: their modules and ours would wait for one another."""
