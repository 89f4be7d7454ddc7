// The convolutions of ConvolutionBenchmark in ONNX Runtime, one thread. Run in a folder where
// `npm install --ignore-scripts onnxruntime-node` was run: node convolutions.mjs
import { createRequire } from 'node:module';

const ort = createRequire(process.cwd() + '/')('onnxruntime-node');

// The little of protobuf and ONNX that a model of one node needs.
const bytes = (...parts) => Buffer.concat(parts.map(part => Buffer.from(part)));
const varint = value => {
  const out = [];
  for (; value > 127; value = Math.floor(value / 128)) out.push((value % 128) | 128);
  return Buffer.from([...out, value]);
};
const number = (field, value) => bytes(varint(field * 8), varint(value));
const data = (field, content) => bytes(varint(field * 8 + 2), varint(Buffer.from(content).length), content);
const ints = (name, values) => data(5, bytes(data(1, name), ...values.map(value => number(8, value)), number(20, 7)));
const int = (name, value) => data(5, bytes(data(1, name), number(3, value), number(20, 2)));
const value = (name, dims) => {
  const shape = bytes(...dims.map(dim => data(1, number(1, dim))));
  return bytes(data(1, name), data(2, data(1, bytes(number(1, 1), data(2, shape)))));
};

function model(op, attrs, input, filter, output) {
  const weights = Float32Array.from({ length: filter.reduce((x, y) => x * y) }, (_, i) => ((i * 7) % 11 - 5) / 16);
  const tensor = bytes(...filter.map(dim => number(1, dim)), number(2, 1), data(8, 'w'), data(9, Buffer.from(weights.buffer)));
  const node = bytes(data(1, 'x'), data(1, 'w'), data(2, 'y'), data(4, op), ...attrs);
  const graph = bytes(data(1, node), data(2, 'g'), data(5, tensor), data(11, value('x', input)), data(12, value('y', output)));
  return bytes(number(1, 8), data(7, graph), data(8, number(2, 17)));
}

const pads = count => ints('pads', [count, count, count, count]);
const cases = [
  ['3x3 56x56x64 to 64', 'Conv', [pads(1)], [1, 64, 56, 56], [64, 64, 3, 3], [1, 64, 56, 56]],
  ['1x1 56x56x128 to 128', 'Conv', [], [1, 128, 56, 56], [128, 128, 1, 1], [1, 128, 56, 56]],
  ['3x3 stride 2 224x224x3 to 32', 'Conv', [ints('pads', [0, 0, 1, 1]), ints('strides', [2, 2])], [1, 3, 224, 224], [32, 3, 3, 3], [1, 32, 112, 112]],
  ['3x3 7x7x512 to 512', 'Conv', [pads(1)], [1, 512, 7, 7], [512, 512, 3, 3], [1, 512, 7, 7]],
  ['depthwise 3x3 112x112x96', 'Conv', [pads(1), int('group', 96)], [1, 96, 112, 112], [96, 1, 3, 3], [1, 96, 112, 112]],
  ['depthwise 3x3 14x14x576', 'Conv', [pads(1), int('group', 576)], [1, 576, 14, 14], [576, 1, 3, 3], [1, 576, 14, 14]],
  ['transposed 4x4 stride 2 28x28x64 to 32', 'ConvTranspose', [pads(1), ints('strides', [2, 2])], [1, 64, 28, 28], [64, 32, 4, 4], [1, 32, 56, 56]],
];

for (const [name, op, attrs, input, filter, output] of cases) {
  const session = await ort.InferenceSession.create(
    model(op, attrs, input, filter, output), { intraOpNumThreads: 1, interOpNumThreads: 1 });
  const x = new ort.Tensor('float32', Float32Array.from({ length: input.reduce((a, b) => a * b) }, (_, i) => (i % 13) / 13), input);
  const times = [];
  for (let i = 0; i < 41; i++) {
    const start = process.cpuUsage();
    await session.run({ x });
    const { user, system } = process.cpuUsage(start);
    times.push((user + system) / 1000);
  }
  times.sort((a, b) => a - b);
  console.log(`${name.padEnd(40)} ${times[20].toFixed(3).padStart(8)} ms, at best ${times[0].toFixed(3)} ms`);
}
