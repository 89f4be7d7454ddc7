using System.Globalization;
using Google.Protobuf;
using GraphRun.Formats.Graphs;

namespace GraphRun.Formats.Protobuf;

/// <summary>
/// What a graph has that a GraphDef has no place for: name, seed, outputs and inputs. It stands as an attr of the first node, one text
/// each, under a name that TensorFlow passes over.
/// </summary>
internal static class GraphNotes
{
    /// <summary>The attr.</summary>
    public const string Attr = "_graphrun";

    private const string Version = "graphrun=1";
    private const string Output = "output ";
    private const string Input = "input ";
    private const string Seed = "seed=";
    private const string Name = "name=";

    public static void Add(NodeMessage first, GraphDef graph)
    {
        var notes = new AttrMessage.Types.ListMessage { S = { ByteString.CopyFromUtf8(Version) } };
        if (graph.Name.Text is { Length: > 0 } name)
            notes.S.Add(ByteString.CopyFromUtf8(Name + name));
        if (graph.Seed is { } seed)
            notes.S.Add(ByteString.CopyFromUtf8(Seed + seed.ToString(CultureInfo.InvariantCulture)));
        notes.S.AddRange(graph.Outputs.Select(output => ByteString.CopyFromUtf8($"{Output}{output.Name}={output.Reference}")));
        notes.S.AddRange(graph.Inputs.Select(input => ByteString.CopyFromUtf8($"{Input}{input.Name}={input.Reference}")));
        first.Attr.Add(Attr, new AttrMessage { List = notes });
    }

    /// <summary>The graph with what its notes say; itself when it has none.</summary>
    public static GraphDef Apply(IReadOnlyList<string> notes, GraphDef graph)
    {
        if (notes.Count == 0)
            return graph;
        var name = notes.FirstOrDefault(note => note.StartsWith(Name, StringComparison.Ordinal))?[Name.Length..];
        var seed = notes.FirstOrDefault(note => note.StartsWith(Seed, StringComparison.Ordinal))?[Seed.Length..];
        return graph with
        {
            Name = name is not null && NodeName.IsValid(name) ? new Word(name, default) : graph.Name,
            Seed = long.TryParse(seed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
            Outputs = References(notes, Output),
            Inputs = References(notes, Input),
        };
    }

    private static List<OutputDef> References(IReadOnlyList<string> notes, string kind)
    {
        var references = new List<OutputDef>();
        foreach (var note in notes.Where(note => note.StartsWith(kind, StringComparison.Ordinal)))
        {
            var equals = note.LastIndexOf('=');
            if (equals > kind.Length)
                references.Add(new OutputDef(new Word(note[kind.Length..equals], default), new Word(note[(equals + 1)..], default)));
        }

        return references;
    }
}
