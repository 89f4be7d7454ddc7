namespace GraphRun.Cli.Printing;

/// <summary>Whoever read standard output has stopped reading: the program ends quietly, with what SIGPIPE would have given.</summary>
internal sealed class ClosedPipeException() : IOException("nobody reads standard output");
