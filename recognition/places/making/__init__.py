"""Makes the files of `recognition/places/data` from the packages that they come from."""
