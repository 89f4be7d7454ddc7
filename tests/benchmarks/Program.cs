using GraphRun.Benchmarks;

return args switch
{
    ["convolutions"] => ConvolutionBenchmark.Run(),
    ["executor"] => ExecutorBenchmark.Run(),
    ["models", var folder, .. var names] => ModelBenchmark.Run(folder, names),
    ["kernels", var script, .. var parts] => KernelBenchmark.Run(script, parts),
    ["loop"] => LoopBenchmark.Run(),
    ["process", var executable] => ProcessBenchmark.Run(executable),
    ["session"] => SessionBenchmark.Run(),
    ["session", "large"] => SessionBenchmark.RunLarge(),
    ["session", "store", var path] => SessionBenchmark.StoreLarge(path),
    ["session", "read", var path] => SessionBenchmark.ReadLarge(path),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project tests/benchmarks -- convolutions | executor | kernels tests/benchmarks/peers.py [PART...] | loop | models FOLDER [NAME...] | process GRAPHRUN | session [large]");
    return 2;
}
