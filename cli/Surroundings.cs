using GraphRun.Cli.Printing;

namespace GraphRun.Cli;

/// <summary>What surrounds one invocation: its three streams and the environment's variables. Tests bring their own.</summary>
internal sealed class Surroundings
{
    /// <summary>The width of a terminal that does not say.</summary>
    public const int DefaultColumns = 80;

    /// <summary>Opens standard input; nothing is read before something asks for it.</summary>
    public required Func<Stream> Input { get; init; }

    public required Stream Output { get; init; }

    public required Stream Error { get; init; }

    /// <summary>The value of an environment variable, or null.</summary>
    public required Func<string, string?> Variable { get; init; }

    public Func<bool> InputIsTerminal { get; init; } = () => false;

    public Func<bool> OutputIsTerminal { get; init; } = () => false;

    public Func<bool> ErrorIsTerminal { get; init; } = () => false;

    /// <summary>The columns of the terminal behind standard error.</summary>
    public Func<int> ErrorColumns { get; init; } = () => DefaultColumns;

    /// <summary>The streams and variables of this process.</summary>
    public static Surroundings OfProcess()
    {
        var (input, output, error) = StandardDescriptors.Open();
        return new Surroundings
        {
            Input = input,
            Output = output,
            Error = error,
            Variable = Environment.GetEnvironmentVariable,
            InputIsTerminal = () => !Console.IsInputRedirected,
            OutputIsTerminal = () => !Console.IsOutputRedirected,
            ErrorIsTerminal = () => !Console.IsErrorRedirected,
            ErrorColumns = StandardDescriptors.ErrorColumns,
        };
    }
}
