"""How objects come to be: __new__, __init_subclass__, and attributes set through __dict__."""
class A:
    def __new__(cls, v):
        self = super().__new__(cls)
        self.v = v
        return self
    def __init__(self, v): self.w = v + 1
class S(object):
    _i = None
    def __new__(cls, *args, **kwargs):
        if cls._i is None:
            cls._i = super(S, cls).__new__(cls)
            cls._i.n = 0
        return cls._i
class P(tuple):
    def __new__(cls, a, b): return tuple.__new__(cls, (a, b))
class B:
    kids = {}
    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        B.kids[cls.__name__] = cls
class C(B):
    z = 5
class D:
    def __init__(self, **kw): self.__dict__.update(kw); self.__dict__['r'] = 7
a = A(2.0)
S().n += 1; S().n += 1
d = D(p=3, q=4)
del d.__dict__['p']
assert (a.v, a.w, S().n, S() is S()) == (2.0, 3.0, 2, True)
assert B.kids == {'C': C} and B.kids['C'].z == 5
assert (d.q, d.r, hasattr(d, 'p'), vars(d)) == (4, 7, False, {'q': 4, 'r': 7})
class E:
    def __new__(cls): return 8
assert E() == 8
pair = P(3, 4)
assert (pair[0], len(pair)) == (3, 2)
