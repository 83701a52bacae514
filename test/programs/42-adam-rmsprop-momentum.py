# @grad total
# @at X: (10, 3) = randn seed=4
import numpy as np

rng = np.random.default_rng(42)
t = X @ np.array([1.5, -2.0, 0.5]) + 0.1 * rng.standard_normal(10)


def adam(w, dw, config):
    config.setdefault('learning_rate', 1e-1)
    config.setdefault('beta1', 0.9)
    config.setdefault('beta2', 0.999)
    config.setdefault('epsilon', 1e-8)
    config.setdefault('m', np.zeros_like(w))
    config.setdefault('v', np.zeros_like(w))
    config.setdefault('t', 0)
    config['t'] += 1
    config['m'] = config['beta1'] * config['m'] + (1 - config['beta1']) * dw
    config['v'] = config['beta2'] * config['v'] + (1 - config['beta2']) * (dw ** 2)
    mt = config['m'] / (1 - config['beta1'] ** config['t'])
    vt = config['v'] / (1 - config['beta2'] ** config['t'])
    return w - config['learning_rate'] * mt / (np.sqrt(vt) + config['epsilon']), config


def rmsprop(w, dw, config):
    cache = config.get('cache', np.zeros_like(w))
    cache = 0.99 * cache + (1 - 0.99) * dw ** 2
    config['cache'] = cache
    return w - 1e-2 * dw / (np.sqrt(cache) + 1e-8), config


def sgd_momentum(w, dw, config):
    v = config.get('velocity', np.zeros_like(w))
    v = 0.9 * v - 1e-2 * dw
    config['velocity'] = v
    return w + v, config


losses = {}
for name, rule in [('adam', adam), ('rmsprop', rmsprop), ('momentum', sgd_momentum)]:
    w = np.zeros(3)
    config = {}
    for step in range(4):
        err = X @ w - t
        loss = 0.5 * np.mean(err ** 2)
        dw = X.T @ err / len(t)
        w, config = rule(w, dw, config)
    losses[name] = loss

total = sum(losses.values())
print(losses, total)
