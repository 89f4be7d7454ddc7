// The little of protobuf and of ONNX's messages that the peers' models need.
export const bytes = (...parts) => Buffer.concat(parts.map(part => Buffer.from(part)));

export const varint = value => {
  let rest = BigInt.asUintN(64, BigInt(value));
  const out = [];
  for (; rest > 127n; rest >>= 7n) out.push(Number(rest & 127n) | 128);
  return Buffer.from([...out, Number(rest)]);
};

export const number = (field, value) => bytes(varint(field * 8), varint(value));

export const data = (field, content) => {
  const body = Buffer.from(content);
  return bytes(varint(field * 8 + 2), varint(body.length), body);
};

const float = (field, value) => {
  const body = Buffer.alloc(4);
  body.writeFloatLE(value);
  return bytes(varint(field * 8 + 5), body);
};

// Attributes of nodes.
export const int = (name, value) => data(5, bytes(data(1, name), number(3, value), number(20, 2)));
export const ints = (name, values) => data(5, bytes(data(1, name), ...values.map(value => number(8, value)), number(20, 7)));
export const text = (name, value) => data(5, bytes(data(1, name), data(4, value), number(20, 3)));
export const real = (name, value) => data(5, bytes(data(1, name), float(2, value), number(20, 1)));

export const node = (op, inputs, outputs, attrs) =>
  data(1, bytes(...inputs.map(name => data(1, name)), ...outputs.map(name => data(2, name)), data(4, op), ...attrs));

/** An initializer of Float32Array, Int32Array or BigInt64Array. */
export const tensor = (name, dims, values) => {
  const dtype = values instanceof Float32Array ? 1 : values instanceof Int32Array ? 6 : 7;
  const raw = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return data(5, bytes(...dims.map(dim => number(1, dim)), number(2, dtype), data(8, name), data(9, raw)));
};

/** A float input (field 11) or output (field 12); without dims the runtime infers them. */
export const value = (field, name, dims) => {
  const shape = dims ? data(2, bytes(...dims.map(dim => data(1, number(1, dim))))) : Buffer.alloc(0);
  return data(field, bytes(data(1, name), data(2, data(1, bytes(number(1, 1), shape)))));
};

/** A model of nodes, initializers, inputs and outputs. */
export const model = parts => bytes(number(1, 8), data(7, bytes(...parts, data(2, 'graph'))), data(8, number(2, 17)));
