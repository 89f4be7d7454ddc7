// The convolutions of ConvolutionBenchmark in ONNX Runtime, one thread. Run in a folder where
// `npm install --ignore-scripts onnxruntime-node` was run: node convolutions.mjs
import { createRequire } from 'node:module';
import { int, ints, model as onnx, node, tensor, value } from './protobuf.mjs';

const ort = createRequire(process.cwd() + '/')('onnxruntime-node');

function model(op, attrs, input, filter, output) {
  const weights = Float32Array.from({ length: filter.reduce((x, y) => x * y) }, (_, i) => ((i * 7) % 11 - 5) / 16);
  return onnx([node(op, ['x', 'w'], ['y'], attrs), tensor('w', filter, weights), value(11, 'x', input), value(12, 'y', output)]);
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
