using GraphRun.Errors;
using GraphRun.Formats.Documents;

namespace GraphRun.Formats.Files;

/// <summary>
/// Opens files that a graph names. Such a file lies below the graph's folder, is a regular file of one name, and no part of its path is
/// a link: a graph from somewhere else must not read what its user can.
/// </summary>
internal static class ContainedPath
{
    private static readonly string[] devices = ["CON", "PRN", "AUX", "NUL", "COM", "LPT"];

    /// <param name="folder">The graph's folder; null when the graph may name no files.</param>
    /// <param name="path">As it stands in the graph, with '/' between its parts.</param>
    /// <exception cref="GraphRunException">The path breaks a rule, or there is no such file.</exception>
    public static FileStream Open(string? folder, string path, SourceSpan span)
    {
        if (folder is null)
            throw Forbidden(path, "a graph from standard input can name no files", span);
        if (BrokenRule(path) is { } rule)
            throw Forbidden(path, rule, span);
        var full = Walk(folder, path, span);
        var stream = InputFile.Open(full);
        if (FileIdentity.IsAt(full, stream.SafeFileHandle))
            return stream;
        stream.Dispose();
        throw Forbidden(path, "it was replaced while it was opened", span);
    }

    private static string? BrokenRule(string path)
    {
        if (path.Length == 0)
            return "the path is empty";
        if (path.Contains('\0') || path.Contains('\\'))
            return "it has a character that paths in graphs cannot have; write '/' between folders";
        if (Path.IsPathRooted(path) || (path.Length > 1 && path[1] == ':'))
            return "it lies outside the graph's folder: a path in a graph is relative";
        foreach (var part in path.Split('/'))
        {
            if (part == "..")
                return "it may lie outside the graph's folder: no part of a path in a graph is '..'";
            if (part.Length == 0 || part == ".")
                return "a part of the path is empty";
            if (IsDevice(part))
                return $"'{part}' is a device on some systems";
        }

        return null;
    }

    /// <summary><c>CON</c>, <c>com1.txt</c>: names that Windows reserves, so that a graph means the same everywhere.</summary>
    internal static bool IsDevice(string part)
    {
        var stem = part.Split('.')[0].TrimEnd(' ', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return devices.Contains(stem, StringComparer.OrdinalIgnoreCase);
    }

    private static string Walk(string folder, string path, SourceSpan span)
    {
        var (full, parts) = (folder, path.Split('/'));
        for (var i = 0; i < parts.Length; i++)
        {
            var below = Path.Combine(full, parts[i]);
            var identity = FileIdentity.Of(below) ?? throw Missing(full, parts[i], path, span);
            var isLast = i == parts.Length - 1;
            if (identity.Kind == FileKind.SymbolicLink)
                throw Forbidden(path, $"'{parts[i]}' is a symbolic link, which could lead outside the graph's folder", span);
            if (identity.Kind != (isLast ? FileKind.Regular : FileKind.Directory))
                throw Forbidden(path, $"'{parts[i]}' is no {(isLast ? "regular file" : "folder")}", span);
            if (isLast && identity.Links != 1)
                throw Forbidden(path, $"it has {identity.Links} names (hard links), and another may lie outside the graph's folder", span);
            full = below;
        }

        return full;
    }

    private static GraphRunException Missing(string folder, string part, string path, SourceSpan span)
    {
        var names = Directory.EnumerateFileSystemEntries(folder).Take(10_000).Select(entry => Path.GetFileName(entry)!);
        return new GraphRunException(
            ErrorCode.InvalidTensorFile,
            $"there is no file '{Printable.Text(path)}' in the graph's folder",
            span,
            Suggestion.For(part, names));
    }

    private static GraphRunException Forbidden(string path, string rule, SourceSpan span) =>
        new(ErrorCode.ForbiddenPath, $"the graph cannot read '{Printable.Text(path)}': {rule}", span);
}
