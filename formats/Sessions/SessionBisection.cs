using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Formats.Binding;
using GraphRun.Formats.Feeds;
using GraphRun.Formats.Stores;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Formats.Sessions;

/// <summary>
/// Finds the first checkpoint whose state is bad. States go bad and may recover, so every checkpoint counts, from the oldest on; one that
/// changed nothing that the question reads is not asked again.
/// </summary>
/// <param name="question">An expression over the graph or the variables; bad when it is true, anywhere.</param>
public sealed class SessionBisection(StoredSession session, string question)
{
    private static readonly string[] nothingRead = [];

    private string? unanswered;

    /// <summary>The graph's file, where it is not to be what was recorded.</summary>
    public string? GraphPath { get; init; }

    /// <summary>Feeds that the question needs, as the command line spells them.</summary>
    public IReadOnlyList<string> Feeds { get; init; } = [];

    /// <summary>How many states were asked.</summary>
    public int Asked { get; private set; }

    /// <summary>The first bad checkpoint, and the one before it that is not; null for none.</summary>
    /// <exception cref="GraphRunException">The question cannot be understood, is no bool, or reads what never has a value.</exception>
    public (Checkpoint? Bad, Checkpoint? Good) Find(IReadOnlyList<Checkpoint> checkpoints)
    {
        Checkpoint? good = null;
        IReadOnlyCollection<string>? read = null;
        foreach (var checkpoint in checkpoints)
        {
            if (read is null || checkpoint.ChangedVariables.Any(read.Contains) || good is null || checkpoint.Graph != good.Graph)
            {
                var (isBad, variables) = Ask(session.At(checkpoint.Number));
                read = variables;
                if (isBad == true)
                    return (checkpoint, good);
                if (isBad is null)
                    continue;
            }

            good = checkpoint;
        }

        // Nobody can say that a state is good in which the question has no answer.
        return good is not null || unanswered is null ? (null, good) : throw new GraphRunException(
            ErrorCode.Uninitialized, $"--bad has no answer at any checkpoint of session '{session.Name}': {unanswered}");
    }

    /// <summary>Whether a state is bad, null where the question reads what has no value yet; and what it reads.</summary>
    private (bool? IsBad, IReadOnlyCollection<string> Read) Ask(SessionState state)
    {
        Asked++;
        var expression = new AddedExpression("--bad", question);
        var graph = RecordedGraph.LoadToAsk(state, GraphPath, expression);
        var output = OutputNames.Find(graph, expression.Name);
        if (output.DType != DType.Bool)
        {
            throw new GraphRunException(
                ErrorCode.DTypeMismatch,
                $"--bad takes a bool, and '{question}' is {output.DType.Name()}",
                output.Node.Span,
                "compare it: x > 10, reduce_any(is_nan(w))");
        }

        var feeds = GraphFeeds.Read(graph, Feeds, [], new StandardInput(() => Stream.Null, isTerminal: false));
        var read = new HashSet<string>();
        var open = new Session { LoadVariable = Load, LoadCounter = state.RandomCounter, Seed = state.Checkpoint.Seed };
        try
        {
            return (open.Run(graph, [output], feeds)[0].Values<bool>().Contains(true), read);
        }
        catch (GraphRunException error) when (error.Code == ErrorCode.Uninitialized)
        {
            unanswered = error.Diagnostics[0].Message;
            return (null, nothingRead);
        }

        Tensor? Load(string name)
        {
            read.Add(name);
            return state.Read(name);
        }
    }
}
