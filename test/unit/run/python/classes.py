# Classes.
class Point:
    dimension = 2
    def __init__(self, x, y=0):
        self.x = x
        self.y = y
    def norm2(self):
        return self.x ** 2 + self.y ** 2
    def __repr__(self):
        return f'Point({self.x}, {self.y})'
    def __eq__(self, other):
        return isinstance(other, Point) and (self.x, self.y) == (other.x, other.y)
    def __hash__(self):
        return hash((self.x, self.y))
    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y) if isinstance(other, Point) else NotImplemented
    def __mul__(self, k):
        return Point(self.x * k, self.y * k)
    __rmul__ = __mul__
    def __neg__(self):
        return self * -1
    def __sub__(self, other):
        return self + (-other)
    def __getitem__(self, i):
        return (self.x, self.y)[i]
    def __len__(self):
        return 2
    def __iter__(self):
        yield self.x
        yield self.y
    def __contains__(self, v):
        return v in (self.x, self.y)
    def __call__(self, t):
        return self.x + t * self.y
    def __bool__(self):
        return self.x != 0 or self.y != 0
    def __lt__(self, other):
        return self.norm2() < other.norm2()
    def __abs__(self):
        return self.norm2() ** 0.5
p, q = Point(3, 4), Point(1)
assert p.norm2() == 25 and abs(p) == 5.0 and p.dimension == 2 and Point.dimension == 2 and q.y == 0
assert p + q == Point(4, 4) and p * 2 == 2 * p == Point(6, 8) and p - q == Point(2, 4) and -p == Point(-3, -4)
assert p != q and not p == q and p[0] == 3 and p[-1] == 4 and len(p) == 2 and list(p) == [3, 4] and 4 in p and 7 not in p
assert p(2) == 11 and bool(Point(0)) is False and q < p and p > q and sorted([p, q]) == [q, p] and max(p, q) is p
assert str(p) == 'Point(3, 4)' and repr([p]) == '[Point(3, 4)]' and f'{p}' == 'Point(3, 4)' and '%s' % p == 'Point(3, 4)' and '{}'.format(p) == 'Point(3, 4)'
a, b = p
assert (a, b) == (3, 4) and {p: 1}[Point(3, 4)] == 1 and len({p, Point(3, 4), q}) == 2 and [*q] == [1, 0]
try:
    p + 5
    assert False
except TypeError:
    pass
assert sum([Point(1, 1), Point(2, 2)], Point(0)) == Point(3, 3)
q.x += 10
q.new = 'attribute'
assert q.x == 11 and q.new == 'attribute' and not hasattr(p, 'new') and hasattr(q, 'norm2') and q.__dict__ == {'x': 11, 'y': 0, 'new': 'attribute'}
Point.dimension = 3
assert p.dimension == 3
p.dimension = 4
assert Point.dimension == 3 and p.dimension == 4
del p.dimension
assert p.dimension == 3 and vars(p) == {'x': 3, 'y': 4}
m = p.norm2
assert m() == 25 and Point.norm2(p) == 25 and getattr(p, 'norm2')() == 25 and type(p) is Point and type(p).__name__ == 'Point' and p.__class__.__name__ == 'Point'
class Animal:
    count = 0
    def __init__(self, name):
        self.name = name
        Animal.count += 1
    def speak(self):
        return self.name + ' makes ' + self.sound()
    def sound(self):
        raise NotImplementedError('sound')
class Dog(Animal):
    def __init__(self, name, age):
        super().__init__(name)
        self.age = age
    def sound(self):
        return 'woof'
class Puppy(Dog):
    def __init__(self, name):
        super(Puppy, self).__init__(name, 0)
    def sound(self):
        return super().sound() + '!'
rex = Puppy('Rex')
assert rex.speak() == 'Rex makes woof!' and rex.age == 0 and Animal.count == 1 and isinstance(rex, Animal) and issubclass(Puppy, Animal)
assert not isinstance(rex, Point) and isinstance(rex, (Point, Dog)) and Puppy.__name__ == 'Puppy' and Puppy.__mro__[1] is Dog
try:
    Animal('x').speak()
    assert False
except NotImplementedError as e:
    assert str(e) == 'sound'
class Temperature:
    def __init__(self, c):
        self._c = c
    @property
    def f(self):
        return self._c * 9 / 5 + 32
    @f.setter
    def f(self, value):
        self._c = (value - 32) * 5 / 9
    @staticmethod
    def freeze():
        return Temperature(0)
    @classmethod
    def boil(cls, offset=0):
        return cls(100 + offset)
t = Temperature(100)
t.f = 32
assert t.f == 32.0 and t._c == 0.0 and Temperature.freeze().f == 32.0 and Temperature.boil().f == 212.0 and t.boil(1)._c == 101
try:
    rex.wings
    assert False
except AttributeError as e:
    assert "'Puppy' object has no attribute 'wings'" in str(e)
class A:
    def who(self):
        return 'A'
class B(A):
    def who(self):
        return 'B' + super().who()
class C(A):
    def who(self):
        return 'C' + super().who()
class D(B, C):
    def who(self):
        return 'D' + super().who()
