# Lines to strings of C.
s/["\\]/\\&/g
s/^/"/
s/$/\\n"/
