#!/usr/bin/env python3
"""Writes the checkpoints beside it, and the files of the SavedModels of ../../Protobuf/Fixtures, from the formats' documents alone:
LevelDB's table_format.md, TensorFlow's tensor_bundle.cc and ordered_code.cc, Snappy's format_description.txt, RFC 3720 (CRC-32C).
Messages in binary come from protoc: pass its path."""
import os, struct, subprocess, sys

TABLE = []
for i in range(256):
    value = i
    for _ in range(8):
        value = (value >> 1) ^ (0x82F63B78 if value & 1 else 0)
    TABLE.append(value)


def crc32c(data, crc=0):
    crc ^= 0xFFFFFFFF
    for byte in data:
        crc = (crc >> 8) ^ TABLE[(crc ^ byte) & 255]
    return crc ^ 0xFFFFFFFF


def mask(crc):
    return (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def varint(value):
    out = b""
    value &= (1 << 64) - 1
    while value >= 128:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def field(number, value):
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def snappy(data):
    """A greedy compressor: matches of four bytes and more become copies with two-byte offsets."""
    out, seen, start, i = varint(len(data)), {}, 0, 0

    def literal(piece):
        if not piece:
            return b""
        size = len(piece) - 1
        return (bytes([size << 2]) if size < 60 else bytes([61 << 2]) + struct.pack("<H", size)) + piece

    while i < len(data):
        key = data[i:i + 4]
        at = seen.get(key)
        seen[key] = i
        if at is None or len(key) < 4 or i - at > 65535:
            i += 1
            continue
        length = 4
        while i + length < len(data) and length < 64 and data[at + length] == data[i + length]:
            length += 1
        out += literal(data[start:i]) + bytes([2 | (length - 1) << 2]) + struct.pack("<H", i - at)
        i += length
        start = i
    return out + literal(data[start:])


def block(entries, interval=16):
    out, restarts, last = b"", [], b""
    for n, (key, value) in enumerate(entries):
        shared = 0
        if n % interval == 0:
            restarts.append(len(out))
        else:
            while shared < min(len(last), len(key)) and last[shared] == key[shared]:
                shared += 1
        out += varint(shared) + varint(len(key) - shared) + varint(len(value)) + key[shared:] + value
        last = key
    restarts = restarts or [0]
    return out + b"".join(struct.pack("<I", at) for at in restarts) + struct.pack("<I", len(restarts))


def table(entries, per_block=3, compress=False):
    file, index = b"", []

    def add(content, packed):
        nonlocal file
        content, kind = (snappy(content), b"\1") if packed else (content, b"\0")
        handle = varint(len(file)) + varint(len(content))
        file += content + kind + struct.pack("<I", mask(crc32c(content + kind)))
        return handle

    entries = sorted(entries)
    for at in range(0, len(entries), per_block):
        part = entries[at:at + per_block]
        index.append((part[-1][0], add(block(part), compress)))
    meta = add(block([]), False)
    footer = meta + add(block(index, 1), False)
    return file + footer + bytes(40 - len(footer)) + struct.pack("<Q", 0xDB4775248B80FB57)


def shape(dims):
    return b"".join(field(2, field(1, size) if size else b"") for size in dims)


def ordered(value):
    """OrderedCode::WriteSignedNumIncreasing."""
    size = next(n for n in range(1, 11) if -(1 << 7 * n - 1) <= value < 1 << 7 * n - 1)
    bits = value & (1 << 8 * size) - 1
    return (bits ^ ((1 << size) - 1 << 8 * size - size)).to_bytes(size, "big")


def slice_key(name, extents):
    key = b"\0" + name.replace(b"\0", b"\0\xff") + b"\0\1" + bytes([1, len(extents)])
    return key + b"".join(ordered(start) + ordered(length) for start, length in extents)


class Bundle:
    def __init__(self, shards=1):
        self.data, self.entries = [b""] * shards, []

    def add(self, name, dtype, dims, content, shard=0, slices=b"", crc=None):
        entry = field(1, dtype) + field(2, shape(dims)) + (field(3, shard) if shard else b"")
        entry += (field(4, len(self.data[shard])) if self.data[shard] else b"") + field(5, len(content))
        crc = crc32c(content) if crc is None else crc
        entry += varint(6 << 3 | 5) + struct.pack("<I", mask(crc)) + slices
        self.data[shard] += content
        self.entries.append((name if isinstance(name, bytes) else name.encode(), entry))

    def floats(self, name, dims, values, shard=0):
        self.add(name, 1, dims, struct.pack(f"<{len(values)}f", *values), shard)

    def strings(self, name, dims, values):
        lengths = b"".join(varint(len(value)) for value in values)
        crc = crc32c(b"".join(struct.pack("<I", len(value)) for value in values))
        check = struct.pack("<I", mask(crc))
        rest = check + b"".join(values)
        self.add(name, 7, dims, lengths + rest, crc=crc32c(rest, crc))

    def partitioned(self, name, dims, parts):
        """Parts are (extents, values); an extent of length -1 is a whole axis."""
        slices = b""
        for extents, _ in parts:
            slices += field(7, b"".join(field(1, b"" if length < 0 else (field(1, start) if start else b"") + field(2, length)) for start, length in extents))
        self.entries.append((name.encode(), field(1, 1) + field(2, shape(dims)) + slices))
        for extents, values in parts:
            sizes = [dims[axis] if length < 0 else length for axis, (_, length) in enumerate(extents)]
            self.floats(slice_key(name.encode(), extents), sizes, values)

    def write(self, prefix, compress=False):
        os.makedirs(os.path.dirname(prefix), exist_ok=True)
        header = field(1, len(self.data)) + field(3, field(1, 1))
        with open(prefix + ".index", "wb") as out:
            out.write(table([(b"", header)] + self.entries, compress=compress))
        for n, data in enumerate(self.data):
            with open(f"{prefix}.data-{n:05d}-of-{len(self.data):05d}", "wb") as out:
                out.write(data)


here = os.path.dirname(os.path.abspath(__file__))
models = os.path.join(here, "..", "..", "Protobuf", "Fixtures")


def kinds():
    bundle = Bundle(shards=2)
    bundle.floats("dense/kernel", [2, 3], [1, 2, 3, 4, 5, 6])
    bundle.floats("dense/bias", [3], [0.5, -0.5, 0.25], shard=1)
    bundle.add("step", 9, [], struct.pack("<q", 1 << 40))
    bundle.add("flags", 10, [3], bytes([1, 0, 1]))
    bundle.add("half", 19, [2], struct.pack("<2e", 1.5, -2), shard=1)
    bundle.floats("nothing", [0, 4], [])
    bundle.strings("words", [2, 2], [b"a", b"", b"hello", bytes(range(200))])
    bundle.partitioned("embedding", [5, 2], [
        ([(0, 3), (0, -1)], [0, 1, 2, 3, 4, 5]),
        ([(3, 2), (0, -1)], [6, 7, 8, 9])])
    bundle.partitioned("wide", [2, 200], [
        ([(0, -1), (0, 120)], [column + 1000 * row for row in range(2) for column in range(120)]),
        ([(0, -1), (120, 80)], [column + 1000 * row for row in range(2) for column in range(120, 200)])])
    return bundle


def objects(attributes):
    nodes = field(1, b"") + b"".join(
        field(1, field(2, field(1, b"VARIABLE_VALUE") + field(2, name.encode()) + field(3, key.encode()))) for name, key in attributes)
    return nodes


def variables(keys, names):
    bundle = Bundle()
    bundle.floats(keys[0], [2, 3], [1, 2, 3, 4, 5, 6])
    bundle.floats(keys[1], [3], [0.5, -20, 0.25])
    if names:
        bundle.strings("_CHECKPOINTABLE_OBJECT_GRAPH", [], [objects(zip(names, keys))])
    return bundle


kinds().write(os.path.join(here, "kinds", "model.ckpt-7"))
kinds().write(os.path.join(here, "compressed", "model.ckpt-7"), compress=True)
object_keys = [f"layer/{name}/.ATTRIBUTES/VARIABLE_VALUE" for name in ("kernel", "bias")]
variables(object_keys, ["dense/kernel", "dense/bias"]).write(os.path.join(models, "dense", "variables", "variables"))
variables(["w", "b"], None).write(os.path.join(models, "first", "variables", "variables"))

protoc, protos = sys.argv[1], os.path.join(here, "..", "..", "..", "..", "formats", "Protobuf")
for text, message in (("dense/saved_model", "SavedModelMessage"), ("first/saved_model", "SavedModelMessage"), ("loop", "GraphMessage")):
    path = os.path.join(models, text)
    with open(path + ".pbtxt", "rb") as source, open(path + ".pb", "wb") as out:
        subprocess.run([protoc, f"-I{protos}", f"--encode=graphrun.{message}", "model.proto"], stdin=source, stdout=out, check=True)
