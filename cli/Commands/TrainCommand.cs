using GraphRun.Cli.Arguments;
using GraphRun.Kernels;

namespace GraphRun.Cli.Commands;

/// <summary><c>graphrun train GRAPH</c></summary>
internal static class TrainCommand
{
    public const string Summary = "run a step of training again and again on batches of examples";

    public static CommandDefinition Define(Invocation invocation) => Define(new TrainSymbols(invocation), invocation);

    /// <summary>Reads the words behind <c>train</c> that a checkpoint recorded.</summary>
    public static TrainOptions Read(IReadOnlyList<string> arguments, Invocation invocation)
    {
        var symbols = new TrainSymbols(invocation);
        return symbols.Read(CommandParser.Parse(Define(symbols, invocation), [.. arguments]));
    }

    private static CommandDefinition Define(TrainSymbols symbols, Invocation invocation)
    {
        return new CommandDefinition
        {
            Name = "train",
            Summary = Summary,
            Examples =
            [
                "graphrun train iris.yaml --data iris.npz --epochs 50 --shuffle",
                "graphrun train model.yaml --data x=x.npy --data y=y.npy --steps 1000",
                "graphrun train m.yaml --data a.csv --validation b.csv --patience 5",
            ],
            Details =
                """
                A file alone gives each placeholder that the step needs the array or
                column of its name. Variables without a value are initialized first. The
                session remembers how many examples it has seen: the same command goes
                on where it was stopped or killed, in the middle of an epoch too, and
                nothing differs from a run that was not stopped. Ctrl-C ends after the
                current step and commits what was done. Validation takes no --feed of an
                output that has a default, so that a switch for training is off.
                """,
            Arguments = [symbols.Graph],
            Groups = symbols.Groups,
            Action = result => Run(symbols.Read(result), invocation),
        };
    }

    private static int Run(TrainOptions options, Invocation invocation)
    {
        if (options.Threads is { } threads)
            Workers.Count = threads;
        using var interruption = new Interruption(options.Timeout, invocation.Report, finishes: true);
        using var execution = new TrainExecution(options, invocation, interruption);
        return execution.Execute();
    }
}
