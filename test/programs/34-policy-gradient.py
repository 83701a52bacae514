# @grad loss
# @at W1: (3, 4) = randn seed=1, W2: (3,) = randn seed=2, states: (4, 4) = randn seed=3, rewards: (4,) = randn seed=4
import numpy as np


def discount_rewards(r, gamma=0.9):
    """ take 1D array of rewards and compute discounted reward """
    discounted = np.zeros_like(r)
    running_add = 0
    for t in reversed(range(0, r.size)):
        running_add = running_add * gamma + r[t]
        discounted[t] = running_add
    return discounted


advantage = discount_rewards(rewards)
advantage -= np.mean(advantage)
advantage /= np.std(advantage)
actions = [1, 0, 0, 1]
loss = 0.0
for s, act, adv in zip(states, actions, advantage):
    h = np.dot(W1, s)
    h[h < 0] = 0  # ReLU nonlinearity
    prob = 1.0 / (1.0 + np.exp(-np.dot(W2, h)))
    loss -= adv * np.log(prob if act == 1 else 1 - prob)
