# Lists, tuples, dicts and sets.
a = [3, 1, 2]
a.append(5)
a.extend([7, 8])
a.insert(1, 9)
assert a == [3, 9, 1, 2, 5, 7, 8] and a.pop() == 8 and a.pop(0) == 3 and a.pop(-2) == 5 and a == [9, 1, 2, 7]
a.remove(9)
a.sort()
assert a == [1, 2, 7] and a.index(2) == 1 and a.count(7) == 1 and 7 in a
a.reverse()
a.sort(key=lambda v: -v, reverse=True)
assert a == [1, 2, 7] and sorted(a, reverse=True) == [7, 2, 1] and list(reversed(a)) == [7, 2, 1]
b = a
b += [10]
assert a == [1, 2, 7, 10] and a is b
b = b + [11]
assert a == [1, 2, 7, 10] and b == [1, 2, 7, 10, 11]
c = a[:]
c[0] = 100
assert a[0] == 1 and c[-1] == 10
c[1:3] = ['x', 'y', 'z']
assert c == [100, 'x', 'y', 'z', 10]
c[::2] = [0, 0, 0]
assert c == [0, 'x', 0, 'z', 0]
del c[1]
del c[0:2]
assert c == ['z', 0]
c[1:1] = [1, 2]
assert c == ['z', 1, 2, 0]
c[len(c):] = [5]
c *= 2
assert len(c) == 10
c.clear()
assert c == [] and not c
assert [0] * 3 == [0, 0, 0] and [1, 2] + [3] == [1, 2, 3] and [[0] * 2 for _ in range(2)] == [[0, 0], [0, 0]]
m = [[1, 2], [3, 4]]
assert [row[0] for row in m] == [1, 3] and [v for row in m for v in row] == [1, 2, 3, 4] and list(zip(*m)) == [(1, 3), (2, 4)]
assert [1, 2] < [1, 3] and [1] < [1, 0] and (1, 2) == (1, 2) and [1, 2] != (1, 2)
x, *rest = [1, 2, 3]
*init, last = (1, 2, 3)
p, (q, r), *s = 1, (2, 3), 4, 5
assert x == 1 and rest == [2, 3] and init == [1, 2] and last == 3 and (p, q, r, s) == (1, 2, 3, [4, 5])
x, y = 1, 2
x, y = y, x
assert (x, y) == (2, 1)
i = 0
i, a[i] = 1, 50
assert a[1] == 50 and i == 1
u = v = []
u.append(1)
assert v == [1]
t = (1, 2, 3)
assert t[1:] == (2, 3) and t + (4,) == (1, 2, 3, 4) and t * 2 == (1, 2, 3, 1, 2, 3) and t.index(3) == 2 and len(t) == 3
assert [*t, 4] == [1, 2, 3, 4] and (*t, *t) == (1, 2, 3, 1, 2, 3) and {*t} == {1, 2, 3}
# dicts
d = {'a': 1, 'b': 2}
d['c'] = 3
assert d['a'] == 1 and len(d) == 3 and 'a' in d and 'z' not in d and list(d) == ['a', 'b', 'c']
assert d.get('z') is None and d.get('z', 0) == 0 and d.get('a') == 1 and d.pop('c') == 3 and d.pop('zz', 5) == 5
assert sorted(d.items()) == [('a', 1), ('b', 2)] and list(d.keys()) == ['a', 'b'] and list(d.values()) == [1, 2]
d.update({'b': 5}, e=6)
assert d == {'a': 1, 'b': 5, 'e': 6} and d.setdefault('a', 9) == 1 and d.setdefault('n', 9) == 9
del d['n']
for k, value in d.items():
    assert d[k] == value
assert {k: v * 2 for k, v in d.items()} == {'a': 2, 'b': 10, 'e': 12}
assert {**d, 'z': 0} == {'a': 1, 'b': 5, 'e': 6, 'z': 0} and dict(x=1, y=2) == {'x': 1, 'y': 2} and dict([('a', 1)]) == {'a': 1}
assert (d | {'q': 1})['q'] == 1 and list(reversed(list(d))) == ['e', 'b', 'a'] and d.copy() == d and d.copy() is not d
d[1] = 'int'
d[(1, 2)] = 'tuple'
assert d[True] == 'int' and d[1.0] == 'int' and d[1, 2] == 'tuple'
assert d.popitem() == ((1, 2), 'tuple') and dict.fromkeys(['a', 'b'], 0) == {'a': 0, 'b': 0}
try:
    d['missing']
    assert False
except KeyError as e:
    assert str(e) == "'missing'" and e.args[0] == 'missing'
grads = {}
for key in ['W1', 'b1']:
    grads['d' + key] = key * 2
