using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Graphs;

namespace GraphRun.Formats.Libraries;

/// <summary>
/// Graph files of functions that the program carries, beside this file: <c>tensorflow</c>, which every graph file can call, and those that a
/// file imports by name.
/// </summary>
public static class Library
{
    private const string StandardName = "tensorflow";

    private static readonly string[] imported = ["layers"];
    private static readonly Dictionary<string, GraphDef> read = [];

    /// <summary>All libraries.</summary>
    public static IReadOnlyList<string> Names { get; } = [StandardName, .. imported];

    /// <summary>Functions of TensorFlow's Python API that are no ops.</summary>
    internal static GraphDef Standard => Read(StandardName);

    /// <summary>The functions of a library in the order of its text.</summary>
    public static IReadOnlyList<FunctionDef> Functions(string name) => Read(name).Functions;

    /// <summary>Writes the graph file that a library is.</summary>
    public static void CopyText(string name, Stream output)
    {
        using var text = Open(name);
        text.CopyTo(output);
    }

    /// <summary>A library that a file imports.</summary>
    /// <exception cref="GraphRunException">There is no such library.</exception>
    internal static GraphDef Find(Word name) => imported.Contains(name.Text) ? Read(name.Text!) : throw new GraphRunException(
        ErrorCode.UnknownReference,
        $"there is no library '{Printable.Text(name.Text)}' to import",
        name.Span,
        Suggestion.For(name.Text!, imported) ?? $"the libraries are: {string.Join(", ", imported)}");

    private static GraphDef Read(string name)
    {
        lock (read)
        {
            if (read.TryGetValue(name, out var library))
                return library;
            using var text = Open(name);
            library = GraphFile.Read(text, $"{name}.yaml");
            read.Add(name, library);
            return library;
        }
    }

    private static Stream Open(string name) => typeof(Library).Assembly.GetManifestResourceStream($"libraries/{name}.yaml")!;
}
