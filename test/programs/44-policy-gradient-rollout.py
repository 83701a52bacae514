# @grad loss
# @at theta: (4, 2) = randn * 0.3 seed=5
import numpy as np

np.random.seed(5)
n_states, n_actions, gamma = 4, 2, 0.99
value_w = np.zeros(n_states)


def policy(s):
    logits = theta[s]
    z = logits - logits.max()
    return np.exp(z) / np.exp(z).sum()


def step(s, a):
    s2 = (s + (1 if a == 1 else -1)) % n_states
    return s2, 1.0 if s2 == 0 else -0.1


trajectory, s = [], 2
for t in range(6):
    p = policy(s)
    a = np.random.choice(n_actions, p=p)
    s2, r = step(s, a)
    trajectory.append((s, int(a), r))
    s = s2


def discount(rewards):
    out, running = np.zeros(len(rewards)), 0
    for t in reversed(range(len(rewards))):
        running = rewards[t] + gamma * running
        out[t] = running
    return out


states, actions, rewards = map(np.array, zip(*trajectory))
returns = discount(rewards)
adv = (returns - returns.mean()) / (returns.std() + 1e-8)
log_probs = np.array([np.log(policy(s)[a]) for s, a in zip(states, actions)])
entropy = -np.mean([np.sum(policy(s) * np.log(policy(s))) for s in states])
value_loss = np.mean((returns - value_w[states]) ** 2)
loss = -(log_probs * adv).mean() - 0.01 * entropy + 0.5 * value_loss
print(f'{loss=:.5f}')
