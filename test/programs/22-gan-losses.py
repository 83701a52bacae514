# @grad loss
# @at real: (4, 2) = randn seed=1, z: (4, 3) = randn seed=2, G: (3, 2) = randn*0.5 seed=3, D: (2, 1) = randn*0.5 seed=4
import numpy as np


def bce_loss(x, target):
    """Numerically stable binary cross entropy with logits."""
    neg_abs = -np.abs(x)
    bce = np.maximum(x, 0) - x * target + np.log(1 + np.exp(neg_abs))
    return bce.mean()


fake = np.tanh(z.dot(G))
d_loss = bce_loss(real.dot(D), np.ones((4, 1))) + bce_loss(fake.dot(D), np.zeros((4, 1)))
g_loss = bce_loss(fake.dot(D), np.ones_like(fake[:, :1]))
loss = d_loss + 0.5 * g_loss
