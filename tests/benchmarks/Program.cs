using GraphRun.Benchmarks;

return args switch
{
    ["convolutions"] => ConvolutionBenchmark.Run(),
    ["executor"] => ExecutorBenchmark.Run(),
    ["models", var folder, .. var names] => ModelBenchmark.Run(folder, names),
    ["kernels", var script, .. var parts] => KernelBenchmark.Run(script, parts),
    ["loop"] => LoopBenchmark.Run(),
    ["ops", .. var parts] => OpBenchmark.Run("tests/benchmarks/peers/ops.py", parts),
    ["peers", var modules, var folder, .. var names] => PeerBenchmark.Run("tests/benchmarks/peers/models.mjs", modules, folder, names),
    ["process", var executable, var modules, var model] =>
        ModelProcessBenchmark.Run(executable, "tests/benchmarks/peers/onnxrun.mjs", modules, model),
    ["products"] => ProductBenchmark.Run(),
    ["process", var executable] => ProcessBenchmark.Run(executable),
    ["threads"] => ThreadBenchmark.Run(),
    ["session"] => SessionBenchmark.Run(),
    ["session", "rate"] => SessionBenchmark.RunRate(),
    ["session", "large"] => SessionBenchmark.RunLarge(),
    ["session", "store", var path] => SessionBenchmark.StoreLarge(path),
    ["session", "read", var path] => SessionBenchmark.ReadLarge(path),
    ["training", var script, .. var names] => TrainingBenchmark.Run(script, names),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project tests/benchmarks -- convolutions | executor | kernels tests/benchmarks/peers.py [PART...] | loop | models FOLDER [NAME...] | ops [PART...] | peers NODE_MODULES_FOLDER FOLDER NAME... | process GRAPHRUN [NODE_MODULES_FOLDER MODEL.json] | products | session [rate|large] | threads | training tests/benchmarks/peers/training.py [NAME...]");
    return 2;
}
