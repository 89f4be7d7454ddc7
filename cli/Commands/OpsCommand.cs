using System.CommandLine;
using System.Text;
using GraphRun.Cli.Arguments;
using GraphRun.Errors;
using GraphRun.Formats.Schemas;
using GraphRun.Gradients;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Cli.Commands;

/// <summary><c>graphrun ops [NAME]</c></summary>
internal static class OpsCommand
{
    public const string Summary = "list the ops, or show one";

    public static CommandDefinition Define(Invocation invocation)
    {
        var name = Symbols.Optional("NAME", "an op type such as MatMul, or a name in expressions such as matmul");
        name.CompletionSources.Add(_ => Names());
        var json = Symbols.Flag("--json", "as JSON: a list, or with NAME one object");
        return new CommandDefinition
        {
            Name = "ops",
            Summary = Summary,
            Examples = ["graphrun ops", "graphrun ops MatMul", "graphrun ops --json | jq '.[].name'"],
            Arguments = [name],
            Groups = [new OptionGroup("Options", [json])],
            Action = result => Show(result.GetValue(name), result.GetValue(json), invocation.Output),
        };
    }

    private static int Show(string? name, bool json, Stream output)
    {
        if (name is null && json)
            OpJson.WriteAll(output);
        else if (name is null)
            output.Write(Encoding.UTF8.GetBytes(List()));
        else if (json)
            OpJson.Write(output, Find(name));
        else
            output.Write(Encoding.UTF8.GetBytes(Page(Find(name))));
        return ExitCodes.Done;
    }

    private static OpDef Find(string name) => Catalogue.FindExpression(name) ?? throw new GraphRunException(
        ErrorCode.UnknownName, $"there is no op '{name}'", help: Suggestion.For(name, Names()) ?? "'graphrun ops' lists all ops");

    private static IEnumerable<string> Names() => Catalogue.All.SelectMany(op => op.Expressions.Prepend(op.Type));

    /// <summary>One line an op: its type, its family, its name in expressions, and the first sentence about it.</summary>
    private static string List()
    {
        var widest = (
            Type: Catalogue.All.Max(op => op.Type.Length),
            Family: Catalogue.All.Max(op => op.Family.Length),
            Name: Catalogue.All.Max(op => NameOf(op.Expressions).Length));
        var text = new StringBuilder();
        foreach (var (type, family, expressions) in Catalogue.All)
        {
            var summary = Catalogue.Get(type).Summary;
            var end = summary.IndexOf(". ", StringComparison.Ordinal);
            text.Append(type.PadRight(widest.Type + 2));
            text.Append(family.PadRight(widest.Family + 2));
            text.Append(NameOf(expressions).PadRight(widest.Name + 2));
            text.Append(end < 0 ? summary : summary[..(end + 1)]).Append('\n');
        }

        return text.ToString();
    }

    private static string NameOf(string[] expressions) => expressions.Length == 0 ? "-" : expressions[0];

    private static string Page(OpDef op)
    {
        var (_, family, expressions) = Catalogue.All.First(entry => entry.Type == op.Name);
        var text = new StringBuilder($"{op.Name}: {op.Summary}\n\nFamily: {family}\n");
        if (expressions.Length > 0)
            text.Append($"\nIn expressions: {string.Join(", ", expressions)}\n");
        Section(text, "Inputs", op.Inputs);
        Section(text, "Outputs", op.Outputs);
        Section(text, "Attrs", op.Signature.Attrs.Select((attr, index) => Declared(attr, op.Attrs[index])
            + (op.Signature.IsInferred(attr.Name) ? "   (from the inputs)" : "")));
        Section(text, "Parameters in expressions", op.Parameters);
        Section(text, "Example", op.Example.Length == 0 ? [] : [op.Example]);
        return text.Append($"\nGradient: {GradientOf(op)}\n").ToString();
    }

    // "T: numbertype" is spelt out.
    private static string Declared(AttrDef attr, string declaration) => attr.AllowedDTypes.Count == 0
        ? declaration
        : declaration.Replace("realnumbertype", Names(attr), StringComparison.Ordinal).Replace("numbertype", Names(attr),
            StringComparison.Ordinal);

    private static string Names(AttrDef attr) => $"{{{string.Join(", ", attr.AllowedDTypes.Select(dtype => dtype.Name()))}}}";

    private static string GradientOf(OpDef op) =>
        op.Gradient is null ? "none, it is an error to ask for it" : op.Gradient == GradientRules.Stop ? "none, gradients stop here"
            : "yes";

    private static void Section(StringBuilder text, string title, IEnumerable<string> lines)
    {
        var first = true;
        foreach (var line in lines)
        {
            text.Append(first ? $"\n{title}:\n" : "").Append($"  {line}\n");
            first = false;
        }
    }
}
