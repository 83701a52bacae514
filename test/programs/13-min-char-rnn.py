# @grad loss
# @at Wxh: (4, 3) = randn*0.5 seed=1, Whh: (4, 4) = randn*0.5 seed=2, Why: (3, 4) = randn*0.5 seed=3
#     bh: (4, 1) = randn*0.1 seed=4, by: (3, 1) = randn*0.1 seed=5, hprev: (4, 1) = zeros
import numpy as np

vocab_size = 3
inputs, targets = [0, 2, 1, 1], [2, 1, 1, 0]


def lossFun(inputs, targets, hprev):
    xs, hs, ys, ps = {}, {}, {}, {}
    hs[-1] = np.copy(hprev)
    loss = 0
    for t in range(len(inputs)):
        xs[t] = np.zeros((vocab_size, 1))  # encode in 1-of-k representation
        xs[t][inputs[t]] = 1
        hs[t] = np.tanh(np.dot(Wxh, xs[t]) + np.dot(Whh, hs[t - 1]) + bh)
        ys[t] = np.dot(Why, hs[t]) + by
        ps[t] = np.exp(ys[t]) / np.sum(np.exp(ys[t]))
        loss += -np.log(ps[t][targets[t], 0])
    return loss, hs[len(inputs) - 1]


loss, hprev = lossFun(inputs, targets, hprev)
