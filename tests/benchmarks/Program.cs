using GraphRun.Benchmarks;

return args switch
{
    ["executor"] => ExecutorBenchmark.Run(),
    ["binding"] => BindingBenchmark.Run(),
    ["process", var executable] => ProcessBenchmark.Run(executable),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project tests/benchmarks -- executor | binding | process GRAPHRUN");
    return 2;
}