assert grads == {'dW1': 'W1W1', 'db1': 'b1b1'} and max(d.get('a'), 0) == 1
keys = d.keys()
assert set(keys) == set(d) and len(d.items()) == len(d) and 'a' in d.keys() and 1 in d.values()
assert min({'x': 3, 'y': 1}, key={'x': 3, 'y': 1}.get) == 'y' and sorted({'b': 1, 'a': 2}) == ['a', 'b']
# sets
e = {1, 2, 3}
e.add(4)
e.discard(9)
e.remove(1)
assert e == {2, 3, 4} and e & {3, 4, 5} == {3, 4} and e | {9} == {2, 3, 4, 9} and e - {2} == {3, 4} and e ^ {4, 5} == {2, 3, 5}
assert {2} <= e and {2} < e and e >= {2} and e.issuperset({2}) and {2}.issubset(e) and e.isdisjoint({7}) and e.union([1]) == {1, 2, 3, 4}
assert len(set([1, 1, 2])) == 2 and set() == set([]) and {x % 3 for x in range(9)} == {0, 1, 2} and frozenset([1]) == {1}
assert sorted(e.intersection([2, 3])) == [2, 3] and e.difference({2}) == {3, 4} and e.symmetric_difference({2}) == {3, 4}
e -= {2}
e |= {7}
e &= {3, 7}
assert e == {3, 7}
# going through
assert list(range(2, 10, 3)) == [2, 5, 8] and list(range(5, 0, -2)) == [5, 3, 1] and len(range(0, 10, 3)) == 4 and range(5)[-1] == 4
assert 3 in range(5) and 5 not in range(5) and list(range(10)[2:5]) == [2, 3, 4] and range(3) == range(0, 3)
assert list(enumerate('ab')) == [(0, 'a'), (1, 'b')] and list(enumerate('ab', 1)) == [(1, 'a'), (2, 'b')] and list(enumerate(['x'], start=5)) == [(5, 'x')]
assert list(zip([1, 2, 3], 'ab')) == [(1, 'a'), (2, 'b')] and dict(zip(['a'], [1])) == {'a': 1} and list(zip()) == []
assert list(map(lambda p, q: p + q, [1, 2], [10, 20])) == [11, 22] and list(filter(None, [0, 1, '', 'a'])) == [1, 'a']
assert any([0, 1]) and not any([]) and all([1, 1]) and all([]) and not all(v > 1 for v in [1, 2])
it = iter([1, 2])
assert next(it) == 1 and next(it) == 2 and next(it, 'end') == 'end'
try:
    next(it)
    assert False
except StopIteration:
    pass
try:
    [1, 2][5]
    assert False
except IndexError as e:
    assert 'index out of range' in str(e)
try:
    a, b = [1, 2, 3]
    assert False
except ValueError as e:
    assert 'too many values to unpack' in str(e)
try:
    {}[[1]]
    assert False
except TypeError as e:
    assert 'unhashable' in str(e)
assert sorted([(2, 'b'), (1, 'z'), (2, 'a')]) == [(1, 'z'), (2, 'a'), (2, 'b')] and sorted(['b', 'A'], key=str.lower) == ['A', 'b']
words = 'the cat the dog'.split()
counts = {}
for w in words:
    counts[w] = counts.get(w, 0) + 1
assert counts == {'the': 2, 'cat': 1, 'dog': 1} and sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))[0] == ('the', 2)
from collections import defaultdict, Counter, OrderedDict, deque, namedtuple
dd = defaultdict(list)
dd['x'].append(1)
assert dd == {'x': [1]} and dd['new'] == [] and defaultdict(int)['a'] == 0 and Counter('aab')['a'] == 2 and Counter('aab').most_common(1) == [('a', 2)]
q = deque([1, 2], maxlen=3)
q.append(3)
q.appendleft(0)
assert list(q) == [0, 1, 2] and q.popleft() == 0 and len(q) == 2
Point = namedtuple('Point', ['x', 'y'])
pt = Point(1, y=2)
assert pt.x == 1 and pt[1] == 2 and pt == (1, 2) and [*pt] == [1, 2] and pt._replace(x=5).x == 5
import itertools, functools
assert list(itertools.chain([1], [2, 3])) == [1, 2, 3] and list(itertools.islice(itertools.count(5), 3)) == [5, 6, 7]
assert list(itertools.product('ab', [1, 2])) == [('a', 1), ('a', 2), ('b', 1), ('b', 2)] and list(itertools.combinations([1, 2, 3], 2)) == [(1, 2), (1, 3), (2, 3)]
assert list(itertools.permutations([1, 2, 3], 2))[:3] == [(1, 2), (1, 3), (2, 1)] and list(itertools.repeat(7, 2)) == [7, 7]
assert list(itertools.accumulate([1, 2, 3])) == [1, 3, 6] and [k for k, g in itertools.groupby('aab')] == ['a', 'b']
assert functools.reduce(lambda p, q: p * q, [1, 2, 3, 4]) == 24 and functools.partial(pow, 2)(5) == 32
assert list(itertools.zip_longest([1], [2, 3])) == [(1, 2), (None, 3)] and list(itertools.takewhile(lambda v: v < 2, [1, 2, 1])) == [1]
import copy
deep = copy.deepcopy([[1], {'a': [2]}])
assert deep == [[1], {'a': [2]}] and copy.copy([1]) == [1]
