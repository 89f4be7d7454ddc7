using GraphRun.Cli.Arguments;
using GraphRun.Formats.Schemas;

namespace GraphRun.Cli.Commands;

/// <summary><c>graphrun schema</c></summary>
internal static class SchemaCommand
{
    public const string Summary = "print the JSON Schema of graph files, for editors";

    public static CommandDefinition Define(Invocation invocation) => new()
    {
        Name = "schema",
        Summary = Summary,
        Examples = ["graphrun schema > graph.schema.json"],
        Details =
            """
            The schema is of draft-07. Editors with the YAML language server take it from a
            graph file's first line:
              # yaml-language-server: $schema=graph.schema.json
            """,
        Action = _ => Print(invocation),
    };

    private static int Print(Invocation invocation)
    {
        GraphSchema.Write(invocation.Output);
        return ExitCodes.Done;
    }
}
