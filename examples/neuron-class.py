"""A neuron as an object, and a scalar autograd engine of a reader's own: both run as they are written."""
import math


class Neuron:
    def __init__(self, w, b):
        self.w = w
        self.b = b

    def __call__(self, x):
        s = sum(wi * xi for wi, xi in zip(self.w, x)) + self.b
        return 1 / (1 + math.exp(-s))


# @grad p at w = [2, -3], b = -3, x = [-1, -2]
# @expect p ≈ 0.731059, dw = [-0.196612, -0.393224], dx = [0.393224, -0.589836] tol 1e-6
n = Neuron(w, b)
p = n(x)
