# Functions, closures, generators and scopes.
def f(a, b=2, *args, c=3, **kw):
    return (a, b, args, c, kw)
assert f(1) == (1, 2, (), 3, {}) and f(1, 5, 6, 7, c=8, d=9) == (1, 5, (6, 7), 8, {'d': 9})
assert f(*[1, 2, 3], **{'c': 4, 'e': 5}) == (1, 2, (3,), 4, {'e': 5}) and f(b=1, a=0) == (0, 1, (), 3, {})
def only(a, /, b, *, key):
    return a + b + key
assert only(1, b=2, key=3) == 6
for bad in (lambda: f(), lambda: f(1, a=2), lambda: only(1, 2, 3), lambda: only(1, 2), lambda: (lambda: 0)(1)):
    try:
        bad()
        assert False
    except TypeError:
        pass
def grows(x, store=[]):
    store.append(x)
    return store
assert grows(1) == [1] and grows(2) == [1, 2] and grows(3, []) == [3]
def counter():
    n = 0
    def step(by=1):
        nonlocal n
        n += by
        return n
    return step
one, two = counter(), counter()
one()
assert one() == 2 and two() == 1 and one(10) == 12
adders = [lambda x, i=i: x + i for i in range(3)]
late = [lambda x: x + i for i in range(3)]
assert [g(10) for g in adders] == [10, 11, 12] and [g(10) for g in late] == [12, 12, 12]
total = 0
def add(x):
    global total
    total += x
add(3)
add(4)
assert total == 7
def shadow():
    total = 1
    return total
assert shadow() == 1 and total == 7
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
assert fib(15) == 610
def deep(n):
    return 0 if n == 0 else 1 + deep(n - 1)
assert deep(900) == 900
def is_even(n):
    return True if n == 0 else is_odd(n - 1)
def is_odd(n):
    return False if n == 0 else is_even(n - 1)
assert is_even(100) and not is_even(7)
def compose(*fs):
    def run(x):
        for g in reversed(fs):
            x = g(x)
        return x
    return run
assert compose(lambda x: x + 1, lambda x: x * 2)(5) == 11
assert (lambda *a, **k: (a, k))(1, x=2) == ((1,), {'x': 2}) and (lambda: None)() is None
def nothing():
    pass
assert nothing() is None
def early(x):
    for i in range(10):
        if i == x:
            return i
    else:
        return 'none'
    return 'unreachable'
assert early(3) == 3 and early(30) == 'none'
# generators
def squares(n):
    for i in range(n):
        yield i * i
assert list(squares(4)) == [0, 1, 4, 9] and sum(squares(4)) == 14 and next(squares(5)) == 0
def forever():
    i = 0
    while True:
        yield i
        i += 1
gen = forever()
assert [next(gen) for _ in range(3)] == [0, 1, 2] and next(gen) == 3
def both():
    yield from squares(3)
    got = yield 'mid'
    yield got
    return 5
g = both()
assert [next(g) for _ in range(4)] == [0, 1, 4, 'mid'] and g.send('sent') == 'sent'
def returns():
    value = yield from both_return()
    yield value
def both_return():
    yield 1
    return 'result'
assert list(returns()) == [1, 'result']
lazy = (x for x in forever() if x % 2)
assert next(lazy) == 1 and next(lazy) == 3 and next(x for x in [5, 6, 7] if x > 5) == 6
assert any(x > 3 for x in forever())
def tree(node):
    if node:
        left, v, right = node
        yield from tree(left)
        yield v
        yield from tree(right)
assert list(tree(((None, 1, None), 2, (None, 3, None)))) == [1, 2, 3]
log = []
def noisy():
    try:
        yield 1
        yield 2
    finally:
        log.append('closed')
for v in noisy():
    log.append(v)
assert log == [1, 2, 'closed']
ran = []
def order(k):
    ran.append(k)
    return k
assert order(1) + order(2) * order(3) == 7 and ran == [1, 2, 3]
assert (order(0) and order(9)) == 0 and (order(5) or order(9)) == 5 and ran == [1, 2, 3, 0, 5]
assert (None or 'default') == 'default' and (1 and 2) == 2 and not None and (0 or '' or []) == []
ran.clear()
assert order(1) < order(2) < order(3) and not (order(5) < order(4) < order(9)) and ran == [1, 2, 3, 5, 4]
# comprehensions have a scope of their own
x = 'outer'
assert [x for x in range(3)] == [0, 1, 2] and x == 'outer'
assert [(i, j) for i in range(3) for j in range(i) if (i + j) % 2] == [(1, 0), (2, 1)]
assert [[i * j for j in range(3)] for i in range(2)] == [[0, 0, 0], [0, 1, 2]]
assert {i: [j for j in range(i)] for i in range(3)} == {0: [], 1: [0], 2: [0, 1]}
if (n := len('abc')) > 2:
    assert n == 3
assert [y := 1, y + 1] == [1, 2] and [last := v for v in range(3)] == [0, 1, 2] and last == 2
def uses_local():
    k = 10
    return [k + i for i in range(2)], sum(k for _ in range(3)), (lambda: k)()
assert uses_local() == ([10, 11], 30, 10)
def closures_in_comprehension():
    return [f() for f in [lambda i=i: i for i in range(3)]], [f() for f in [lambda: i for i in range(3)]]
assert closures_in_comprehension() == ([0, 1, 2], [2, 2, 2])
# loops
out = []
for i in range(5):
    if i == 1:
        continue
    if i == 4:
        break
    out.append(i)
else:
    out.append('else')
assert out == [0, 2, 3]
k = 0
while k < 3:
    k += 1
else:
    out.append('done')
assert out[-1] == 'done' and k == 3
for i in []:
    pass
else:
    out.append('empty')
assert out[-1] == 'empty'
for i, (p, q) in enumerate([(1, 2), (3, 4)]):
    out.append(i * p * q)
assert out[-2:] == [0, 12]
while True:
    k += 1
    if k > 5:
        break
    else:
        continue
assert k == 6
for i in range(3):
    for j in range(3):
        if j == 1:
            break
    else:
        assert False
assert (i, j) == (2, 1)
# decorators
def twice(fn):
    def wrapped(*args, **kwargs):
        return fn(fn(*args, **kwargs))
    return wrapped
@twice
def inc(x):
    return x + 1
assert inc(1) == 3
def repeat(n):
    def deco(fn):
        def wrapped(x):
            for _ in range(n):
                x = fn(x)
            return x
        return wrapped
    return deco
@repeat(3)
@twice
def inc2(x):
    return x + 1
assert inc2(0) == 6 and inc.__name__ == 'wrapped'
import functools
@functools.lru_cache(maxsize=None)
def slow(n):
    return n if n < 2 else slow(n - 1) + slow(n - 2)
assert slow(60) == 1548008755920
@functools.wraps(inc)
def other():
    """Doc."""
    return 1
assert other() == 1 and callable(other) and not callable(3)
f.attr = 5
assert f.attr == 5 and hasattr(f, 'attr') and not hasattr(f, 'nope') and getattr(f, 'nope', 7) == 7
def annotated(x: int, y: 'float' = 1.0) -> float:
    z: float = x + y
    w: int
    return z
assert annotated(1) == 2.0
a = b = c = 0
a, b = b, a
(a, b), c = (1, 2), 3
[a, b] = [4, 5]
assert (a, b, c) == (4, 5, 3)
del a
try:
    a
    assert False
except NameError as e:
    assert 'a' in str(e)
def unbound():
    v += 1
try:
    unbound()
    assert False
except UnboundLocalError:
    pass
if __name__ == '__main__':
    main = True
assert main
