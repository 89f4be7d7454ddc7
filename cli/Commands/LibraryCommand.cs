using System.CommandLine;
using System.Text;
using GraphRun.Cli.Arguments;
using GraphRun.Errors;
using GraphRun.Formats.Libraries;

namespace GraphRun.Cli.Commands;

/// <summary><c>graphrun library [NAME]</c></summary>
internal static class LibraryCommand
{
    public const string Summary = "list the functions beside the ops, or print a library";

    public static CommandDefinition Define(Invocation invocation)
    {
        var name = Symbols.Optional("NAME", $"a library: {string.Join(" or ", Library.Names)}");
        name.CompletionSources.Add(_ => Library.Names);
        return new CommandDefinition
        {
            Name = "library",
            Summary = Summary,
            Examples = ["graphrun library", "graphrun library layers > mylayers.yaml"],
            Details =
                """
                Libraries are graph files of functions. Every graph file can call those of
                'tensorflow'; the functions of another library after importing it:
                  import: layers
                """,
            Arguments = [name],
            Action = result => Show(result.GetValue(name), invocation.Output),
        };
    }

    private static int Show(string? name, Stream output)
    {
        if (name is not null && !Library.Names.Contains(name))
        {
            throw new GraphRunException(
                ErrorCode.UnknownName,
                $"there is no library '{name}'",
                help: Suggestion.For(name, Library.Names) ?? $"the libraries are: {string.Join(", ", Library.Names)}");
        }

        if (name is null)
            output.Write(Encoding.UTF8.GetBytes(List()));
        else
            Library.CopyText(name, output);
        return ExitCodes.Done;
    }

    private static string List()
    {
        var text = new StringBuilder();
        foreach (var name in Library.Names)
        {
            text.Append(text.Length > 0 ? "\n" : "").Append(name).Append('\n');
            foreach (var function in Library.Functions(name))
                text.Append($"  {function.Signature}\n      {function.Description}\n");
        }

        return text.ToString();
    }
}
