# Exceptions and what is cleaned up behind them.
def attempt(f, *args):
    try:
        return f(*args)
    except ValueError as e:
        return 'value ' + str(e)
    except (TypeError, KeyError) as e:
        return type(e).__name__
    except Exception:
        return 'other'
def fail(kind):
    raise kind('bad')
assert attempt(fail, ValueError) == 'value bad' and attempt(fail, TypeError) == 'TypeError' and attempt(fail, RuntimeError) == 'other'
assert attempt(lambda: {}['x']) == 'KeyError' and attempt(lambda: 5) == 5 and attempt(lambda: [][0]) == 'other'
log = []
def finals(how):
    try:
        log.append('try')
        if how == 'return':
            return 'returned'
        if how == 'raise':
            raise ValueError('x')
        log.append('end')
    except ValueError:
        log.append('except')
        return 'caught'
    else:
        log.append('else')
    finally:
        log.append('finally')
    return 'after'
assert finals('return') == 'returned' and log == ['try', 'finally']
log.clear()
assert finals('raise') == 'caught' and log == ['try', 'except', 'finally']
log.clear()
assert finals('no') == 'after' and log == ['try', 'end', 'else', 'finally']
log.clear()
def nested():
    try:
        try:
            raise KeyError('k')
        finally:
            log.append('inner')
    except KeyError:
        log.append('outer')
        try:
            raise
        except KeyError as again:
            return again.args[0]
assert nested() == 'k' and log == ['inner', 'outer']
log.clear()
for i in range(3):
    try:
        if i == 1:
            continue
        if i == 2:
            break
    finally:
        log.append(i)
assert log == [0, 1, 2]
def override():
    try:
        return 1
    finally:
        return 2
assert override() == 2
def loop_return():
    for i in range(3):
        try:
            for j in range(3):
                if j == 1:
                    return (i, j)
        finally:
            log.append('f')
assert loop_return() == (0, 1) and log[-1] == 'f'
class MyError(Exception):
    def __init__(self, code, message='mine'):
        super().__init__(message)
        self.code = code
class Worse(MyError):
    pass
try:
    raise Worse(3)
except MyError as e:
    assert e.code == 3 and str(e) == 'mine' and isinstance(e, Worse) and e.args == ('mine',)
try:
    raise ValueError
except ValueError as e:
    assert str(e) == '' and repr(ValueError('a')) == "ValueError('a')"
try:
    try:
        1 / 0
    except ZeroDivisionError as e:
        raise RuntimeError('wrapped') from e
except RuntimeError as e:
    assert str(e) == 'wrapped'
try:
    assert 1 == 2, 'message'
except AssertionError as e:
    assert str(e) == 'message'
try:
    raise KeyError('a', 1)
except LookupError as e:
    assert e.args == ('a', 1)
def deep(n):
    if n == 0:
        raise ValueError('deep')
    deep(n - 1)
try:
    deep(50)
except ValueError as e:
    assert str(e) == 'deep'
def gen():
    try:
        yield 1
        raise ValueError('in generator')
    except ValueError:
        yield 'caught'
assert list(gen()) == [1, 'caught']
try:
    for v in (1 / x for x in [1, 0]):
        log.append(v)
except ZeroDivisionError:
    log.append('zero')
assert log[-2:] == [1.0, 'zero']
class Manager:
    def __init__(self, swallow=False):
        self.swallow = swallow
    def __enter__(self):
        log.append('enter')
        return self
    def __exit__(self, kind, value, trace):
        log.append('exit' if kind is None else kind.__name__)
        return self.swallow
log.clear()
with Manager() as m:
    log.append('body')
assert log == ['enter', 'body', 'exit'] and isinstance(m, Manager)
log.clear()
with Manager(True):
    raise ValueError('swallowed')
assert log == ['enter', 'ValueError']
log.clear()
try:
    with Manager() as a, Manager() as b:
        raise KeyError('through')
except KeyError:
    log.append('caught')
assert log == ['enter', 'enter', 'KeyError', 'KeyError', 'caught']
def with_return():
    with Manager():
        return 'value'
log.clear()
assert with_return() == 'value' and log == ['enter', 'exit']
log.clear()
for i in range(3):
    with Manager():
        if i == 1:
            break
assert log == ['enter', 'exit', 'enter', 'exit']
from contextlib import contextmanager
@contextmanager
def managed(x):
    log.append('before')
    yield x * 2
    log.append('after')
log.clear()
with managed(5) as value:
    log.append(value)
assert log == ['before', 10, 'after']
try:
    undefined_name
    assert False
except NameError as e:
    assert "name 'undefined_name' is not defined" in str(e)
try:
    None.attr
    assert False
except AttributeError as e:
    assert "'NoneType' object has no attribute 'attr'" in str(e)
try:
    len(5)
    assert False
except TypeError as e:
    assert "object of type 'int' has no len()" in str(e)
try:
    for x in 5:
        pass
    assert False
except TypeError as e:
    assert "'int' object is not iterable" in str(e)
try:
    (5)()
    assert False
except TypeError as e:
    assert "'int' object is not callable" in str(e)
try:
    [1, 2] + 3
    assert False
except TypeError:
    pass
try:
    [3, 'a'].sort()
    assert False
except TypeError as e:
    assert "not supported between instances" in str(e)
try:
    def rec(n):
        return rec(n + 1)
    rec(0)
    assert False
except RecursionError as e:
    assert 'recursion' in str(e)
try:
    raise StopIteration('x')
except StopIteration as e:
    assert e.value == 'x'
try:
    int(None)
    assert False
except TypeError:
    pass
try:
    float('abc')
    assert False
except ValueError as e:
    assert "could not convert string to float: 'abc'" in str(e)
try:
    try:
        raise ValueError('a')
    finally:
        log.append('cleanup')
except ValueError:
    pass
assert log[-1] == 'cleanup'

import numpy as np

for ends in [(), (float('nan'),)]:
    try:
        np.arange(*ends)
        assert False
    except (TypeError, ValueError):
        pass
assert np.arange(stop=3, step=1.5).tolist() == [0.0, 1.5]
assert np.arange(3, step=2).tolist() == [0, 2]
