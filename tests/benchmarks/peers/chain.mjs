// The chain of 10,000 scalar additions of ExecutorBenchmark in ONNX Runtime, one thread. Run in a folder with node_modules as models.mjs is:
// node chain.mjs
import { createRequire } from 'node:module';
import { model, node, tensor, value } from './protobuf.mjs';

const count = 10_000;
const ort = createRequire(process.cwd() + '/')('onnxruntime-node');
const nodes = Array.from({ length: count }, (_, i) => node('Add', [i === 0 ? 'x' : `n${i - 1}`, 'one'], [`n${i}`], []));
const bytes = model([...nodes, tensor('one', [], Float32Array.of(1e-3)), value(11, 'x', []), value(12, `n${count - 1}`, [])]);
for (const graphOptimizationLevel of ['disabled', 'all']) {
  const session = await ort.InferenceSession.create(bytes, { intraOpNumThreads: 1, interOpNumThreads: 1, graphOptimizationLevel });
  const x = new ort.Tensor('float32', Float32Array.of(1), []);
  const times = [];
  for (let i = 0; i < 21; i++) {
    const start = performance.now();
    await session.run({ x });
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  console.log(`optimizations ${graphOptimizationLevel}: ${(times[10] / count * 1e6).toFixed(1)} ns per node`);
}
process.exit(0);
