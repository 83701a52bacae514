# @grad loss
# @at x: (3, 5, 2) = randn seed=1, y: (3,) = randn seed=2
import numpy as np
np.random.seed(0)

def sigmoid(x): return 1. / (1. + np.exp(-x))

class GRUCell:
    def __init__(self, nx, nh, seed=None):
        rs = np.random.RandomState(seed)
        k = np.sqrt(1. / nh)
        for g in ('z', 'r', 'h'):
            setattr(self, 'W' + g, rs.uniform(-k, k, (nx, nh)))
            setattr(self, 'U' + g, rs.uniform(-k, k, (nh, nh)))
            setattr(self, 'b' + g, np.zeros(nh))
    def step(self, x, h):
        z = sigmoid(x @ self.Wz + h @ self.Uz + self.bz)
        r = sigmoid(x @ self.Wr + h @ self.Ur + self.br)
        hh = np.tanh(x @ self.Wh + (r * h) @ self.Uh + self.bh)
        return (1 - z) * h + z * hh

class Dropout:
    def __init__(self, p): self.p, self.training = p, True
    def __call__(self, x):
        if not self.training: return x
        self.mask = (np.random.rand(*x.shape) < self.p) / self.p
        return x * self.mask

cell, drop = GRUCell(2, 4, seed=1), Dropout(0.8)
h = np.zeros((3, 4))
hs = []
for t in range(x.shape[1]):
    h = cell.step(drop(x[:, t, :]), h)
    hs.append(h)
hs = np.array(hs).transpose(1, 0, 2)
attn = np.exp(hs @ np.ones(4)); attn /= attn.sum(axis=1, keepdims=True)
context = (attn[..., None] * hs).sum(axis=1)
pred = context.mean(axis=-1)
loss = np.square(pred - y).mean()
