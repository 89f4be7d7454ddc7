using GraphRun.Cli.Arguments;
using GraphRun.Errors;
using GraphRun.Kernels;

namespace GraphRun.Cli.Commands;

/// <summary><c>graphrun run GRAPH</c></summary>
internal static class RunCommand
{
    public const string Summary = "execute what the fetches and targets need, and commit what changed";

    public static CommandDefinition Define(Invocation invocation)
    {
        var symbols = new RunSymbols(invocation);
        return new CommandDefinition
        {
            Name = "run",
            Summary = Summary,
            Examples =
            [
                "graphrun run counter.yaml --target initialize",
                "graphrun run counter.yaml --fetch foo",
                "graphrun run model.yaml --feed x=@x.npy --fetch y --output y.npy",
                "graphrun run train.yaml --init --repeat 1000 --every 100 --fetch loss",
                "graphrun run model.json --each photos.jsonl --save out",
            ],
            Arguments = [symbols.Graph],
            Groups = symbols.Groups,
            Action = result => Run(symbols.Read(result), invocation),
        };
    }

    private static int Run(RunOptions options, Invocation invocation)
    {
        if (options.Threads is { } threads)
            Workers.Count = threads;
        using var interruption = new Interruption(options.Timeout, invocation.Report);
        try
        {
            return new RunExecution(options, invocation, interruption).Execute();
        }
        catch (Exception failure) when (interruption.Cause is { } cause && IsCancellation(failure))
        {
            invocation.Report.Write([cause.Diagnostic]);
            return cause.ExitCode;
        }
    }

    private static bool IsCancellation(Exception failure) =>
        failure is OperationCanceledException or GraphRunException { Code: ErrorCode.Cancelled };
}
