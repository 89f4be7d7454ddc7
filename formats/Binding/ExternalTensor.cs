using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Files;
using GraphRun.Formats.Graphs;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding;

/// <summary>A constant's value that lies in a file beside the graph: <c>{file: w.npy}</c>, <c>{file: w.npz[dense/kernel]}</c>.</summary>
internal static class ExternalTensor
{
    private static readonly string[] keys = ["file", "key"];

    /// <param name="folder">The graph's folder; null when the graph may name no files.</param>
    /// <exception cref="GraphRunException">The mapping says something else, the path leads elsewhere, or the file is damaged.</exception>
    public static Tensor Read(string? folder, DocumentNode written, DType dtype)
    {
        var errors = new ErrorList();
        ScalarReader.CheckKeys(written, keys, "a tensor in a file", errors);
        var file = new ScalarReader(errors).Text(written["file"], "file");
        var given = new ScalarReader(errors).Text(written["key"], "key");
        if (!written["file"].Exists)
        {
            errors.Add(
                ErrorCode.InvalidValue,
                "a tensor in a file needs the key 'file'",
                written.Span,
                "write {file: w.npy} or {file: w.npz[key]}");
        }

        errors.ThrowIfAny();
        var (path, key) = Split(file.Text);
        using var stream = ContainedPath.Open(folder, path, file.Span);
        try
        {
            return TensorFile.Read(stream, path, given.Text ?? key, new ExpectedTensor(dtype));
        }
        catch (GraphRunException error)
        {
            throw error.At(file.Span, null);
        }
    }

    /// <summary>The key stands in brackets behind the path.</summary>
    private static (string Path, string? Key) Split(string text) =>
        text.EndsWith(']') && text.IndexOf('[') is > 0 and var bracket ? (text[..bracket], text[(bracket + 1)..^1]) : (text, null);
}
