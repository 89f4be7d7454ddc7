// Reads TensorFlow.js graph models from disk.
import fs from 'node:fs';
import path from 'node:path';

const decode = text => Buffer.from(text, 'base64').toString();

/** The nodes by name, each with its attrs as plain values; the constants as {dims, values}; the names of the results. */
export function readGraphModel(file) {
  const json = JSON.parse(fs.readFileSync(file, 'utf8'));
  const nodes = new Map(json.modelTopology.node.map(node => [node.name, node]));
  const used = new Set([...nodes.values()].flatMap(node => (node.input ?? []).map(input => input.split(':')[0])));
  const results = json.signature?.outputs
    ? Object.values(json.signature.outputs).map(output => output.name)
    : [...nodes.keys()].filter(name => !used.has(name));
  return { json, nodes, results, constants: readWeights(json, path.dirname(file)) };
}

export function attr(node, name, otherwise) {
  const value = node.attr?.[name];
  if (value === undefined) return otherwise;
  if (value.s !== undefined) return decode(value.s);
  if (value.b !== undefined) return value.b;
  if (value.i !== undefined) return Number(value.i);
  if (value.f !== undefined) return value.f;
  if (value.list !== undefined) return value.list.i?.map(Number) ?? value.list.s?.map(decode) ?? [];
  if (value.shape !== undefined) return (value.shape.dim ?? []).map(dim => Number(dim.size));
  return otherwise;
}

export const weightBytes = (json, folder) => Buffer.concat(
  json.weightsManifest.flatMap(group => group.paths).map(name => fs.readFileSync(path.join(folder, name))));

function readWeights(json, folder) {
  const all = weightBytes(json, folder);
  const constants = new Map();
  let at = 0;
  for (const { name, shape, dtype, quantization } of json.weightsManifest.flatMap(group => group.weights)) {
    const count = shape.reduce((x, y) => x * y, 1);
    const size = { float32: 4, int32: 4, uint16: 2, float16: 2, uint8: 1, bool: 1 }[quantization?.dtype ?? dtype];
    const raw = all.subarray(at, at += count * size);
    constants.set(name, { dims: shape, values: dequantize(raw, count, dtype, quantization) });
  }
  return constants;
}

function dequantize(raw, count, dtype, quantization) {
  const Target = dtype === 'float32' ? Float32Array : Int32Array;
  if (!quantization) {
    const copy = Uint8Array.from(raw);
    return dtype === 'bool' ? Int32Array.from(copy) : new Target(copy.buffer);
  }
  if (quantization.dtype === 'float16') return Float32Array.from({ length: count }, (_, i) => half(raw.readUInt16LE(2 * i)));
  const read = quantization.dtype === 'uint8' ? i => raw[i] : i => raw.readUInt16LE(2 * i);
  return Target.from({ length: count }, (_, i) => read(i) * quantization.scale + quantization.min);
}

function half(bits) {
  const [sign, exponent, fraction] = [bits & 0x8000 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (exponent ? 2 ** (exponent - 15) * (1 + fraction / 1024) : 2 ** -14 * (fraction / 1024));
}
