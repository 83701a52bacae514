# @grad loss
# @at x: (3, 2) = randn seed=1, W1: (2, 4) = randn seed=2, W2: (4, 2) = randn seed=3, t = [0, 1, 1]
import numpy as np


class Layer:
    def forward(self, x):
        raise NotImplementedError


class Affine(Layer):
    def __init__(self, W, b):
        self.params = [W, b]

    def forward(self, x):
        W, b = self.params
        self.x = x
        return np.dot(x, W) + b


class Sigmoid(Layer):
    def forward(self, x):
        self.out = 1 / (1 + np.exp(-x))
        return self.out


class SoftmaxWithLoss(Layer):
    def forward(self, x, t):
        self.t = t
        c = np.max(x, axis=1, keepdims=True)
        exp_x = np.exp(x - c)
        self.y = exp_x / np.sum(exp_x, axis=1, keepdims=True)
        batch_size = self.y.shape[0]
        return -np.sum(np.log(self.y[np.arange(batch_size), t] + 1e-7)) / batch_size


layers = [Affine(W1, np.zeros(4)), Sigmoid(), Affine(W2, np.zeros(2))]
last_layer = SoftmaxWithLoss()
h = x
for layer in layers:
    h = layer.forward(h)
loss = last_layer.forward(h, t)
