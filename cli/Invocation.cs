using GraphRun.Cli.Diagnostics;

namespace GraphRun.Cli;

/// <summary>One call of the program: where it reads, writes and reports.</summary>
internal sealed class Invocation(Surroundings surroundings, Report report, string commandLine, bool debug)
{
    private const int BufferSize = 1 << 16;

    private BufferedStream? output;

    public Surroundings Surroundings => surroundings;

    /// <summary>Standard error.</summary>
    public Report Report => report;

    /// <summary>The whole command line as a shell would read it back.</summary>
    public string CommandLine => commandLine;

    /// <summary>Stack traces were asked for.</summary>
    public bool Debug => debug;

    /// <summary>Standard output, buffered; for data and nothing else.</summary>
    public Stream Output => output ??= new BufferedStream(surroundings.Output, BufferSize);

    /// <summary>Standard output was written to.</summary>
    public bool HasOutput => output is not null;

    /// <summary>A run has begun: what fails from here on failed while computing.</summary>
    public bool IsComputing { get; set; }
}