assert D().who() == 'DBCA' and [k.__name__ for k in D.__mro__[:4]] == ['D', 'B', 'C', 'A']
class Stack(list):
    def push(self, x):
        self.append(x)
    def top(self):
        return self[-1]
s = Stack()
s.push(1)
s.push(2)
assert s.top() == 2 and len(s) == 2 and list(s) == [1, 2] and isinstance(s, list) and s == [1, 2]
class Config(dict):
    def __getattr__(self, name):
        return self[name]
cfg = Config(lr=0.1, n=3)
assert cfg.lr == 0.1 and cfg['n'] == 3
class Countdown:
    def __init__(self, n):
        self.n = n
    def __iter__(self):
        return self
    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n
assert list(Countdown(3)) == [2, 1, 0] and sum(Countdown(4)) == 6 and next(iter(Countdown(2))) == 1
class Matrix:
    def __init__(self, rows):
        self.rows = rows
    def __getitem__(self, key):
        if isinstance(key, tuple):
            i, j = key
            return self.rows[i][j]
        return self.rows[key]
    def __setitem__(self, key, value):
        i, j = key
        self.rows[i][j] = value
    def __delitem__(self, key):
        del self.rows[key]
    def __matmul__(self, other):
        return Matrix([[sum(a * b for a, b in zip(r, c)) for c in zip(*other.rows)] for r in self.rows])
    def __iadd__(self, k):
        self.rows = [[v + k for v in r] for r in self.rows]
        return self
    def __truediv__(self, k):
        return Matrix([[v / k for v in r] for r in self.rows])
    def __rtruediv__(self, k):
        return 'r'
    def __pow__(self, n):
        return 'pow%d' % n
    def __rsub__(self, k):
        return 'rsub'
    def __radd__(self, k):
        return 'radd'
    def __rpow__(self, k):
        return 'rpow'
    def __mod__(self, k):
        return 'mod'
    def __floordiv__(self, k):
        return 'floordiv'
    def __invert__(self):
        return 'invert'
    def __pos__(self):
        return 'pos'
    def __float__(self):
        return 1.5
    def __int__(self):
        return 7
    def __round__(self, n=None):
        return 'round'
    def __str__(self):
        return 'Matrix'
    def __format__(self, spec):
        return 'format' + spec
M = Matrix([[1, 2], [3, 4]])
assert M[0, 1] == 2 and M[1] == [3, 4]
M[0, 1] = 20
assert (M @ Matrix([[1, 0], [0, 1]])).rows == [[1, 20], [3, 4]] and (M / 2).rows[1] == [1.5, 2.0] and 1 / M == 'r'
M += 1
assert M.rows == [[2, 21], [4, 5]] and M ** 2 == 'pow2' and 1 - M == 'rsub' and 1 + M == 'radd' and 2 ** M == 'rpow' and M % 2 == 'mod' and M // 2 == 'floordiv' and ~M == 'invert' and +M == 'pos'
assert float(M) == 1.5 and int(M) == 7 and round(M) == 'round' and str(M) == 'Matrix' and f'{M:x}' == 'formatx' and sum([M]) == 'radd'
del M[0]
assert M.rows == [[4, 5]]
class Meta:
    registry = {}
    value = registry.get('x', 5)
    items = [i * 2 for i in range(3)]
    def method(self): return self.items
    class Inner:
        z = 1
assert Meta.value == 5 and Meta().method() == [0, 2, 4] and Meta.Inner.z == 1 and Meta.Inner().z == 1
class Base:
    def __init__(self, **kwargs):
        for k, v in kwargs.items():
            setattr(self, k, v)
    def __getattr__(self, name):
        if name.startswith('auto_'):
            return name[5:]
        raise AttributeError(name)
obj = Base(a=1, b=2)
assert obj.a + obj.b == 3 and obj.auto_x == 'x' and not hasattr(obj, 'other') and getattr(obj, 'other', 0) == 0
class Slots:
    __slots__ = ('v',)
    def __init__(self):
        self.v = 1
assert Slots().v == 1
class Eq:
    def __init__(self, v): self.v = v
    def __ge__(self, o): return self.v >= o.v
    def __le__(self, o): return self.v <= o.v
assert Eq(2) >= Eq(1) and Eq(1) <= Eq(2)
from dataclasses import dataclass, field
@dataclass
class Layer:
    n_in: int
    n_out: int = 3
    tags: list = field(default_factory=list)
    def size(self):
        return self.n_in * self.n_out
l1, l2 = Layer(2), Layer(4, n_out=5)
l1.tags.append('x')
assert l1.size() == 6 and l2.size() == 20 and l2.tags == [] and Layer(2, 3, ['x']) == l1 and repr(Layer(1)) == 'Layer(n_in=1, n_out=3, tags=[])'
from abc import ABC, abstractmethod
class Shape(ABC):
    @abstractmethod
    def area(self):
        pass
class Square(Shape):
    def area(self):
        return 4
assert Square().area() == 4
from enum import Enum
class Color(Enum):
    RED = 1
    GREEN = 2
assert Color.RED != Color.GREEN and Color.RED.value == 1 and Color.GREEN.name == 'GREEN'
def make():
    class Local:
        def __init__(self): self.k = kk
    kk = 5
    return Local()
assert make().k == 5
