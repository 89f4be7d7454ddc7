using GraphRun.Benchmarks;

return args switch
{
    ["executor"] => ExecutorBenchmark.Run(),
    ["process", var executable] => ProcessBenchmark.Run(executable),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project tests/benchmarks -- executor | process GRAPHRUN");
    return 2;
}
