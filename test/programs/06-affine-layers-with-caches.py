# @grad loss
# @at x: (2, 3, 2) = randn seed=1, w: (6, 4) = randn seed=2, b: (4,) = randn seed=3
import numpy as np


def affine_forward(x, w, b):
    """ Computes the forward pass of a fully connected layer. """
    N = x.shape[0]
    out = x.reshape(N, -1).dot(w) + b
    cache = (x, w, b)
    return out, cache


def relu_forward(x):
    out = np.maximum(0, x)
    return out, x


def affine_relu_forward(x, w, b):
    a, fc_cache = affine_forward(x, w, b)
    out, relu_cache = relu_forward(a)
    cache = (fc_cache, relu_cache)
    return out, cache


out, _ = affine_relu_forward(x, w, b)
loss = np.sum(out * out)
