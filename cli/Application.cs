using System.Text;
using GraphRun.Cli.Arguments;
using GraphRun.Cli.Help;
using GraphRun.Cli.Printing;
using GraphRun.Errors;

namespace GraphRun.Cli;

/// <summary>Dispatches to the command that the first words name, and turns everything that can happen into an exit code.</summary>
internal static class Application
{
    // Linux's number, which .NET hands on as it is.
    private const int NoSpaceLeft = 28;

    /// <summary>The whole program: no exception leaves it, and nothing but data reaches standard output.</summary>
    public static int Run(string[] args, Surroundings surroundings)
    {
        var invocation = SharedOptions.Read(args, surroundings);
        try
        {
            var code = Dispatch(args, invocation);
            if (invocation.HasOutput)
                invocation.Output.Flush();
            return code;
        }
        catch (Exception failure)
        {
            return Failure(failure, invocation);
        }
    }

    private static int Dispatch(string[] args, Invocation invocation)
    {
        if (CommandTable.Find(args) is { } found)
            return Invoke(found.Entry, args.AsSpan(found.Words), invocation);
        if (args.Length == 0)
        {
            invocation.Report.Text(HelpPage.Overview());
            return ExitCodes.Usage;
        }

        return args[0] switch
        {
            "-h" or "--help" => Invoke(CommandTable.Find(["help"])!.Value.Entry, [], invocation),
            "--version" => Invoke(CommandTable.Find(["version"])!.Value.Entry, [], invocation),
            _ => throw UnknownCommand.Of(args),
        };
    }

    private static int Invoke(CommandEntry entry, ReadOnlySpan<string> args, Invocation invocation)
    {
        var definition = entry.Define(invocation);

        var result = CommandParser.Parse(definition, args);
        if (SharedOptions.AsksForHelp(result))
        {
            invocation.Output.Write(Encoding.UTF8.GetBytes(HelpPage.Of(definition)));
            return ExitCodes.Done;
        }

        ArgumentErrors.Check(result, definition);
        SharedOptions.Check(result);
        return definition.Action(result);
    }

    private static int Failure(Exception failure, Invocation invocation)
    {
        switch (failure)
        {
            case ClosedPipeException:
                return ExitCodes.ClosedPipe;
            case GraphRunException error:
                invocation.Report.Write(error.Diagnostics);
                return ExitCodes.Of(error.Code, invocation.IsComputing);
            case IOException { HResult: NoSpaceLeft }:
                invocation.Report.Write([new Diagnostic(ErrorCode.FileNotWritable, "the disk is full")]);
                return ExitCodes.Host;
            case OutOfMemoryException:
                invocation.Report.Write([new Diagnostic(ErrorCode.MemoryExceeded, "the memory of this machine or container is used up")]);
                return ExitCodes.Limit;
            default:
                var help = invocation.Debug ? null : "--debug shows where; please report it with the graph and the command line";
                invocation.Report.Write([new Diagnostic(ErrorCode.Internal, $"a bug in GraphRun: {failure.GetType().Name}", Help: help)]);
                if (invocation.Debug)
                    invocation.Report.Text($"{failure}\n");
                return ExitCodes.Bug;
        }
    }
}
