using GraphRun.Errors;

namespace GraphRun.Formats.Feeds;

/// <summary>Standard input, which only one thing can read.</summary>
/// <param name="open">Opens the stream; called once at most.</param>
/// <param name="isTerminal">Nobody types tensors: reading from a terminal would only wait.</param>
public sealed class StandardInput(Func<Stream> open, bool isTerminal)
{
    private string? reader;

    /// <summary>Takes standard input for one reader.</summary>
    /// <param name="user">What the command line calls the reader: <c>--feed x</c>.</param>
    /// <exception cref="GraphRunException">Another reader has it, or it is a terminal.</exception>
    public Stream Claim(string user)
    {
        if (reader is not null)
        {
            throw new GraphRunException(
                ErrorCode.Usage,
                $"{reader} and {user} both read standard input, which can be read once",
                help: "name a file for one of them");
        }

        if (isTerminal)
        {
            throw new GraphRunException(
                ErrorCode.Usage, $"{user} reads standard input, which is a terminal", help: "pipe a file into it: graphrun ... < FILE");
        }

        reader = user;
        return open();
    }
}
