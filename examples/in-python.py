"""The comment carries the values; the file stays what it is."""
from math import exp

x, y, z = -2.0, 5.0, -4.0

f = (x + y) * z  # @grad at x = -2, y = 5, z = -4 expect df/dx = -4

# @grad p at w = 2, x = -1, b = 3
# @expect dp/dw = -0.196612
p = 1 / (1 + exp(-(w * x + b)))
