// What `graphrun run` does to a model, in ONNX Runtime, in a process of its own. Run in a folder with node_modules as models.mjs is:
//   node onnxrun.mjs convert MODEL.json MODEL.onnx    makes the ONNX model
//   node onnxrun.mjs MODEL.onnx INPUT.bin C,H,W       reads both, runs once, prints the results
import fs from 'node:fs';
import { createRequire } from 'node:module';

const [model, input, dims] = process.argv.slice(2);
if (model === 'convert') {
  const { readGraphModel } = await import('./graphmodel.mjs');
  const { toOnnx } = await import('./onnx.mjs');
  fs.writeFileSync(dims, toOnnx(readGraphModel(input)).bytes);
} else {
  const ort = createRequire(process.cwd() + '/')('onnxruntime-node');
  const session = await ort.InferenceSession.create(model, { logSeverityLevel: 3 });
  const raw = fs.readFileSync(input);
  const values = new Float32Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.byteLength));
  const results = await session.run({ [session.inputNames[0]]: new ort.Tensor('float32', values, [1, ...dims.split(',').map(Number)]) });
  for (const name of session.outputNames) console.log(name, [...results[name].data].join(' '));
  process.exit(0);
}
