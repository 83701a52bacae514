% @grad f at x = -2, y = 5, z = -4 expect df/dy = -4
f = (x + y) * z
