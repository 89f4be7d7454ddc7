"""Made the files beside it, once, with NumPy 1.24.2: run `python3 make.py` in this folder to make them again."""
import random
import struct

import numpy as np

table = np.arange(24, dtype=np.int64).reshape(2, 3, 4)
np.save('int64.npy', table)
np.save('fortran.npy', np.asfortranarray(table))
np.save('big_endian.npy', np.array([[1.5, -2.25], [np.inf, 1e-40]], dtype='>f4'))
np.save('float16.npy', np.array([1, 65504, 6e-8, -0.0, np.nan], dtype='f2'))
np.save('bool.npy', np.array([True, False, True]))
np.save('scalar.npy', np.array(3.5))
np.save('empty.npy', np.zeros((0, 3), dtype=np.uint8))
np.save('complex64.npy', np.array([1 + 2j, -3j], dtype='>c8'))
np.save('unicode.npy', np.array(['Grüße', '', '日本'], dtype='>U5'))
np.save('bytes.npy', np.array([b'ab', b'', b'\xff\x00\xfe']))
np.save('object.npy', np.array([1, 'a', None], dtype=object))
np.save('structured.npy', np.zeros(2, dtype=[('a', 'f4')]))
for version in (2, 3):
    with open(f'version{version}.npy', 'wb') as file:
        np.lib.format.write_array(file, np.array([1, 2, 3], dtype=np.uint16), version=(version, 0))
np.savez('stored.npz', **{'x': np.float32([1, 2]), 'dense/kernel': np.ones((2, 2)), 'count': np.int32(7)})
np.savez_compressed('deflated.npz', x=np.zeros((100, 100), dtype=np.float32), y=table)

# One line per number: dtype, bits, and NumPy's shortest text that reads back to the same bits.
chance = random.Random(1)
with open('numbers.txt', 'w') as file:
    for name, size, code in (('float16', 2, 'e'), ('float32', 4, 'f'), ('float64', 8, 'd')):
        special = [1.0, 13.0, 0.1, -0.0, 1e-4, 1e-5, 65504.0, 0.5, 123.456, 2048.0]
        if size > 2:
            special += [1e15, 1e16, 123456789.0, 3.4028234663852886e38, 1e-38, 16777216.0, 9999999.0, 1e7, 1e8]
        bits = [int.from_bytes(np.array(x, dtype=f'<f{size}').tobytes(), 'little') for x in special]
        bits += [1, 2, 3] + [chance.getrandbits(8 * size) for _ in range(200)]
        for b in bits:
            value = np.frombuffer(b.to_bytes(size, 'little'), dtype=f'<f{size}')[0]
            if np.isfinite(value):
                scientific = np.format_float_scientific(value, trim='-', exp_digits=2)
                positional = np.format_float_positional(value, trim='0')
                exponent = int(scientific.split('e')[1])
                file.write(f'{name} {b:x} {positional if -4 <= exponent < 16 else scientific}\n')
