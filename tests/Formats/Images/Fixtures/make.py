"""Made the files beside it, once, with NumPy 1.24.2 and Pillow 9.4.0: run `python3 make.py` in this folder to make them again.

Each NAME.png has its pixels, as TensorFlow's decode_png gives them, in NAME.npy. The encoder below knows every bit depth,
color type, filter and interlacing; Pillow reads back what it wrote as far as Pillow keeps all of it.
"""
import struct
import zlib

import numpy as np
from PIL import Image

ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def chunk(kind, data):
    return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))


def pack(row, depth):
    if depth == 16:
        return row.astype('>u2').tobytes()
    if depth == 8:
        return row.astype(np.uint8).tobytes()
    bits = ''.join(format(v, f'0{depth}b') for v in row)
    bits += '0' * (-len(bits) % 8)
    return bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))


def paeth(a, b, c):
    p = a + b - c
    return min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]


def filtered(kind, row, above, distance):
    out = bytearray([kind])
    for i, value in enumerate(row):
        a = row[i - distance] if i >= distance else 0
        b, c = above[i], above[i - distance] if i >= distance else 0
        out.append((value - [0, a, b, (a + b) // 2, paeth(a, b, c)][kind]) % 256)
    return bytes(out)


def png(name, samples, depth, color, interlaced=False, extra=b''):
    height, width, count = samples.shape
    distance = max(1, count * depth // 8)
    data, kind = b'', 0
    for x0, y0, dx, dy in ADAM7 if interlaced else [(0, 0, 1, 1)]:
        grid = samples[y0::dy, x0::dx]
        above = bytes(len(pack(grid[0].ravel(), depth))) if grid.size else b''
        for row in grid if grid.size else []:
            row = pack(row.ravel(), depth)
            data += filtered(kind % 5, row, above, distance)
            above, kind = row, kind + 1
    data = zlib.compress(data, 9)
    half = len(data) // 2
    with open(name + '.png', 'wb') as file:
        file.write(b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, depth, color, 0, 0, interlaced)))
        file.write(chunk(b'tEXt', b'Comment\0made by make.py') + extra)
        file.write(chunk(b'IDAT', data[:half]) + chunk(b'IDAT', data[half:]) + chunk(b'IEND', b''))


def expect(name, pixels, mode=None):
    np.save(name + '.npy', pixels.astype(np.uint8))
    if mode:
        assert (np.asarray(Image.open(name + '.png').convert(mode)).reshape(pixels.shape) == pixels).all(), name


chance = np.random.default_rng(1)
for depth in (1, 2, 4, 8):
    gray = chance.integers(0, 1 << depth, (5, 11, 1))
    png(f'gray{depth}', gray, depth, 0)
    expect(f'gray{depth}', gray * 255 // ((1 << depth) - 1), 'L')
palette = chance.integers(0, 256, (4, 3))
index = chance.integers(0, 4, (6, 9, 1))
plte = chunk(b'PLTE', palette.astype(np.uint8).tobytes())
png('palette2', index, 2, 3, extra=plte)
expect('palette2', palette[index[..., 0]], 'RGB')
png('palette8_transparent', index, 8, 3, extra=plte + chunk(b'tRNS', bytes([0, 128])))
alpha = np.array([0, 128, 255, 255])
expect('palette8_transparent', np.concatenate([palette[index[..., 0]], alpha[index]], axis=2), 'RGBA')
for name, color, count, mode in (('gray_alpha', 4, 2, 'LA'), ('rgb', 2, 3, 'RGB'), ('rgba', 6, 4, 'RGBA')):
    for depth in (8, 16):
        pixels = chance.integers(0, 1 << depth, (7, 10, count))
        png(f'{name}{depth}', pixels, depth, color)
        expect(f'{name}{depth}', pixels >> (depth - 8), mode if depth == 8 else None)
wide = chance.integers(0, 1 << 16, (3, 4, 1))
png('gray16', wide, 16, 0)
expect('gray16', wide >> 8)
rgb = chance.integers(0, 256, (4, 4, 3))
rgb[1, 2] = (1, 2, 3)
png('rgb_transparent', rgb, 8, 2, extra=chunk(b'tRNS', struct.pack('>HHH', 1, 2, 3)))
expect('rgb_transparent', np.concatenate([rgb, np.where((rgb == (1, 2, 3)).all(axis=2), 0, 255)[..., None]], axis=2), 'RGBA')
for height, width in ((13, 17), (1, 1), (2, 3)):
    pixels = chance.integers(0, 256, (height, width, 3))
    png(f'interlaced_{width}x{height}', pixels, 8, 2, interlaced=True)
    expect(f'interlaced_{width}x{height}', pixels, 'RGB')
gray = chance.integers(0, 2, (9, 9, 1))
png('interlaced_gray1', gray, 1, 0, interlaced=True)
expect('interlaced_gray1', gray * 255, 'L')
