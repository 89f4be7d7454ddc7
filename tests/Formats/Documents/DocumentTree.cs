using System.Text;
using GraphRun.Errors;
using GraphRun.Formats.Documents;
using Xunit;

namespace GraphRun.Tests.Formats.Documents;

/// <summary>Reads documents from strings and prints them, so that a test shows input and outcome beside each other.</summary>
internal static class DocumentTree
{
    public static Document Yaml(string text)
    {
        var errors = new ErrorList();
        var document = YamlReader.Read(new SourceText("g.yaml", text), errors);
        errors.ThrowIfAny();
        return document!;
    }

    public static Document Json(string text)
    {
        var errors = new ErrorList();
        var document = JsonReader.Read(new SourceText("g.json", text), Encoding.UTF8.GetBytes(text), errors);
        errors.ThrowIfAny();
        return document!;
    }

    public static Diagnostic YamlError(string text) => Assert.Throws<GraphRunException>(() => Yaml(text)).Diagnostics[0];

    public static Diagnostic JsonError(string text) => Assert.Throws<GraphRunException>(() => Json(text)).Diagnostics[0];

    /// <summary><c>{a: [1, "x"]}</c>; plain scalars bare, the others in double quotes, line ends as <c>\n</c>.</summary>
    public static string Print(DocumentNode node) => node.Kind switch
    {
        DocumentNodeKind.Sequence => $"[{string.Join(", ", Items(node).Select(Print))}]",
        DocumentNodeKind.Mapping => $"{{{string.Join(", ", Entries(node).Select(entry => $"{entry.Key}: {Print(entry.Value)}"))}}}",
        _ => node.Style == ScalarStyle.Plain ? node.ToString() : $"\"{node.ToString().Replace("\n", "\\n")}\"",
    };

    public static List<DocumentNode> Items(DocumentNode sequence)
    {
        var items = new List<DocumentNode>();
        foreach (var item in sequence.Items)
            items.Add(item);
        return items;
    }

    public static List<(DocumentNode Key, DocumentNode Value)> Entries(DocumentNode mapping)
    {
        var entries = new List<(DocumentNode Key, DocumentNode Value)>();
        foreach (var entry in mapping.Entries)
            entries.Add(entry);
        return entries;
    }

    /// <summary><c>line:column+length</c></summary>
    public static string Place(SourceSpan span) => $"{span.Line}:{span.Column}+{span.Length}";
}
