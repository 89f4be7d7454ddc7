using GraphRun.Errors;
using GraphRun.Formats.Documents;

namespace GraphRun.Formats.Graphs;

/// <summary>Reads <c>outputs</c> and <c>returns</c>: one reference, a list of them, or a mapping of public names to references.</summary>
internal sealed class OutputDefReader(ErrorList errors)
{
    private readonly ScalarReader scalars = new(errors);

    public IReadOnlyList<OutputDef> Read(DocumentNode value, string what)
    {
        var outputs = new List<OutputDef>();
        if (!value.Exists)
            return outputs;
        if (value.Kind == DocumentNodeKind.Scalar)
            Add(outputs, value, what);
        foreach (var item in value.Items)
            Add(outputs, item, what);
        foreach (var (key, reference) in value.Entries)
            Add(outputs, key, reference, what);
        CheckUnique(outputs, what);
        return outputs;
    }

    private void Add(List<OutputDef> outputs, DocumentNode value, string what)
    {
        if (scalars.Text(value, what) is { Text: not null } reference)
            outputs.Add(new OutputDef(reference, reference));
    }

    private void Add(List<OutputDef> outputs, DocumentNode key, DocumentNode value, string what)
    {
        var name = new Word(key.ToString(), key.Span);
        if (!NodeName.IsValid(name.Text))
            errors.Add(NodeName.Error(name.Text, name.Span));
        else if (scalars.Text(value, $"{what}.{name}") is { Text: not null } reference)
            outputs.Add(new OutputDef(name, reference));
    }

    private void CheckUnique(List<OutputDef> outputs, string what)
    {
        var first = new Dictionary<string, SourceSpan>();
        foreach (var output in outputs)
        {
            if (!first.TryAdd(output.Name.Text, output.Name.Span))
            {
                errors.Add(
                    ErrorCode.Duplicate,
                    $"'{output.Name}' stands twice in '{what}': here and at {first[output.Name.Text]}",
                    output.Name.Span);
            }
        }
    }
}
